// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/tips/tips_switch.hpp"

#include <utility>

#include <QSignalBlocker>

#include "dock/status/status_text.hpp"
#include "dock/widgets/ask.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/text.hpp"

TipsSwitch::TipsSwitch(BridgePtr bridge, QWidget *parent)
    : QCheckBox{::text("Tips.Allowed"), parent},
      bridge_{std::move(bridge)}
{
	setObjectName(QStringLiteral("tipsAllowed"));
	connect(this, &QCheckBox::toggled, this, &TipsSwitch::onToggled);
}

void TipsSwitch::showState(bool isAllowed, bool isDiscreet)
{
	showAllowed(isAllowed);
	setText(::text(discreetKey("Tips.Allowed", isDiscreet)));
}

void TipsSwitch::showAllowed(bool isAllowed)
{
	const QSignalBlocker blocker{this};

	setChecked(isAllowed);
}

void TipsSwitch::onToggled(bool isAllowed)
{
	if (!isAllowed) {
		bridge_->setTipsAllowed(false);
		return;
	}
	showAllowed(false);
	ask(this,
	    {::text("Tips.Title"), ::text("Tips.AskAllowed"), actionText(Action::AllowCeiling),
	     QMessageBox::AcceptRole},
	    [this] { bridge_->setTipsAllowed(true); });
}
