/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A source of the test's own that makes sound, and that can be told to play media. Main thread. */
#pragma once

#include <obs.h>

/* A new source; obs_source_release() it. */
obs_source_t *tone_make(const char *name);
/* Ten milliseconds of a tone, the amplitude from 0 to 1. */
void tone_play(obs_source_t *source, float amplitude);
