// SPDX-License-Identifier: GPL-2.0-or-later
/* What the set-up offers to those whose viewers send tips: the five bands, the switch that lets viewers move toys, and
 * the budget for the body. Nothing of it is chosen by itself. */
#pragma once

#include <QWidget>

#include "dock/bridge.hpp"

class QCheckBox;

class TipsOffer : public QWidget {
	Q_OBJECT

      public:
	TipsOffer(BridgePtr bridge, QWidget *parent);
	/* Does what was chosen, once; false with a sentence. The switch comes last. */
	bool take(QString *error);

      private:
	void build();

	BridgePtr bridge_;
	QCheckBox *ladder_;
	QWidget *more_;
	QCheckBox *allowed_;
	QCheckBox *budget_;
};
