/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/log.h"

#include <stdarg.h>
#include <stdio.h>

enum { LINE_BYTES = 1024 };

void log_line(const struct log_sink *sink, enum log_level level, const char *format, ...)
{
	if (!sink || !sink->write)
		return;

	char line[LINE_BYTES] = "";
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	sink->write(sink->ctx, level, line);
}
