// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/run_fields.hpp"

#include <QVBoxLayout>

#include "dock/widgets/choice_box.hpp"
#include "dock/widgets/field_rows.hpp"
#include "dock/widgets/number_fields.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/widgets/text.hpp"

namespace {

QString triggerOf(const QJsonObject &rule)
{
	return rule.value(QStringLiteral("when")).toObject().value(QStringLiteral("type")).toString();
}

/* A key that is not there means the same as its default and stays away. */
void storeUnlessUnstated(QJsonObject &object, const char *key, const QJsonValue &value, const QJsonValue &unstated)
{
	if (object.contains(QLatin1String{key}) || value != unstated) {
		object[QLatin1String{key}] = value;
	}
}

} // namespace

RunFields::RunFields(QWidget *parent)
    : QWidget{parent},
      form_{new FieldRows{this}},
      mode_{new ChoiceBox{text("Rule.Field.Mode"), this}},
      duration_{new SecondsField{text("Rule.Field.Duration"), 50, 3600000, this}},
      retrigger_{new ChoiceBox{text("Rule.Field.Retrigger"), this}},
      delay_{new SecondsField{text("Rule.Field.Delay"), 0, 600000, this}},
      cooldown_{new SecondsField{text("Rule.Field.Cooldown"), 0, 86400000, this}},
      longest_{new SecondsField{text("Rule.Field.LongestRun"), 250, 3600000, this}},
      priority_{new ChoiceBox{text("Rule.Field.Priority"), this}}
{
	auto *column = new QVBoxLayout{this};
	const auto notify = [this] {
		if (!isLoading_) {
			emit changed();
		}
	};

	retrigger_->addWords(RETRIGGERS);
	for (const auto &[priority, key] : PRIORITIES) {
		priority_->add(text(key), priority);
	}
	mode_->setObjectName(QStringLiteral("mode"));
	column->setContentsMargins(0, 0, 0, 0);
	column->addWidget(form_);
	form_->addRow(text("Rule.Field.Mode"), mode_);
	form_->addRow(text("Rule.Field.Duration"), duration_);
	form_->addRow(text("Rule.Field.Retrigger"), retrigger_);
	form_->addRow(text("Rule.Field.Delay"), delay_);
	form_->addRow(text("Rule.Field.Cooldown"), cooldown_);
	form_->addRow(text("Rule.Field.LongestRun"), longest_);
	form_->addRow(text("Rule.Field.Priority"), priority_);
	connect(mode_, &ChoiceBox::chosen, this, [this, notify] {
		showRows();
		notify();
	});
	for (auto *box : {retrigger_, priority_}) {
		connect(box, &ChoiceBox::chosen, this, notify);
	}
	for (auto *field : findChildren<QDoubleSpinBox *>()) {
		connect(field, qOverload<double>(&QDoubleSpinBox::valueChanged), this, notify);
	}
}

void RunFields::load(const QJsonObject &rule)
{
	const QJsonObject run = rule.value(QStringLiteral("run")).toObject();
	const QJsonObject limit = rule.value(QStringLiteral("limit")).toObject();

	isLoading_ = true;
	offerModes(rule);
	mode_->select(run.value(QStringLiteral("mode")).toString(QStringLiteral("once")));
	duration_->load(run, "duration_ms", 3000);
	retrigger_->select(run.value(QStringLiteral("retrigger")).toString(QStringLiteral("restart")));
	delay_->load(run, "delay_ms", 0);
	cooldown_->load(limit, "cooldown_ms", 0);
	longest_->load(limit, "max_run_ms", longestRunUnstated_ms(triggerOf(rule), mode_->word()));
	priority_->select(limit.value(QStringLiteral("priority")).toInt(1));
	showRows();
	isLoading_ = false;
}

void RunFields::store(QJsonObject &rule) const
{
	QJsonObject run = rule.value(QStringLiteral("run")).toObject();
	QJsonObject limit = rule.value(QStringLiteral("limit")).toObject();

	storeUnlessUnstated(run, "mode", mode_->value(), QStringLiteral("once"));
	storeUnlessUnstated(run, "retrigger", retrigger_->value(), QStringLiteral("restart"));
	duration_->store(run, "duration_ms");
	delay_->store(run, "delay_ms");
	cooldown_->store(limit, "cooldown_ms");
	longest_->store(limit, "max_run_ms");
	storeUnlessUnstated(limit, "priority", priority_->value(), 1);
	rule[QStringLiteral("run")] = run;
	rule[QStringLiteral("limit")] = limit;
}

void RunFields::offerModes(const QJsonObject &rule)
{
	const QString chosen = mode_->word();
	const QStringList legal = legalModes(rule);

	mode_->clear();
	for (const QString &mode : legal) {
		mode_->add(wordText(RUN_MODES, mode), mode);
	}
	if (legal.contains(chosen)) {
		mode_->select(chosen);
	}
	longest_->setMissing(longestRunUnstated_ms(triggerOf(rule), mode_->word()));
	showRows();
}

void RunFields::showRows()
{
	const bool isOnce = mode_->word() == QLatin1String{"once"};

	for (QWidget *field : {static_cast<QWidget *>(duration_), static_cast<QWidget *>(retrigger_)}) {
		form_->setRowVisible(field, isOnce);
	}
}
