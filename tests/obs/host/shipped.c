/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module as it ships, real engine included, in a bare libobs. One scenario a run. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <util/bmem.h>
#include <util/platform.h>
#include <util/threading.h>

#include "../scratch.h"
#include "host.h"

static char config_folder[64];
static char module_folder[128];

static void prepare(const char *settings, const char *credentials)
{
	scratch_make(config_folder);
	snprintf(module_folder, sizeof(module_folder), "%s/lovense-for-obs", config_folder);
	os_mkdirs(module_folder);
	if (settings)
		scratch_write(module_folder, "settings.json", settings);
	if (credentials)
		scratch_write(module_folder, "credentials.json", credentials);
	struct host_options options = {.config = config_folder};
	host_start(&options);
}

static void start(const char *settings, const char *credentials)
{
	prepare(settings, credentials);
	HOST_CHECK(host_load_module());
}

static void finish(void)
{
	host_finish();
	HOST_CHECK(!host_has_logged("did not end in time"));
	scratch_remove(module_folder);
	scratch_remove(config_folder);
}

static bool is_state(void *name)
{
	obs_data_t *status = host_ask("GetStatus", "{}");
	bool is_there = strcmp(obs_data_get_string(status, "state"), name) == 0;
	obs_data_release(status);
	return is_there;
}

static double highest_level(obs_data_t *status)
{
	double highest = 0.0;
	obs_data_array_t *toys = obs_data_get_array(status, "toys");
	for (size_t i = 0; i < obs_data_array_count(toys); i++) {
		obs_data_t *toy = obs_data_array_item(toys, i);
		double level = obs_data_get_double(toy, "level");
		highest = level > highest ? level : highest;
		obs_data_release(toy);
	}
	obs_data_array_release(toys);
	return highest;
}

static bool is_moving(void *unused)
{
	UNUSED_PARAMETER(unused);
	obs_data_t *status = host_ask("GetStatus", "{}");
	bool is_so = highest_level(status) > 0.0;
	obs_data_release(status);
	return is_so;
}

static bool is_stopped(void *unused)
{
	UNUSED_PARAMETER(unused);
	obs_data_t *status = host_ask("GetStatus", "{}");
	bool is_so = highest_level(status) == 0.0 && obs_data_get_bool(status, "panic");
	obs_data_release(status);
	return is_so;
}

static bool is_refused(const char *type, const char *data, const char *error)
{
	obs_data_t *reply = host_ask(type, data);
	bool is_so = !obs_data_get_bool(reply, "ok") && strcmp(obs_data_get_string(reply, "error"), error) == 0;
	if (!is_so)
		fprintf(stderr, "%s: %s\n", type, obs_data_get_json(reply));
	obs_data_release(reply);
	return is_so;
}

/* --- scenarios --- */

static void loads_and_unloads(void)
{
	char text[4096];
	start(NULL, NULL);
	host_wait(is_state, "off", "state off");
	HOST_CHECK(scratch_read(module_folder, "settings.json", text, sizeof(text)));
	finish();
}

static void a_key_moves_the_simulated_toy_and_another_stops_it(void)
{
	start("{\"version\": 1, \"mode\": \"simulator\", \"arm_on_start\": true}", NULL);
	host_wait(is_state, "ready", "state ready");
	HOST_CHECK(host_press("lovense-for-obs.test_pulse"));
	host_wait(is_moving, NULL, "the toy moves");
	HOST_CHECK(host_press("lovense-for-obs.stop_all"));
	host_wait(is_stopped, NULL, "the toy is still");
	HOST_CHECK(is_refused("Trigger", "{\"level\": 0.5, \"durationMs\": 1000}", "panic"));
	HOST_CHECK(is_refused("Resume", "{}", "not_allowed"));
	finish();
}

static bool is_paused_and_still(void *unused)
{
	UNUSED_PARAMETER(unused);
	obs_data_t *status = host_ask("GetStatus", "{}");
	bool is_so = highest_level(status) == 0.0 && obs_data_get_bool(status, "paused");
	obs_data_release(status);
	return is_so;
}

