/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/access_log.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_PENDING = 256 * 1024, FLUSH_ABOVE = 32 * 1024, MAX_LINE = 512 };

bool access_log_open(struct access_log *log, int descriptor, uint64_t *dropped)
{
	*log = (struct access_log){.descriptor = descriptor, .dropped = dropped};
	log->pending = descriptor >= 0 ? malloc(MAX_PENDING) : NULL;
	return log->pending || descriptor < 0;
}

void access_log_close(struct access_log *log)
{
	access_log_flush(log);
	free(log->pending);
	log->pending = NULL;
}

/* A descriptor that poll() calls writable takes PIPE_BUF bytes without blocking, be it a pipe, a terminal or the
 * journal's socket; so the flags of a descriptor that others share need not be changed. */
static bool is_writable(int descriptor)
{
	struct pollfd state = {.fd = descriptor, .events = POLLOUT};
	return poll(&state, 1, 0) == 1 && (state.revents & POLLOUT);
}

void access_log_flush(struct access_log *log)
{
	size_t done = 0;
	if (!log->pending)
		return;
	while (done < log->pending_size && is_writable(log->descriptor)) {
		size_t size = log->pending_size - done;
		ssize_t written = write(log->descriptor, log->pending + done, size < PIPE_BUF ? size : PIPE_BUF);
		if (written < 0 && errno != EINTR)
			break;
		if (written > 0)
			done += (size_t)written;
	}
	memmove(log->pending, log->pending + done, log->pending_size - done);
	log->pending_size -= done;
}

/* Every text comes from this program (ids, code words, formatted addresses), so nothing needs escaping. */
static size_t format_line(char *line, size_t size, const struct access_entry *entry, int64_t wall_us)
{
	const struct problem_info *info = problem_info(entry->problem);
	char seconds[32];
	struct tm utc;
	time_t whole = (time_t)(wall_us / 1000000);
	strftime(seconds, sizeof(seconds), "%Y-%m-%dT%H:%M:%S", gmtime_r(&whole, &utc));
	size_t used =
		(size_t)snprintf(line, size,
				 "{\"time\":\"%s.%03dZ\",\"request\":\"%s\",\"route\":\"%s\",\"method\":\"%s\","
				 "\"status\":%d,\"code\":\"%s\",\"ms\":%.1f",
				 seconds, (int)(wall_us / 1000 % 1000), entry->request_id, route_name(entry->route),
				 entry->method, info->status, info->code, (double)entry->duration_us / 1000);
	if (*entry->key_id)
		used += (size_t)snprintf(line + used, size - used, ",\"key\":\"%s\"", entry->key_id);
	if (entry->upstream_us >= 0)
		used += (size_t)snprintf(line + used, size - used, ",\"upstream_ms\":%.1f,\"attempts\":%d",
					 (double)entry->upstream_us / 1000, entry->attempts);
	if (*entry->address)
		used += (size_t)snprintf(line + used, size - used, ",\"address\":\"%s\"", entry->address);
	return used + (size_t)snprintf(line + used, size - used, "}\n");
}

void access_log_add(struct access_log *log, const struct access_entry *entry, int64_t wall_us)
{
	char line[MAX_LINE];
	if (!log->pending)
		return;
	size_t size = format_line(line, sizeof(line), entry, wall_us);
	if (log->pending_size + size > FLUSH_ABOVE)
		access_log_flush(log);
	if (log->pending_size + size > MAX_PENDING) {
		++*log->dropped;
		return;
	}
	memcpy(log->pending + log->pending_size, line, size);
	log->pending_size += size;
}
