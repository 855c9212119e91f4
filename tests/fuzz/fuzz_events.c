/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Socket events and GetToys replies as a hostile service or app could send them. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "fuzz.h"
#include "lovense/events.h"
#include "lovense/toys.h"

/* What every reader promises of the text it hands on. */
static void must_end(const char *text, size_t size)
{
	if (!memchr(text, '\0', size))
		abort();
}

static void check_toys(const struct lovense_toy *list, size_t count)
{
	if (count > LOVENSE_MAX_TOYS)
		abort();
	for (size_t i = 0; i < count; i++) {
		must_end(list[i].id, sizeof(list[i].id));
		must_end(list[i].name, sizeof(list[i].name));
		must_end(list[i].nickname, sizeof(list[i].nickname));
		must_end(list[i].type, sizeof(list[i].type));
		if (!list[i].id[0] || list[i].battery < -1 || list[i].battery == 0 || list[i].battery > 100)
			abort();
	}
}

static void read_device_info(const json_t *args)
{
	static struct toys toys;
	struct event_device_info info;
	if (!event_read_device_info(args, &info))
		return;
	must_end(info.domain, sizeof(info.domain));
	must_end(info.app_version, sizeof(info.app_version));
	check_toys(info.toys, info.toy_count);
	toys_init(&toys, NULL);
	toys_update(&toys, info.toys, info.toy_count);
	toys_learn(&toys, info.toys, info.toy_count);
	for (size_t i = 0; i < toys.count; i++) {
		if (!toys.toy[i].functions || !toys.toy[i].alias[0])
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct event_qr qr;
	struct lovense_toy list[LOVENSE_MAX_TOYS];
	size_t count = 0;
	bool is_on = false;
	json_t *as_text = json_array();
	json_t *text = json_stringn((const char *)data, size);
	json_t *value = json_loadb((const char *)data, size, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	json_t *as_value = json_array();
	if (text)
		json_array_append_new(as_text, text);
	if (value)
		json_array_append(as_value, value);
	json_t *const forms[] = {as_text, as_value};
	for (size_t i = 0; i < 2; i++) {
		if (event_read_qr(forms[i], &qr)) {
			must_end(qr.payload, sizeof(qr.payload));
			must_end(qr.code, sizeof(qr.code));
			must_end(qr.message, sizeof(qr.message));
			if ((qr.refusal == QR_REFUSAL_NONE) != (qr.payload[0] != '\0'))
				abort();
		}
		read_device_info(forms[i]);
		if (!event_problem(forms[i]))
			abort();
		event_read_status(forms[i], &is_on);
	}
	if (event_read_get_toys(value, list, &count))
		check_toys(list, count);
	json_decref(as_text);
	json_decref(as_value);
	json_decref(value);
	return 0;
}
