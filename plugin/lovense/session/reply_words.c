/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/session/reply_words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lovense/json_read.h"
#include "net/ascii.h"
#include "net/http/http.h"
#include "net/text.h"

enum { LOOK_AT_BYTES = 4096 }; /* a title stands at the beginning */

/* Runs of spaces count as one, those at both ends not at all. */
static void squeeze(char *text)
{
	char *out = text;
	for (const char *in = text; *in; in++)
		if (*in != ' ' || (out > text && out[-1] != ' '))
			*out++ = *in;
	while (out > text && out[-1] == ' ')
		out--;
	*out = '\0';
}

static void take(const char *text, size_t length, char *words, size_t size)
{
	text_copy_sized(words, size, text, length);
	squeeze(words);
}

static bool take_json(const struct http_reply *reply, char *words, size_t size)
{
	static const char *const keys[] = {"message", "error", "error_description", "detail", "title", NULL};
	json_t *json = json_read_text_container(reply->body, reply->body_size);
	bool is_json = json != NULL;
	json_t *object = json_object_get(json, "error");
	if (!json_is_object(object))
		object = json;
	for (size_t i = 0; keys[i] && !*words; i++)
		take(json_read_string(json_object_get(object, keys[i])),
		     strlen(json_read_string(json_object_get(object, keys[i]))), words, size);
	json_decref(json);
	return is_json;
}

/* The text behind the first tag "<title...>"; false: it is no page. */
static bool take_title(const char *page, char *words, size_t size)
{
	const char *tag = strchr(page, '<');
	bool is_page = tag && strspn(page, " \t\r\n") == (size_t)(tag - page);
	for (; is_page && tag; tag = strchr(tag + 1, '<')) {
		const char *title = ascii_starts_with(tag, "<title") ? strchr(tag, '>') : NULL;
		if (!title)
			continue;
		take(title + 1, strcspn(title + 1, "<"), words, size);
		break;
	}
	return is_page;
}

void reply_words(const struct http_reply *reply, char *words, size_t size)
{
	char body[LOOK_AT_BYTES];
	char said[256] = "";
	size_t length = reply->body_size < sizeof(body) - 1 ? reply->body_size : sizeof(body) - 1;
	memcpy(body, reply->body, length);
	body[length] = '\0';
	if (*reply->location)
		take(reply->location, strlen(reply->location), said, sizeof(said));
	else if (!take_json(reply, said, sizeof(said)) && !take_title(body, said, sizeof(said)))
		take(body, strcspn(body, "\r\n"), said, sizeof(said));
	char line[sizeof(said) + 32];
	snprintf(line, sizeof(line), "HTTP %d%s%s", reply->status, *said ? ": " : "", said);
	text_copy(words, size, line);
}
