/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What leaves as a reply or an event. obs-websocket ends OBS when it is handed text that is not UTF-8, and text of
 * others may be anything: names of rules and toys, and what a request brought. Any thread; data is borrowed. */
#pragma once

struct obs_data;

/* Replaces every byte in its texts that is not UTF-8, at any depth. */
void outgoing_clean(struct obs_data *data);
