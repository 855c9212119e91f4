// SPDX-License-Identifier: GPL-2.0-or-later
/* A label for short values that come and go often. It has the room of the widest of them from the moment it is shown: a
 * new value is painted, and lays out nothing. */
#pragma once

#include <QLabel>

class ValueLabel : public QLabel {
	Q_OBJECT

      public:
	ValueLabel(const QString &widest, QWidget *parent);
	/* That room, also of one that is never shown. */
	QSize reserved();

      protected:
	bool event(QEvent *event) override;
	void paintEvent(QPaintEvent *event) override;

      private:
	void reserve();

	QString widest_;
};
