/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/params/request_text.h"

#include <string.h>

#include <jansson.h>

#include "net/ascii.h"

#define DIGITS "0123456789"
#define BLANKS " \t\r\n"

/* As JSON writes it; false: it may mean thousands. */
static bool mend_comma(char *text)
{
	char *comma = strchr(text, ',');
	if (!comma)
		return true;
	size_t digits = strspn(comma + 1, DIGITS);
	*comma = '.';
	return digits >= 1 && digits <= 2 && strchr(text, '.') == comma && !strpbrk(comma + 1, ",.");
}

bool request_text_number(const char *text, double *value)
{
	char number[48];
	size_t length = strlen(text);
	if (length >= sizeof(number) || strspn(text, DIGITS BLANKS "-.,") != length)
		return false;
	memcpy(number, text, length + 1);
	json_t *json = mend_comma(number) ? json_loads(number, JSON_DECODE_ANY, NULL) : NULL;
	bool is_number = json_is_number(json);
	if (is_number)
		*value = json_number_value(json);
	json_decref(json);
	return is_number;
}

static bool is_word(const char *text, const char *word)
{
	const char *begin = text + strspn(text, BLANKS);
	size_t length = strlen(word);
	return ascii_starts_with(begin, word) && begin[length + strspn(begin + length, BLANKS)] == '\0';
}

bool request_text_bool(const char *text, bool *value)
{
	bool is_true = is_word(text, "true") || is_word(text, "1");
	if (!is_true && !is_word(text, "false") && !is_word(text, "0"))
		return false;
	*value = is_true;
	return true;
}
