/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The codec against what the genuine JavaScript parsers do with the same frames. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "socketio/packet.h"
#include "vectors.h"

/* Where we differ on purpose: what our codec says to the first frame that it does not take as it is. */
struct deviation {
	const char *name;
	enum packet_result result;
};

/* JavaScript's Number() takes white space, hexadecimal and exponents where the protocol has plain digits. */
static const struct deviation decode_deviations[] = {
	{"event whitespace", PACKET_ERROR_JSON},
	{"event id spaces between type and json (Number(\" \")==0)", PACKET_ERROR_JSON},
	{"event id newline", PACKET_ERROR_JSON},
	{"space type", PACKET_ERROR_SIO_TYPE},
	{"BOM", PACKET_OK},
	/* one bad character costs no event, see json_lenient.h */
	{"raw control char in string", PACKET_OK},
	{"NaN literal", PACKET_OK},
	{"attachments exponent 1e0", PACKET_ERROR_ATTACHMENT_COUNT},
	{"attachments hex 0x1", PACKET_ERROR_ATTACHMENT_COUNT},
	/* beyond what a JavaScript number holds exactly */
	{"event big id 2^53+1", PACKET_ERROR_ID},
	{"event id 23 digits", PACKET_ERROR_ID},
	/* JavaScript turns these into an ERROR packet of its own making */
	{"unknown type 7", PACKET_ERROR_SIO_TYPE},
	{"unknown type 9", PACKET_ERROR_SIO_TYPE},
	{"type letter", PACKET_ERROR_SIO_TYPE},
	/* gateways glue packets together; the first one counts */
	{"event trailing garbage", PACKET_OK},
	{"two packets in one frame", PACKET_OK},
	{"connect object followed by event (seen in the field)", PACKET_OK},
	/* attachments are counted and skipped, so nothing looks at their placeholders */
	{"placeholder out of range", PACKET_SKIPPED},
	{"placeholder negative", PACKET_SKIPPED},
	{"placeholder string num", PACKET_SKIPPED},
};

