// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/condition_list.hpp"

#include <utility>

#include <QFrame>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>

#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"
#include "dock/rule_editor/watch_fields.hpp"

namespace {

constexpr TextKey<bool> SENSES[] = {{false, "Rule.Field.OnlyIf"}, {true, "Rule.Field.OnlyIfNot"}};

} // namespace

ConditionList::ConditionList(BridgePtr bridge, bool isDiscreet, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      isDiscreet_{isDiscreet},
      column_{makeLayout<QVBoxLayout>(this)},
      add_{new QPushButton{text("Rule.AddCondition"), this}}
{
	column_->addWidget(add_, 0, Qt::AlignLeft);
	connect(add_, &QPushButton::clicked, this, [this] {
		addRow({{QStringLiteral("type"), QStringLiteral("output")}});
		rows_.last().isInverted->setFocus(); /* what comes next */
		emit changed();
	});
}

void ConditionList::load(const QJsonArray &conditions)
{
	while (!rows_.isEmpty()) {
		removeRow(rows_.first().frame);
	}
	for (const QJsonValue &condition : conditions) {
		addRow(condition.toObject());
	}
}

void ConditionList::addRow(const QJsonObject &condition)
{
	auto *frame = new QFrame{this};
	auto *column = makeLayout<QVBoxLayout>(frame);
	auto *head = new QHBoxLayout;
	Row row{frame, new ChoiceBox{text("Rule.Field.OnlyIf"), SENSES, frame},
		new WatchFields{bridge_, WatchFields::Use::Condition, isDiscreet_, frame}, condition};
	auto *remove = makeIconButton(Icon::Remove, text("Rule.RemoveCondition"), frame);

	row.isInverted->load(condition.value(QStringLiteral("not")), false);
	row.fields->load(condition, {});
	head->addWidget(row.isInverted, 1);
	head->addWidget(row.fields->typeBox(), 1);
	row.fields->typeBox()->show();
	head->addWidget(remove);
	column->addLayout(head);
	column->addWidget(row.fields);
	column_->insertWidget(int(rows_.size()), frame);
	rows_ += row;
	add_->setEnabled(rows_.size() < MAX_CONDITIONS);
	connect(row.isInverted, &ChoiceBox::chosen, this, &ConditionList::changed);
	connect(row.fields, &WatchFields::changed, this, &ConditionList::changed);
	connect(remove, &QToolButton::clicked, this, [this, frame] {
		removeRow(frame);
		emit changed();
	});
}

void ConditionList::removeRow(QWidget *frame)
{
	for (int i = 0; i < rows_.size(); i++) {
		if (rows_[i].frame == frame) {
			rows_.remove(i);
			break;
		}
	}
	add_->setEnabled(rows_.size() < MAX_CONDITIONS);
	if (frame->isAncestorOf(window()->focusWidget())) {
		add_->setFocus();
	}
	column_->removeWidget(frame);
	frame->hide();
	frame->deleteLater();
}

QJsonArray ConditionList::store() const
{
	QJsonArray conditions;

	for (const Row &row : rows_) {
		QJsonObject condition = row.fields->store(row.loaded);
		condition[QStringLiteral("not")] = row.isInverted->json();
		conditions.append(condition);
	}
	return conditions;
}
