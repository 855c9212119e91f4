/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/service.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "net/random.h"
#include "token-service/http/listener.h"
#include "token-service/keys/developer_token.h"
#include "token-service/keys/keys_file.h"

enum {
	ACCEPTS_PER_TURN = 64,
	SPARE_DESCRIPTORS = 64, /* log, signals, libcurl's resolver, connections on their way out */
};
static const int64_t tick_us = 250000;
static const int64_t linger_us = 2000000;
static const int64_t accept_pause_us = 100000;
static const int64_t reload_check_us = 1000000;

/* --- files that change while the service runs --- */

/* false: unchanged, or not there at the moment. */
static bool has_changed(const char *path, struct stat *known)
{
	struct stat now;
	if (stat(path, &now) != 0)
		return false;
	bool is_same = !memcmp(&now.st_mtim, &known->st_mtim, sizeof(now.st_mtim)) && now.st_ino == known->st_ino &&
		       now.st_size == known->st_size;
	*known = now;
	return !is_same;
}

/* NULL with a sentence in error. */
static struct keys *load_keys(const struct service *service, struct complaint *error)
{
	const char *path = service->config->keys_file;
	struct keys *keys = keys_load(path, error);
	if (keys && keys_file_is_exposed(path))
		note("others can change the key file %s: give it mode 0600", path);
	return keys;
}

/* A damaged file must not lock every streamer out: the previous keys are kept, and the log says so. */
static void reload_keys(struct service *service)
{
	struct complaint error;
	struct keys *keys = load_keys(service, &error);
	if (!keys) {
		service->routes.metrics.reload_failures++;
		note("the key file cannot be used, keeping the previous keys: %s", error.text);
		return;
	}
	admission_use_keys(&service->routes.admission, keys);
	service->routes.metrics.keys = keys_count(keys);
	note("loaded %zu service keys", keys_count(keys));
}

static bool read_developer_token(struct service *service, char token[DEVELOPER_TOKEN_MAX], struct complaint *error)
{
	bool is_exposed = false;
	if (!developer_token_read(service->routes.config->developer_token_file, getenv("CREDENTIALS_DIRECTORY"), token,
				  &is_exposed, error))
		return false;
	if (is_exposed)
		note("every user of this machine can read the developer token: give its file mode 0600");
	return true;
}

static void reload_developer_token(struct service *service)
{
	struct complaint error = {"Out of memory."};
	char token[DEVELOPER_TOKEN_MAX];
	if (read_developer_token(service, token, &error) &&
	    upstream_set_developer_token(service->routes.upstream, token)) {
		note("loaded the developer token");
	} else {
		service->routes.metrics.reload_failures++;
		note("keeping the previous developer token: %s", error.text);
	}
	OPENSSL_cleanse(token, sizeof(token));
}

static void set_limits(struct service *service)
{
	const struct config *config = service->config;
	struct connections *connections = &service->routes.connections;
	connections_set_limit(connections, CONNECTION_IDLE, config->idle_timeout_ms * 1000);
	connections_set_limit(connections, CONNECTION_READING, config->request_timeout_ms * 1000);
	connections_set_limit(connections, CONNECTION_FLUSHING, config->request_timeout_ms * 1000);
	connections_set_limit(connections, CONNECTION_LINGERING, linger_us);
}

static void reload_config(struct service *service)
{
	struct complaint error = {"Out of memory."};
	struct config_changes changes;
	if (!config_reload(service->config, &changes, &error)) {
		service->routes.metrics.reload_failures++;
		note("the configuration cannot be used, keeping the previous configuration: %s", error.text);
		return;
	}
	set_limits(service);
	if (!admission_use_config(&service->routes.admission))
		note("out of memory: allowed_uid stays as it was");
	note("loaded the configuration: %s%s", *changes.used ? "changed " : "nothing changed", changes.used);
	if (*changes.needs_restart)
		note("restart the service to use the changed %s", changes.needs_restart);
}

static void reload_check_due(lws_sorted_usec_list_t *timer)
{
	struct service *service = lws_container_of(timer, struct service, reload_check);
	if (has_changed(service->routes.config->keys_file, &service->keys_file))
		reload_keys(service);
	events_timer_start(service->events, &service->reload_check, reload_check_due, reload_check_us);
}

/* --- stopping --- */

static void stop_if_done(struct service *service, int64_t now_us)
{
	if (service->routes.connections.is_stopping &&
	    (!service->routes.metrics.connections.open || now_us >= service->stop_at_us))
		events_stop(service->events);
}

static void connection_closed(void *ctx)
{
	stop_if_done(ctx, events_now_us());
}

static void tick_due(lws_sorted_usec_list_t *timer);

/* Makes sure that time limits are kept. */
static void wake_tick(struct service *service)
{
	if (!events_timer_is_armed(&service->tick))
		events_timer_start(service->events, &service->tick, tick_due, tick_us);
}

static void begin_stop(struct service *service)
{
	if (service->routes.connections.is_stopping) {
		note("stopping at once");
		events_stop(service->events);
		return;
	}
	note("stopping; %llu connections are open", (unsigned long long)service->routes.metrics.connections.open);
	service->stop_at_us = events_now_us() + service->routes.config->stop_timeout_ms * 1000;
	lws_sul_cancel(&service->accept_pause);
	events_close_now(service->listener.wsi);
	connections_stop(&service->routes.connections);
	wake_tick(service);
	stop_if_done(service, events_now_us());
}

