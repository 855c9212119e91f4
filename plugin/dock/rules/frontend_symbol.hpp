// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions of the OBS frontend that are newer than the oldest OBS the plugin runs in. */
#pragma once

/* A function of the OBS that runs, NULL where it has none of that name. Any thread. */
void *findFrontendFunction(const char *name);
