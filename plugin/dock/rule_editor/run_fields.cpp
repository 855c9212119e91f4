// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/run_fields.hpp"

#include <QLabel>
#include <QSignalBlocker>

#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/rules/run_modes.hpp"
#include "dock/widgets/text.hpp"

namespace {

QString triggerOf(const QJsonObject &rule)
{
	return rule.value(QStringLiteral("when")).toObject().value(QStringLiteral("type")).toString();
}

} // namespace

RunFields::RunFields(QWidget *parent)
    : FormFields{parent},
      mode_{named("mode", new ChoiceBox{text("Rule.Field.Mode"), this})},
      edge_{named("edge", new ChoiceBox{text("Rule.Field.StartOrEnd"), EDGES, this})},
      duration_{new SecondsField{text("Rule.Field.Duration"), 50, 3600000, this}},
      range_{named("durationRange", makeWrappingLabel(this, Tone::Muted))},
      retrigger_{new ChoiceBox{text("Rule.Field.Retrigger"), RETRIGGERS, this}},
      delay_{new SecondsField{text("Rule.Field.Delay"), 0, 600000, this}},
      cooldown_{new SecondsField{text("Rule.Field.Cooldown"), 0, 86400000, this}},
      longest_{new SecondsField{text("Rule.Field.LongestRun"), 250, 3600000, this}},
      priority_{new ChoiceBox{text("Rule.Field.Priority"), PRIORITIES, this}}
{
	addNamedRow(mode_);
	addNamedRow(edge_);
	addNamedRow(duration_, {"once"});
	addRow({}, range_, {"once"});
	addNamedRow(longest_);
	addNamedRow(retrigger_, {"once"});
	addNamedRow(delay_);
	addNamedRow(cooldown_);
	addNamedRow(priority_);
	for (QWidget *rare : QVector<QWidget *>{retrigger_, delay_, cooldown_, priority_}) {
		makeRare(rare);
	}
	connect(mode_, &ChoiceBox::chosen, this, [this] {
		wanted_ = mode_->word();
		showRows();
	});
	connect(retrigger_, &ChoiceBox::chosen, this, &RunFields::showRows);
	reportChanges();
}

void RunFields::load(const QJsonObject &rule)
{
	const QSignalBlocker blocker{this};
	const QJsonObject run = rule.value(QStringLiteral("run")).toObject();
	const QJsonObject limit = rule.value(QStringLiteral("limit")).toObject();

	edge_->load(rule.value(QStringLiteral("when")).toObject().value(QStringLiteral("edge")), EDGES[0].value);
	trigger_ = triggerOf(rule);
	offerModes(rule);
	mode_->load(run.value(QStringLiteral("mode")), QStringLiteral("once"));
	wanted_ = mode_->word();
	duration_->load(run.value(QStringLiteral("duration_ms")), 3000);
	hasRange_ = run.value(QStringLiteral("duration_ms")).isObject();
	setLabel(range_, text("Rule.Field.DurationRange", lengthsText(run, "duration_ms", 0)));
	retrigger_->load(run.value(QStringLiteral("retrigger")), QStringLiteral("restart"));
	delay_->load(run.value(QStringLiteral("delay_ms")), 0);
	cooldown_->load(limit.value(QStringLiteral("cooldown_ms")), 0);
	limitLongest();
	longest_->load(limit.value(QStringLiteral("max_run_ms")), longestRunUnstated_ms(trigger_, mode_->word()));
	priority_->load(limit.value(QStringLiteral("priority")), 1);
	showRows();
}

bool RunFields::isRareStated(const QJsonObject &rule)
{
	const QJsonObject run = rule.value(QStringLiteral("run")).toObject();
	const QJsonObject limit = rule.value(QStringLiteral("limit")).toObject();

	/* As each trigger has it of itself. */
	const QString usual =
		triggerOf(rule) == QLatin1String{"tip"} ? QStringLiteral("queue") : QStringLiteral("restart");

	return run.value(QStringLiteral("retrigger")).toString(QStringLiteral("restart")) != usual ||
	       run.value(QStringLiteral("delay_ms")).toInt() != 0 ||
	       limit.value(QStringLiteral("cooldown_ms")).toInt() != 0 ||
	       limit.value(QStringLiteral("priority")).toInt(1) != 1;
}

