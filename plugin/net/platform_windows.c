/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "net/platform.h"

/* winsock2.h must come before windows.h. */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>

#include <mstcpip.h>
#include <process.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wincrypt.h>

enum { MINUTES_PER_DAY = 24 * 60, MS_PER_S = 1000 };

uint64_t platform_monotonic_ns(void)
{
	LARGE_INTEGER frequency;
	LARGE_INTEGER ticks;
	QueryPerformanceFrequency(&frequency);
	QueryPerformanceCounter(&ticks); /* goes on while the machine sleeps */
	uint64_t per_s = (uint64_t)frequency.QuadPart;
	uint64_t count = (uint64_t)ticks.QuadPart;
	/* In two steps, since the product of both would overflow after some hours. */
	return count / per_s * 1000000000u + count % per_s * 1000000000u / per_s;
}

int platform_minute_of_week(void)
{
	SYSTEMTIME local;
	GetLocalTime(&local);
	int days_since_monday = (local.wDayOfWeek + 6) % 7;
	return days_since_monday * MINUTES_PER_DAY + local.wHour * 60 + local.wMinute;
}

void platform_wipe(void *memory, size_t size)
{
	SecureZeroMemory(memory, size);
}

struct platform_mutex {
	SRWLOCK lock;
};

struct platform_mutex *platform_mutex_create(void)
{
	struct platform_mutex *mutex = calloc(1, sizeof(*mutex));
	if (mutex)
		InitializeSRWLock(&mutex->lock);
	return mutex;
}

void platform_mutex_destroy(struct platform_mutex *mutex)
{
	free(mutex);
}

void platform_mutex_lock(struct platform_mutex *mutex)
{
	AcquireSRWLockExclusive(&mutex->lock);
}

bool platform_mutex_trylock(struct platform_mutex *mutex)
{
	return TryAcquireSRWLockExclusive(&mutex->lock) != 0;
}

void platform_mutex_unlock(struct platform_mutex *mutex)
{
	ReleaseSRWLockExclusive(&mutex->lock);
}

struct platform_condition {
	CONDITION_VARIABLE condition;
};

struct platform_condition *platform_condition_create(void)
{
	struct platform_condition *condition = calloc(1, sizeof(*condition));
	if (condition)
		InitializeConditionVariable(&condition->condition);
	return condition;
}

void platform_condition_destroy(struct platform_condition *condition)
{
	free(condition);
}

bool platform_condition_wait(struct platform_condition *condition, struct platform_mutex *mutex, int timeout_ms)
{
	return SleepConditionVariableSRW(&condition->condition, &mutex->lock, (DWORD)timeout_ms, 0) != 0;
}

void platform_condition_signal(struct platform_condition *condition)
{
	WakeConditionVariable(&condition->condition);
}

struct platform_thread {
	HANDLE handle;
	void (*run)(void *ctx);
	void *ctx;
	WCHAR name[16];
};

/* SetThreadDescription() came with Windows 10 1607; on older systems the thread stays without a name. */
static void name_thread(const WCHAR *name)
{
	typedef HRESULT(WINAPI * describe_function)(HANDLE, PCWSTR);
	HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
	FARPROC found = kernel ? GetProcAddress(kernel, "SetThreadDescription") : NULL;
	describe_function describe = NULL;
	if (!found)
		return;
	memcpy(&describe, &found, sizeof(describe));
	describe(GetCurrentThread(), name);
}

static unsigned __stdcall thread_main(void *data)
{
	struct platform_thread *thread = data;
	name_thread(thread->name);
	thread->run(thread->ctx);
	return 0;
}

struct platform_thread *platform_thread_start(void (*run)(void *ctx), void *ctx, const char *name)
{
	struct platform_thread *thread = calloc(1, sizeof(*thread));
	if (!thread)
		return NULL;
	thread->run = run;
	thread->ctx = ctx;
	for (size_t i = 0; name[i] && i < sizeof(thread->name) / sizeof(thread->name[0]) - 1; i++)
		thread->name[i] = (WCHAR)(unsigned char)name[i];
	thread->handle = (HANDLE)_beginthreadex(NULL, 0, thread_main, thread, 0, NULL);
	if (thread->handle)
		return thread;
	free(thread);
	return NULL;
}

bool platform_thread_join(struct platform_thread *thread, int timeout_ms)
{
	if (!thread)
		return true;
	if (WaitForSingleObject(thread->handle, timeout_ms < 0 ? INFINITE : (DWORD)timeout_ms) != WAIT_OBJECT_0)
		return false;
	CloseHandle(thread->handle);
	free(thread);
	return true;
}

static void set_option(intptr_t socket, int level, int option, DWORD value)
{
	/* Best effort by contract: a system that refuses an option leaves the connection usable. */
	(void)setsockopt((SOCKET)socket, level, option, (const char *)&value, sizeof(value));
}

void platform_socket_set_lingering(intptr_t socket, bool is_lingering)
{
	struct linger linger = {.l_onoff = !is_lingering, .l_linger = 0};
	(void)setsockopt((SOCKET)socket, SOL_SOCKET, SO_LINGER, (const char *)&linger, sizeof(linger));
}

void platform_socket_tune(intptr_t socket, int timeout_ms)
{
	enum { PROBES = 3 };
	DWORD idle_ms = timeout_ms < MS_PER_S ? MS_PER_S : (DWORD)timeout_ms;
	struct tcp_keepalive keepalive = {
		.onoff = 1,
		.keepalivetime = idle_ms,
		.keepaliveinterval = idle_ms / PROBES,
	};
	DWORD returned = 0;

	(void)SetHandleInformation((HANDLE)socket, HANDLE_FLAG_INHERIT, 0);
	platform_socket_set_lingering(socket, false);
	set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
	(void)WSAIoctl((SOCKET)socket, SIO_KEEPALIVE_VALS, &keepalive, sizeof(keepalive), NULL, 0, &returned, NULL,
		       NULL);
#ifdef TCP_MAXRTMS
	set_option(socket, IPPROTO_TCP, TCP_MAXRTMS, idle_ms);
#elif defined(TCP_MAXRT)
	set_option(socket, IPPROTO_TCP, TCP_MAXRT, idle_ms / MS_PER_S);
#endif
}

void platform_socket_close(intptr_t socket)
{
	closesocket((SOCKET)socket);
}

/* Windows has no such option. */
void platform_socket_gather(intptr_t socket, bool is_gathering)
{
	(void)socket;
	(void)is_gathering;
}

bool platform_socket_is_connected(intptr_t socket)
{
	struct sockaddr_storage peer;
	int size = sizeof(peer);
	return getpeername((SOCKET)socket, (struct sockaddr *)&peer, &size) == 0;
}

int64_t platform_socket_unsent_bytes(intptr_t socket)
{
	(void)socket;
	return -1;
}

bool platform_trusted_roots(void (*add)(void *ctx, const unsigned char *der, size_t size), void *ctx)
{
	HCERTSTORE store = CertOpenSystemStoreW(0, L"ROOT");
	if (!store)
		return false;
	PCCERT_CONTEXT certificate = NULL;
	while ((certificate = CertEnumCertificatesInStore(store, certificate)) != NULL)
		if (certificate->dwCertEncodingType & X509_ASN_ENCODING)
			add(ctx, certificate->pbCertEncoded, certificate->cbCertEncoded);
	CertCloseStore(store, 0);
	return true;
}
