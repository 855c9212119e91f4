/* SPDX-License-Identifier: GPL-2.0-or-later */
/* In Engine.IO 3 the client pings: every pingInterval, under traffic too, since some servers count nothing else. After
 * a ping the server has pingTimeout to send anything at all. */
#include "socketio/client_internal.h"

static int64_t next_look_ms(const struct sio_client *client)
{
	if (!client->ping_sent_ms)
		return client->next_ping_ms;
	int64_t heard_ms = client->stats.last_receive_ms > client->ping_sent_ms ? client->stats.last_receive_ms
										: client->ping_sent_ms;
	int64_t deadline_ms = heard_ms + client->ping_timeout_ms;
	return deadline_ms < client->next_ping_ms ? deadline_ms : client->next_ping_ms;
}

static bool is_dead(const struct sio_client *client, int64_t now_ms)
{
	return client->ping_sent_ms && now_ms - client->ping_sent_ms >= client->ping_timeout_ms &&
	       now_ms - client->stats.last_receive_ms >= client->ping_timeout_ms;
}

void sio_heartbeat_ping(struct sio_client *client)
{
	int64_t now_ms = loop_now_ms(client->loop);
	client->next_ping_ms = now_ms + client->ping_interval_ms;
	/* When the answer to the last one is late, that one goes on counting. */
	if (!client->ping_sent_ms)
		client->ping_sent_ms = now_ms;
	struct packet_text text = sio_client_reserve(client);
	if (eio_encode(&text, EIO_PING, NULL, 0) != PACKET_OK)
		return; /* no room: the one that is out decides */
	client->pings_unanswered++;
	sio_client_send(client, &text);
}

void sio_client_ping(struct sio_client *client)
{
	if (client->state != SIO_CONNECTED)
		return;
	sio_heartbeat_ping(client);
	loop_timer_start(client->loop, &client->heartbeat, next_look_ms(client));
	client->pongs_to_report = client->pings_unanswered;
}

static void on_heartbeat(void *ctx)
{
	struct sio_client *client = ctx;
	int64_t now_ms = loop_now_ms(client->loop);
	if (is_dead(client, now_ms)) {
		sio_client_fail(client, SIO_CLOSE_PING_TIMEOUT, "The server stopped answering");
		return;
	}
	if (now_ms >= client->next_ping_ms)
		sio_heartbeat_ping(client);
	loop_timer_start(client->loop, &client->heartbeat, next_look_ms(client));
}

void sio_heartbeat_start(struct sio_client *client)
{
	client->heartbeat.fire = on_heartbeat;
	client->heartbeat.ctx = client;
	client->ping_sent_ms = 0;
	client->pings_unanswered = 0;
	client->pongs_to_report = 0;
	client->next_ping_ms = loop_now_ms(client->loop) + client->ping_interval_ms;
	loop_timer_start(client->loop, &client->heartbeat, client->next_ping_ms);
}

void sio_heartbeat_stop(struct sio_client *client)
{
	loop_timer_cancel(client->loop, &client->heartbeat);
}

void sio_heartbeat_pong(struct sio_client *client)
{
	if (client->pings_unanswered == 0)
		return; /* not asked for */
	client->pings_unanswered--;
	if (client->is_waiting_for_pong) {
		if (client->pings_unanswered == 0)
			sio_client_say_goodbye(client);
		return;
	}
	if (client->ping_sent_ms) { /* else the pong before it ended the wait */
		client->stats.ping_ms = (int)(loop_now_ms(client->loop) - client->ping_sent_ms);
		client->ping_sent_ms = 0;
		loop_timer_start(client->loop, &client->heartbeat, next_look_ms(client));
	}
	if (client->pongs_to_report > 0 && --client->pongs_to_report == 0 && client->options.handler.pong)
		client->options.handler.pong(client->options.ctx);
}
