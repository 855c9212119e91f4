/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/redact.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "net/platform.h"
#include "net/text.h"
#include "net/ascii.h"
#include "net/secrets/secret.h"

enum {
	SHORTEST_SECRET = 4, /* by value; shorter ones would blank out half of every sentence */
	SHORTEST_TOKEN = 12, /* by shape, when it has a digit */
	SHORTEST_WORD = 28,  /* by shape, without a digit: no word of a sentence is that long */
	CODE_DIGITS = 6,
	LONGEST_INPUT = 2048,
};
static const char mask[] = "[...]";

static void forget(char **secret)
{
	secret_free(*secret);
	*secret = NULL;
}

void redact_set(struct redact *redact, int slot, const char *secret)
{
	bool is_same = secret && redact->secret[slot] && strcmp(secret, redact->secret[slot]) == 0;
	if (is_same)
		return;
	if (redact->secret[slot]) {
		forget(&redact->earlier[slot]);
		redact->earlier[slot] = redact->secret[slot];
		redact->secret[slot] = NULL;
	}
	if (secret && *secret)
		redact->secret[slot] = secret_copy(secret);
}

void redact_clear(struct redact *redact)
{
	for (int i = 0; i < REDACT_SLOTS; i++) {
		forget(&redact->secret[i]);
		forget(&redact->earlier[i]);
	}
}

/* Length of secret when text starts with it, else 0. */
static size_t match_secret(const char *secret, const char *text)
{
	size_t length = secret ? strlen(secret) : 0;
	return length >= SHORTEST_SECRET && ascii_starts_with(text, secret) ? length : 0;
}

static size_t match_known(const struct redact *redact, const char *text)
{
	size_t longest = 0;
	for (int i = 0; redact && i < REDACT_SLOTS; i++) {
		size_t now = match_secret(redact->secret[i], text);
		size_t before = match_secret(redact->earlier[i], text);
		longest = now > longest ? now : longest;
		longest = before > longest ? before : longest;
	}
	return longest;
}

static bool is_token_char(char c)
{
	return isalnum((unsigned char)c) || (c != '\0' && strchr("_+/=%-~", c));
}

/* A run that could be a token, an id, a UUID or base64; "developerio" and other long words stay. */
static size_t match_token(const char *text)
{
	size_t length = 0;
	bool has_digit = false;
	for (; is_token_char(text[length]); length++)
		has_digit = has_digit || isdigit((unsigned char)text[length]);
	bool is_secret = (has_digit && length >= SHORTEST_TOKEN) || length >= SHORTEST_WORD;
	return is_secret ? length : 0;
}

static size_t match_code(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	return digits >= CODE_DIGITS ? digits : 0;
}

/* Four numbers with dots or dashes between: an IPv4 address, also as the label of a lovense.club name. */
static size_t match_ipv4(const char *text)
{
	size_t length = 0;
	for (int part = 0; part < 4; part++) {
		size_t digits = strspn(text + length, "0123456789");
		if (digits == 0 || digits > 3)
			return 0;
		length += digits;
		if (part == 3)
			break;
		if (text[length] != '.' && text[length] != '-')
			return 0;
		length++;
	}
	return length;
}

/* At least two colons between hexadecimal digits: IPv6, or a MAC address. */
static size_t match_ipv6(const char *text)
{
	size_t length = strspn(text, "0123456789abcdefABCDEF:");
	size_t colons = 0;
	for (size_t i = 0; i < length; i++)
		colons += text[i] == ':';
	return colons >= 2 && length >= 3 ? length : 0;
}

static size_t match_mail(const char *text)
{
	size_t name = strcspn(text, " \t<>\"'(),;:@");
	if (name == 0 || text[name] != '@')
		return 0;
	return name + 1 + strcspn(text + name + 1, " \t<>\"'(),;:");
}

/* "?..." of a URL, and what follows "token=", "key:" or "Bearer ". prefix is what stays readable. */
static size_t match_value(const char *text, size_t *prefix)
{
	static const char *const names[] = {"?", "token=", "token:", "key=", "key:", "bearer ", "uid=", "code="};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t name = strlen(names[i]);
		size_t value = ascii_starts_with(text, names[i]) ? strcspn(text + name, " \t\"'<>(),;") : 0;
		if (value > 0) {
			*prefix = name;
			return value;
		}
	}
	return 0;
}

struct cleaned {
	char *out;
	size_t size;
	size_t used;
};

static void put(struct cleaned *cleaned, const char *text, size_t length)
{
	size_t room = cleaned->size - 1 - cleaned->used;
	size_t count = length < room ? length : room;
	memcpy(cleaned->out + cleaned->used, text, count);
	cleaned->used += count;
}

static size_t match_at_word(const char *text)
{
	size_t (*const shapes[])(const char *) = {match_ipv4, match_ipv6, match_mail, match_token, match_code};
	size_t longest = 0;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		size_t length = shapes[i](text);
		longest = length > longest ? length : longest;
	}
	return longest;
}

static void clean(const struct redact *redact, const char *text, struct cleaned *cleaned)
{
	bool is_word_start = true;
	while (*text) {
		size_t prefix = 0;
		size_t secret = match_known(redact, text);
		if (secret == 0)
			secret = match_value(text, &prefix);
		if (secret == 0 && is_word_start)
			secret = match_at_word(text);
		if (secret > 0) {
			put(cleaned, text, prefix);
			put(cleaned, mask, strlen(mask));
			text += prefix + secret;
			is_word_start = true;
			continue;
		}
		is_word_start = !isalnum((unsigned char)*text);
		put(cleaned, text++, 1);
	}
}

void redact_text(const struct redact *redact, const char *text, char *out, size_t size)
{
	char printable[LONGEST_INPUT];
	char masked[LONGEST_INPUT];
	/* Masked before it is cut to the wanted size, so that no secret is cut in two and so missed. What the first
	 * copy cuts off cannot be shown anyway: a mask is seldom longer than what it hides. */
	text_copy(printable, sizeof(printable), text);
	struct cleaned cleaned = {masked, sizeof(masked), 0};
	clean(redact, printable, &cleaned);
	masked[cleaned.used] = '\0';
	text_copy(out, size, masked);
	platform_wipe(printable, sizeof(printable));
}
