/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The few system calls that differ between systems: one file each in platform_posix.c and platform_windows.c. Those
 * about files are in files/. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Monotonic time. On Linux it goes on during suspend (CLOCK_BOOTTIME), so that a gap shows. Any thread. */
uint64_t platform_monotonic_ns(void);
static inline int64_t platform_monotonic_ms(void)
{
	return (int64_t)(platform_monotonic_ns() / 1000000);
}

/* Minutes since Monday 00:00 local time, 0..10079, for clock triggers. Any thread. */
int platform_minute_of_week(void);

/* Overwrites memory that held a secret; the compiler does not leave it out. Any thread. */
void platform_wipe(void *memory, size_t size);

/* A mutex without recursion. */
struct platform_mutex;
struct platform_mutex *platform_mutex_create(void); /* NULL: out of memory */
void platform_mutex_destroy(struct platform_mutex *mutex);
void platform_mutex_lock(struct platform_mutex *mutex);
bool platform_mutex_trylock(struct platform_mutex *mutex);
void platform_mutex_unlock(struct platform_mutex *mutex);

/* A condition: wait with its mutex locked; it is unlocked while waiting. */
struct platform_condition;
struct platform_condition *platform_condition_create(void); /* NULL: out of memory */
void platform_condition_destroy(struct platform_condition *condition);
/* Waits at most timeout_ms (0 or more), measured by the monotonic clock. false: that time is over. true: signalled, or
 * woken for no reason, so look again at what is waited for. */
bool platform_condition_wait(struct platform_condition *condition, struct platform_mutex *mutex, int timeout_ms);
/* Wakes one of those that wait, if there is one. */
void platform_condition_signal(struct platform_condition *condition);

/* A joinable thread. name: at most 15 bytes are shown by the system. NULL: it could not be started. */
struct platform_thread;
struct platform_thread *platform_thread_start(void (*run)(void *ctx), void *ctx, const char *name);
/* Waits at most timeout_ms (-1: for ever). true: ended and freed. false: still running; call again later. Only one
 * thread may join. */
bool platform_thread_join(struct platform_thread *thread, int timeout_ms);

/* For a socket as soon as it is made. Makes a dead path show within about timeout_ms (TCP_USER_TIMEOUT and similar),
 * turns on keep-alive and TCP_NODELAY. Programs that this process starts do not get it, and close() drops unsent bytes:
 * else it would go on sending when this process has closed it or is gone. Best effort: what the system lacks is left
 * out. */
void platform_socket_tune(intptr_t socket, int timeout_ms);
/* Whether close(), and the end of the process, leave unsent bytes with the system to be delivered (true), or drop them
 * (false, SO_LINGER 0). */
void platform_socket_set_lingering(intptr_t socket, bool is_lingering);
void platform_socket_close(intptr_t socket);
/* Between true and false, what is written goes out in as few packets as possible. Best effort, like tuning. */
void platform_socket_gather(intptr_t socket, bool is_gathering);
/* True once the TCP handshake is done. */
bool platform_socket_is_connected(intptr_t socket);
/* Bytes that the peer has not confirmed yet; -1: this system cannot tell. */
int64_t platform_socket_unsent_bytes(intptr_t socket);

/* Gives every root certificate the system trusts, DER-encoded, to add(). false: this system keeps them in a file. */
bool platform_trusted_roots(void (*add)(void *ctx, const unsigned char *der, size_t size), void *ctx);
