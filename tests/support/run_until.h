/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Drives an event loop in a test until something is true. */
#pragma once

#include <stdbool.h>

struct loop;
struct loop_config;

/* Generous: machines that run tests are loaded. */
enum { PATIENCE_MS = 120000 };

/* Turns the loop until *flag is true; false after PATIENCE_MS. */
bool run_until(struct loop *loop, const bool *flag);
/* Turns the loop until the counter reaches at_least. */
bool run_until_count(struct loop *loop, const int *counter, int at_least);
/* Turns the loop for a while, for what must not happen in it. A machine that is too slow then hides a fault, but shows
 * none that is not there, as long as every limit that runs meanwhile is much longer than a machine may stall. */
void run_for(struct loop *loop, int ms);

/* A loop on the system's clock, without proxy. ca_file: NULL or a PEM file. Fails the test when there is none. */
struct loop *new_test_loop(const char *ca_file);
/* Any other loop. Fails the test when there is none. */
struct loop *new_loop(const struct loop_config *config);
