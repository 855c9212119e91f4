/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/activity/shapes/history.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static float spacing(const struct history *history)
{
	return history->seconds / (float)(HISTORY_SAMPLES - 2);
}

void history_clear(struct history *history, float seconds)
{
	*history = (struct history){.seconds = seconds};
}

static void push(struct history *history, float level)
{
	history->newest = (history->newest + 1) % HISTORY_SAMPLES;
	history->samples[history->newest] = (uint8_t)lroundf(fminf(fmaxf(level, 0.0f), 1.0f) * 255.0f);
	if (history->samples[history->newest] > 0)
		history->busy = HISTORY_SAMPLES;
	else if (history->busy > 0)
		history->busy--;
}

bool history_add(struct history *history, float level, float seconds)
{
	float before = history->now;
	bool was_busy = history->busy > 0;
	if (!(seconds >= 0.0f) || seconds > history->seconds || history->seconds <= 0.0f) {
		history_clear(history, history->seconds);
		history->now = level;
		return true;
	}
	history->now = level;
	history->age_s += seconds;
	float step = spacing(history);
	/* Between two moments the level went straight from one to the other. */
	float since = step - (history->age_s - seconds);
	while (history->age_s >= step) {
		float share = seconds > 0.0f ? fminf(fmaxf(since / seconds, 0.0f), 1.0f) : 1.0f;
		push(history, before + (level - before) * share);
		history->age_s -= step;
		since += step;
	}
	return was_busy || history->busy > 0 || level != before;
}

float history_at(const struct history *history, float seconds_ago)
{
	if (seconds_ago <= history->age_s && history->age_s > 0.0f) {
		float newest = (float)history->samples[history->newest] / 255.0f;
		return history->now + (newest - history->now) * (seconds_ago / history->age_s);
	}
	float back = (seconds_ago - history->age_s) / fmaxf(spacing(history), 0.0001f);
	int whole = (int)fminf(fmaxf(back, 0.0f), (float)(HISTORY_SAMPLES - 2));
	float part = fminf(fmaxf(back - (float)whole, 0.0f), 1.0f);
	int at = (history->newest - whole + HISTORY_SAMPLES) % HISTORY_SAMPLES;
	int older = (at - 1 + HISTORY_SAMPLES) % HISTORY_SAMPLES;
	float one = (float)history->samples[at];
	float other = (float)history->samples[older];
	return (one + (other - one) * part) / 255.0f;
}

/* A step that is steeper than the line is wide would stand out as a spike. */
static const float least_cosine = 0.3f;

/* A little smoother than it was: between two texels is as much time as a level takes to change. */
void history_texels(const struct history *history, float aspect, uint8_t texels[HISTORY_BYTES])
{
	float values[HISTORY_TEXELS + 4];
	float step = history->seconds / (HISTORY_TEXELS - 1);
	for (int i = 0; i < HISTORY_TEXELS + 4; i++) {
		float ago = history->seconds - step * (float)(i - 2);
		values[i] = history_at(history, fminf(fmaxf(ago, 0.0f), history->seconds));
	}
	for (size_t i = 0; i < HISTORY_TEXELS; i++) {
		const float *at = values + i;
		float here = (at[1] + 2.0f * at[2] + at[3]) * 0.25f;
		float before = (at[0] + 2.0f * at[1] + at[2]) * 0.25f;
		float after = (at[2] + 2.0f * at[3] + at[4]) * 0.25f;
		float rise = (after - before) * 0.5f * aspect * (HISTORY_TEXELS - 1);
		texels[4 * i] = (uint8_t)lroundf(here * 255.0f);
		texels[4 * i + 1] = (uint8_t)lroundf(255.0f * fmaxf(1.0f / sqrtf(1.0f + rise * rise), least_cosine));
	}
}

void history_bands(const uint8_t texels[HISTORY_BYTES], struct history_band bands[HISTORY_BANDS])
{
	enum { BAND_TEXELS = HISTORY_TEXELS / HISTORY_BANDS };
	for (int band = 0; band < HISTORY_BANDS; band++) {
		int first = band > 0 ? band * BAND_TEXELS - 1 : 0;
		int last = band + 1 < HISTORY_BANDS ? (band + 1) * BAND_TEXELS : HISTORY_TEXELS - 1;
		struct history_band *here = &bands[band];
		*here = (struct history_band){.low = 1.0f, .high = 0.0f, .cosine = 1.0f};
		for (int i = first; i <= last; i++) {
			const uint8_t *texel = texels + (size_t)i * 4;
			float level = (float)texel[0] / 255.0f;
			here->low = fminf(here->low, level);
			here->high = fmaxf(here->high, level);
			here->cosine = fminf(here->cosine, (float)texel[1] / 255.0f);
		}
	}
}
