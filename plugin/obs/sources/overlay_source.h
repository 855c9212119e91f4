/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The source type "lovense_pairing_qr": draws the pairing code the engine has, pixel for pixel. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "obs/sources/overlay_policy.h"
#include "obs/sources/qr_image.h"

struct obs_data;
struct obs_properties;
struct obs_source;
struct overlay;
struct pairing_permission;
struct source_parts;

/* Registers the type. parts is borrowed until the module is unloaded. Call in obs_module_load(). */
void overlay_source_register(const struct source_parts *parts);

/* What the user set, read from the source's settings. */
struct overlay_options {
	struct qr_style style;
	enum overlay_show_when show_when;
	bool wants_status; /* show the connection state while there is no code */
	bool is_caption_above;
	int caption_px;
	char caption[256];
};
/* Sets the defaults; reads, with every number brought into range and text cut to size. Any thread. */
void overlay_options_default(struct obs_data *settings);
void overlay_options_read(struct overlay_options *options, struct obs_data *settings);

/* The properties view: obs_properties_destroy() it. permission is borrowed until the
 * module is unloaded; source NULL: the type's, without a verdict. As long as it exists, the source says that it has new
 * properties when the verdict becomes another; for that it has to be made and destroyed on the UI thread.
 * Looks at the scenes, so not on the graphics thread and with no lock held. */
struct obs_properties *overlay_properties(struct pairing_permission *permission, struct obs_source *source);

/* How things stand for a source, for its properties: OVERLAY_HAS_CODE and so on, put together. Any thread. */
enum { OVERLAY_HAS_CODE = 1, OVERLAY_IS_HIDDEN = 2, OVERLAY_CAPTION_IS_CUT = 4 };
long overlay_standing(const struct overlay *overlay);

/* Side of a usual pairing code (108 bytes) without quiet zone, in modules: the size of a source before its first code.
 */
enum { OVERLAY_USUAL_MODULES = 45 };
