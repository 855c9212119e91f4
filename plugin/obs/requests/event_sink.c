/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/event_sink.h"

#include <obs-data.h>

#include "obs/requests/outgoing.h"

void event_sink_emit(const struct event_sink *sink, const char *type, struct obs_data *data)
{
	outgoing_clean(data);
	sink->emit(sink->ctx, type, data);
	obs_data_release(data);
}