static void signals_ready(struct events_file *file)
{
	struct service *service = lws_container_of(file, struct service, signals);
	struct signalfd_siginfo info;
	if (!service->signals.wsi ||
	    read(lws_get_socket_fd(service->signals.wsi), &info, sizeof(info)) != (ssize_t)sizeof(info))
		return;
	if (info.ssi_signo == SIGHUP) {
		reload_config(service);
		reload_keys(service);
		reload_developer_token(service);
	} else {
		begin_stop(service);
	}
}

/* --- time --- */

static void tick_due(lws_sorted_usec_list_t *timer)
{
	struct service *service = lws_container_of(timer, struct service, tick);
	int64_t now_us = events_now_us();
	connections_sweep(&service->routes.connections, now_us);
	access_log_flush(&service->routes.log);
	stop_if_done(service, now_us);
	if (service->routes.metrics.connections.open || service->routes.log.pending_size)
		wake_tick(service);
}

/* --- new clients --- */

static void accept_pause_over(lws_sorted_usec_list_t *timer)
{
	struct service *service = lws_container_of(timer, struct service, accept_pause);
	events_read(service->listener.wsi, true);
}

static void listener_ready(struct events_file *file)
{
	struct service *service = lws_container_of(file, struct service, listener);
	struct address peer;
	int listener = lws_get_socket_fd(service->listener.wsi);
	for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
		int descriptor = listener_accept(listener, &peer);
		if (descriptor >= 0) {
			connection_accept(&service->routes.connections, descriptor, &peer);
			wake_tick(service);
			continue;
		}
		if (errno != EMFILE && errno != ENFILE && errno != ENOBUFS && errno != ENOMEM)
			return;
		/* The waiting client keeps the listener readable: without a pause the loop would spin. */
		connections_evict(&service->routes.connections);
		events_read(service->listener.wsi, false);
		events_timer_start(service->events, &service->accept_pause, accept_pause_over, accept_pause_us);
		return;
	}
}

/* --- life --- */

static bool open_keys(struct service *service, struct complaint *error)
{
	struct complaint reason;
	has_changed(service->routes.config->keys_file, &service->keys_file);
	struct keys *keys = load_keys(service, &reason);
	if (!keys)
		return complain(error, "The key file cannot be used: %s. Make one with add-key.", reason.text);
	service->routes.metrics.keys = keys_count(keys);
	return admission_open(&service->routes.admission, service->routes.config, keys) ||
	       complain(error, "Out of memory.");
}

static bool open_upstream(struct service *service, struct complaint *error)
{
	const struct config *config = service->routes.config;
	char token[DEVELOPER_TOKEN_MAX];
	if (!read_developer_token(service, token, error))
		return false;
	service->routes.upstream = upstream_create(service->events, &config->upstream, token);
	OPENSSL_cleanse(token, sizeof(token));
	return service->routes.upstream || complain(error, "Cannot start libcurl.");
}

static bool open_signals(struct service *service)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	signal(SIGPIPE, SIG_IGN);
	return sigprocmask(SIG_BLOCK, &set, NULL) == 0 &&
	       events_file_open(service->events, &service->signals, signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC),
				signals_ready);
}

static bool open_listener(struct service *service, struct complaint *error)
{
	const struct config *config = service->routes.config;
	int listener = listener_open(&config->listen_address, config->listen_port, &service->port, error);
	return listener >= 0 && (events_file_open(service->events, &service->listener, listener, listener_ready) ||
				 complain(error, "The listening socket cannot join the event loop."));
}

static void open_connections(struct service *service)
{
	struct connections *connections = &service->routes.connections;
	const struct config *config = service->config;
	*connections = (struct connections){
		.events = service->events,
		.handler = &routes_handler,
		.handler_ctx = &service->routes,
		.closed = connection_closed,
		.closed_ctx = service,
		.counts = &service->routes.metrics.connections,
		.max_open = (size_t)config->max_connections,
	};
	set_limits(service);
}

bool service_open(struct service *service, struct config *config, struct complaint *error)
{
	struct routes *routes = &service->routes;
	memset(service, 0, sizeof(*service));
	service->config = config;
	routes->config = config;
	routes->upstream_problem = PROBLEM_NONE;
	/* Before libwebsockets starts: it sizes its tables by this limit. */
	if (!listener_raise_descriptor_limit(
		    (size_t)(config->max_connections + config->upstream.max_connections) + SPARE_DESCRIPTORS, error))
		return false;
	service->events = events_create();
	open_connections(service);
	if (!service->events || !open_signals(service) || !random_bytes(&routes->run_id, sizeof(routes->run_id)) ||
	    !access_log_open(&routes->log, config->access_log ? STDOUT_FILENO : -1, &routes->metrics.log_lines_dropped))
		return complain(error, "Cannot start the event loop: out of memory or file descriptors.");
	return open_keys(service, error) && open_upstream(service, error) && open_listener(service, error);
}

bool service_run(struct service *service)
{
	char address[64];
	address_format(&service->routes.config->listen_address, address, sizeof(address));
	note("version " SERVICE_VERSION " listening on %s port %u with %llu service keys", address, service->port,
	     (unsigned long long)service->routes.metrics.keys);
	reload_check_due(&service->reload_check);
	bool is_good = events_run(service->events);
	note("%s", is_good ? "stopped" : "the event loop failed");
	return is_good;
}

void service_close(struct service *service)
{
	lws_sul_cancel(&service->tick);
	lws_sul_cancel(&service->accept_pause);
	lws_sul_cancel(&service->reload_check);
	connections_close_all(&service->routes.connections); /* first: they may have requests under way upstream */
	upstream_destroy(service->routes.upstream);
	events_destroy(service->events);
	admission_close(&service->routes.admission);
	access_log_close(&service->routes.log);
	memset(service, 0, sizeof(*service));
}
