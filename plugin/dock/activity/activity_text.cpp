// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/activity/activity_text.hpp"

#include "dock/status/outcome_text.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr TextKey<haptics_halt_cause> CAUSE_KEYS[] = {
	{HAPTICS_HALT_INVALID, "Activity.Halted"},         {HAPTICS_HALT_COLLECTION, "Activity.Halted.Collection"},
	{HAPTICS_HALT_PROFILE, "Activity.Halted.Profile"}, {HAPTICS_HALT_STREAM_END, "Activity.Halted.StreamEnd"},
	{HAPTICS_HALT_EXIT, "Activity.Halted.Exit"},       {HAPTICS_HALT_LINK, "Activity.Halted.ConnectionLost"},
	{HAPTICS_HALT_SUSPEND, "Activity.Halted.Sleep"},   {HAPTICS_HALT_SETTINGS, "Activity.Halted.Settings"},
	{HAPTICS_HALT_REQUEST, "Activity.Halted.Request"}, {HAPTICS_HALT_PAUSE, "Activity.Halted.Pause"},
	{HAPTICS_HALT_REST, "Activity.Halted.Rest"},       {HAPTICS_HALT_OFF, "Activity.Halted.Off"},
	{HAPTICS_HALT_MODE, "Activity.Halted.Mode"},
};
static_assert(hasEachKey(CAUSE_KEYS, HAPTICS_HALT_INVALID, HAPTICS_HALT_MODE));

QString starter(const haptics_record &record)
{
	if (*record.rule_name) {
		return utf8(record.rule_name);
	}
	return record.amount > 0 ? text("Activity.Tip", amountText(record.amount)) : text("Activity.ByHand");
}

} // namespace

QString activityText(const haptics_record &record, const QString &toys, bool isDiscreet)
{
	if (record.outcome == HAPTICS_HALTED) {
		return text(keyOf(CAUSE_KEYS, record.cause));
	}
	QString words = outcomeText(record.outcome, {record.wanted, record.sent, record.least, record.is_limited},
				    record.wait_ms, isDiscreet);
	if (record.outcome >= HAPTICS_PANIC) {
		return words;
	}
	const QString who = starter(record);
	return toys.isEmpty() ? text("Activity.Line", who, words) : text("Activity.LineOfToys", who, toys, words);
}

QString activityLine(const haptics_record &record, const QString &toys, const QDateTime &when, bool isDiscreet)
{
	return QStringLiteral("%1  %2").arg(when.toString(QStringLiteral("HH:mm:ss")),
					    activityText(record, toys, isDiscreet));
}
