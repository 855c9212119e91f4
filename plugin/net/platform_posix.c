/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifdef __linux__
#define _GNU_SOURCE /* pthread_setname_np */
#endif
#include "net/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/sockios.h>
#endif

enum { MINUTES_PER_DAY = 24 * 60, NS_PER_MS = 1000000, NS_PER_S = 1000000000, MS_PER_S = 1000 };

uint64_t platform_monotonic_ns(void)
{
	struct timespec now = {0};
#ifdef CLOCK_BOOTTIME
	clock_gettime(CLOCK_BOOTTIME, &now);
#else
	clock_gettime(CLOCK_MONOTONIC, &now);
#endif
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

int platform_minute_of_week(void)
{
	time_t now = time(NULL);
	struct tm local = {0};
	localtime_r(&now, &local);
	int days_since_monday = (local.tm_wday + 6) % 7;
	return days_since_monday * MINUTES_PER_DAY + local.tm_hour * 60 + local.tm_min;
}

void platform_wipe(void *memory, size_t size)
{
	/* volatile: the compiler must not drop stores to memory that is freed next. */
	volatile unsigned char *byte = memory;
	while (size--)
		*byte++ = 0;
}

struct platform_mutex {
	pthread_mutex_t mutex;
};

struct platform_mutex *platform_mutex_create(void)
{
	struct platform_mutex *mutex = calloc(1, sizeof(*mutex));
	if (mutex && pthread_mutex_init(&mutex->mutex, NULL) != 0) {
		free(mutex);
		mutex = NULL;
	}
	return mutex;
}

void platform_mutex_destroy(struct platform_mutex *mutex)
{
	if (!mutex)
		return;
	pthread_mutex_destroy(&mutex->mutex);
	free(mutex);
}

void platform_mutex_lock(struct platform_mutex *mutex)
{
	pthread_mutex_lock(&mutex->mutex);
}

bool platform_mutex_trylock(struct platform_mutex *mutex)
{
	return pthread_mutex_trylock(&mutex->mutex) == 0;
}

void platform_mutex_unlock(struct platform_mutex *mutex)
{
	pthread_mutex_unlock(&mutex->mutex);
}

struct platform_condition {
	pthread_cond_t condition;
};

/* Timed waits use the monotonic clock: a change of the date must not make them longer or shorter. */
static bool init_condition(pthread_cond_t *condition)
{
#ifdef __APPLE__
	return pthread_cond_init(condition, NULL) == 0; /* its waits take a length, not a time */
#else
	pthread_condattr_t attributes;
	if (pthread_condattr_init(&attributes) != 0)
		return false;
	bool is_ready = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
			pthread_cond_init(condition, &attributes) == 0;
	pthread_condattr_destroy(&attributes);
	return is_ready;
#endif
}

struct platform_condition *platform_condition_create(void)
{
	struct platform_condition *condition = calloc(1, sizeof(*condition));
	if (condition && !init_condition(&condition->condition)) {
		free(condition);
		condition = NULL;
	}
	return condition;
}

void platform_condition_destroy(struct platform_condition *condition)
{
	if (!condition)
		return;
	pthread_cond_destroy(&condition->condition);
	free(condition);
}

bool platform_condition_wait(struct platform_condition *condition, struct platform_mutex *mutex, int timeout_ms)
{
	struct timespec time = {.tv_sec = timeout_ms / MS_PER_S, .tv_nsec = (long)(timeout_ms % MS_PER_S) * NS_PER_MS};
#ifdef __APPLE__
	return pthread_cond_timedwait_relative_np(&condition->condition, &mutex->mutex, &time) != ETIMEDOUT;
#else
	struct timespec now = {0};
	clock_gettime(CLOCK_MONOTONIC, &now);
	time.tv_sec += now.tv_sec;
	time.tv_nsec += now.tv_nsec;
	if (time.tv_nsec >= NS_PER_S) {
		time.tv_sec++;
		time.tv_nsec -= NS_PER_S;
	}
	return pthread_cond_timedwait(&condition->condition, &mutex->mutex, &time) != ETIMEDOUT;
#endif
}

void platform_condition_signal(struct platform_condition *condition)
{
	pthread_cond_signal(&condition->condition);
}

struct platform_thread {
	pthread_t thread;
	void (*run)(void *ctx);
	void *ctx;
	char name[16];
	struct platform_mutex *lock; /* guards has_ended */
	struct platform_condition *ended;
	bool has_ended;
};

static void *thread_main(void *data)
{
	struct platform_thread *thread = data;
#ifdef __APPLE__
	pthread_setname_np(thread->name);
#else
	pthread_setname_np(pthread_self(), thread->name);
#endif
	thread->run(thread->ctx);

	platform_mutex_lock(thread->lock);
	thread->has_ended = true;
	platform_condition_signal(thread->ended);
	platform_mutex_unlock(thread->lock);
	return NULL;
}

static void thread_free(struct platform_thread *thread)
{
	platform_condition_destroy(thread->ended);
	platform_mutex_destroy(thread->lock);
	free(thread);
}

struct platform_thread *platform_thread_start(void (*run)(void *ctx), void *ctx, const char *name)
{
	struct platform_thread *thread = calloc(1, sizeof(*thread));
	if (!thread)
		return NULL;
	thread->run = run;
	thread->ctx = ctx;
	size_t length = strlen(name);
	memcpy(thread->name, name, length < sizeof(thread->name) ? length : sizeof(thread->name) - 1);

	thread->lock = platform_mutex_create();
	thread->ended = platform_condition_create();
	if (thread->lock && thread->ended && pthread_create(&thread->thread, NULL, thread_main, thread) == 0)
		return thread;
	thread_free(thread);
	return NULL;
}

static bool wait_for_end(struct platform_thread *thread, int timeout_ms)
{
	int64_t end_ms = platform_monotonic_ms() + timeout_ms;
	platform_mutex_lock(thread->lock);
	while (!thread->has_ended && timeout_ms >= 0 &&
	       platform_condition_wait(thread->ended, thread->lock, timeout_ms))
		timeout_ms = (int)(end_ms - platform_monotonic_ms());
	bool has_ended = thread->has_ended;
	platform_mutex_unlock(thread->lock);
	return has_ended;
}

bool platform_thread_join(struct platform_thread *thread, int timeout_ms)
{
	if (!thread)
		return true;
	if (timeout_ms >= 0 && !wait_for_end(thread, timeout_ms))
		return false;
	pthread_join(thread->thread, NULL);
	thread_free(thread);
	return true;
}

static void set_option(intptr_t socket, int level, int option, int value)
{
	/* Best effort by contract: a system that refuses an option leaves the connection usable. */
	(void)!setsockopt((int)socket, level, option, &value, sizeof(value));
}

void platform_socket_set_lingering(intptr_t socket, bool is_lingering)
{
	struct linger linger = {.l_onoff = !is_lingering, .l_linger = 0};
	(void)!setsockopt((int)socket, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}

void platform_socket_tune(intptr_t socket, int timeout_ms)
{
	enum { PROBES = 3 };
	int idle_s = timeout_ms < MS_PER_S ? 1 : timeout_ms / MS_PER_S;
	int probe_s = idle_s < PROBES ? 1 : idle_s / PROBES;

	(void)!fcntl((int)socket, F_SETFD, FD_CLOEXEC);
	platform_socket_set_lingering(socket, false);
	set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
	set_option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_USER_TIMEOUT
	set_option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, timeout_ms);
#endif
#ifdef TCP_KEEPIDLE
	set_option(socket, IPPROTO_TCP, TCP_KEEPIDLE, idle_s);
#elif defined(TCP_KEEPALIVE)
	set_option(socket, IPPROTO_TCP, TCP_KEEPALIVE, idle_s);
#endif
#ifdef TCP_KEEPINTVL
	set_option(socket, IPPROTO_TCP, TCP_KEEPINTVL, probe_s);
	set_option(socket, IPPROTO_TCP, TCP_KEEPCNT, PROBES);
#endif
#ifdef TCP_RXT_CONNDROPTIME
	set_option(socket, IPPROTO_TCP, TCP_RXT_CONNDROPTIME, idle_s);
#endif
}

void platform_socket_close(intptr_t socket)
{
	close((int)socket);
}

void platform_socket_gather(intptr_t socket, bool is_gathering)
{
#if defined(TCP_CORK)
	set_option(socket, IPPROTO_TCP, TCP_CORK, is_gathering);
#elif defined(TCP_NOPUSH)
	set_option(socket, IPPROTO_TCP, TCP_NOPUSH, is_gathering);
#else
	(void)socket;
	(void)is_gathering;
#endif
}

bool platform_socket_is_connected(intptr_t socket)
{
	struct sockaddr_storage peer;
	socklen_t size = sizeof(peer);
	return getpeername((int)socket, (struct sockaddr *)&peer, &size) == 0;
}

int64_t platform_socket_unsent_bytes(intptr_t socket)
{
	int bytes = 0;
#ifdef SIOCOUTQ
	if (ioctl((int)socket, SIOCOUTQ, &bytes) == 0)
		return bytes;
#elif defined(SO_NWRITE)
	socklen_t size = sizeof(bytes);
	if (getsockopt((int)socket, SOL_SOCKET, SO_NWRITE, &bytes, &size) == 0)
		return bytes;
#else
	(void)socket;
	(void)bytes;
#endif
	return -1;
}

bool platform_trusted_roots(void (*add)(void *ctx, const unsigned char *der, size_t size), void *ctx)
{
	(void)add;
	(void)ctx;
	return false;
}