static const struct deviation *find_deviation(const struct deviation *table, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const eio_names[] = {NULL, "open", "close", "ping", "pong", "message", "upgrade", "noop"};

static json_t *eio_to_json(const struct eio_packet *packet)
{
	return json_stringn(packet->data, packet->size);
}

static void check_eio_decode(const json_t *vector)
{
	const json_t *expect = json_object_get(vector, "expect");
	const json_t *data = json_object_get(expect, "data");
	struct frame frame = frame_of(json_object_get(vector, "frame"));
	struct eio_packet packet;
	enum packet_result result = eio_decode(frame.bytes, frame.size, frame.is_binary, &packet);
	if (json_object_get(expect, "error")) {
		assert_int_not_equal(result, PACKET_OK);
		assert_int_equal(packet.type, EIO_INVALID);
	} else {
		assert_int_equal(result, PACKET_OK);
		assert_string_equal(eio_names[packet.type], json_string_value(json_object_get(expect, "type")));
		if (json_is_string(data)) {
			json_t *got = eio_to_json(&packet);
			assert_true(json_equal(got, data));
			json_decref(got);
		} else if (json_is_null(data)) {
			assert_int_equal(packet.size, 0);
		} else {
			assert_true(packet.is_binary); /* not decoded further */
		}
	}
	frame_free(&frame);
}

static void engine_packets_are_read_as_javascript_does(void **state)
{
	(void)state;
	json_t *set = vectors_load("eio_decode");
	assert_int_equal(json_array_size(set), 28);
	for (size_t i = 0; i < json_array_size(set); i++)
		check_eio_decode(json_array_get(set, i));
	json_decref(set);
}

static enum eio_type eio_type_of(const char *name)
{
	for (size_t i = 1; i < COUNT(eio_names); i++)
		if (strcmp(eio_names[i], name) == 0)
			return (enum eio_type)i;
	return EIO_INVALID;
}

static void engine_packets_are_written_as_javascript_does(void **state)
{
	(void)state;
	json_t *set = vectors_load("eio_encode");
	assert_int_equal(json_array_size(set), 11);
	int compared = 0;
	for (size_t i = 0; i < json_array_size(set); i++) {
		const json_t *vector = json_array_get(set, i);
		const json_t *packet = json_object_get(vector, "packet");
		const json_t *data = json_object_get(packet, "data");
		struct frame frame = frame_of(json_object_get(vector, "frame"));
		char bytes[64];
		struct packet_text text = {.bytes = bytes, .capacity = sizeof(bytes)};
		if (!frame.is_binary) { /* nothing binary is sent */
			enum eio_type type = eio_type_of(json_string_value(json_object_get(packet, "type")));
			assert_int_equal(eio_encode(&text, type, json_string_value(data), json_string_length(data)),
					 PACKET_OK);
			assert_int_equal(text.size, frame.size);
			assert_memory_equal(text.bytes, frame.bytes, frame.size);
			compared++;
		}
		frame_free(&frame);
	}
	assert_int_equal(compared, 9);
	json_decref(set);
}

/* jansson writes the exponents of numbers that no command holds in its own way. */
static const char real_numbers[] = "event real number";

/* An event with at most one argument, the disconnect and the empty ack are all that is sent; false: something else. */
static bool encode_vector(const json_t *packet, struct packet_text *text)
{
	json_int_t type = json_integer_value(json_object_get(packet, "type")) + PACKET_CONNECT;
	const json_t *id = json_object_get(packet, "id");
	json_t *data = json_object_get(packet, "data") ? untag(json_object_get(packet, "data")) : NULL;
	const char *name = json_string_value(json_array_get(data, 0));
	bool is_root = strcmp(json_string_value(json_object_get(packet, "nsp")), "/") == 0;
	enum packet_result result = PACKET_SKIPPED;
	if (is_root && type == PACKET_DISCONNECT)
		result = sio_encode_disconnect(text);
	else if (is_root && type == PACKET_ACK && data && json_array_size(data) == 0)
		result = sio_encode_empty_ack(text, (uint64_t)json_integer_value(id));
	else if (is_root && type == PACKET_EVENT && !id && name && json_array_size(data) <= 2)
		result = sio_encode_event(text, name, json_array_get(data, 1));
	json_decref(data);
	assert_true(result == PACKET_OK || result == PACKET_SKIPPED);
	return result == PACKET_OK;
}

static void socket_packets_are_written_as_javascript_does(void **state)
{
	(void)state;
	static char bytes[8192];
	json_t *set = vectors_load("sio_encode");
	assert_int_equal(json_array_size(set), 37);
	int compared = 0;
	for (size_t i = 0; i < json_array_size(set); i++) {
		const json_t *vector = json_array_get(set, i);
		const char *name = json_string_value(json_object_get(vector, "name"));
		struct packet_text text = {.bytes = bytes, .capacity = sizeof(bytes) - 1};
		/* jansson holds no dates; the circular one is tried below. */
		if (strcmp(name, "date") == 0 || strcmp(name, "circular data") == 0 ||
		    strcmp(name, real_numbers) == 0 || !encode_vector(json_object_get(vector, "packet"), &text))
			continue;
		struct frame frame = frame_of(json_array_get(json_object_get(vector, "frames"), 0));
		bytes[text.size] = '\0';
		assert_string_equal(bytes, frame.bytes);
		assert_int_equal(text.size, frame.size);
		frame_free(&frame);
		compared++;
	}
	assert_int_equal(compared, 10);
	json_decref(set);
}

static void assert_number(json_t *value, const char *text)
{
	char bytes[64] = "";
	char expected[64];
	struct packet_text out = {.bytes = bytes, .capacity = sizeof(bytes) - 1};
	assert_int_equal(sio_encode_event(&out, "e", value), PACKET_OK);
	snprintf(expected, sizeof(expected), "42[\"e\",%s]", text);
	assert_string_equal(bytes, expected);
	json_decref(value);
}

/* Levels and times, as a person would write them, whatever the locale of the host application. */
static void numbers_are_written_short(void **state)
{
	(void)state;
	/* Whatever of these the machine has; C is always there. */
	static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "C"};
	for (size_t i = 0; i < COUNT(locales); i++) {
		if (!setlocale(LC_NUMERIC, locales[i]))
			continue;
		assert_number(json_real(0.1), "0.1");
		assert_number(json_real(0.1 + 0.2), "0.3");
		assert_number(json_real(2.5), "2.5");
		assert_number(json_real(1.05), "1.05");
	}
	setlocale(LC_NUMERIC, "C");
	for (int tenths = 1; tenths < 10000; tenths++) {
		char text[16];
		snprintf(text, sizeof(text), "%d.%d", tenths / 10, tenths % 10);
		assert_number(json_real(tenths / 10.0), text);
	}
	assert_number(json_integer(INT64_MIN), "-9223372036854775808");
	assert_number(json_integer(INT64_MAX), "9223372036854775807");
}

