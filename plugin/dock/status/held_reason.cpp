// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/held_reason.hpp"

#include "dock/status/outcome_text.hpp"

namespace {

/* The core is asked, which looks at all that there is for it: when something has changed that it depends on, and for
 * what is not thought of here, and what is left of a pause, once in so many refreshes. */
constexpr unsigned ASK_ANYWAY_EVERY = 10;

QVector<double> factsOf(const engine_snapshot &snapshot, bool isDiscreet)
{
	double online = 0;

	for (size_t i = 0; i < snapshot.toy_count; i++) {
		online += snapshot.toys[i].is_online;
	}
	return {double(snapshot.is_armed),
		double(snapshot.is_panic),
		double(snapshot.is_resting),
		double(snapshot.paused_until_ms),
		double(snapshot.state),
		double(snapshot.route),
		snapshot.ceiling,
		online,
		double(isDiscreet)};
}

} // namespace

const QString &HeldReason::why(const engine_snapshot &snapshot, const haptics_intent &intent, bool isDiscreet,
			       const QVector<double> &more)
{
	const QVector<double> facts = factsOf(snapshot, isDiscreet) + more;

	if (facts != facts_ || ++timesSame_ % ASK_ANYWAY_EVERY == 0) {
		facts_ = facts;
		why_ = refusalText(snapshot, intent, isDiscreet);
	}
	return why_;
}
