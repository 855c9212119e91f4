/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/random.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>

#include <openssl/rand.h>

bool random_bytes(void *buffer, size_t size)
{
	return size <= INT_MAX && RAND_bytes(buffer, (int)size) == 1;
}

void random_uuid(char uuid[RANDOM_UUID_SIZE])
{
	uint8_t bytes[16];
	uuid[0] = '\0';
	if (!random_bytes(bytes, sizeof(bytes)))
		return;
	/* Version and variant: RFC 9562, section 5.4. */
	bytes[6] = (bytes[6] & 0x0f) | 0x40;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	for (size_t i = 0; i < sizeof(bytes); i++) {
		bool has_dash = i == 4 || i == 6 || i == 8 || i == 10;
		uuid += snprintf(uuid, 4, "%s%02x", has_dash ? "-" : "", bytes[i]);
	}
}
