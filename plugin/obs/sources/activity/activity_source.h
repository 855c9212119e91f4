/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The source type "lovense_activity": what viewers see of what runs. */
#pragma once

struct source_parts;

/* Registers the type. parts is borrowed until the module is unloaded. Call in obs_module_load(). */
void activity_source_register(const struct source_parts *parts);
