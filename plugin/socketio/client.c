/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "net/platform.h"
#include "net/text.h"
#include "socketio/client_internal.h"
#include "net/secrets/secret.h"

enum {
	DEFAULT_CONNECT_TIMEOUT_MS = 10000,
	DEFAULT_JOIN_TIMEOUT_MS = 10000,
	DEFAULT_MAX_PING_INTERVAL_MS = 20000,
	DEFAULT_MAX_MESSAGE_BYTES = 1024 * 1024,
	DEFAULT_MAX_SEND_BYTES = 32 * 1024,
	DEFAULT_MAX_UNSENT_BYTES = 64 * 1024,
	DEFAULT_DEAD_PATH_MS = 5000,
	MAX_CONTROL_BYTES = 8192, /* pings, answers and acks beside a full backlog */
};

const char *sio_result_text(enum sio_result result)
{
	static const char *const texts[] = {[SIO_OK] = "ok", SIO_ERRORS(NAMED_TEXT)};
	return texts[result];
}

const char *sio_close_reason_text(enum sio_close_reason reason)
{
	static const char *const texts[] = {[SIO_CLOSE_BY_US] = "io client disconnect", SIO_CLOSE_REASONS(NAMED_TEXT)};
	return texts[reason];
}

static void note_ending(struct sio_client *client, enum sio_close_reason reason, const char *detail)
{
	if (client->ending.reason)
		return;
	client->ending.reason = reason;
	client->ending.was_connected = client->state == SIO_CONNECTED;
	client->ending.has_no_open_packet = client->is_upgraded && !client->has_open_packet;
	if (!*client->ending.detail)
		text_copy(client->ending.detail, sizeof(client->ending.detail), detail);
}

static void drop_link(struct sio_client *client)
{
	http_cancel(client->resolving);
	client->resolving = NULL;
	sio_heartbeat_stop(client);
	if (client->has_websocket)
		loop_remove_websocket(client->loop, &client->ws);
	client->has_websocket = false;
	outbox_clear(&client->outbox);
}

static void report_soon(struct sio_client *client)
{
	client->state = SIO_CLOSING;
	loop_timer_start(client->loop, &client->deadline, loop_now_ms(client->loop));
}

void sio_client_fail(struct sio_client *client, enum sio_close_reason reason, const char *detail)
{
	note_ending(client, reason, detail);
	drop_link(client);
	report_soon(client);
}

/* What was emitted last, a Stop above all, is delivered even if nobody waits for it any more. */
static void let_linger(struct sio_client *client)
{
	lws_sockfd_type socket = client->ws.wsi ? lws_get_socket_fd(client->ws.wsi) : LWS_SOCK_INVALID;
	if (socket != LWS_SOCK_INVALID)
		platform_socket_set_lingering((intptr_t)socket, true);
}

void sio_client_end_politely(struct sio_client *client, enum sio_close_reason reason, const char *detail, int grace_ms)
{
	if (!client->is_upgraded || !client->ws.wsi) {
		sio_client_fail(client, reason, detail);
		return;
	}
	note_ending(client, reason, detail);
	client->state = SIO_CLOSING;
	client->is_saying_goodbye = true;
	client->ws.wants_tick = true;
	let_linger(client);
	sio_heartbeat_stop(client);
	loop_request_write(client->loop, &client->ws);
	loop_timer_start(client->loop, &client->deadline, loop_now_ms(client->loop) + grace_ms);
}

void sio_client_say_goodbye(struct sio_client *client)
{
	struct packet_text text = sio_client_reserve(client);
	client->is_waiting_for_pong = false;
	client->is_saying_goodbye = true;
	client->ws.wants_tick = true;
	if (sio_encode_disconnect(&text) == PACKET_OK)
		sio_client_send(client, &text);
	loop_request_write(client->loop, &client->ws);
}

static void report_closed(struct sio_client *client)
{
	struct sio_close ending = client->ending;
	drop_link(client);
	client->state = SIO_CLOSED;
	/* Not the detail: those may be the server's words. */
	log_debug(loop_log(client->loop), "Socket.IO: closed: %s (HTTP status %d, close code %d)",
		  sio_close_reason_text(ending.reason), ending.http_status, ending.close_code);
	/* The last thing: the handler may destroy the client. */
	if (client->options.handler.closed)
		client->options.handler.closed(client->options.ctx, &ending);
}

