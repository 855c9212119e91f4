/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The connections that this process has open. Linux. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Connected TCP sockets of this process whose peer has that port; returns how many were written. */
size_t sockets_to_port(int port, int *sockets, size_t capacity);
/* Programs that are started do not get it. */
bool socket_is_closed_on_exec(int socket);
/* close() drops what the peer has not taken, and so does the end of the process. */
bool socket_is_reset_on_close(int socket);
