/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A blocking TCP connection to the sink. Errors end the program. */
#pragma once

#include <stddef.h>

int tcp_connect(int port);
void tcp_write(int socket, const char *text, size_t size);
/* There and back again. */
void tcp_ping(int socket);
