/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parameters of a request, checked. Each reader returns false when the parameter is there but not usable; then problem
 * is the locale key of a sentence, name the parameter, and value what was wrong in it, as text that is fit to be shown.
 * Any thread; nothing waits.
 *
 * Numbers and booleans may also come as text (request_text.h), and booleans as 0 and 1.
 *
 * Programs send null and "" for what is not set: such a parameter counts as not given. What says how much may move
 * (level, amount, toys, function) counts as soon as it is there, so that it is never ignored. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "haptics/intent.h"

struct engine_snapshot;
struct obs_data;

struct request_params {
	struct obs_data *data; /* borrowed, may be NULL: no parameters */
	const char *name;      /* of the first bad parameter */
	const char *problem;
	const char *error; /* the word for it; NULL: bad_param */
	double min, max;   /* of a number */
	char value[48];    /* "": none */
};

/* Notes what is wrong with a parameter and returns false, for the caller to return. */
bool param_refuse(struct request_params *params, const char *name, const char *problem);
bool param_is_given(const struct request_params *params, const char *name);
/* null and "" count too. obs-websocket of OBS 29 drops null. */
bool param_is_there(const struct request_params *params, const char *name);
/* A required number within min..max. */
bool param_number(struct request_params *params, const char *name, double min, double max, double *value);
/* A required whole number within min..max, which are at most 2^53. */
bool param_whole(struct request_params *params, const char *name, int64_t min, int64_t max, int64_t *value);
/* A required boolean. */
bool param_bool(struct request_params *params, const char *name, bool *value);
/* A required number above 0 and at most HAPTICS_AMOUNT_MAX; problem: of everything else, missing or not. */
bool param_amount(struct request_params *params, const char *name, const char *problem, double *value);
/* Required text of 1..HAPTICS_ID_SIZE - 1 bytes; what is no UTF-8 in it is replaced. */
bool param_id(struct request_params *params, const char *name, char id[HAPTICS_ID_SIZE]);
/* "rule", required: an id or a name, which may be longer and is cut then, as haptics_rules_find_called() wants it. */
bool param_rule(struct request_params *params, char rule[HAPTICS_ID_SIZE]);
/* Other people's words, at most so many characters, as haptics_clean_text() leaves them; not given: "". A number
 * counts as text: some programs send a name of digits as one. */
bool param_words(struct request_params *params, const char *name, int characters, char *words);
/* "by", or one of its other names, "user" and "name": who caused it. */
bool param_by(struct request_params *params, char by[HAPTICS_BY_SIZE]);
/* Text as it was sent; borrowed from data. "": not text, or empty. */
const char *param_text(const struct request_params *params, const char *name);
/* "function": a mask; not there or "all": 0. */
bool param_function(struct request_params *params, uint32_t *functions);
/* "toys": aliases with commas between, each once; not there or "all": 0. */
bool param_toys(struct request_params *params, const struct engine_snapshot *snapshot, uint32_t *toys);
