/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What health and commands of the LAN route ask of each other. Private to lan*.c. */
#pragma once

#include "lovense/lan/lan_request.h"

/* --- lan.c --- */
/* The route cannot be used; note is static. */
void lan_fail(struct lan *lan, const char *note);
/* The app answered. */
void lan_succeed(struct lan *lan, int total_ms);
