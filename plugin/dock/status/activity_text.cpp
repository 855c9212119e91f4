// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/activity_text.hpp"

#include "dock/widgets/text.hpp"

namespace {

constexpr TextKey<haptics_outcome> OUTCOME_KEYS[] = {
	{HAPTICS_FIRED, "Activity.Sent"},
	{HAPTICS_CAPPED, "Activity.SentLess"},
	{HAPTICS_EXTENDED, "Activity.Extended"},
	{HAPTICS_ENDED, "Activity.Ended"},
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
	{HAPTICS_IGNORED_UNKNOWN_RULE, "Activity.Ignored.UnknownRule"},
	{HAPTICS_IGNORED_BAD_VALUE, "Activity.Ignored.BadValue"},
	{HAPTICS_IGNORED_PAUSED, "Activity.Ignored.Paused"},
	{HAPTICS_PANIC, "Activity.StoppedAll"},
	{HAPTICS_RESUMED, "Activity.Resumed"},
	{HAPTICS_ARMED, "Activity.Armed"},
	{HAPTICS_DISARMED, "Activity.Disarmed"},
	{HAPTICS_HALTED, "Activity.Halted"},
};
static_assert(hasEachKey(OUTCOME_KEYS, HAPTICS_FIRED, HAPTICS_HALTED));

constexpr TextKey<haptics_halt_cause> CAUSE_KEYS[] = {
	{HAPTICS_HALT_INVALID, "Activity.Halted"},         {HAPTICS_HALT_COLLECTION, "Activity.Halted.Collection"},
	{HAPTICS_HALT_PROFILE, "Activity.Halted.Profile"}, {HAPTICS_HALT_STREAM_END, "Activity.Halted.StreamEnd"},
	{HAPTICS_HALT_EXIT, "Activity.Halted.Exit"},       {HAPTICS_HALT_LINK, "Activity.Halted.ConnectionLost"},
	{HAPTICS_HALT_SUSPEND, "Activity.Halted.Sleep"},   {HAPTICS_HALT_SETTINGS, "Activity.Halted.Settings"},
	{HAPTICS_HALT_REQUEST, "Activity.Halted.Request"}, {HAPTICS_HALT_PAUSE, "Activity.Halted.Pause"},
};
static_assert(hasEachKey(CAUSE_KEYS, HAPTICS_HALT_INVALID, HAPTICS_HALT_PAUSE));

/* What fills the places of the outcome's sentence. */
QString outcomeText(const haptics_record &record)
{
	const char *key = keyOf(OUTCOME_KEYS, record.outcome);

	switch (record.outcome) {
	case HAPTICS_FIRED:
	case HAPTICS_CAPPED:
		return text(key, percentText(record.sent), percentText(record.wanted));
	case HAPTICS_IGNORED_COOLDOWN:
	case HAPTICS_IGNORED_PAUSED:
		return text(key, durationText(record.wait_ms));
	default:
		return text(key);
	}
}

} // namespace

QString activityText(const haptics_record &record)
{
	if (record.outcome == HAPTICS_HALTED) {
		return text(keyOf(CAUSE_KEYS, record.cause));
	}
	if (record.outcome >= HAPTICS_PANIC) {
		return outcomeText(record);
	}
	const QString who = *record.rule_name ? utf8(record.rule_name) : text("Activity.ByHand");
	return text("Activity.Line", who, outcomeText(record));
}

QString activityLine(const haptics_record &record, qint64 now_ms, const QDateTime &now)
{
	const QDateTime when = now.addMSecs(record.time_ms - now_ms);

	return QStringLiteral("%1  %2").arg(when.toString(QStringLiteral("HH:mm:ss")), activityText(record));
}