void RunFields::store(QJsonObject &rule) const
{
	QJsonObject run = rule.value(QStringLiteral("run")).toObject();
	QJsonObject limit = rule.value(QStringLiteral("limit")).toObject();

	storeUnlessUnstated(run, "mode", mode_->json(), QStringLiteral("once"));
	storeUnlessUnstated(run, "retrigger", retrigger_->json(), QStringLiteral("restart"));
	run.insert(QStringLiteral("duration_ms"), duration_->json());
	run.insert(QStringLiteral("delay_ms"), delay_->json());
	limit.insert(QStringLiteral("cooldown_ms"), cooldown_->json());
	limit.insert(QStringLiteral("max_run_ms"), longestRun());
	storeUnlessUnstated(limit, "priority", priority_->json(), 1);
	if (!isMoment(triggerOf(rule))) {
		QJsonObject when = rule.value(QStringLiteral("when")).toObject();
		when.insert(QStringLiteral("edge"), edge());
		rule[QStringLiteral("when")] = when;
	}
	rule[QStringLiteral("run")] = run;
	rule[QStringLiteral("limit")] = limit;
}

/* A run that ends by itself knows no other end, but where it is made longer again and again. */
void RunFields::showRows()
{
	const bool isOnce = mode_->word() == QLatin1String{"once"};

	showRowsOf(isStop_ ? QStringLiteral("stop") : mode_->word());
	setRowVisible(edge_, isOnce && !isMoment(trigger_));
	setRowVisible(range_, isOnce && !isStop_ && hasRange_);
	setRowVisible(longest_, !isStop_ && (!isOnce || retrigger_->word() == QLatin1String{"extend"}));
}

/* Where it is not shown it cuts nothing short of what the form says. */
QJsonValue RunFields::longestRun() const
{
	const bool isCut = longest_->isHidden() && !isStop_ && duration_->ms() > longest_->ms();

	return isCut ? QJsonValue{duration_->ms()} : longest_->json();
}

QJsonValue RunFields::edge() const
{
	return edge_->isHidden() ? QJsonValue{QLatin1String{EDGES[0].value}} : edge_->json();
}

bool RunFields::countsBegin() const
{
	return mode_->word() != QLatin1String{"once"} || edge() == QJsonValue{QLatin1String{EDGES[0].value}};
}

bool RunFields::countsEnd() const
{
	return mode_->word() != QLatin1String{"once"} || !countsBegin();
}

/* One tip runs at a time: what begins as a rule for tips waits its turn, like those of the tips page. */
void RunFields::queueTips(const QString &trigger)
{
	const QString tip = QStringLiteral("tip");

	if (trigger == tip) {
		beforeTip_ = retrigger_->word();
		retrigger_->select(QStringLiteral("queue"));
	} else if (trigger_ == tip && retrigger_->word() == QLatin1String{"queue"}) {
		retrigger_->select(beforeTip_.isEmpty() ? QStringLiteral("restart") : beforeTip_);
	}
}

/* In the words of the trigger; another trigger starts at the beginning. */
void RunFields::offerEdges(const QString &trigger)
{
	const auto *edges = rowOf(EDGES_OF_TRIGGERS, trigger);

	if (trigger != trigger_) {
		edge_->select(EDGES[0].value);
		queueTips(trigger);
	}
	trigger_ = trigger;
	edge_->setItemText(0, text(edges ? edges->begins : EDGES[0].key));
	edge_->setItemText(1, text(edges ? edges->ends : EDGES[1].key));
}

/* What starts at the end can only run once. All modes are offered there too: another one starts at the beginning. */
void RunFields::offerModes(const QJsonObject &rule)
{
	QJsonObject atStart = rule;
	atStart[QStringLiteral("when")] = QJsonObject{{QStringLiteral("type"), triggerOf(rule)}};
	const QStringList legal = legalModes(atStart);
	const QJsonObject action = rule.value(QStringLiteral("do")).toObject();

	isStop_ = action.value(QStringLiteral("kind")).toString() == QLatin1String{"stop"};
	mode_->clear();
	for (const QString &mode : legal) {
		mode_->add(wordText(RUN_MODES, mode), mode);
	}
	if (legal.contains(wanted_)) {
		mode_->select(wanted_);
	}
	offerEdges(triggerOf(rule));
	limitLongest();
	longest_->setMissing(longestRunUnstated_ms(trigger_, mode_->word()));
	showRows();
}

void RunFields::limitLongest()
{
	const bool wasEndless = longest_->ms() == 0;
	const bool mayLast = mayBeEndless(trigger_, mode_->word());

	longest_->setZeroText(mayLast ? text("Rule.LongestRun.None") : QString{});
	if (wasEndless && !mayLast) {
		longest_->setMs(longestRunUnstated_ms(trigger_, mode_->word()));
	}
}
