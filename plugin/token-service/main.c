/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lovense-token-service: subcommands. */
#include <getopt.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "token-service/base/complain.h"
#include "token-service/base/memory.h"
#include "token-service/check.h"
#include "token-service/config.h"
#include "token-service/keys/keys_file.h"
#include "token-service/service.h"

extern char **environ;

enum { EXIT_USAGE = 2 };

enum option_id {
	OPTION_CONFIG,
	OPTION_KEYS,
	OPTION_NAME,
	OPTION_UID_PREFIX,
	OPTION_UID_REGEX,
	OPTION_TEXTS,
	OPTION_ONLINE
};

struct arguments {
	const char *text[OPTION_TEXTS]; /* NULL: not given */
	const char *operand;
	bool wants_help;
	bool is_online;
};

static const char general_help[] =
	"lovense-token-service " SERVICE_VERSION
	": issues Lovense auth tokens to streamers who have a key, so that the\n"
	"developer token stays on your server.\n\n"
	"usage: lovense-token-service COMMAND [OPTIONS]\n\n"
	"  serve        answer POST /token, GET /healthz and GET /metrics until SIGTERM\n"
	"  add-key      make a service key for one streamer\n"
	"  revoke-key   revoke a key, or all keys of a streamer\n"
	"  list-keys    list all keys\n"
	"  check        test whether the configuration, the keys and the developer token can be used\n\n"
	"lovense-token-service COMMAND --help shows its options.\n";

static const char serve_help[] =
	"usage: lovense-token-service serve [--config FILE]\n\n"
	"Serves plain HTTP, by default on loopback, for a reverse proxy that does TLS. Ends on SIGTERM after the "
	"requests\n"
	"under way are answered; reloads configuration, keys and developer token on SIGHUP (a changed key file also "
	"by\n"
	"itself).\n"
	"Standard output is the access log, standard error everything else.\n\n"
	"The developer token is a file (developer_token_file), or the systemd credential developer_token; never an\n"
	"argument, which every user of the machine could read.\n\n"
	"Settings, in the JSON file or as LOVENSE_TOKEN_SERVICE_<NAME> in the environment (which wins):\n";

static const char add_key_help[] =
	"usage: lovense-token-service add-key [--config FILE | --keys FILE] --name STREAMER\n"
	"                                     [--uid-prefix TEXT] [--uid-regex PATTERN]\n\n"
	"Makes a key for one streamer and prints it: the only time it can be seen. The file keeps its SHA-256.\n\n"
	"  --keys FILE          the key file (default: keys_file of the configuration)\n"
	"  --name STREAMER      who the key is for; sent to the Lovense API as uname\n"
	"  --uid-prefix TEXT    only user ids that begin with this\n"
	"  --uid-regex PATTERN  only user ids that match as a whole (POSIX extended)\n";

static const char revoke_key_help[] =
	"usage: lovense-token-service revoke-key [--config FILE | --keys FILE] ID|STREAMER\n\n"
	"Revokes one key by its id (the 12 digits after lts_) or all keys of a streamer. A running service follows\n"
	"within two seconds.\n";

static const char list_keys_help[] = "usage: lovense-token-service list-keys [--config FILE | --keys FILE]\n\n"
				     "One line for each key: id, state, when it was made, streamer.\n";

static const char check_help[] =
	"usage: lovense-token-service check [--config FILE] [--online]\n\n"
	"Reads everything serve would read and says what is wrong. With --online it also asks the Lovense API for one\n"
	"auth token (and forgets it), which shows whether the developer token is accepted.\n\n"
	"To check the developer token of a systemd credential, name its folder, as root:\n"
	"  CREDENTIALS_DIRECTORY=/etc/lovense-token-service lovense-token-service check \\\n"
	"    --config /etc/lovense-token-service/config.json --online\n";

static int usage_error(const char *what)
{
	note("%s. Try --help.", what);
	return EXIT_USAGE;
}

static int failure(const char *error)
{
	note("%s", error);
	return EXIT_FAILURE;
}

