// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/tips_offer.hpp"

#include <utility>

#include <QCheckBox>
#include <QLabel>
#include <QVBoxLayout>

#include "dock/rules/rule_book.hpp"
#include "dock/tips/tip_bands.hpp"
#include "dock/tips/tip_settings.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int INDENT_PX = 22;
constexpr int MOVE_MINUTES = 30;
constexpr int REST_MINUTES = 2;

QJsonObject withBudget(const QJsonObject &set)
{
	TipSettings settings = tipSettingsOf(set);

	settings.moveMinutes = MOVE_MINUTES;
	settings.restMinutes = REST_MINUTES;
	return withTipSettings(set, settings);
}

} // namespace

TipsOffer::TipsOffer(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      ladder_{named("ladder", new QCheckBox{text("Finish.Ladder"), this})},
      more_{new QWidget{this}},
      allowed_{named("tipsAllowed", new QCheckBox{text("Tips.Allowed"), more_})},
      budget_{named("budget", new QCheckBox{text("Finish.Budget", MOVE_MINUTES, REST_MINUTES), more_})}
{
	build();
	connect(ladder_, &QCheckBox::toggled, more_, &QWidget::setVisible);
}

void TipsOffer::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *more = makeLayout<QVBoxLayout>(more_);

	ladder_->setVisible(tipRules(RuleBook{bridge_}.rules()).isEmpty());
	more_->hide();
	more->setContentsMargins(INDENT_PX, 0, 0, 0);
	more->addWidget(allowed_);
	more->addWidget(makeWrappingLabel(more_, Tone::Muted, text("Finish.TipsAllowed.Help")));
	more->addWidget(budget_);
	column->addWidget(ladder_);
	column->addWidget(more_);
}

bool TipsOffer::take(QString *error)
{
	RuleBook book{bridge_};

	if (!ladder_->isChecked()) {
		return true;
	}
	const bool hasRules = !tipRules(book.rules()).isEmpty(); /* of a try before that failed half-way */
	if ((!hasRules && !addTipLadder(book, error)) ||
	    (budget_->isChecked() && !book.saveSettings(withBudget(book.settings()), error))) {
		return false;
	}
	if (allowed_->isChecked()) {
		bridge_->setTipsAllowed(true);
	}
	ladder_->setChecked(false);
	return true;
}