static void circular_data_is_refused(void **state)
{
	(void)state;
	char bytes[4096];
	struct packet_text text = {.bytes = bytes, .capacity = sizeof(bytes)};
	json_t *outer = json_array();
	json_t *inner = json_array();
	json_array_append(outer, inner);
	json_array_append(inner, outer);
	assert_int_equal(sio_encode_event(&text, "e", outer), PACKET_ERROR_MEMORY);
	json_array_clear(inner);
	json_decref(inner);
	json_decref(outer);
}

/* What our decoder makes of a packet, in the form of the vectors. */
static json_t *packet_to_json(const struct packet *packet)
{
	if (packet->eio.type != EIO_MESSAGE) {
		const char *type = eio_names[packet->eio.type];
		return packet->eio.size
			       ? json_pack("{s:s, s:s%}", "eio", type, "data", packet->eio.data, packet->eio.size)
			       : json_pack("{s:s, s:{s:b}}", "eio", type, "data", "$undefined", 1);
	}
	json_t *result = json_pack("{s:i, s:s%}", "type", (int)packet->sio.type - PACKET_CONNECT, "nsp",
				   packet->sio.nsp, packet->sio.nsp_size);
	if (packet->sio.has_id)
		json_object_set_new(result, "id", json_integer((json_int_t)packet->sio.id));
	if (packet->sio.data)
		json_object_set(result, "data", packet->sio.data);
	return result;
}

struct run {
	json_t *packets;
	enum packet_result result; /* of the first frame that was neither decoded nor an attachment in its place */
	size_t at;
	bool is_pending;
	bool saw_attachment;
};

static struct run run_frames(const json_t *frames)
{
	struct run run = {.packets = json_array(), .result = PACKET_OK};
	struct packet_decoder decoder = {0};
	for (size_t i = 0; i < json_array_size(frames) && run.result == PACKET_OK; i++) {
		struct packet packet;
		struct frame frame = frame_of(json_array_get(frames, i));
		enum packet_result result =
			packet_decoder_feed(&decoder, frame.bytes, frame.size, frame.is_binary, &packet);
		if (result == PACKET_OK) {
			json_array_append_new(run.packets, packet_to_json(&packet));
			sio_packet_release(&packet.sio);
		} else if (result == PACKET_SKIPPED) {
			run.saw_attachment = true;
		} else {
			run.result = result;
			run.at = i;
		}
		frame_free(&frame);
	}
	run.is_pending = decoder.attachments_left > 0;
	return run;
}

/* Binary packets come out when their attachments are complete in JavaScript, and at once, without them, here. */
static bool is_same_packet(const json_t *ours, const json_t *theirs)
{
	json_int_t type = json_integer_value(json_object_get(theirs, "type"));
	if (type != PACKET_BINARY_EVENT - PACKET_CONNECT && type != PACKET_BINARY_ACK - PACKET_CONNECT)
		return is_same_value(ours, theirs);
	return is_same_value(json_object_get(ours, "type"), json_object_get(theirs, "type")) &&
	       is_same_value(json_object_get(ours, "nsp"), json_object_get(theirs, "nsp")) &&
	       is_same_value(json_object_get(ours, "id"), json_object_get(theirs, "id"));
}

