/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arguments of an event, in either form that the service sends. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

/* [value], or [text of value] when as_text. New reference. */
static inline json_t *args_of(const char *json, bool as_text)
{
	json_t *value = as_text ? json_string(json) : json_loads(json, JSON_DECODE_ANY, NULL);
	assert_non_null(value);
	json_t *args = json_array();
	json_array_append_new(args, value);
	return args;
}
