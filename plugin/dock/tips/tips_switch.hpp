// SPDX-License-Identifier: GPL-2.0-or-later
/* "Viewers may move toys", the switch above all tips. Whoever can send a tip moves toys then: a person has to say so
 * twice. Off is done at once. UI thread. */
#pragma once

#include <QCheckBox>

#include "dock/bridge.hpp"

class TipsSwitch : public QCheckBox {
	Q_OBJECT

      public:
	TipsSwitch(BridgePtr bridge, QWidget *parent);
	void showState(bool isAllowed, bool isDiscreet);

      private:
	void onToggled(bool isAllowed);
	void showAllowed(bool isAllowed);

	BridgePtr bridge_;
};
