/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/user_config.h"

#include <obs-frontend-api.h>

#include "obs/frontend_symbol.h"

typedef config_t *(*config_getter)(void);

/* From OBS 31 on they are in a file of their own; the old function warns, and gives another file. */
config_t *user_config(void)
{
	config_getter get = (config_getter)frontend_symbol_find("obs_frontend_get_user_config");
	return get ? get() : obs_frontend_get_global_config();
}
