// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/toy_events_text.hpp"

#include <QStringList>

#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr TextKey<engine_toy_events> STATE_KEYS[] = {
	{ENGINE_TOY_EVENTS_ASKING, "ToyEvents.Asking"},
	{ENGINE_TOY_EVENTS_REFUSED, "ToyEvents.Refused"},
	{ENGINE_TOY_EVENTS_OPEN, "ToyEvents.Open"},
	{ENGINE_TOY_EVENTS_CLOSED, "ToyEvents.Closed"},
	{ENGINE_TOY_EVENTS_UNREACHABLE, "ToyEvents.Unreachable"},
	{ENGINE_TOY_EVENTS_UNSUPPORTED, "ToyEvents.Unsupported"},
};
static_assert(hasEachKey(STATE_KEYS, ENGINE_TOY_EVENTS_ASKING, ENGINE_TOY_EVENTS_UNSUPPORTED));

} // namespace

QString toyEventsText(const engine_snapshot &snapshot)
{
	const char *key = keyOf(STATE_KEYS, snapshot.toy_events);

	return *key ? text(key) : QString{};
}

QString toyButtonsText(const engine_snapshot &snapshot, bool isDiscreet)
{
	QStringList unheard;

	if (snapshot.toy_events != ENGINE_TOY_EVENTS_OPEN) {
		return text("ToyEvents.ButtonsStopNothing");
	}
	for (size_t i = 0; i < snapshot.toy_count; i++) {
		if (snapshot.toys[i].is_online && !snapshot.toys[i].has_button) {
			unheard += toyName(snapshot.toys[i], int(i), isDiscreet);
		}
	}
	return unheard.isEmpty() ? QString{} : text("ToyEvents.NoButton", listText(unheard));
}
