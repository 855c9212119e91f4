// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/rule_log.hpp"

#include "dock/status/outcome_text.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* The rules of many collections may pass by. */
constexpr int MOST_RULES = 1000;

bool isRun(haptics_outcome outcome)
{
	return outcome == HAPTICS_FIRED || outcome == HAPTICS_CAPPED || outcome == HAPTICS_EXTENDED;
}

bool isSaid(haptics_outcome outcome)
{
	return haptics_outcome_is_refusal(outcome) || outcome == HAPTICS_ENDED || outcome == HAPTICS_STOPPED;
}

} // namespace

bool RuleLog::note(const engine_snapshot &snapshot, qint64 now_ms)
{
	const quint64 before = serial_;

	for (size_t i = 0; i < snapshot.record_count; i++) {
		const haptics_record &record = snapshot.records[i];
		if (record.serial > before && *record.rule_id) {
			take(record, utf8(record.rule_id), now_ms);
		}
		serial_ = qMax(serial_, quint64{record.serial});
	}
	return serial_ != before;
}

void RuleLog::take(const haptics_record &record, const QString &id, qint64 now_ms)
{
	if (notes_.size() > MOST_RULES || runs_.size() > MOST_RULES) {
		notes_.clear();
		runs_.clear();
	}
	if (isRun(record.outcome)) {
		runs_[id] = QDateTime::currentDateTime().addMSecs(record.time_ms - now_ms);
		newest_ = id;
		notes_.remove(id);
	} else if (isSaid(record.outcome)) {
		notes_[id] = {record.outcome, record.wait_ms, record.time_ms + SHOWN_MS};
		until_ms_ = qMax(until_ms_, qint64{record.time_ms + SHOWN_MS});
	}
}

QString RuleLog::words(const QString &id, qint64 now_ms, bool isDiscreet) const
{
	const auto note = notes_.find(id);

	if (note == notes_.end() || now_ms >= note->until_ms) {
		return {};
	}
	const qint64 passed_ms = now_ms - (note->until_ms - SHOWN_MS);
	const bool isWait = note->outcome == HAPTICS_IGNORED_PAUSED || note->outcome == HAPTICS_IGNORED_COOLDOWN;
	if (isWait && note->wait_ms <= passed_ms) {
		return {};
	}
	QString words = outcomeText(note->outcome, {}, isWait ? note->wait_ms - passed_ms : note->wait_ms, isDiscreet);
	words.replace(0, 1, words.left(1).toUpper());
	return words;
}

bool RuleLog::isRefusal(const QString &id) const
{
	const auto note = notes_.find(id);

	return note != notes_.end() && hadNoEffect(note->outcome);
}

QDateTime RuleLog::lastRun(const QString &id) const
{
	return runs_.value(id);
}

QString RuleLog::newest() const
{
	return newest_;
}

bool RuleLog::isChanging(qint64 now_ms) const
{
	return now_ms < until_ms_ + 1000; /* once more when they have ended */
}
