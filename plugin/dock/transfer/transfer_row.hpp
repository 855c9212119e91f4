// SPDX-License-Identifier: GPL-2.0-or-later
/* One change that a file would make: a tick, and what there is to know about it. */
#pragma once

#include <QWidget>

#include "obs/stores/transfer/transfer_plan.h"

class QCheckBox;

class TransferRow : public QWidget {
	Q_OBJECT

      public:
	/* change and rule as in transfer_words.hpp; only read here. */
	TransferRow(const transfer_change &change, const transfer_change *rule, QWidget *parent);
	bool isChosen() const;
	/* Whatever else is chosen. */
	bool mayBeChosen() const;
	void choose(bool isChosen);
	/* A key goes with its rule. */
	void setPossible(bool isPossible);

      signals:
	void toggled();
	/* Its box has the keys. */
	void reached();

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;

      private:
	QCheckBox *box_;
	bool mayChoose_;
};
