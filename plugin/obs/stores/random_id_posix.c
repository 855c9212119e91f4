/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/random_id.h"

#include <uuid/uuid.h>

void random_id_make(char id[RANDOM_ID_SIZE])
{
	uuid_t uuid;
	uuid_generate_random(uuid);
	uuid_unparse_lower(uuid, id);
}
