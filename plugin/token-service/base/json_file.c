/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/base/json_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Also where the file cannot be rewound: it may be a pipe. */
static void skip_byte_order_mark(FILE *file)
{
	static const int mark[] = {0xef, 0xbb, 0xbf};
	size_t matched = 0;
	int byte = getc(file);
	for (; matched < 3 && byte == mark[matched]; matched++)
		byte = getc(file);
	/* No JSON begins with a part of the mark: whatever follows, its first byte alone shows that. */
	ungetc(matched % 3 ? mark[0] : byte, file);
}

json_t *json_file_read(const char *path, struct complaint *error)
{
	json_error_t problem;
	FILE *file = fopen(path, "re");
	if (!file) {
		complain(error, "%s: %s", path, strerror(errno));
		return NULL;
	}
	skip_byte_order_mark(file);
	json_t *root = json_loadf(file, JSON_REJECT_DUPLICATES, &problem);
	if (!root)
		complain(error, "%s: %s (line %d)", path, problem.text, problem.line);
	fclose(file);
	return root;
}