static void a_pause_stops_the_toy_and_lets_nothing_begin(void)
{
	start("{\"version\": 1, \"mode\": \"simulator\", \"arm_on_start\": true}", NULL);
	host_wait(is_state, "ready", "state ready");
	HOST_CHECK(host_press("lovense-for-obs.test_pulse"));
	host_wait(is_moving, NULL, "the toy moves");
	HOST_CHECK(host_press("lovense-for-obs.pause"));
	host_wait(is_paused_and_still, NULL, "the toy is still");
	HOST_CHECK(is_refused("Trigger", "{\"level\": 0.5, \"durationMs\": 1000}", "paused"));
	HOST_CHECK(host_press("lovense-for-obs.test_pulse"));
	host_run_frames(30);
	HOST_CHECK(!is_moving(NULL));
	finish();
}

static void nothing_moves_while_disarmed(void)
{
	start("{\"version\": 1, \"mode\": \"simulator\"}", NULL);
	host_wait(is_state, "ready", "state ready");
	HOST_CHECK(is_refused("Trigger", "{\"level\": 0.5, \"durationMs\": 1000}", "disarmed"));
	HOST_CHECK(host_press("lovense-for-obs.test_pulse"));
	host_run_frames(30);
	HOST_CHECK(!is_moving(NULL));
	finish();
}

/* Where a service would be. backlog: how many may knock before it takes them in. */
static int listen_at(const char *scheme, int backlog, char *url, size_t size)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	HOST_CHECK(fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(fd, backlog) == 0);
	HOST_CHECK(getsockname(fd, (struct sockaddr *)&address, &length) == 0);
	snprintf(url, size, "%s://127.0.0.1:%d", scheme, ntohs(address.sin_port));
	return fd;
}

static void start_with_service(const char *url)
{
	char settings[256];
	snprintf(settings, sizeof(settings),
		 "{\"version\": 1, \"mode\": \"cloud\", \"platform\": \"Site\", \"api_url\": \"%s\"}", url);
	start(settings, "{\"developer_token\": \"CANARY-TOKEN\"}");
	host_wait(is_state, "signing_in", "state signing_in");
}

/* The other side let go of the connection, however long a loaded machine takes for it. */
static bool is_left(int peer)
{
	char bytes[512];
	struct pollfd wanted = {.fd = peer, .events = POLLIN};
	while (poll(&wanted, 1, 60000) == 1)
		if (recv(peer, bytes, sizeof(bytes), 0) <= 0)
			return true;
	return false;
}

/* The service takes the connection, waits for the first word, and never says one itself. */
static void exit_from_silence(const char *scheme)
{
	char url[64];
	int fd = listen_at(scheme, 8, url, sizeof(url));
	start_with_service(url);
	int peer = accept(fd, NULL, NULL);
	struct pollfd wanted = {.fd = peer, .events = POLLIN};
	HOST_CHECK(peer >= 0 && poll(&wanted, 1, 60000) == 1);
	finish();
	HOST_CHECK(is_left(peer));
	close(peer);
	close(fd);
	HOST_CHECK(!host_has_logged("CANARY"));
}

static void exits_while_the_service_is_silent(void)
{
	exit_from_silence("http");
}

static void exits_in_the_middle_of_a_tls_handshake(void)
{
	exit_from_silence("https");
}

