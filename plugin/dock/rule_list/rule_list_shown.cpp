// SPDX-License-Identifier: GPL-2.0-or-later
/* What the rows, the heads of groups and the heading show of a snapshot. */
#include <utility>

#include <QLabel>
#include <QToolButton>

#include "dock/rule_list/group_row.hpp"
#include "dock/rule_list/rule_list.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_summary.hpp"
#include "dock/widgets/fold_heading.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* What a snapshot alone tells of a rule. */
QJsonObject outlineOf(const engine_rule &rule)
{
	const bool isKnown = rule.trigger >= 1 && rule.trigger <= int(std::size(TRIGGER_TYPES));
	const QString type = isKnown ? QString::fromUtf8(TRIGGER_TYPES[rule.trigger - 1].value) : QString{};

	return {{"when", QJsonObject{{"type", type}}},
		{"do", QJsonObject{{"kind", utf8(rule.kind)}, {"level", rule.level}}},
		{"run", QJsonObject{{"mode", "while"}}}};
}

/* A name that only describes is not said twice: which key it is, is what the name leaves out. */
RuleRow::Summary summaryOf(const QJsonObject &rule, const QString &name, const QString &key, bool isDiscreet)
{
	const QString plain = suggestedRuleName(rule);
	const QString discreet = suggestedRuleName(rule, true);
	const bool isConditional = !rule.value(QStringLiteral("only_if")).toArray().isEmpty();

	if (name != plain && name != discreet) {
		return {{}, ruleSummary(rule, key, isDiscreet), isConditional, lacksKey(rule, key)};
	}
	return {isDiscreet ? discreet : name, ruleKey(rule, key), isConditional, lacksKey(rule, key)};
}

} // namespace

/* Folded, it tells what the rows would. */
void RuleList::showHeading(const engine_snapshot &snapshot)
{
	const bool isFolded = !heading_->isOpen();
	const QString title = text("Rules.Title");
	const QString heading = isFolded ? QStringLiteral("%1 (%2)").arg(title).arg(snapshot.rule_count) : title;
	QStringList names;

	for (size_t i = 0; i < snapshot.rule_count && isFolded; i++) {
		if (snapshot.rules[i].is_active) {
			names += utf8(snapshot.rules[i].name);
		}
	}
	heading_->setWords(heading);
	showLabel(running_,
		  names.isEmpty() ? QString{} : text("Rules.Row.Trigger", text("Rules.Running"), listText(names)));
}

void RuleList::showStates(const engine_snapshot &snapshot, qint64 now_ms)
{
	const bool hasNotes = log_.isChanging(now_ms);

	for (int i = 0; i < ids_.size(); i++) {
		const QString note = hasNotes ? log_.words(ids_[i], now_ms, view_->isDiscreet()) : QString{};
		inOrder_[i]->showRule(snapshot.rules[i], now_ms, note, hasNotes && log_.isRefusal(ids_[i]));
	}
}

void RuleList::showCaps(const engine_snapshot &snapshot)
{
	if (!caps_.note(snapshot)) {
		return;
	}
	for (int i = 0; i < inOrder_.size() && i < int(snapshot.rule_count); i++) {
		inOrder_[i]->setCap(cappedLevel(snapshot, snapshot.rules[i]));
	}
}

void RuleList::showCounts(const engine_snapshot &snapshot)
{
	struct Counts {
		int all, enabled, running;
	};
	QHash<QString, Counts> counts;
	QHash<QString, QString> groupOf;

	if (heads_.isEmpty()) {
		return;
	}
	for (const RulePlace &place : places_) {
		groupOf[place.id] = place.group;
	}
	for (size_t i = 0; i < snapshot.rule_count; i++) {
		Counts &of = counts[groupOf.value(ids_[int(i)])];
		of.all++;
		of.enabled += snapshot.rules[i].is_enabled;
		of.running += snapshot.rules[i].is_active;
	}
	for (GroupRow *head : heads_) {
		const Counts &of = counts[head->group()];
		head->showCounts(of.all, of.enabled, of.running);
	}
}

void RuleList::showSummaries(const engine_snapshot &snapshot)
{
	QHash<QString, QJsonObject> known;
	const QJsonArray rules = book_.rules();

	for (const QJsonValue &rule : rules) {
		known[ruleId(rule)] = rule.toObject();
	}
	for (int i = 0; i < ids_.size() && i < int(snapshot.rule_count); i++) {
		const QString &id = ids_[i];
		const QString key = keys_.value(id);
		const QJsonObject rule = known.contains(id) ? known[id] : outlineOf(snapshot.rules[i]);
		const QString summary = ruleSummary(rule, key, view_->isDiscreet());
		const QString name = utf8(snapshot.rules[i].name);
		rows_[id]->setSummary(summaryOf(rule, name, key, view_->isDiscreet()));
		found_[id] = QStringLiteral("%1\n%2").arg(name, summary);
	}
}

/* As of the toys: what can do nothing does not look ready. */
void RuleList::showStopped(const engine_snapshot &snapshot)
{
	const QString why = reasons_.why(snapshot, anyMovement(), view_->isDiscreet());

	if (why != whyStopped_) {
		whyStopped_ = why;
		for (RuleRow *row : std::as_const(rows_)) {
			row->setWhyStopped(why);
		}
	}
	showRunNow();
}

/* Of the current rule: the button above the list, and the entry of the menu. */
bool RuleList::mayRunNow() const
{
	const RuleRow *row = selection_.ids().size() > 1 ? nullptr : rows_.value(selection_.current());

	return row && row->mayRun();
}

void RuleList::showRunNow()
{
	if (run_->isEnabled() != mayRunNow()) {
		run_->setEnabled(mayRunNow());
	}
}

void RuleList::showLastRuns()
{
	for (RuleRow *row : std::as_const(inOrder_)) {
		const QDateTime last = log_.lastRun(row->id());
		row->showLastRun(last.isValid() ? last.toString(QStringLiteral("HH:mm")) : QString{},
				 log_.newest() == row->id());
	}
}
