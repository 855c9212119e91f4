/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration: defaults, file, environment, and what is refused with which words. */
#include "cmocka_all.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "temporary.h"
#include "token-service/config.h"
#include "token-service/keys/developer_token.h"

static struct complaint error;
static char *const nothing[] = {NULL};

static void defaults_are_safe(void **state)
{
	(void)state;
	struct config config;
	assert_true(config_load(&config, NULL, nothing, &error));
	assert_true(address_is_loopback(&config.listen_address));
	assert_string_equal(config.upstream.url, "https://api.lovense-api.com");
	assert_int_equal(config.proxy_count, 0);
	assert_true(config.access_log);
	assert_false(config.log_addresses);
	assert_true(config.key_rate_per_minute > 0 && config.address_rate_per_minute > 0);
	/* the plugin gives up after 10 s: an answer must come before */
	assert_true(config.upstream.timeout_ms < 10000);
	config_destroy(&config);
}

static void the_environment_wins_over_the_file(void **state)
{
	struct config config;
	char *const environment[] = {"PATH=/bin", "LOVENSE_TOKEN_SERVICE_KEY_BURST=7",
				     "LOVENSE_TOKEN_SERVICE_LISTEN=[::1]:9", "LOVENSE_TOKEN_SERVICE_ACCESS_LOG=false",
				     NULL};
	char *path = temporary_file(*state, "config.json",
				    "{\"listen\": \"127.0.0.2:80\", \"key_burst\": 5, \"platform\": \"P\","
				    " \"log_addresses\": true, \"trusted_proxies\": \"127.0.0.1, 10.0.0.0/8\"}");
	assert_true(config_load(&config, path, environment, &error));
	assert_int_equal(config.key_burst, 7);
	assert_int_equal(config.listen_port, 9);
	assert_string_equal(config.platform, "P");
	assert_true(config.log_addresses);
	assert_false(config.access_log);
	assert_int_equal(config.proxy_count, 2);
	config_destroy(&config);
	free(path);
}

