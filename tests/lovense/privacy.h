/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looks for secrets where none may be. */
#pragma once

#include "rig.h"

/* Fails when a log line, or what a snapshot tells the world, holds a secret, as it is or percent-encoded: those of the
 * settings, all the simulator ever made up (tokens, pairing codes, toy ids, device code), and the phone's address. */
void privacy_check(struct rig *rig);