static bool is_binary_packet(const json_t *packet)
{
	return json_integer_value(json_object_get(packet, "type")) >= PACKET_BINARY_EVENT - PACKET_CONNECT;
}

static bool has_same_packets(const json_t *ours, const json_t *theirs)
{
	/* The order of a binary packet and the pings between its attachments differs, so each is looked for. */
	size_t complete = 0;
	for (size_t i = 0; i < json_array_size(ours); i++) {
		bool is_found = false;
		for (size_t j = 0; j < json_array_size(theirs); j++)
			is_found = is_found || is_same_packet(json_array_get(ours, i), json_array_get(theirs, j));
		if (is_found)
			complete++;
		else if (!is_binary_packet(json_array_get(ours, i)))
			return false;
	}
	return complete == json_array_size(theirs);
}

/* The one thing that no repair helps. */
static bool is_too_deep(const json_t *vector)
{
	const char *note = json_string_value(json_array_get(json_object_get(vector, "jansson"), 0));
	return note && strncmp(note, "depth", 5) == 0;
}

/* What JavaScript takes and jansson does not is read too, with other values in some places. */
static bool is_repaired(const json_t *vector)
{
	const char *note = json_string_value(json_array_get(json_object_get(vector, "jansson"), 0));
	return note && strncmp(note, "nul-escape", 10) != 0;
}

static void check_sio_decode(const json_t *vector)
{
	const char *name = json_string_value(json_object_get(vector, "name"));
	const json_t *expect = json_object_get(vector, "expect");
	const struct deviation *known = find_deviation(decode_deviations, COUNT(decode_deviations), name);
	struct run run = run_frames(json_object_get(vector, "frames"));
	print_message("%s: %s\n", name, packet_result_text(run.result));
	if (known && known->result == PACKET_SKIPPED) {
		assert_int_equal(run.result, PACKET_OK);
		assert_true(run.saw_attachment);
	} else if (known) {
		assert_int_equal(run.result, known->result);
	} else if (is_too_deep(vector)) {
		assert_int_equal(run.result, PACKET_ERROR_JSON);
	} else if (is_repaired(vector)) {
		assert_int_equal(run.result, PACKET_OK);
	} else if (json_object_get(expect, "error")) {
		assert_int_not_equal(run.result, PACKET_OK);
		assert_int_equal(run.at, json_integer_value(json_object_get(expect, "error_at")));
	} else {
		assert_int_equal(run.result, PACKET_OK);
		assert_true(has_same_packets(run.packets, json_object_get(expect, "packets")));
		assert_int_equal(run.is_pending, json_is_true(json_object_get(expect, "pending")));
	}
	json_decref(run.packets);
}

static void socket_packets_are_read_as_javascript_does(void **state)
{
	(void)state;
	json_t *set = vectors_load("sio_decode");
	assert_int_equal(json_array_size(set), 121);
	for (size_t i = 0; i < json_array_size(set); i++)
		check_sio_decode(json_array_get(set, i));
	json_decref(set);
}