/* Nobody takes connections in, and those that may wait for it are all there: the next one gets no answer at all. */
static void exits_while_it_connects(void)
{
	struct sockaddr_in address;
	socklen_t length = sizeof(address);
	char url[64];
	int fd = listen_at("http", 0, url, sizeof(url));
	int waiting[4];
	HOST_CHECK(getsockname(fd, (struct sockaddr *)&address, &length) == 0);
	for (size_t i = 0; i < sizeof(waiting) / sizeof(waiting[0]); i++) {
		waiting[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		connect(waiting[i], (struct sockaddr *)&address, sizeof(address));
	}
	start_with_service(url);
	finish();
	HOST_CHECK(!host_has_logged("CANARY"));
	for (size_t i = 0; i < sizeof(waiting) / sizeof(waiting[0]); i++)
		close(waiting[i]);
	close(fd);
}

static void says_what_is_missing(void)
{
	start("{\"version\": 1, \"mode\": \"cloud\"}", NULL);
	host_wait(is_state, "needs_you", "state needs_you");
	finish();
}

static void says_what_a_setting_has_to_be(void)
{
	start("{\"version\": 1, \"lease_ms\": 0, \"master_ceiling\": 3}", NULL);
	HOST_CHECK(host_has_logged("settings: lease_ms must be a number from 2000 to 10000."));
	HOST_CHECK(host_has_logged("settings: master_ceiling must be a number from 0 to 1."));
	host_wait(is_state, "off", "state off");
	finish();
}

/* --- loading --- */

static volatile long network_calls; /* of the whole process */

int connect(int fd, const struct sockaddr *address, socklen_t length)
{
	int (*real)(int, const struct sockaddr *, socklen_t) = NULL;
	*(void **)&real = dlsym(RTLD_NEXT, "connect");
	os_atomic_inc_long(&network_calls);
	return real(fd, address, length);
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
	int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) = NULL;
	*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	os_atomic_inc_long(&network_calls);
	return real(name, service, hints, found);
}

/* What OBS waits for is obs_module_load(); the worker signs in from obs_module_post_load() on. */
static void loading_calls_nobody(void)
{
	char url[64];
	char settings[256];
	obs_module_t *module = NULL;
	int fd = listen_at("http", 8, url, sizeof(url));
	snprintf(settings, sizeof(settings),
		 "{\"version\": 1, \"mode\": \"cloud\", \"platform\": \"Site\", \"api_url\": \"%s\"}", url);
	prepare(settings, "{\"developer_token\": \"CANARY-TOKEN\"}");
	HOST_CHECK(obs_open_module(&module, getenv("MODULE"), getenv("MODULE_DATA")) == MODULE_SUCCESS);
	long before = os_atomic_load_long(&network_calls);
	HOST_CHECK(obs_init_module(module));
	HOST_CHECK(os_atomic_load_long(&network_calls) == before);
	obs_post_load_modules();
	int peer = accept(fd, NULL, NULL); /* and now it calls */
	HOST_CHECK(peer >= 0 && os_atomic_load_long(&network_calls) > before);
	finish();
	close(peer);
	close(fd);
}

/* A file where the module's folder should be: nobody can write there, not even root. */
static void a_folder_that_cannot_be_written_is_told(void)
{
	scratch_make(config_folder);
	scratch_write(config_folder, "lovense-for-obs", "");
	struct host_options options = {.config = config_folder};
	host_start(&options);
	HOST_CHECK(host_load_module());
	HOST_CHECK(host_log_count("the settings could not be written") == 1);
	host_wait(is_state, "off", "state off");
	host_finish();
	scratch_remove(config_folder);
}

static const struct host_scenario scenarios[] = {
	{"loads_and_unloads", loads_and_unloads},
	{"a_key_moves_the_simulated_toy_and_another_stops_it", a_key_moves_the_simulated_toy_and_another_stops_it},
	{"a_pause_stops_the_toy_and_lets_nothing_begin", a_pause_stops_the_toy_and_lets_nothing_begin},
	{"nothing_moves_while_disarmed", nothing_moves_while_disarmed},
	{"exits_while_the_service_is_silent", exits_while_the_service_is_silent},
	{"exits_in_the_middle_of_a_tls_handshake", exits_in_the_middle_of_a_tls_handshake},
	{"exits_while_it_connects", exits_while_it_connects},
	{"loading_calls_nobody", loading_calls_nobody},
	{"a_folder_that_cannot_be_written_is_told", a_folder_that_cannot_be_written_is_told},
	{"says_what_is_missing", says_what_is_missing},
	{"says_what_a_setting_has_to_be", says_what_a_setting_has_to_be},
};

int main(int argc, char **argv)
{
	return host_run_scenario(argc, argv, scenarios, sizeof(scenarios) / sizeof(scenarios[0]));
}
