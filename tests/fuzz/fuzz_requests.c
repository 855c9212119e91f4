/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The token service's request path: the bytes of one connection, read as the service reads them (all requests one after
 * another, in pieces of several sizes), judged, and refused or answered. What a stranger can reach without a key, and
 * with one. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "admission_fixture.h"
#include "token-service/http/reply.h"

static void answer(const struct verdict *verdict)
{
	char text[2048];
	struct reply reply = {.problem = verdict->problem,
			      .allow = verdict->allow,
			      .retry_after_s = verdict->retry_after_s,
			      .request_id = "0000000000000000",
			      .is_head = verdict->is_head,
			      .keeps_open = true};
	if (verdict->problem == PROBLEM_NONE) {
		/* Every promise about an accepted token request. */
		bool is_token = verdict->route == ROUTE_TOKEN;
		if (is_token && (!*verdict->uid || !verdict->uname || !*verdict->key_id))
			abort();
	}
	if (!reply_write(&reply, text, sizeof(text)))
		abort();
}

struct outcome {
	size_t used;       /* bytes of whole requests */
	enum problem last; /* why reading ended; PROBLEM_NONE: it did not */
};

static void serve(struct admission *admission, const struct http1_request *request, int64_t now_us)
{
	static const struct address peer = {.ip.s6_addr = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1}};
	struct verdict verdict;
	admission_judge(admission, request, &peer, now_us, &verdict);
	answer(&verdict);
}

static struct outcome read_in_pieces(struct admission *admission, const char *data, size_t size, size_t piece)
{
	struct outcome outcome = {.last = PROBLEM_NONE};
	struct http1_reader reader = {0};
	int64_t now_us = 0;
	size_t known = 0;
	while (known < size && outcome.last == PROBLEM_NONE) {
		struct http1_request request;
		enum http1_result result = HTTP1_DONE;
		known = size - known > piece ? known + piece : size;
		while (result == HTTP1_DONE && known > outcome.used) {
			result = http1_read(&reader, data + outcome.used, known - outcome.used, &request);
			if (result != HTTP1_DONE)
				break;
			if (request.size > known - outcome.used || request.size > HTTP1_MAX_REQUEST)
				abort();
			serve(admission, &request, now_us += 60000000);
			outcome.used += request.size;
			reader = (struct http1_reader){0};
		}
		if (result == HTTP1_BAD)
			outcome.last = reader.problem;
	}
	return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t pieces[] = {1, 7, 1000};
	static struct admission_fixture fixture;
	static bool is_open;
	if (!is_open && !admission_fixture_open(&fixture, NULL))
		abort();
	is_open = true;
	/* A copy of exactly this size, so that one byte too far is seen. */
	char *copy = malloc(size ? size : 1);
	if (!copy)
		return 0;
	if (size)
		memcpy(copy, data, size);
	struct outcome whole = read_in_pieces(&fixture.admission, copy, size, size);
	/* Where a packet ends must not change what is read. */
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct outcome cut = read_in_pieces(&fixture.admission, copy, size, pieces[i]);
		if (cut.used != whole.used || cut.last != whole.last)
			abort();
	}
	free(copy);
	return 0;
}
