/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The source type "lovense_status": connection state, level and running rule, for viewers or the streamer. */
#pragma once

struct source_parts;

/* Registers the type. parts is borrowed until the module is unloaded. Call in obs_module_load(). */
void status_source_register(const struct source_parts *parts);
