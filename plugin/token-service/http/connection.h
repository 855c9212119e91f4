/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One client: reads requests one after another, answers each, keeps to time limits. Thread: the loop's. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "token-service/http/address.h"
#include "token-service/service.h"

/* Takes an accepted socket. When the service is full, the connection that was idle for longest gives way. */
void connection_accept(struct service *service, int descriptor, const struct address *peer);
/* Ends connections whose time is over. */
void connection_sweep(struct service *service, int64_t now_us);
/* Closes those that nobody waits on; the others end after their answer. */
void connection_stop_idle(struct service *service);
/* Closes the connection that matters least. false: all are busy. */
bool connection_evict(struct service *service);
/* Closes all. Only outside of the loop. */
void connection_close_all(struct service *service);