static void on_deadline(void *ctx)
{
	struct sio_client *client = ctx;
	switch (client->state) {
	case SIO_CONNECTING:
		sio_client_connect_timed_out(client);
		break;
	case SIO_OPENING:
		sio_client_fail(client, SIO_CLOSE_OPEN_TIMEOUT, "The server did not let us in in time");
		break;
	case SIO_CLOSING:
		report_closed(client);
		break;
	case SIO_CONNECTED:
	case SIO_CLOSED:
		break;
	}
}

static void default_to(int *value, int fallback)
{
	if (*value <= 0)
		*value = fallback;
}

static void default_size_to(size_t *value, size_t fallback)
{
	if (*value == 0)
		*value = fallback;
}

static void fill_defaults(struct sio_options *options)
{
	default_to(&options->connect_timeout_ms, DEFAULT_CONNECT_TIMEOUT_MS);
	default_to(&options->join_timeout_ms, DEFAULT_JOIN_TIMEOUT_MS);
	default_to(&options->max_ping_interval_ms, DEFAULT_MAX_PING_INTERVAL_MS);
	default_to(&options->dead_path_ms, DEFAULT_DEAD_PATH_MS);
	default_size_to(&options->max_message_bytes, DEFAULT_MAX_MESSAGE_BYTES);
	default_size_to(&options->max_send_bytes, DEFAULT_MAX_SEND_BYTES);
	default_size_to(&options->max_unsent_bytes, DEFAULT_MAX_UNSENT_BYTES);
}

static bool copy_string(const char **string)
{
	bool is_given = *string != NULL;
	*string = is_given ? secret_copy(*string) : NULL;
	return !is_given || *string;
}

static bool copy_options(struct sio_client *client, const struct sio_options *options)
{
	struct sio_options *own = &client->options;
	*own = *options;
	fill_defaults(own);
	/* Both, so that after a failure neither is the caller's. */
	bool has_url = copy_string(&own->url);
	bool has_path = copy_string(&own->path);
	return has_url && has_path;
}

struct sio_client *sio_client_create(struct loop *loop, const struct sio_options *options)
{
	struct sio_client *client = calloc(1, sizeof(*client));
	if (!client)
		return NULL;
	client->loop = loop;
	client->state = SIO_CLOSED;
	client->stats.ping_ms = -1;
	client->ws.callback = sio_client_on_websocket;
	client->ws.write_now = sio_client_write_now;
	client->deadline.fire = on_deadline;
	client->deadline.ctx = client;
	if (!copy_options(client, options))
		goto fail;
	size_t room = client->options.max_unsent_bytes + client->options.max_send_bytes + MAX_CONTROL_BYTES;
	if (!outbox_create(&client->outbox, room))
		goto fail;
	return client;
fail:
	sio_client_destroy(client);
	return NULL;
}

void sio_client_open(struct sio_client *client)
{
	if (client->state != SIO_CLOSED)
		return;
	client->state = SIO_CONNECTING;
	client->sent_upgrade = false;
	client->is_upgraded = false;
	client->has_open_packet = false;
	client->is_waiting_for_pong = false;
	client->is_saying_goodbye = false;
	client->ending = (struct sio_close){0};
	client->decoder = (struct packet_decoder){0};
	client->message.size = 0;
	client->garbage = 0;
	client->has_logged_drop = false;
	client->has_logged_trailing = false;
	client->unread_events = 0;
	client->unsent_bound = 0;
	client->stats.ping_ms = -1;
	outbox_clear(&client->outbox);
	loop_timer_start(client->loop, &client->deadline,
			 loop_now_ms(client->loop) + client->options.connect_timeout_ms);
	sio_client_connect(client);
}

struct packet_text sio_client_reserve(struct sio_client *client)
{
	return outbox_reserve(&client->outbox, MAX_CONTROL_BYTES);
}

void sio_client_send(struct sio_client *client, const struct packet_text *text)
{
	outbox_commit(&client->outbox, text);
	loop_request_write(client->loop, &client->ws);
}