/* Exactly why each kind of damage is refused. */
static void errors_name_their_reason(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum packet_result result;
	} cases[] = {
		{"", PACKET_ERROR_EMPTY},
		{"7", PACKET_ERROR_SIO_TYPE},
		{"x", PACKET_ERROR_SIO_TYPE},
		{"5[\"x\"]", PACKET_ERROR_ATTACHMENT_COUNT},
		{"50-[\"x\"]", PACKET_ERROR_ATTACHMENT_COUNT},
		{"511-[\"x\"]", PACKET_ERROR_TOO_MANY_ATTACHMENTS},
		{"599999999999999999999-[\"x\"]", PACKET_ERROR_TOO_MANY_ATTACHMENTS},
		{"29007199254740993[\"x\"]", PACKET_ERROR_ID},
		{"299999999999999999999999[\"x\"]", PACKET_ERROR_ID},
		{"2[nope", PACKET_ERROR_JSON},
		{"2[\"\xff\"]", PACKET_OK},
		{"2[\"\\ud800\"]", PACKET_OK},
		{"2[\"x\",1e400,12345678901234567890]", PACKET_OK},
		{"2\xEF\xBB\xBF[\"x\"]", PACKET_OK},
		{"2{}", PACKET_ERROR_PAYLOAD_TYPE},
		{"2[]", PACKET_ERROR_PAYLOAD_TYPE},
		{"2[null]", PACKET_ERROR_EVENT_NAME},
		{"0\"x\"", PACKET_ERROR_PAYLOAD_TYPE},
		{"1{}", PACKET_ERROR_PAYLOAD_TYPE},
		{"3{}", PACKET_ERROR_PAYLOAD_TYPE},
		{"4true", PACKET_ERROR_PAYLOAD_TYPE},
		{"29007199254740992[\"x\"]", PACKET_OK},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sio_packet packet;
		assert_int_equal(sio_decode(cases[i].text, strlen(cases[i].text), &packet), cases[i].result);
		assert_non_null(packet_result_text(cases[i].result));
		sio_packet_release(&packet);
	}
}

static void a_namespace_has_a_limit(void **state)
{
	(void)state;
	char text[PACKET_MAX_NAMESPACE_BYTES + 8];
	struct sio_packet packet;
	memset(text, 'a', sizeof(text));
	memcpy(text, "0/", 2);
	assert_int_equal(sio_decode(text, PACKET_MAX_NAMESPACE_BYTES + 1, &packet), PACKET_OK);
	assert_int_equal(sio_decode(text, PACKET_MAX_NAMESPACE_BYTES + 2, &packet), PACKET_ERROR_NAMESPACE);
}

static void trailing_text_is_noticed_and_ignored(void **state)
{
	(void)state;
	struct sio_packet packet;
	assert_int_equal(sio_decode("0{}2[\"event\",1]", 15, &packet), PACKET_OK);
	assert_int_equal(packet.type, PACKET_CONNECT);
	assert_true(packet.has_trailing);
	sio_packet_release(&packet);
	assert_int_equal(sio_decode("2[\"a\"] \r\n", 9, &packet), PACKET_OK);
	assert_false(packet.has_trailing);
	sio_packet_release(&packet);
}

static void the_root_is_recognised_without_its_query(void **state)
{
	(void)state;
	struct sio_packet packet;
	assert_int_equal(sio_decode("0/a?k=v,", 8, &packet), PACKET_OK);
	assert_false(sio_packet_is_for_root(&packet));
	assert_int_equal(sio_decode("0/?k=v,", 7, &packet), PACKET_OK);
	assert_true(sio_packet_is_for_root(&packet));
	assert_int_equal(sio_decode("0/", 2, &packet), PACKET_OK);
	assert_true(sio_packet_is_for_root(&packet));
	assert_int_equal(sio_decode("0", 1, &packet), PACKET_OK);
	assert_true(sio_packet_is_for_root(&packet));
}

/* The decoder must find its way back after every kind of disorder among attachments. */
static void decoding_goes_on_after_an_error(void **state)
{
	(void)state;
	struct packet_decoder decoder = {0};
	struct packet packet;
	assert_int_equal(packet_decoder_feed(&decoder, "452-[\"b\"]", 9, false, &packet), PACKET_OK);
	sio_packet_release(&packet.sio);
	assert_int_equal(packet_decoder_feed(&decoder, "\x04\x01", 2, true, &packet), PACKET_SKIPPED);
	assert_int_equal(packet_decoder_feed(&decoder, "2", 1, false, &packet), PACKET_OK);
	assert_int_equal(packet_decoder_feed(&decoder, "42[\"a\"]", 7, false, &packet),
			 PACKET_ERROR_ATTACHMENT_MISSING);
	assert_int_equal(packet_decoder_feed(&decoder, "42[\"a\"]", 7, false, &packet), PACKET_OK);
	sio_packet_release(&packet.sio);
	assert_int_equal(packet_decoder_feed(&decoder, "\x04\x01", 2, true, &packet),
			 PACKET_ERROR_ATTACHMENT_UNEXPECTED);
	assert_int_equal(packet_decoder_feed(&decoder, "\x02", 1, true, &packet), PACKET_ERROR_EIO_TYPE);
}

