/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules inside a scene collection. OBS keeps a collection in obs_data, whose arrays can hold objects only: plain items
 * would vanish on load. So each plain item of an array is stored as {"value": item}. Any thread; nothing waits. */
#pragma once

#include <jansson.h>

struct obs_data;

/* New reference; NULL for NULL. */
json_t *collection_json_decode(struct obs_data *data);
/* json is borrowed. Never NULL: obs_data_release() it. */
struct obs_data *collection_json_encode(const json_t *json);
