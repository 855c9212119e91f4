// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/activity_text.hpp"

#include <QTime>

#include "dock/widgets/text.hpp"

namespace {

/* Order of the entries of Activity.Causes; -1: said without a cause. */
int causeIndex(haptics_halt_cause cause)
{
	switch (cause) {
	case HAPTICS_HALT_COLLECTION:
	case HAPTICS_HALT_PROFILE:
		return 0;
	case HAPTICS_HALT_STREAM_END:
		return 1;
	case HAPTICS_HALT_LINK:
		return 2;
	case HAPTICS_HALT_SUSPEND:
		return 3;
	case HAPTICS_HALT_SETTINGS:
		return 4;
	case HAPTICS_HALT_REQUEST:
		return 5;
	case HAPTICS_HALT_PAUSE:
		return 6;
	default:
		return -1;
	}
}

QString haltText(haptics_halt_cause cause)
{
	const int index = causeIndex(cause);
	const QString stopped = text("Activity.Halted");

	return index < 0 ? stopped : QStringLiteral("%1: %2").arg(stopped, textList("Activity.Causes").value(index));
}

QString ignoredText(const QString &who, const haptics_record &record)
{
	const int index = int(record.outcome) - int(HAPTICS_IGNORED_DISARMED);
	QString why = textList("Activity.Whys").value(index);

	if (record.outcome == HAPTICS_IGNORED_COOLDOWN) {
		why = QStringLiteral("%1 %2").arg(why, durationText(record.wait_ms));
	}
	return text("Activity.Ignored", who, why);
}

} // namespace

QString activityText(const haptics_record &record)
{
	const QString who = *record.rule_name ? utf8(record.rule_name) : text("Activity.ByHand");

	switch (record.outcome) {
	case HAPTICS_FIRED:
	case HAPTICS_CAPPED:
	case HAPTICS_EXTENDED:
	case HAPTICS_ENDED:
	case HAPTICS_STOPPED:
		return fillText(textList("Activity.Outcomes").value(int(record.outcome) - int(HAPTICS_FIRED)),
				{who, percentText(record.sent), percentText(record.wanted)});
	case HAPTICS_PANIC:
		return text("State.panic");
	case HAPTICS_RESUMED:
	case HAPTICS_ARMED:
	case HAPTICS_DISARMED:
		return textList("Activity.Switches").value(int(record.outcome) - int(HAPTICS_RESUMED));
	case HAPTICS_HALTED:
		return haltText(record.cause);
	default:
		return ignoredText(who, record);
	}
}

QString activityLine(const haptics_record &record, qint64 now_ms, const QDateTime &now)
{
	const QDateTime when = now.addMSecs(record.time_ms - now_ms);

	return QStringLiteral("%1  %2").arg(when.toString(QStringLiteral("HH:mm:ss")), activityText(record));
}
