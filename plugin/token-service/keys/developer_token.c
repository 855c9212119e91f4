/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/keys/developer_token.h"

#include <ctype.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "net/files/file.h"
#include "net/utf8.h"

static bool find_path(const char *file_path, const char *credentials_directory, char *path, size_t size)
{
	if (*file_path)
		return (size_t)snprintf(path, size, "%s", file_path) < size;
	return credentials_directory && *credentials_directory &&
	       (size_t)snprintf(path, size, "%s/developer_token", credentials_directory) < size;
}

/* Why it cannot be used, or NULL. */
static const char *read_token(const char *path, char token[DEVELOPER_TOKEN_MAX])
{
	enum file_result result;
	size_t size = 0;
	char *text = file_read(path, DEVELOPER_TOKEN_MAX - 2, &size, &result);
	if (!text)
		return file_reason(result);
	memcpy(token, text, size + 1);
	file_free(text, size);
	if (strlen(token) != size)
		return "it is binary";
	while (size && isspace((unsigned char)token[size - 1]))
		token[--size] = '\0';
	size_t start = utf8_mark_size(token, size);
	start += strspn(token + start, " \t\n\v\f\r");
	memmove(token, token + start, size - start + 1);
	for (const char *at = token; *at; at++)
		if (isspace((unsigned char)*at) || iscntrl((unsigned char)*at))
			return "it must hold the token alone, on one line";
	return *token ? NULL : "it is empty";
}

bool developer_token_read(const char *file_path, const char *credentials_directory, char token[DEVELOPER_TOKEN_MAX],
			  bool *is_exposed, struct complaint *error)
{
	char path[PATH_MAX];
	struct stat state = {0};
	if (!find_path(file_path, credentials_directory, path, sizeof(path)))
		return complain(error, "No developer token: set developer_token_file, or pass the systemd credential "
				       "developer_token");
	const char *reason = read_token(path, token);
	*is_exposed = stat(path, &state) == 0 && (state.st_mode & (S_IROTH | S_IWOTH)) != 0;
	if (!reason)
		return true;
	OPENSSL_cleanse(token, DEVELOPER_TOKEN_MAX);
	return complain(error, "The developer token file %s: %s", path, reason);
}
