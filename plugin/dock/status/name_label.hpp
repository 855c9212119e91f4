// SPDX-License-Identifier: GPL-2.0-or-later
/* A name in one line, however long it is and however little room there is. */
#pragma once

#include <QLabel>

class NameLabel : public QLabel {
	Q_OBJECT

      public:
	explicit NameLabel(QWidget *parent);
	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;

      protected:
	void paintEvent(QPaintEvent *event) override;
};
