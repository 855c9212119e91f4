// SPDX-License-Identifier: GPL-2.0-or-later
/* A heading with an arrow; pressed it folds what stands below it. Checked: open, which it is at first. UI thread. */
#pragma once

#include <QToolButton>

class FoldButton : public QToolButton {
	Q_OBJECT

      public:
	explicit FoldButton(QWidget *parent);

      protected:
	void keyPressEvent(QKeyEvent *event) override;
};