/* Every buffer that is too small, so that an overrun shows under the sanitizers. */
static void encoders_stay_inside_their_buffer(void **state)
{
	(void)state;
	json_t *arg = json_pack("{s:[i,f,b,n,s], s:{}}", "list", -12, 0.5, 1, "\"\n\x01\xc3\xa9", "o");
	char whole[256];
	struct packet_text text = {.bytes = whole, .capacity = sizeof(whole)};
	assert_int_equal(sio_encode_event(&text, "name", arg), PACKET_OK);
	size_t needed = text.size;
	for (size_t capacity = 0; capacity < needed; capacity++) {
		char *bytes = malloc(capacity ? capacity : 1);
		struct packet_text small = {.bytes = bytes, .capacity = capacity};
		assert_int_equal(sio_encode_event(&small, "name", arg), PACKET_ERROR_TOO_LARGE);
		assert_true(small.size <= capacity);
		free(bytes);
	}
	json_decref(arg);
}

static void any_name_comes_back_as_it_was(void **state)
{
	(void)state;
	static const char *const names[] = {"",     "plain", "a\"b",    "a\\",       "tab\t",
					    "\x1f", "\x7f",  "~ !#[]^", "\xc3\xa9v", "\xf0\x9f\x98\x80"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char bytes[64];
		struct packet_text text = {.bytes = bytes, .capacity = sizeof(bytes)};
		struct sio_packet packet;
		assert_int_equal(sio_encode_event(&text, names[i], NULL), PACKET_OK);
		assert_int_equal(sio_decode(text.bytes + 1, text.size - 1, &packet), PACKET_OK);
		assert_string_equal(json_string_value(json_array_get(packet.data, 0)), names[i]);
		sio_packet_release(&packet);
	}
}

static void what_cannot_be_encoded_is_refused(void **state)
{
	(void)state;
	char bytes[256];
	struct packet_text text = {.bytes = bytes, .capacity = sizeof(bytes)};
	json_t *bad = json_stringn_nocheck("\xff", 1);
	assert_int_equal(sio_encode_event(&text, "\xc3", NULL), PACKET_ERROR_UTF8);
	assert_int_equal(sio_encode_event(&text, "e", bad), PACKET_ERROR_MEMORY);
	assert_int_equal(eio_encode(&text, EIO_INVALID, NULL, 0), PACKET_ERROR_EIO_TYPE);
	json_decref(bad);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(engine_packets_are_read_as_javascript_does),
		cmocka_unit_test(engine_packets_are_written_as_javascript_does),
		cmocka_unit_test(socket_packets_are_written_as_javascript_does),
		cmocka_unit_test(numbers_are_written_short),
		cmocka_unit_test(circular_data_is_refused),
		cmocka_unit_test(socket_packets_are_read_as_javascript_does),
		cmocka_unit_test(errors_name_their_reason),
		cmocka_unit_test(a_namespace_has_a_limit),
		cmocka_unit_test(trailing_text_is_noticed_and_ignored),
		cmocka_unit_test(the_root_is_recognised_without_its_query),
		cmocka_unit_test(decoding_goes_on_after_an_error),
		cmocka_unit_test(encoders_stay_inside_their_buffer),
		cmocka_unit_test(any_name_comes_back_as_it_was),
		cmocka_unit_test(what_cannot_be_encoded_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