static bool is_reserved(const char *name)
{
	static const char *const reserved[] = {
		"connect",   "connect_error",     "connect_timeout",  "connecting",      "disconnect",   "error",
		"reconnect", "reconnect_attempt", "reconnect_failed", "reconnect_error", "reconnecting", "ping",
		"pong",
	};
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strcmp(name, reserved[i]) == 0)
			return true;
	return false;
}

/* Everything that the peer has not taken: ours, and the kernel's. The kernel is asked only when what was written since
 * the last time could matter. */
static bool is_congested(struct sio_client *client, size_t size)
{
	int64_t limit = (int64_t)client->options.max_unsent_bytes;
	int64_t waiting = (int64_t)(client->outbox.waiting_bytes + size);
	if (client->unsent_bound + waiting <= limit)
		return false;
	int64_t unsent = platform_socket_unsent_bytes((intptr_t)lws_get_socket_fd(client->ws.wsi));
	client->unsent_bound = unsent > 0 ? unsent : 0;
	bool is_first = client->outbox.waiting_bytes == 0 && client->unsent_bound == 0;
	return client->unsent_bound + waiting > limit && !is_first;
}

static enum sio_result result_of(enum packet_result result)
{
	switch (result) {
	case PACKET_OK:
		return SIO_OK;
	case PACKET_ERROR_TOO_LARGE:
		return SIO_ERROR_TOO_LARGE;
	case PACKET_ERROR_MEMORY:
		return SIO_ERROR_MEMORY;
	default:
		return SIO_ERROR_BAD_ARGUMENT;
	}
}

enum sio_result sio_client_emit(struct sio_client *client, const char *name, const json_t *arg)
{
	if (client->state != SIO_CONNECTED || !client->ws.wsi)
		return SIO_ERROR_NOT_CONNECTED;
	if (!name)
		return SIO_ERROR_BAD_ARGUMENT;
	if (is_reserved(name))
		return SIO_ERROR_RESERVED_NAME;
	if (is_congested(client, 0))
		return SIO_ERROR_CONGESTED;

	struct packet_text text = outbox_reserve(&client->outbox, client->options.max_send_bytes);
	if (text.capacity < client->options.max_send_bytes)
		return SIO_ERROR_CONGESTED;
	enum sio_result result = result_of(sio_encode_event(&text, name, arg));
	if (result == SIO_OK && is_congested(client, text.size))
		result = SIO_ERROR_CONGESTED;
	if (result != SIO_OK)
		return result;
	sio_client_send(client, &text);
	client->stats.sent++;
	return SIO_OK;
}

/* socket.io 2 drops events that come in one read with the close frame. So the frame waits for the answer to a ping:
 * what was emitted before it, a Stop above all, has then been taken. */
static void close_when_taken(struct sio_client *client, int grace_ms)
{
	note_ending(client, SIO_CLOSE_BY_US, "");
	client->state = SIO_CLOSING;
	client->is_waiting_for_pong = true;
	let_linger(client);
	sio_heartbeat_ping(client);
	sio_heartbeat_stop(client);
	loop_timer_start(client->loop, &client->deadline, loop_now_ms(client->loop) + grace_ms);
}

void sio_client_close(struct sio_client *client, int grace_ms)
{
	if (client->state == SIO_CLOSED || client->state == SIO_CLOSING)
		return;
	if (client->state == SIO_CONNECTED)
		close_when_taken(client, grace_ms);
	else
		sio_client_end_politely(client, SIO_CLOSE_BY_US, "", grace_ms);
}

void sio_client_destroy(struct sio_client *client)
{
	if (!client)
		return;
	if (client->was_destroyed)
		*client->was_destroyed = true;
	drop_link(client);
	loop_timer_cancel(client->loop, &client->deadline);
	outbox_destroy(&client->outbox);
	websocket_message_free(&client->message);
	secret_free((char *)client->options.url);
	secret_free((char *)client->options.path);
	free(client);
}

enum sio_state sio_client_state(const struct sio_client *client)
{
	return client->state;
}

void sio_client_stats(const struct sio_client *client, struct sio_stats *stats)
{
	*stats = client->stats;
}
