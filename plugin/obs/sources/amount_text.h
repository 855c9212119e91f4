/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An amount of a tip or a goal as people read it. */
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "5", "5.50", "1250": with a full stop whatever the language; the dock puts its own mark there. "": below 0, or more
 * than there can be (HAPTICS_AMOUNT_MAX). Any thread. */
void amount_text(char *text, size_t size, double amount);

#ifdef __cplusplus
}
#endif
