/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Preloaded into OBS by the tests: a crash writes the calls of its thread to standard error, with the module of each,
 * before it takes its course. Whose crash it was can be told from that. */
#include <execinfo.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

enum { DEPTH = 64 };

static void say(const char *text, size_t size)
{
	if (write(STDERR_FILENO, text, size) < 0)
		return; /* nothing else can be done about it here */
}

static void on_crash(int number)
{
	static const char begin[] = "\ncrash: calls of its thread\n";
	static const char end[] = "crash: end\n";
	void *calls[DEPTH];
	(void)number; /* returning from here does once more, unhandled, what led here */
	say(begin, sizeof(begin) - 1);
	backtrace_symbols_fd(calls, backtrace(calls, DEPTH), STDERR_FILENO);
	say(end, sizeof(end) - 1);
}

__attribute__((constructor)) static void install(void)
{
	struct sigaction action = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};
	void *call = NULL;
	backtrace(&call, 1); /* loads what it needs: not for the first time while crashing */
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGABRT, &action, NULL);
}
