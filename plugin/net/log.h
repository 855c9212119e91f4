/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the layers below obs/ write their log lines. obs/ points it at blog(), tests at a buffer.
 *
 * Rules for every caller: one line per event, no line in a loop that a peer can drive, and never a secret: tokens,
 * uid, utoken, ntoken, QR payloads, codes, LAN addresses, device codes, toy ids, URLs with their query. Text from a
 * peer passes lovense/redact.h before it comes here. */
#pragma once

enum log_level { LOG_LEVEL_INVALID, LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* A small value: copy it freely. write may be NULL (silent) and is called on the thread that logs. ctx is borrowed and
 * must outlive every object that was given the sink. */
struct log_sink {
	void (*write)(void *ctx, enum log_level level, const char *line);
	void *ctx;
};

/* Lets the compiler compare the arguments of a function like printf() with its format: which parameter the format is,
 * and the first of its arguments (0: a va_list). Nothing for the compilers of Microsoft, which have no attributes in C.
 */
#if defined(__GNUC__) || defined(__clang__)
#define PRINTF_LIKE(place, first) __attribute__((format(printf, place, first)))
#else
#define PRINTF_LIKE(place, first)
#endif

/* Formats into a bounded line (longer text is cut) and hands it to the sink. Any thread. Never blocks by itself. */
PRINTF_LIKE(3, 4) void log_line(const struct log_sink *sink, enum log_level level, const char *format, ...);

#define log_error(sink, ...) log_line((sink), LOG_LEVEL_ERROR, __VA_ARGS__)
#define log_warning(sink, ...) log_line((sink), LOG_LEVEL_WARNING, __VA_ARGS__)
#define log_info(sink, ...) log_line((sink), LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(sink, ...) log_line((sink), LOG_LEVEL_DEBUG, __VA_ARGS__)
