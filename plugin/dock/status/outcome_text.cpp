// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/outcome_text.hpp"

#include <QStringList>

#include "dock/status/status_text.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/text.hpp"
#include "engine/engine.h"

namespace {

constexpr TextKey<haptics_outcome> OUTCOME_KEYS[] = {
	{HAPTICS_FIRED, "Activity.Sent"},
	{HAPTICS_CAPPED, "Activity.SentLess"},
	{HAPTICS_EXTENDED, "Activity.Extended"},
	{HAPTICS_QUEUED, "Activity.Queued"},
	{HAPTICS_ENDED, "Activity.Ended"},
	{HAPTICS_ENDED_LONGEST, "Activity.EndedLongest"},
	{HAPTICS_STOPPED, "Activity.Stopped"},
	{HAPTICS_IGNORED_DISARMED, "Activity.Ignored.Disarmed"},
	{HAPTICS_IGNORED_PANIC, "Activity.Ignored.StoppedAll"},
	{HAPTICS_IGNORED_COOLDOWN, "Activity.Ignored.Cooldown"},
	{HAPTICS_IGNORED_CONDITION, "Activity.Ignored.Condition"},
	{HAPTICS_IGNORED_DISABLED, "Activity.Ignored.Disabled"},
	{HAPTICS_IGNORED_RUNNING, "Activity.Ignored.Running"},
	{HAPTICS_IGNORED_BLOCKED, "Activity.Ignored.StopRule"},
	{HAPTICS_IGNORED_NO_TOY, "Activity.Ignored.NoToy"},
	{HAPTICS_IGNORED_OFFLINE, "Activity.Ignored.NotConnected"},
	{HAPTICS_IGNORED_UNSUPPORTED, "Activity.Ignored.Unsupported"},
	{HAPTICS_IGNORED_NEEDS_LAN, "Activity.Ignored.NeedsLan"},
	{HAPTICS_IGNORED_UNKNOWN_RULE, "Activity.Ignored.UnknownRule"},
	{HAPTICS_IGNORED_BAD_VALUE, "Activity.Ignored.BadValue"},
	{HAPTICS_IGNORED_PAUSED, "Activity.Ignored.Paused"},
	{HAPTICS_IGNORED_OUTDATED, "Activity.Ignored.Outdated"},
	{HAPTICS_IGNORED_NO_RULE, "Activity.Ignored.NoRule"},
	{HAPTICS_IGNORED_QUEUE_FULL, "Activity.Ignored.QueueFull"},
	{HAPTICS_IGNORED_EXPIRED, "Activity.Ignored.Expired"},
	{HAPTICS_IGNORED_CLEARED, "Activity.Ignored.Cleared"},
	{HAPTICS_IGNORED_SKIPPED, "Activity.Ignored.Skipped"},
	{HAPTICS_IGNORED_STOPPED, "Activity.Ignored.StoppedWaiting"},
	{HAPTICS_IGNORED_NOT_ALLOWED, "Activity.Ignored.NotAllowed"},
	{HAPTICS_PANIC, "Activity.StoppedAll"},
	{HAPTICS_RESUMED, "Activity.Resumed"},
	{HAPTICS_ARMED, "Activity.Armed"},
	{HAPTICS_DISARMED, "Activity.Disarmed"},
	{HAPTICS_HALTED, "Activity.Halted"},
};
static_assert(hasEachKey(OUTCOME_KEYS, HAPTICS_FIRED, HAPTICS_HALTED));

QString functionNames(const QString &names)
{
	QStringList parts;

	for (const QString &name : names.split(QStringLiteral(", "))) {
		parts += functionNamed(name);
	}
	return listText(parts);
}

} // namespace

QString outcomeText(haptics_outcome outcome, const OutcomeAmounts &amounts, qint64 wait_ms, bool isDiscreet)
{
	/* Of several toys one may have been held down, and others not. */
	const bool isCapped = outcome == HAPTICS_FIRED && amounts.isLimited;
	const char *key = discreetKey(keyOf(OUTCOME_KEYS, isCapped ? HAPTICS_CAPPED : outcome), isDiscreet);

	switch (outcome) {
	case HAPTICS_FIRED:
	case HAPTICS_CAPPED:
		return text(key, percentsText(amounts.least, amounts.sent), percentText(amounts.wanted));
	case HAPTICS_ENDED_LONGEST:
		return text(key, lengthText(wait_ms));
	case HAPTICS_IGNORED_COOLDOWN:
	case HAPTICS_IGNORED_PAUSED:
		return text(key, durationText(wait_ms));
	default:
		return text(key);
	}
}

bool hadNoEffect(haptics_outcome outcome)
{
	return haptics_outcome_is_refusal(outcome) && outcome != HAPTICS_IGNORED_SKIPPED;
}

int foldDepth(haptics_outcome outcome)
{
	return outcome >= HAPTICS_PANIC ? 1 : 8;
}

QString sendsNothingText(const QString &names, bool isDiscreet)
{
	return names.isEmpty() || isDiscreet ? text(discreetKey("Rule.WouldSend.Nothing", isDiscreet))
					     : text("Rule.WouldSend.Missing", names);
}

QString refusalText(const haptics_verdict &verdict, bool isDiscreet)
{
	const QString names = utf8(verdict.names);

	if (haptics_verdict_is_good(&verdict)) {
		return {};
	}
	if (verdict.outcome == HAPTICS_IGNORED_NO_TOY) {
		return sendsNothingText(names, isDiscreet);
	}
	if (verdict.outcome == HAPTICS_IGNORED_UNSUPPORTED && !names.isEmpty() && !isDiscreet) {
		return text("Rule.WouldSend.Unsupported", functionNames(names));
	}
	return text("Rule.WouldSend.NotNow", outcomeText(verdict.outcome, {}, verdict.wait_ms, isDiscreet));
}

QString refusalText(const engine_snapshot &snapshot, const haptics_intent &intent, bool isDiscreet)
{
	haptics_preview preview;

	engine_preview(&snapshot, nullptr, &intent, &preview);
	return refusalText(preview.verdict, isDiscreet);
}
