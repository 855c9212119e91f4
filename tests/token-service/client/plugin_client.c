/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin's own client as a program, for the end-to-end tests: signs in through a token service, pairs, and says
 * each change of its state on standard output.
 *
 * usage: plugin_client API_URL PLATFORM TOKEN_SERVICE_URL KEY UID
 * Each line is JSON: {"state", "reason", "qr" (while a code is shown)}. A line on standard input "vibrate" drives the
 * first toy for a short while; the end of standard input ends the program. */
#include <jansson.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lovense/session/session_timing.h"
#include "net/loop.h"

enum { TURN_MS = 20 };

struct client {
	struct loop *loop;
	struct lovense_link *link;
	char last[4096];
};

static void say_state(void *ctx)
{
	struct client *client = ctx;
	const struct lovense_snapshot *now = lovense_link_snapshot(client->link);
	json_t *line = json_pack("{s:s, s:s}", "state", lovense_link_state_name(now->state), "reason",
				 lovense_reason_name(now->reason));
	if (*now->qr_payload)
		json_object_set_new(line, "qr", json_string(now->qr_payload));
	char *text = json_dumps(line, JSON_COMPACT);
	if (text && strcmp(text, client->last) != 0) {
		snprintf(client->last, sizeof(client->last), "%s", text);
		puts(text);
		fflush(stdout);
	}
	free(text);
	json_decref(line);
}

static void vibrate(struct client *client)
{
	struct lovense_command command = {.kind = LOVENSE_COMMAND_FUNCTION, .time_s = 3, .toy_count = 1};
	memcpy(command.toys[0], lovense_link_snapshot(client->link)->toys[0].id, LOVENSE_TOY_ID_SIZE);
	command.has_level[LOVENSE_VIBRATE] = true;
	command.level[LOVENSE_VIBRATE] = 5;
	lovense_link_send(client->link, &command);
}

/* false: standard input ended. */
static bool obey(struct client *client)
{
	char line[64];
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
	if (poll(&input, 1, 0) < 1)
		return true;
	ssize_t size = read(STDIN_FILENO, line, sizeof(line));
	if (size > 6 && !strncmp(line, "vibrate", 7))
		vibrate(client);
	return size > 0;
}

int main(int count, char **values)
{
	static struct client client;
	enum loop_error error = LOOP_OK;
	struct loop_config loop = {.proxy = ""};
	/* Quick to come back, so that a test can make it sign in many times. */
	struct session_timing timing = session_timing_default;
	if (count != 6)
		return 2;
	timing.known_uid_ms = 300;
	timing.retry.first_ms = 50;
	timing.retry.max_ms = 400;
	timing.limited_ms = 400;
	client.loop = loop_create(&loop, &error);
	struct lovense_session_config config = {
		.auth = LOVENSE_AUTH_TOKEN_SERVICE,
		.api_url = values[1],
		.platform = values[2],
		.developer_token = "",
		.token_service_url = values[3],
		.token_service_key = values[4],
		.uid = values[5],
		.uname = "",
		.utoken = "",
		.ca_file = "",
		.route = LOVENSE_CHOOSE_SERVER,
		.listener = {.changed = say_state, .ctx = &client},
	};
	if (client.loop)
		client.link = session_create_timed(client.loop, &config, &timing);
	if (!client.link)
		return 1;
	lovense_link_start(client.link);
	while (obey(&client))
		if (!loop_run_once(client.loop, TURN_MS))
			return 1;
	lovense_link_destroy(client.link);
	loop_destroy(client.loop);
	return 0;
}
