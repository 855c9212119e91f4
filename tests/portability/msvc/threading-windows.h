/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the parse check: the atomic operations of libobs, which are inline in its header for Windows. The packages of
 * distributions leave that header out. */
#pragma once

static inline long os_atomic_inc_long(volatile long *value)
{
	return ++*value;
}

static inline long os_atomic_dec_long(volatile long *value)
{
	return --*value;
}

static inline long os_atomic_load_long(const volatile long *value)
{
	return *value;
}

static inline void os_atomic_store_long(volatile long *value, long newer)
{
	*value = newer;
}

static inline bool os_atomic_load_bool(const volatile bool *value)
{
	return *value;
}

static inline void os_atomic_store_bool(volatile bool *value, bool newer)
{
	*value = newer;
}

static inline bool os_atomic_set_bool(volatile bool *value, bool newer)
{
	bool older = *value;
	*value = newer;
	return older;
}

static inline bool os_atomic_exchange_bool(volatile bool *value, bool newer)
{
	return os_atomic_set_bool(value, newer);
}

static inline bool os_atomic_compare_swap_long(volatile long *value, long older, long newer)
{
	if (*value != older)
		return false;
	*value = newer;
	return true;
}

static inline long os_atomic_set_long(volatile long *value, long newer)
{
	long older = *value;
	*value = newer;
	return older;
}

static inline long os_atomic_exchange_long(volatile long *value, long newer)
{
	return os_atomic_set_long(value, newer);
}
