/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/plugin_log.h"

void plugin_log_line(void *ctx, int level, const char *line)
{
	static const int obs_levels[] = {LOG_ERROR, LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG};
	(void)ctx;
	if (level < 1 || level > 4)
		level = 1;
	plugin_log(obs_levels[level], "%s", line);
}
