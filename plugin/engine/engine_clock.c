/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/engine.h"

#include "net/platform.h"

int64_t engine_now_ms(void)
{
	return platform_monotonic_ms();
}
