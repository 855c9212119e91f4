/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/base/complain.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool complain(struct complaint *error, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(error->text, sizeof(error->text), format, arguments);
	va_end(arguments);
	return false;
}

const char *file_reason(enum file_result result)
{
	bool is_system = result == FILE_MISSING || result == FILE_UNREADABLE;
	return is_system && errno ? strerror(errno) : file_result_text(result);
}

void note(const char *format, ...)
{
	va_list arguments;
	char line[4608]; /* a path, and the sentence around it */
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	fprintf(stderr, "lovense-token-service: %s\n", line);
}
