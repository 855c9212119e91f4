/* SPDX-License-Identifier: GPL-2.0-or-later */
/* OBS's own settings of the user (section "General" and the like). UI thread. */
#pragma once

#include <util/config-file.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Borrowed; NULL: there are none. */
config_t *user_config(void);

#ifdef __cplusplus
}
#endif
