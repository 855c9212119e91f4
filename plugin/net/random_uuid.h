/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random (version 4) UUIDs, for user ids and rule ids. */
#pragma once

enum { RANDOM_UUID_SIZE = 37 };

/* Lower case; "" when the system has no random source. Any thread. */
void random_uuid(char uuid[RANDOM_UUID_SIZE]);
