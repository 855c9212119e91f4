// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/pattern/pattern_field.hpp"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "dock/rule_editor/pattern/pattern_grid.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/intent.h"

namespace {

QString textOf(const QVector<int> &percents)
{
	QStringList numbers;

	for (int percent : percents) {
		numbers += QString::number(percent);
	}
	return numbers.join(QLatin1Char(' '));
}

QVector<int> percentsOf(const QJsonArray &steps)
{
	QVector<int> percents;

	for (const QJsonValue &step : steps) {
		percents += qBound(0, qRound(step.toDouble() * 100.0), 100);
	}
	return percents.mid(0, HAPTICS_PATTERN_MAX);
}

QJsonArray stepsOf(const QString &text)
{
	QJsonArray steps;

	for (const QString &number : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
		bool isNumber = false;
		const double percent = number.toDouble(&isNumber);
		steps.append(isNumber ? QJsonValue{percent / 100.0} : QJsonValue{number});
	}
	return steps;
}

} // namespace

PatternField::PatternField(const QString &name, QWidget *parent)
    : QWidget{parent},
      grid_{named("patternGrid", new PatternGrid{this})},
      typed_{named("patternSteps", new QLineEdit{this})},
      add_{named("addStep", makeIconButton(Icon::Add, text("Rule.Pattern.Add"), this))},
      remove_{named("removeStep", makeIconButton(Icon::Remove, text("Rule.Pattern.Remove"), this))}
{
	setAccessibleName(name);
	typed_->setAccessibleName(name);
	build();
	connect(typed_, &QLineEdit::textEdited, this, &PatternField::showTyped);
	connect(grid_, &PatternGrid::edited, this, &PatternField::showDrawn);
}

void PatternField::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *line = new QHBoxLayout;

	line->addWidget(typed_, 1);
	line->addWidget(add_);
	line->addWidget(remove_);
	column->addWidget(grid_);
	column->addLayout(line);
	connect(add_, &QToolButton::clicked, grid_, &PatternGrid::addStep);
	connect(remove_, &QToolButton::clicked, grid_, &PatternGrid::removeStep);
}

void PatternField::load(const QJsonValue &value, const QJsonValue &missing)
{
	loaded_ = value.toArray(missing.toArray());
	const QVector<int> percents = percentsOf(loaded_);

	loadedText_ = textOf(percents);
	typed_->setText(loadedText_);
	grid_->setSteps(percents.isEmpty() ? QVector<int>{0} : percents);
	showWhatIsPossible();
}

QJsonValue PatternField::json() const
{
	return typed_->text() == loadedText_ ? loaded_ : stepsOf(typed_->text());
}

void PatternField::showTyped()
{
	const QVector<int> percents = percentsOf(stepsOf(typed_->text()));

	if (!percents.isEmpty()) {
		grid_->setSteps(percents);
	}
	showWhatIsPossible();
	emit edited();
}

/* A button that goes out gives the keys to the other: on the grid, Return would save the rule. */
void PatternField::showWhatIsPossible()
{
	const int count = int(grid_->steps().size());
	const QWidget *focus = window()->focusWidget();

	add_->setEnabled(count < HAPTICS_PATTERN_MAX);
	if (focus == remove_ && count <= 1) {
		add_->setFocus();
	}
	remove_->setEnabled(count > 1);
	if (focus == add_ && !add_->isEnabled()) {
		remove_->setFocus();
	}
}

void PatternField::showDrawn()
{
	typed_->setText(textOf(grid_->steps()));
	showWhatIsPossible();
	emit edited();
}
