// SPDX-License-Identifier: GPL-2.0-or-later
/* The session record on the page on tips: whether there is one, where it lies, and the click that deletes it. */
#pragma once

#include <QWidget>

#include "dock/bridge.hpp"

class QCheckBox;
class QLabel;
class QLineEdit;

class RecordPart : public QWidget {
	Q_OBJECT

      public:
	RecordPart(BridgePtr bridge, QWidget *parent);
	/* The folder's path names what is driven. */
	void showDiscreet(bool isDiscreet);

      private:
	void build();
	void setOn(bool isOn);
	void remove();

	BridgePtr bridge_;
	QCheckBox *isOn_;
	QLineEdit *place_; /* so that it can be copied */
	QLabel *done_;
};
