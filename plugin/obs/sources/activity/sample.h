/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A made-up run, for the properties' preview and the Try button. Never on air but for Try. */
#pragma once

#include "obs/sources/activity/view.h"

enum { SAMPLE_SECONDS = 8 };

/* What is to be seen `seconds` after the beginning. now_ms: engine_now_ms(). */
void sample_view(struct activity_view *view, float seconds, int64_t now_ms);
