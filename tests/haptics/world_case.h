/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What most tests of the core begin with: cmocka, and one world that is closed behind each test. */
#pragma once

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "world.h"

static struct world world;

static inline int close_world(void **state)
{
	(void)state;
	world_close(&world);
	return 0;
}

#define CASE(name) cmocka_unit_test_teardown(name, close_world)

/* The rule of world_one_rule(). */
static inline bool is_running(void)
{
	return world_rule(&world, "r").is_active;
}
