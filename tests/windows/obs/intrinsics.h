/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Microsoft's intrinsics that libobs's headers for Windows use and MinGW does not have. Included before everything. */
#pragma once

#include <intrin.h>

static inline char _InterlockedExchange8(volatile char *at, char value)
{
	return __atomic_exchange_n(at, value, __ATOMIC_SEQ_CST);
}

static inline char _InterlockedCompareExchange8(volatile char *at, char value, char expected)
{
	__atomic_compare_exchange_n(at, &expected, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
	return expected;
}

#define __iso_volatile_load8(at) (*(const volatile char *)(at))
#define __iso_volatile_load32(at) (*(const volatile int *)(at))
#define __iso_volatile_store8(at, value) (*(volatile char *)(at) = (value))
#define __iso_volatile_store32(at, value) (*(volatile int *)(at) = (value))
