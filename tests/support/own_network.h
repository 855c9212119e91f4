/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A network of the test's own, with nothing in it but a loopback that can break. Linux only; needs root, or a system
 * that lets everybody have namespaces. */
#pragma once

#include <stdbool.h>

/* Gives the calling process its own network and mounts; before it starts any thread or child. false: not allowed. */
bool own_network_start(void);
/* While it is down every packet is lost without a word. */
void own_network_set_loopback(bool is_up);
/* What main() returns when there is no such network: skipped, but a failure with NETWORK_TESTS_REQUIRED=1 in the
 * environment. Says which. */
int own_network_missing(void);
/* Connections of this network to the port, on the side that made them, that still hold bytes the peer has not taken.
 * Those that were closed meanwhile count, too. */
int own_network_count_unsent(int port);
