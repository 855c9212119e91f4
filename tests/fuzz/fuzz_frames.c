/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clang-format off */
/* From websocket frames to events: the whole client, on a libwebsockets that is played by frames_websocket.c.
 *
 * An input is a list of steps that end with a byte 0xff; the first byte of a step says what happens:
 *   t b   a whole text or binary message comes
 *   f g   its first fragment
 *   c e   a fragment in the middle; the last one
 *   p     a frame of which half comes later
 *   w k   the socket takes bytes; and is then full
 *   x X   a close frame comes; the connection is lost
 *   s     time goes by: two bytes, in ms
 *   E     we emit an event of this name
 *   C D   we close; we destroy
 *   h H   the next event closes; destroys
 *   O N   we open again; with another namespace */
/* clang-format on */
#include <stdlib.h>
#include <string.h>

#include "frames_websocket.h"
#include "fuzz.h"
#include "net/loop_internal.h"
#include "socketio/client.h"
#include "socketio/packet.h"

enum { MAX_STEPS = 200, STEP_END = 0xff };

struct subject {
	struct loop loop; /* a clock and timers are all it needs */
	struct sio_client *client;
	int64_t now_ms;
	int opened, connected, closed; /* of this client */
	bool is_in_session;
	char on_event; /* 'h', 'H' or 0 */
};

static void must(bool is_so)
{
	if (!is_so)
		abort();
}

static int64_t read_clock(void *ctx)
{
	return ((struct subject *)ctx)->now_ms;
}

static double no_chance(void *ctx)
{
	(void)ctx;
	return 0;
}

static void destroy(struct subject *subject)
{
	sio_client_destroy(subject->client);
	subject->client = NULL;
	subject->is_in_session = false;
	must(!subject->loop.timers && !subject->loop.websockets);
}

static void on_connected(void *ctx)
{
	struct subject *subject = ctx;
	must(!subject->is_in_session && sio_client_state(subject->client) == SIO_CONNECTED);
	must(++subject->connected <= subject->opened);
	subject->is_in_session = true;
}

static void on_event(void *ctx, const char *name, const json_t *args)
{
	struct subject *subject = ctx;
	must(subject->is_in_session && name && json_is_array(args));
	char what = subject->on_event;
	subject->on_event = 0;
	if (what == 'h')
		sio_client_close(subject->client, 100);
	else if (what == 'H')
		destroy(subject);
}

static void on_error(void *ctx, const json_t *data)
{
	must(((struct subject *)ctx)->is_in_session && data);
}

static void on_closed(void *ctx, const struct sio_close *close)
{
	struct subject *subject = ctx;
	must(++subject->closed == subject->opened);
	must(sio_client_state(subject->client) == SIO_CLOSED);
	must(close->reason >= SIO_CLOSE_BY_US && close->reason <= SIO_CLOSE_MEMORY);
	must(close->was_connected == subject->is_in_session);
	must(memchr(close->detail, '\0', sizeof(close->detail)) != NULL);
	for (const char *c = close->detail; *c; c++)
		must((unsigned char)*c >= ' ' && *c != 0x7f);
	subject->is_in_session = false;
}

/* The server is told nothing but answers and the heartbeat before it let us in. */
static void check_written(void *ctx, const char *text, size_t size)
{
	const struct subject *subject = ctx;
	struct packet packet;
	struct packet_decoder decoder = {0};
	must(packet_decoder_feed(&decoder, text, size, false, &packet) == PACKET_OK);
	bool is_message = packet.eio.type == EIO_MESSAGE;
	bool is_heartbeat = packet.eio.type == EIO_PING || packet.eio.type == EIO_PONG;
	must(is_message || is_heartbeat);
	must(!is_message || subject->connected > 0);
	must(packet.sio.type != PACKET_CONNECT);
	sio_packet_release(&packet.sio);
}

static void create(struct subject *subject)
{
	struct sio_options options = {
		.url = "http://127.0.0.1:1?ntoken=x",
		.path = "/p",
		.allow_plain = true,
		.max_message_bytes = 2048,
		.max_send_bytes = 512,
		.max_unsent_bytes = 1024,
		.handler = {.connected = on_connected, .event = on_event, .error = on_error, .closed = on_closed},
		.ctx = subject,
	};
	subject->client = sio_client_create(&subject->loop, &options);
	subject->opened = subject->connected = subject->closed = 0;
	must(subject->client != NULL);
}

static void open_again(struct subject *subject)
{
	if (!subject->client)
		create(subject);
	if (sio_client_state(subject->client) != SIO_CLOSED)
		return;
	subject->opened++;
	sio_client_open(subject->client);
	frames_upgrade(&subject->loop);
}

static void let_time_pass(struct subject *subject, const uint8_t *bytes, size_t size)
{
	subject->now_ms += size > 0 ? bytes[0] : 1;
	subject->now_ms += size > 1 ? bytes[1] * 256 : 0;
	loop_run_timers(&subject->loop);
}

static void emit(struct subject *subject, const uint8_t *bytes, size_t size)
{
	char name[64] = "";
	memcpy(name, bytes, size < sizeof(name) ? size : sizeof(name) - 1);
	enum sio_result result = sio_client_emit(subject->client, name, json_true());
	bool is_connected = sio_client_state(subject->client) == SIO_CONNECTED;
	must(is_connected || result == SIO_ERROR_NOT_CONNECTED);
}

static void act(struct subject *subject, char what, const uint8_t *bytes, size_t size)
{
	switch (what) {
	case 's':
		let_time_pass(subject, bytes, size);
		break;
	case 'E':
		emit(subject, bytes, size);
		break;
	case 'C':
		sio_client_close(subject->client, 100);
		break;
	case 'D':
		destroy(subject);
		break;
	case 'h':
	case 'H':
		subject->on_event = what;
		break;
	case 'O':
		open_again(subject);
		break;
	default:
		frames_happen(&subject->loop, what, bytes, size);
		break;
	}
}

static void run(struct subject *subject, const uint8_t *data, size_t size)
{
	for (int step = 0; size > 0 && step < MAX_STEPS; step++) {
		const uint8_t *end = memchr(data, STEP_END, size);
		size_t length = end ? (size_t)(end - data) : size;
		if (!subject->client)
			open_again(subject);
		if (length > 0)
			act(subject, (char)data[0], data + 1, length - 1);
		size -= end ? length + 1 : length;
		data += end ? length + 1 : length;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct subject subject;
	subject = (struct subject){.now_ms = 1000};
	subject.loop.config = (struct loop_config){.clock_ms = read_clock, .random = no_chance, .ctx = &subject};
	frames_start(check_written, &subject);
	run(&subject, data, size);
	destroy(&subject);
	return 0;
}
