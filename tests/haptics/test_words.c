/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other people's words: whatever bytes they are, what comes out can be shown; and what is blocked is not. */
#include "haptics/tips/tips.h"
#include "net/utf8.h"

#include "world_case.h"

static const struct {
	const char *from, *to;
} words[] = {
	{"", ""},
	{"Ann", "Ann"},
	{"  Ann  ", "Ann"},
	{"A\tn\nn\x7f\x1b[31m", "Ann[31m"},
	{"\xc2\x85"
	 "A\xc2\xa0",
	 "A\xc2\xa0"},
	{"\xe2\x80\xaegnp.exe", "gnp.exe"}, /* turned round */
	{"a\xe2\x81\xa6"
	 "b\xe2\x81\xa9",
	 "ab"},                                                 /* isolates */
	{"a\xff\xfe", "a??"},                                   /* no UTF-8 */
	{"\xed\xa0\x80", "???"},                                /* a lone surrogate */
	{"\xc0\xaf", "??"},                                     /* overlong */
	{"\xf0\x9f\x98", "???"},                                /* cut off */
	{"\xf4\x90\x80\x80", "????"},                           /* above what there is */
	{"<b>\xf0\x9f\x98\x80</b>", "<b>\xf0\x9f\x98\x80</b>"}, /* whoever draws it takes it as text */
	{"\xef\xbb\xbf"
	 "a",
	 "a"},
};

static void what_comes_out_can_be_shown(void **state)
{
	(void)state;
	char out[HAPTICS_BY_SIZE];
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		haptics_clean_text(out, HAPTICS_BY_CHARACTERS, words[i].from, 100);
		assert_string_equal(out, words[i].to);
	}
	haptics_clean_text(out, HAPTICS_BY_CHARACTERS, NULL, 0);
	assert_string_equal(out, "");
}

static void it_is_cut_at_a_character(void **state)
{
	(void)state;
	char text[10001];
	char out[HAPTICS_BY_SIZE];
	for (size_t i = 0; i < 2500; i++)
		memcpy(&text[i * 4], "\xf0\x9f\x98\x80", 4);
	text[10000] = '\0';
	haptics_clean_text(out, HAPTICS_BY_CHARACTERS, text, sizeof(text));
	assert_int_equal(strlen(out), 128);
	haptics_clean_text(out, HAPTICS_BY_CHARACTERS, text, 6); /* not ended */
	assert_string_equal(out, "\xf0\x9f\x98\x80??");
}

/* Random bytes: always valid, never too long, and clean already when cleaned again. */
static void any_bytes_come_out_well(void **state)
{
	(void)state;
	uint32_t dice = 1;
	for (int round = 0; round < 20000; round++) {
		char bytes[200];
		char once[HAPTICS_MESSAGE_SIZE];
		char twice[HAPTICS_MESSAGE_SIZE];
		for (size_t i = 0; i < sizeof(bytes); i++) {
			dice = dice * 1664525u + 1013904223u;
			bytes[i] = (char)(dice >> (round % 2 ? 24 : 26));
		}
		haptics_clean_text(once, HAPTICS_MESSAGE_CHARACTERS, bytes, sizeof(bytes));
		assert_true(utf8_is_valid(once));
		haptics_clean_text(twice, HAPTICS_MESSAGE_CHARACTERS, once, sizeof(once));
		assert_string_equal(once, twice);
	}
}

static bool is_blocked(const char *text)
{
	json_t *list = json_pack("[s, s, s, s]", "bad word",
				 "Stra\xc3\x9f"
				 "e",
				 "\xd1\x81\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe", "123");
	bool is = text_is_blocked(text, list);
	json_decref(list);
	return is;
}

static void blocked_words_are_found_in_any_dress(void **state)
{
	(void)state;
	assert_true(is_blocked("BADWORD"));
	assert_true(is_blocked("such a b.a_d w0o1r2d!"));
	assert_true(is_blocked("STRA\xc3\x9f"
			       "E"));                                        /* sharp s is its own letter */
	assert_true(is_blocked("\xd0\xa1\xd0\x9b\xd0\x9e\xd0\x92\xd0\x9e")); /* Cyrillic capitals */
	assert_true(is_blocked("\xef\xbc\xa2"
			       "ad word")); /* full width */
	assert_true(is_blocked("b\xe2\x80\x8b"
			       "adword")); /* an invisible space inside */
	assert_true(is_blocked("b\xcc\x81"
			       "adword")); /* a combining accent */
	assert_false(is_blocked("bad"));
	assert_false(is_blocked("123")); /* has no letters, so it means nothing */
	assert_false(is_blocked(""));
	assert_false(text_is_blocked("bad word", NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_comes_out_can_be_shown),
		cmocka_unit_test(it_is_cut_at_a_character),
		cmocka_unit_test(any_bytes_come_out_well),
		cmocka_unit_test(blocked_words_are_found_in_any_dress),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
