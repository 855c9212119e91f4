/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/keys/developer_token.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "net/utf8.h"

static bool find_path(const char *file_path, const char *credentials_directory, char *path, size_t size)
{
	if (*file_path)
		return (size_t)snprintf(path, size, "%s", file_path) < size;
	return credentials_directory && *credentials_directory &&
	       (size_t)snprintf(path, size, "%s/developer_token", credentials_directory) < size;
}

/* Why it cannot be used, or NULL. */
static const char *read_token(FILE *file, char token[DEVELOPER_TOKEN_MAX])
{
	setvbuf(file, NULL, _IONBF, 0); /* no copy of the token in a buffer that is never wiped */
	size_t size = fread(token, 1, DEVELOPER_TOKEN_MAX - 1, file);
	token[size] = '\0';
	if (size == DEVELOPER_TOKEN_MAX - 1 || strlen(token) != size)
		return "does not hold a token (too long, or binary)";
	while (size && isspace((unsigned char)token[size - 1]))
		token[--size] = '\0';
	size_t start = utf8_mark_size(token, size);
	start += strspn(token + start, " \t\n\v\f\r");
	memmove(token, token + start, size - start + 1);
	for (const char *at = token; *at; at++)
		if (isspace((unsigned char)*at) || iscntrl((unsigned char)*at))
			return "must hold the token alone, on one line";
	return *token ? NULL : "is empty";
}

bool developer_token_read(const char *file_path, const char *credentials_directory, char token[DEVELOPER_TOKEN_MAX],
			  bool *is_exposed, struct complaint *error)
{
	char path[PATH_MAX];
	struct stat state = {0};
	if (!find_path(file_path, credentials_directory, path, sizeof(path)))
		return complain(error, "No developer token: set developer_token_file, or pass the systemd credential "
				       "developer_token");
	FILE *file = fopen(path, "re");
	const char *reason = file && fstat(fileno(file), &state) == 0 ? read_token(file, token) : strerror(errno);
	*is_exposed = (state.st_mode & (S_IROTH | S_IWOTH)) != 0;
	if (file)
		fclose(file);
	if (!reason)
		return true;
	OPENSSL_cleanse(token, DEVELOPER_TOKEN_MAX);
	return complain(error, "The developer token file %s %s", path, reason);
}
