/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/random_id.h"

#include <stdio.h>

#include <windows.h>
#include <rpc.h>

void random_id_make(char id[RANDOM_ID_SIZE])
{
	UUID uuid;
	RPC_CSTR text = NULL;
	id[0] = '\0';
	if (UuidCreate(&uuid) != RPC_S_OK || UuidToStringA(&uuid, &text) != RPC_S_OK)
		return;
	snprintf(id, RANDOM_ID_SIZE, "%s", (const char *)text);
	RpcStringFreeA(&text);
}
