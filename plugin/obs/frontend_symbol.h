/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Functions of OBS's frontend and of libobs that are newer than the oldest OBS the plugin runs in. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

typedef void (*frontend_function)(void);
/* A function of the OBS that runs, to be cast to its type; NULL where it has none of that name. Any thread. */
frontend_function frontend_symbol_find(const char *name);

#ifdef __cplusplus
}
#endif
