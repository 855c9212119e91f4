/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/loop_internal.h"

#include <limits.h>
#include <stdlib.h>

#include "net/platform.h"
#include "net/random.h"

enum { MAX_WAITED = 64, TICK_FAST_MS = 1, TICK_MS = 5, TICK_SLOW_MS = 25 };

static int64_t system_clock_ms(void *ctx)
{
	(void)ctx;
	return platform_monotonic_ms();
}

static double system_random(void *ctx)
{
	(void)ctx;
	uint32_t bits = 0;
	if (!random_bytes(&bits, sizeof(bits)))
		bits = (uint32_t)platform_monotonic_ns(); /* it only spreads retries */
	return bits / 4294967296.0;
}

static bool start_curl(struct loop *loop)
{
	/* Counted by curl, and thread-safe from 7.84 on; before, the host must have initialised curl, as OBS does. */
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return false;
	loop->owns_curl = true;
	loop->multi = curl_multi_init();
	loop->share = curl_share_init();
	if (!loop->multi || !loop->share)
		return false;
	curl_share_setopt(loop->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
	return loop_wake_start(loop);
}

static enum loop_error start(struct loop *loop, const struct loop_config *config)
{
	if (!proxy_rules_init(&loop->proxy, config->proxy, NULL))
		return LOOP_ERROR_MEMORY;
	if (!start_curl(loop))
		return LOOP_ERROR_CURL;
	switch (tls_store_create(config->ca_file, &loop->tls_store)) {
	case TLS_STORE_CA_FILE:
		return LOOP_ERROR_CA_FILE;
	case TLS_STORE_MEMORY:
		return LOOP_ERROR_MEMORY;
	case TLS_STORE_SYSTEM:
		return LOOP_ERROR_TLS;
	case TLS_STORE_OK:
		break;
	}
	return loop_lws_start(loop) ? LOOP_OK : LOOP_ERROR_LWS;
}

const char *loop_error_text(enum loop_error error)
{
	static const char *const texts[] = {[LOOP_OK] = "no error", LOOP_ERRORS(NAMED_TEXT)};
	return texts[error];
}

struct loop *loop_create(const struct loop_config *config, enum loop_error *error)
{
	struct loop *loop = calloc(1, sizeof(*loop));
	*error = LOOP_ERROR_MEMORY;
	if (!loop)
		return NULL;

	loop->wake = CURL_SOCKET_BAD;
	loop->config = *config;
	loop->config.ca_file = NULL;
	loop->config.proxy = NULL;
	if (!loop->config.clock_ms)
		loop->config.clock_ms = system_clock_ms;
	if (!loop->config.random)
		loop->config.random = system_random;
	atomic_init(&loop->is_woken, false);

	*error = start(loop, config);
	if (*error != LOOP_OK) {
		loop_destroy(loop);
		return NULL;
	}
	return loop;
}

void loop_destroy(struct loop *loop)
{
	if (!loop)
		return;
	while (loop->timers)
		loop_timer_cancel(loop, loop->timers);
	while (loop->websockets)
		loop_remove_websocket(loop, loop->websockets);
	loop_lws_stop(loop);
	http_cancel_all(loop);
	loop_wake_stop(loop);
	if (loop->multi)
		curl_multi_cleanup(loop->multi);
	if (loop->share)
		curl_share_cleanup(loop->share);
	if (loop->owns_curl)
		curl_global_cleanup();
	tls_store_destroy(loop->tls_store);
	proxy_rules_free(&loop->proxy);
	free(loop);
}

void loop_wake(struct loop *loop)
{
	if (!atomic_exchange(&loop->is_woken, true))
		loop_wake_send(loop);
}

int64_t loop_now_ms(const struct loop *loop)
{
	return loop->config.clock_ms(loop->config.ctx);
}

double loop_random(const struct loop *loop)
{
	return loop->config.random(loop->config.ctx);
}

const struct log_sink *loop_log(const struct loop *loop)
{
	return &loop->config.log;
}

/* While it connects, libwebsockets waits for POLLOUT or its own timers, which it does not report. So it is
 * checked often at first, then less. */
static int tick_ms(struct loop_websocket *ws, int64_t now_ms)
{
	if (!ws->tick_since_ms)
		ws->tick_since_ms = now_ms;
	int64_t age_ms = now_ms - ws->tick_since_ms;
	if (age_ms < 50)
		return TICK_FAST_MS;
	return age_ms < 1000 ? TICK_MS : TICK_SLOW_MS;
}

static int64_t earlier(int64_t a_ms, int64_t b_ms)
{
	return b_ms >= 0 && (a_ms < 0 || b_ms < a_ms) ? b_ms : a_ms;
}

/* -1: for ever */
static int64_t time_to_wait_ms(struct loop *loop, int64_t max_wait_ms)
{
	int64_t now_ms = loop_now_ms(loop);
	int64_t wait_ms = max_wait_ms < 0 ? -1 : max_wait_ms;
	if (loop->timers) {
		int64_t left_ms = loop->timers->at_ms - now_ms;
		wait_ms = earlier(wait_ms, left_ms < 0 ? 0 : left_ms);
	}
	for (struct loop_websocket *ws = loop->websockets; ws; ws = ws->next) {
		if (ws->wants_tick)
			wait_ms = earlier(wait_ms, tick_ms(ws, now_ms));
		else
			ws->tick_since_ms = 0;
	}
	if (loop->must_service || loop->must_write)
		wait_ms = 0;
	return wait_ms;
}

static bool add_waited(struct curl_waitfd *fds, unsigned *count, intptr_t socket, bool wants_write)
{
	if (*count == MAX_WAITED)
		return false;
	fds[(*count)++] = (struct curl_waitfd){
		.fd = (curl_socket_t)socket,
		.events = (short)(CURL_WAIT_POLLIN | (wants_write ? CURL_WAIT_POLLOUT : 0)),
	};
	return true;
}

static bool collect_waited(struct loop *loop, struct curl_waitfd *fds, unsigned *count)
{
	bool is_complete = true;
	if (loop->wake != CURL_SOCKET_BAD)
		add_waited(fds, count, (intptr_t)loop->wake, false);
	for (struct loop_websocket *ws = loop->websockets; ws; ws = ws->next) {
		if (!ws->wsi)
			continue;
		lws_sockfd_type socket = lws_get_socket_fd(ws->wsi);
		if (socket == LWS_SOCK_INVALID)
			continue;
		bool wants_write = ws->wants_write || lws_partial_buffered(ws->wsi);
		is_complete = add_waited(fds, count, (intptr_t)socket, wants_write) && is_complete;
	}
	return is_complete;
}

static bool is_any_ready(const struct curl_waitfd *fds, unsigned count, curl_socket_t socket)
{
	for (unsigned i = 0; i < count; i++)
		if (fds[i].fd == socket && fds[i].revents)
			return true;
	return false;
}

/* A wake-up for a command or a timer is not libwebsockets' business: asking it would cost system calls before the
 * command goes out. */
static bool websocket_needs_service(const struct loop *loop, const struct curl_waitfd *fds, unsigned count)
{
	for (const struct loop_websocket *ws = loop->websockets; ws; ws = ws->next)
		if (ws->wants_tick || (ws->wsi && is_any_ready(fds, count, (curl_socket_t)lws_get_socket_fd(ws->wsi))))
			return true;
	return false;
}

/* Takes away the wake-up that ended the last wait. true: another one may have gone with it, so nothing may be waited
 * for. The flag is read after the descriptor: loop_wake() sets it before it writes there. */
static bool finish_wake_up(struct loop *loop)
{
	if (loop->must_take_wake)
		loop_wake_take(loop);
	loop->must_take_wake = false;
	return atomic_load(&loop->is_woken);
}

/* The only wait of the program. A system on which curl and libwebsockets cannot wait together would get another one
 * here: a second thread for curl's part. */
static bool wait_for_work(struct loop *loop, int64_t wait_ms)
{
	struct curl_waitfd fds[MAX_WAITED];
	unsigned count = 0;
	bool is_complete = collect_waited(loop, fds, &count);
	if (!is_complete)
		wait_ms = earlier(wait_ms, TICK_MS);
	if (finish_wake_up(loop))
		wait_ms = 0;

	int timeout_ms = wait_ms < 0 || wait_ms > INT_MAX ? INT_MAX : (int)wait_ms;
	CURLMcode result = curl_multi_poll(loop->multi, fds, count, timeout_ms, NULL);
	atomic_store(&loop->is_woken, false);
	loop->must_take_wake = is_any_ready(fds, count, loop->wake);
	if (result != CURLM_OK) {
		log_error(loop_log(loop), "The network loop cannot wait: %s", curl_multi_strerror(result));
		return false;
	}
	if (!is_complete || websocket_needs_service(loop, fds, count))
		loop->must_service = true;
	return true;
}

static void perform_requests(struct loop *loop)
{
	loop->must_perform = false;
	if (!loop->requests)
		return;
	int running = 0;
	curl_multi_perform(loop->multi, &running);
	http_collect_finished(loop);
}

bool loop_run_once(struct loop *loop, int64_t max_wait_ms)
{
	/* What was started since the last turn goes out now, not after the wait. */
	if (loop->must_write)
		loop_lws_write(loop);
	if (loop->must_service || loop->must_perform) {
		if (!loop_lws_service(loop))
			return false;
		perform_requests(loop);
		max_wait_ms = 0;
	}
	if (!wait_for_work(loop, time_to_wait_ms(loop, max_wait_ms)))
		return false;
	if (loop->must_service && !loop_lws_service(loop))
		return false;
	perform_requests(loop);
	loop_run_timers(loop);
	return true;
}