static void names_what_is_wrong(void **state)
{
	static const char *const cases[][2] = {
		{"", "config.json"},
		{"[]", "not an object"},
		{"{\"lisen\": \"x\"}", "no setting \"lisen\""},
		{"{\"listen\": 7}", "listen must be a string"},
		{"{\"key_burst\": \"7\"}", "key_burst must be a whole number"},
		{"{\"key_burst\": 0}", "key_burst must be between 1"},
		{"{\"platform\": \"My\\r\\nSite\"}", "platform has a line break or another control character"},
		{"{\"platform\": \"Site\\n\"}", "platform has a line break"},
		{"{\"upstream_url\": \"https://h/\\r\\nX: y\"}", "upstream_url has a line break"},
		{"{\"allowed_uid\": \"a\\u007f\"}", "allowed_uid has a line break or another control character"},
		{"{\"access_log\": 1}", "access_log must be true or false"},
		{"{\"key_burst\": 1, \"key_burst\": 1}", "duplicate"},
		{"{\"listen\": \"127.0.0.1\"}", "ADDRESS:PORT"},
		{"{\"listen\": \"127.0.0.1:\"}", "ADDRESS:PORT"},
		{"{\"listen\": \"127.0.0.1:65536\"}", "ADDRESS:PORT"},
		{"{\"listen\": \"127.0.0.1:80x\"}", "ADDRESS:PORT"},
		{"{\"listen\": \"localhost:80\"}", "ADDRESS:PORT"},
		{"{\"listen\": \"0.0.0.0:80\"}", "not a loopback"},
		{"{\"listen\": \"[::]:80\"}", "not a loopback"},
		{"{\"trusted_proxies\": \"127.0.0.1,nginx\"}", "\"nginx\" is not a network"},
		{"{\"allowed_uid\": \"(\"}", "allowed_uid"},
		{"{\"allowed_uid\": \"(a)\\\\1\"}", "back references"},
		{"{\"keys_file\": \"\"}", "keys_file"},
		{"{\"ca_file\": \"/nowhere/ca.pem\"}", "ca_file: /nowhere/ca.pem: No such file"},
		{"{\"ca_file\": \"" TESTS_DIR "/token-service/test_config.c\"}",
		 "test_config.c contains no PEM certificate"},
		{"{\"ca_file\": \"/dev/zero\"}", "ca_file: /dev/zero: no regular file"},
		{"{\"ca_file\": \"/\"}", "ca_file: /: no regular file"},
		{"{\"upstream_url\": \"http://api.lovense-api.com\"}", "upstream_url"},
		{"{\"upstream_url\": \"https://\"}", "upstream_url"},
		{"{\"upstream_url\": \"https://h/?a=b\"}", "upstream_url"},
		{"{\"upstream_url\": \"h.example.org\"}", "upstream_url"},
		{"{\"upstream_url\": \"https://user@h\"}", "upstream_url"},
		{"{\"upstream_url\": \"http://127.0.0.1.example.org\"}", "upstream_url"},
		{"{\"upstream_url\": \"ftp://127.0.0.1\"}", "upstream_url"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct config config;
		char *path = temporary_file(*state, "config.json", cases[i][0]);
		assert_false(config_load(&config, path, nothing, &error));
		if (!strstr(error.text, cases[i][1]))
			fail_msg("%s: %s", cases[i][0], error.text);
		config_destroy(&config);
		free(path);
	}
}

static void a_byte_order_mark_in_front_of_the_file_is_skipped(void **state)
{
	struct config config;
	char *path = temporary_file(*state, "config.json", "\xEF\xBB\xBF{\"key_burst\": 5}");
	assert_true(config_load(&config, path, nothing, &error));
	assert_int_equal(config.key_burst, 5);
	config_destroy(&config);
	free(path);
}

static void names_what_is_wrong_in_the_environment(void **state)
{
	(void)state;
	static char *const cases[][2] = {
		{"LOVENSE_TOKEN_SERVICE_LISEN=x", "lisen"},
		{"LOVENSE_TOKEN_SERVICE_KEY_BURST=", "key_burst"},
		{"LOVENSE_TOKEN_SERVICE_KEY_BURST=7x", "key_burst"},
		{"LOVENSE_TOKEN_SERVICE_PLATFORM=Site\r", "platform has a line break"},
		{"LOVENSE_TOKEN_SERVICE_ACCESS_LOG=yes", "access_log"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct config config;
		char *const environment[] = {cases[i][0], NULL};
		assert_false(config_load(&config, NULL, environment, &error));
		assert_non_null(strstr(error.text, cases[i][1]));
		config_destroy(&config);
	}
}

static void loopback_upstreams_may_be_plain(void **state)
{
	static const char *const urls[] = {"http://127.0.0.1:1", "http://localhost", "http://[::1]:80/x",
					   "https://h:8443/x"};
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		struct config config;
		char text[128];
		snprintf(text, sizeof(text), "{\"upstream_url\": \"%s\"}", urls[i]);
		char *path = temporary_file(*state, "config.json", text);
		assert_true(config_load(&config, path, nothing, &error));
		config_destroy(&config);
		free(path);
	}
}

static void a_public_address_needs_a_decision(void **state)
{
	(void)state;
	struct config config;
	char *const environment[] = {"LOVENSE_TOKEN_SERVICE_LISTEN=0.0.0.0:80",
				     "LOVENSE_TOKEN_SERVICE_LISTEN_PUBLIC=true", NULL};
	assert_true(config_load(&config, NULL, environment, &error));
	config_destroy(&config);
}

static bool read_token(const char *directory, const char *content, char token[DEVELOPER_TOKEN_MAX], bool *is_exposed)
{
	struct config config;
	char *path = temporary_file(directory, "developer_token", content);
	chmod(path, 0600);
	assert_true(config_load(&config, NULL, nothing, &error));
	bool is_read = developer_token_read(config.developer_token_file, directory, token, is_exposed, &error);
	config_destroy(&config);
	free(path);
	return is_read;
}

static void reads_the_developer_token(void **state)
{
	char token[DEVELOPER_TOKEN_MAX];
	bool is_exposed = true;
	assert_true(read_token(*state, " \tDEV-token_1=\r\n\n", token, &is_exposed));
	assert_string_equal(token, "DEV-token_1=");
	assert_false(is_exposed);
	assert_true(read_token(*state,
			       "\xEF\xBB\xBF"
			       "DEV-token_1=\r\n",
			       token, &is_exposed));
	assert_string_equal(token, "DEV-token_1=");
}

static void refuses_what_is_no_developer_token(void **state)
{
	char token[DEVELOPER_TOKEN_MAX];
	char large[2 * DEVELOPER_TOKEN_MAX];
	bool is_exposed = false;
	memset(large, 'x', sizeof(large));
	large[sizeof(large) - 1] = '\0';
	const char *const cases[] = {"", "\n", "SECRET ONE", "SECRET\nTWO", "SECRET\x01", "\xEF\xBB\xBF", large};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_false(read_token(*state, cases[i], token, &is_exposed));
		assert_null(strstr(error.text, "SECRET"));
		assert_null(strstr(error.text, "xxx"));
		assert_int_equal(token[0], 0);
	}
}