/* false: a usage error. */
static bool read_arguments(int count, char **values, struct arguments *arguments)
{
	static const struct option options[] = {
		{"config", required_argument, NULL, OPTION_CONFIG},
		{"keys", required_argument, NULL, OPTION_KEYS},
		{"name", required_argument, NULL, OPTION_NAME},
		{"uid-prefix", required_argument, NULL, OPTION_UID_PREFIX},
		{"uid-regex", required_argument, NULL, OPTION_UID_REGEX},
		{"online", no_argument, NULL, OPTION_ONLINE},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	int option = 0;
	while ((option = getopt_long(count, values, "h", options, NULL)) != -1) {
		if (option == '?')
			return false;
		if (option < OPTION_TEXTS)
			arguments->text[option] = optarg;
		arguments->is_online |= option == OPTION_ONLINE;
		arguments->wants_help |= option == 'h';
	}
	if (optind < count)
		arguments->operand = values[optind++];
	return optind >= count;
}

static int serve(const struct arguments *arguments)
{
	struct complaint error;
	struct config config;
	static struct service service; /* large, and one per process */
	bool is_good = config_load(&config, arguments->text[OPTION_CONFIG], environ, &error) &&
		       service_open(&service, &config, &error);
	int status = is_good ? EXIT_SUCCESS : failure(error.text);
	if (is_good && !service_run(&service))
		status = EXIT_FAILURE;
	service_close(&service);
	config_destroy(&config);
	return status;
}

static bool add_key(const struct arguments *arguments, const char *path, struct complaint *error)
{
	char text[KEY_TEXT_SIZE];
	struct new_key request = {arguments->text[OPTION_NAME], arguments->text[OPTION_UID_PREFIX],
				  arguments->text[OPTION_UID_REGEX]};
	bool is_good = keys_file_add(path, &request, text, error);
	if (is_good)
		printf("%s\n", text);
	OPENSSL_cleanse(text, sizeof(text));
	return is_good;
}

static bool revoke_key(const struct arguments *arguments, const char *path, struct complaint *error)
{
	size_t count = 0;
	bool is_good = keys_file_revoke(path, arguments->operand, &count, error);
	if (is_good)
		printf("revoked %zu\n", count);
	return is_good;
}

static bool list_keys(const struct arguments *arguments, const char *path, struct complaint *error)
{
	(void)arguments;
	return keys_file_list(path, stdout, error);
}

static int check(const struct arguments *arguments)
{
	return check_run(arguments->text[OPTION_CONFIG], environ, arguments->is_online, stdout) ? EXIT_SUCCESS
												: EXIT_FAILURE;
}

struct command {
	const char *name;
	const char *help;
	int (*run)(const struct arguments *arguments); /* NULL: it is about the key file */
	bool (*run_on_keys)(const struct arguments *arguments, const char *path, struct complaint *error);
	const char *needs_operand; /* what is said when it is missing; NULL: none is taken */
	const char *needs_name;    /* the same of --name; NULL: it is not needed */
};

static const struct command commands[] = {
	{"serve", serve_help, .run = serve},
	{"add-key", add_key_help, .run_on_keys = add_key, .needs_name = "add-key needs --name STREAMER"},
	{"revoke-key", revoke_key_help, .run_on_keys = revoke_key,
	 .needs_operand = "revoke-key needs the id of a key or the name of a streamer"},
	{"list-keys", list_keys_help, .run_on_keys = list_keys},
	{"check", check_help, .run = check},
};

/* The key file: --keys, else as configured. */
static int run_on_keys(const struct command *command, const struct arguments *arguments)
{
	struct complaint error;
	struct config config = {0};
	const char *path = arguments->text[OPTION_KEYS];
	if (!path && config_load(&config, arguments->text[OPTION_CONFIG], environ, &error))
		path = config.keys_file;
	bool is_good = path && command->run_on_keys(arguments, path, &error);
	config_destroy(&config);
	return is_good ? EXIT_SUCCESS : failure(error.text);
}

static int run_command(const struct command *command, int count, char **values)
{
	struct arguments arguments = {0};
	if (!read_arguments(count, values, &arguments) || (arguments.operand && !command->needs_operand))
		return usage_error("wrong option or operand");
	if (arguments.wants_help) {
		fputs(command->help, stdout);
		if (command->run == serve)
			config_describe(stdout);
		return EXIT_SUCCESS;
	}
	if (command->needs_operand && !arguments.operand)
		return usage_error(command->needs_operand);
	if (command->needs_name && !arguments.text[OPTION_NAME])
		return usage_error(command->needs_name);
	return command->run ? command->run(&arguments) : run_on_keys(command, &arguments);
}

int main(int count, char **values)
{
	const char *name = count > 1 ? values[1] : "";
	memory_keep_out_of_dumps();
	if (!strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help")) {
		fputs(general_help, stdout);
		return EXIT_SUCCESS;
	}
	if (!strcmp(name, "--version")) {
		puts("lovense-token-service " SERVICE_VERSION);
		return EXIT_SUCCESS;
	}
	if (!memory_wipe_freed())
		return failure("Cannot start libcurl.");
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(name, commands[i].name))
			return run_command(&commands[i], count - 1, values + 1);
	return usage_error(*name ? "unknown command" : "missing command");
}
