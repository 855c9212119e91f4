/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of the Toy Events websocket as anybody in the local network could send them. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lovense/commands/function.h"
#include "lovense/toy_events/toy_event.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct toy_event event;
	if (!toy_event_read((const char *)data, size, &event))
		return 0;
	if (!memchr(event.toy_id, '\0', sizeof(event.toy_id)) || event.kind < TOY_EVENT_UNKNOWN ||
	    event.kind > TOY_EVENT_MOTION)
		abort();
	if (event.index < 0 || event.index > 31 || event.function < -1 || event.function >= LOVENSE_FUNCTION_COUNT)
		abort();
	if (!(event.value >= 0 && event.value <= 1) || event.battery < 0 || event.battery > 100)
		abort();
	if (event.list.toy_count > LOVENSE_MAX_TOYS)
		abort();
	return 0;
}
