/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dock, seen from module.c. C interface of the only C++ part.
 *
 * Thread: UI, for everything here and for every class in dock/. The one exception is AudioProbe::onLevels(), which
 * libobs calls on an audio thread; its header says how the level crosses. */
#pragma once

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dock;
struct engine;
struct engine_snapshot;
struct pairing_permission;
struct rules_store;
struct session_record;
struct settings_store;

/* What the dock works on; all borrowed, valid until dock_detach(). */
struct dock_parts {
	struct engine *engine;
	struct settings_store *settings;
	struct rules_store *rules;
	struct pairing_permission *permission;
	struct session_record *record;
	bool is_first_run;
	volatile bool *are_names_hidden; /* written: discreet mode holds for viewers too; atomic; NULL: for none */
};

/* Makes the dock and the Tools menu entry. Call in obs_module_load(). NULL without a frontend or Qt application. */
struct dock *dock_create(const struct dock_parts *parts);
/* FINISHED_LOADING: shows the dock by itself on a first run. */
void dock_finished_loading(struct dock *dock);
/* A new snapshot, borrowed during the call: keeps what happened for the diagnostics, also while no dock is seen. NULL
 * is fine for the dock. */
void dock_note(struct dock *dock, const struct engine_snapshot *snapshot);
/* EXIT: cuts the link between the widgets (which OBS owns and may delete later, or never) and the parts; frees the
 * handle. After this no widget touches the engine. NULL is fine. */
void dock_detach(struct dock *dock);

#ifdef __cplusplus
}
#endif
