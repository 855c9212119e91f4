/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Child processes of tests: with pipes, ended by their id, and never left over when the test dies. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct child;

/* Starts a program (looked up on PATH) with a pipe to its stdin and one from its stdout; stderr is the test's. The
 * child is killed when the thread that started it ends, so start children from the main thread. NULL: it could not
 * start. */
struct child *child_start(const char *const *arguments);
/* node with this script, relative to tests/, and up to six arguments (NULL ends them). */
struct child *child_start_node(const char *script, const char *const *arguments);

/* The next line of stdout without its newline; false: the output ended, the line is too long, or time is up. */
bool child_read_line(struct child *child, char *line, size_t size, int timeout_ms);
/* The next line of stdout as JSON, new reference; NULL: none in time, or not JSON. */
json_t *child_read_json(struct child *child, int timeout_ms);

void child_signal(struct child *child, int signal_number);
/* true: it has ended, with *status as of waitpid() (NULL: not wanted). */
bool child_wait(struct child *child, int timeout_ms, int *status);

/* Closes its stdin, asks it to end, kills it when it does not within five seconds, and frees. NULL is fine. */
void child_stop(struct child *child);
