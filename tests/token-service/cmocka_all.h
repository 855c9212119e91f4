/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmocka.h and the headers it wants before itself. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
