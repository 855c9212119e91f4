/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets to listen on, and the number of descriptors a process may have. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "token-service/base/complain.h"
#include "token-service/http/address.h"

/* A listening, non-blocking socket and its port (useful when port is 0), or -1 with a sentence in error. */
int listener_open(const struct address *address, uint16_t port, uint16_t *bound_port, struct complaint *error);
/* The next connection, non-blocking, and who it is, or -1 with errno (EAGAIN: none). */
int listener_accept(int listener, struct address *peer);
/* Raises the limit of open descriptors to at least count. false with a sentence in error. */
bool listener_raise_descriptor_limit(size_t count, struct complaint *error);
