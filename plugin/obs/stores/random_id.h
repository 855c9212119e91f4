/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random (version 4) UUIDs from the system's random source, for user ids and rule ids. */
#pragma once

enum { RANDOM_ID_SIZE = 37 };

/* Any thread. */
void random_id_make(char id[RANDOM_ID_SIZE]);
