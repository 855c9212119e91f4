/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the scenarios of the activity source share. Main thread. */
#pragma once

#include <obs.h>

#include "engine/snapshot.h"
#include "host.h"

/* libobs with video, the module, and OBS's own text source where it is installed. */
void activity_start(bool is_hdr);
bool activity_has_text(void);
/* Checks the log for what OBS says when a draw failed, and ends libobs. */
void activity_finish(void);

/* A source with these settings: obs_source_release() it. */
obs_source_t *activity_make(const char *settings_json);

/* Something that runs, on one toy. */
struct activity_run {
	double level;     /* as sent, 0..1 */
	double ceiling;   /* master, 0..1 */
	const char *rule; /* NULL: none runs */
	uint32_t run;
	int seconds; /* from now until it ends; 0: unknown */
};
/* The engine shows it from now on; also what else is in snapshot when that is not NULL. */
void activity_show(const struct activity_run *run);
void activity_publish(struct engine_snapshot *snapshot);
void activity_fill(struct engine_snapshot *snapshot, const struct activity_run *run);

/* The source on a scene of one colour, scaled by OBS's matrix, as the canvas of OBS blends it. */
struct activity_ground {
	uint32_t rgb; /* 0xRRGGBB */
	float scale, x, y;
	const char *photo; /* bgra of the size that was asked for; NULL: the colour */
};
struct host_picture activity_draw_on(obs_source_t *source, const struct activity_ground *ground, int width, int height);
/* On white at 1:1, in the size of the source. */
struct host_picture activity_draw(obs_source_t *source);
/* 0xRRGGBB of a pixel. */
uint32_t activity_pixel(const struct host_picture *picture, int x, int y);

/* Waits until what the source draws no longer changes, and something is drawn. */
void activity_settle(obs_source_t *source);
/* Keeps a picture as NAME.pam where the environment names a folder KEEP_PICTURES. */
void activity_keep(const struct host_picture *picture, const char *name);
