/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text_changes.h"

#include <stdlib.h>
#include <time.h>

#include <obs.h>
#include <util/threading.h>

#include "activity_session.h"

enum { MAX_ROUNDS = 64, CHANGES = 8, FRAMES_EACH = 9 }; /* a line is drawn anew ten times a second at most */

static double process_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;
	return (left > right) - (left < right);
}

static double middle(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), compare);
	return values[count / 2];
}

/* The dearest frame since it was set to 0, in nanoseconds; atomic. Frames go from tick to tick. */
static volatile long dearest_ns;

static void on_tick(void *param, float seconds)
{
	double *last_us = param; /* graphics thread only */
	double now_us = process_us();
	long ns = (long)((now_us - *last_us) * 1e3);
	UNUSED_PARAMETER(seconds);
	if (ns > os_atomic_load_long(&dearest_ns))
		os_atomic_set_long(&dearest_ns, ns);
	*last_us = now_us;
}

/* The middle of the dearest frames after each change. */
static double run_block(bool has_other_text)
{
	static const char *const titles[] = {"Wave", "Pulse"};
	double worst_us[CHANGES];
	for (int i = 0; i < CHANGES; i++) {
		double level = i % 2 ? 0.3 : 0.8;
		const char *title = titles[has_other_text ? i % 2 : 0];
		activity_show(&(struct activity_run){.level = level, .ceiling = 1.0, .rule = title, .run = 1});
		os_atomic_set_long(&dearest_ns, 0);
		host_run_frames(FRAMES_EACH);
		worst_us[i] = (double)os_atomic_load_long(&dearest_ns) / 1e3;
	}
	return middle(worst_us, CHANGES);
}

struct text_changes text_changes_measure(int rounds)
{
	double still[MAX_ROUNDS], added[MAX_ROUNDS];
	double last_us = process_us();
	obs_source_t *source = activity_make("{\"layout\": \"bar\", \"look\": \"glass\"}");
	obs_set_output_source(0, source);
	obs_add_tick_callback(on_tick, &last_us);
	run_block(true);
	rounds = rounds < MAX_ROUNDS ? rounds : MAX_ROUNDS;
	for (int i = 0; i < rounds; i++) {
		still[i] = run_block(false);
		added[i] = run_block(true) - still[i];
	}
	obs_remove_tick_callback(on_tick, &last_us);
	obs_set_output_source(0, NULL);
	obs_source_release(source);
	return (struct text_changes){.still_us = middle(still, rounds), .added_us = middle(added, rounds)};
}
