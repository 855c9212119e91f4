/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a sink notes about one connection. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct record;

struct record *record_start(void);
/* A command arrived: text that carries "seq" and "ns" as common.c writes them. Other text is left alone. */
void record_message(struct record *record, uint64_t received_ns, const char *text, size_t size);
/* Prints one line of JSON and frees. */
void record_finish(struct record *record);

uint64_t record_now_ns(void);
