/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A blocking TCP connection to the sink. Errors end the program. */
#pragma once

#include <stddef.h>
#include <stdint.h>

int tcp_connect(int port);
/* The same, and once there and back; says how long both took together. */
int tcp_connect_and_ping(int port, uint64_t *took_ns);
void tcp_write(int socket, const char *text, size_t size);
/* There and back again. */
void tcp_ping(int socket);
