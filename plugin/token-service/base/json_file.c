/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/base/json_file.h"

#include "net/files/file.h"
#include "net/utf8.h"

enum { MAX_BYTES = 64 * 1024 * 1024 }; /* the most keys that are accepted take half of it */

json_t *json_file_read(const char *path, struct complaint *error)
{
	json_error_t problem;
	enum file_result result;
	size_t size = 0;
	char *text = file_read(path, MAX_BYTES, &size, &result);
	if (!text) {
		complain(error, "%s: %s", path, file_reason(result));
		return NULL;
	}
	size_t mark = utf8_mark_size(text, size);
	json_t *root = json_loadb(text + mark, size - mark, JSON_REJECT_DUPLICATES, &problem);
	if (!root)
		complain(error, "%s: %s (line %d)", path, problem.text, problem.line);
	file_free(text, size);
	return root;
}