static void waits_for_no_pipe(void **state)
{
	char token[DEVELOPER_TOKEN_MAX];
	bool is_exposed = false;
	char *path = temporary_path(*state, "developer_token");
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_false(developer_token_read(path, NULL, token, &is_exposed, &error));
	assert_non_null(strstr(error.text, "no regular file"));
	free(path);
}

static void says_who_else_can_read_the_token(void **state)
{
	char token[DEVELOPER_TOKEN_MAX];
	char setting[4200];
	bool is_exposed = false;
	struct config config;
	char *path = temporary_file(*state, "token", "T");
	char *const environment[] = {setting, NULL};
	chmod(path, 0644);
	snprintf(setting, sizeof(setting), "LOVENSE_TOKEN_SERVICE_DEVELOPER_TOKEN_FILE=%s", path);
	assert_true(config_load(&config, NULL, environment, &error));
	assert_true(developer_token_read(config.developer_token_file, NULL, token, &is_exposed, &error));
	assert_true(is_exposed);
	config_destroy(&config);
	free(path);
}

static void says_how_to_give_a_token(void **state)
{
	(void)state;
	char token[DEVELOPER_TOKEN_MAX];
	bool is_exposed = false;
	struct config config;
	assert_true(config_load(&config, NULL, nothing, &error));
	assert_false(developer_token_read(config.developer_token_file, NULL, token, &is_exposed, &error));
	assert_non_null(strstr(error.text, "developer_token_file"));
	config_destroy(&config);
}

int main(void)
{
#define IN_DIRECTORY(test) cmocka_unit_test_setup_teardown(test, temporary_setup, temporary_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_are_safe),
		IN_DIRECTORY(the_environment_wins_over_the_file),
		IN_DIRECTORY(names_what_is_wrong),
		IN_DIRECTORY(a_byte_order_mark_in_front_of_the_file_is_skipped),
		cmocka_unit_test(names_what_is_wrong_in_the_environment),
		IN_DIRECTORY(loopback_upstreams_may_be_plain),
		cmocka_unit_test(a_public_address_needs_a_decision),
		IN_DIRECTORY(reads_the_developer_token),
		IN_DIRECTORY(refuses_what_is_no_developer_token),
		IN_DIRECTORY(waits_for_no_pipe),
		IN_DIRECTORY(says_who_else_can_read_the_token),
		cmocka_unit_test(says_how_to_give_a_token),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
