/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random bytes of OpenSSL's generator, and random (version 4) UUIDs of them, for user ids and rule ids. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { RANDOM_UUID_SIZE = 37 };

/* Fit for secrets. false: the system has no random source. */
bool random_bytes(void *buffer, size_t size);
/* Lower case; "" when the system has no random source. */
void random_uuid(char uuid[RANDOM_UUID_SIZE]);
