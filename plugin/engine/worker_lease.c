/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine/worker_private.h"

static bool is_meant(uint32_t toys, size_t slot)
{
	return toys == 0 || ((toys >> slot) & 1);
}

void worker_note_movement(struct worker *worker, const struct haptics_command *command)
{
	int64_t until_ms = loop_now_ms(worker->loop) + command->duration_ms;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		struct sent_lease *lease = &worker->leases[slot];
		if (!is_meant(command->toys, slot))
			continue;
		/* An older one that is longer may be what the toy goes by: the newer one may not have arrived. */
		lease->until_ms = until_ms > lease->until_ms ? until_ms : lease->until_ms;
		lease->is_stopped = false;
		lease->is_stop_refused = false;
	}
}

void worker_note_stop(struct worker *worker, uint32_t toys, enum lovense_send_result result)
{
	bool is_taken = worker->is_online && result == LOVENSE_SENT;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		if (!is_meant(toys, slot))
			continue;
		/* One that was taken counts until something moves or the connection is lost, whatever comes after it.
		 */
		struct sent_lease *lease = &worker->leases[slot];
		lease->is_stopped = lease->is_stopped || is_taken;
		lease->is_stop_refused = !lease->is_stopped;
	}
}

void worker_note_still(struct worker *worker, size_t slot)
{
	struct sent_lease *lease = &worker->leases[slot];
	lease->is_stopped = lease->is_stopped || lease->is_stop_refused || !worker->is_online;
	lease->is_stop_refused = false;
}

void worker_mark_stops_unconfirmed(struct worker *worker)
{
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++)
		worker->leases[slot].is_stopped = false;
}

int64_t worker_unconfirmed_until_ms(const struct worker *worker)
{
	int64_t until_ms = 0;
	for (size_t slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		const struct sent_lease *lease = &worker->leases[slot];
		bool is_unconfirmed = !lease->is_stopped && (lease->is_stop_refused || !worker->is_online);
		if (is_unconfirmed && lease->until_ms > until_ms)
			until_ms = lease->until_ms;
	}
	return until_ms;
}

bool worker_is_stop_unconfirmed(const struct worker *worker)
{
	return loop_now_ms(worker->loop) < worker_unconfirmed_until_ms(worker);
}
