/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

enum { BUFFER_BYTES = 1 << 20, STOP_MS = 5000, POLL_STEP_MS = 5 };

struct child {
	pid_t pid;
	int to_stdin;
	int from_stdout;
	bool has_ended;
	int status;
	char *buffer;
	size_t size;
};

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Runs between fork and exec: only calls that are safe there. */
static void become(const char *const *arguments, const int input[2], const int output[2], pid_t parent)
{
	dup2(input[0], STDIN_FILENO);
	dup2(output[1], STDOUT_FILENO);
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	if (getppid() != parent) /* it died in between */
		_exit(127);
	execvp(arguments[0], (char *const *)arguments);
	_exit(127);
}

static bool open_pipe(int ends[2])
{
	return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
}

struct child *child_start(const char *const *arguments)
{
	int input[2];
	int output[2];
	struct child *child = calloc(1, sizeof(*child));
	if (!child || !open_pipe(input) || !open_pipe(output))
		return NULL;
	child->buffer = malloc(BUFFER_BYTES);
	pid_t parent = getpid();
	child->pid = fork();
	if (child->pid == 0)
		become(arguments, input, output, parent);
	close(input[0]);
	close(output[1]);
	child->to_stdin = input[1];
	child->from_stdout = output[0];
	signal(SIGPIPE, SIG_IGN); /* a child that is gone shows as a failed write */
	if (child->pid > 0 && child->buffer)
		return child;
	child->has_ended = true;
	child_stop(child);
	return NULL;
}

struct child *child_start_node(const char *script, const char *const *arguments)
{
	char path[512];
	const char *all[9] = {"node", path};
	snprintf(path, sizeof(path), "%s/%s", TESTS_DIR, script);
	for (size_t i = 0; arguments && arguments[i] && i < 6; i++)
		all[i + 2] = arguments[i];
	return child_start(all);
}

static bool take_line(struct child *child, char *line, size_t size)
{
	char *end = memchr(child->buffer, '\n', child->size);
	if (!end)
		return false;
	size_t length = (size_t)(end - child->buffer);
	bool fits = length < size;
	memcpy(line, child->buffer, fits ? length : 0);
	line[fits ? length : 0] = '\0';
	child->size -= length + 1;
	memmove(child->buffer, end + 1, child->size);
	return fits;
}

static bool fill_buffer(struct child *child, long deadline_ms)
{
	long left_ms = deadline_ms - now_ms();
	struct pollfd wanted = {.fd = child->from_stdout, .events = POLLIN};
	if (left_ms < 0 || child->size == BUFFER_BYTES || poll(&wanted, 1, (int)left_ms) <= 0)
		return false;
	ssize_t got = read(child->from_stdout, child->buffer + child->size, BUFFER_BYTES - child->size);
	if (got > 0)
		child->size += (size_t)got;
	return got > 0 || (got < 0 && errno == EINTR);
}

bool child_read_line(struct child *child, char *line, size_t size, int timeout_ms)
{
	long deadline_ms = now_ms() + timeout_ms;
	while (!memchr(child->buffer, '\n', child->size))
		if (!fill_buffer(child, deadline_ms))
			return false;
	return take_line(child, line, size);
}

json_t *child_read_json(struct child *child, int timeout_ms)
{
	char *line = malloc(BUFFER_BYTES);
	json_t *value = NULL;
	if (line && child_read_line(child, line, BUFFER_BYTES, timeout_ms))
		value = json_loads(line, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	free(line);
	return value;
}

void child_signal(struct child *child, int signal_number)
{
	if (!child->has_ended)
		kill(child->pid, signal_number);
}

bool child_wait(struct child *child, int timeout_ms, int *status)
{
	long deadline_ms = now_ms() + timeout_ms;
	while (!child->has_ended) {
		if (waitpid(child->pid, &child->status, WNOHANG) == child->pid)
			child->has_ended = true;
		else if (now_ms() >= deadline_ms)
			return false;
		else
			poll(NULL, 0, POLL_STEP_MS);
	}
	if (status)
		*status = child->status;
	return true;
}

void child_stop(struct child *child)
{
	if (!child)
		return;
	close(child->to_stdin);
	child_signal(child, SIGCONT); /* a stopped one could not end */
	child_signal(child, SIGTERM);
	if (!child_wait(child, STOP_MS, NULL)) {
		child_signal(child, SIGKILL);
		child_wait(child, STOP_MS, NULL);
	}
	close(child->from_stdout);
	free(child->buffer);
	free(child);
}
