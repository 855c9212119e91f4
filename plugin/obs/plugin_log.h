/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module's lines in the OBS log. Users post logs in public: never log a secret, address, toy id or home path. */
#pragma once

#include <util/base.h>

#define plugin_log(level, ...) blog(level, "[lovense-for-obs] " __VA_ARGS__)
#define plugin_warning(...) plugin_log(LOG_WARNING, __VA_ARGS__)
#define plugin_info(...) plugin_log(LOG_INFO, __VA_ARGS__)

/* Log function for struct engine_config: level 1 error, 2 warning, 3 info, 4 debug. Any thread. */
void plugin_log_line(void *ctx, int level, const char *line);
