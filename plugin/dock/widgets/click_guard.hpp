// SPDX-License-Identifier: GPL-2.0-or-later
/* Qt lets a pressed button go when its window loses the focus, and the click is lost. A desktop that is busy moves the
 * focus late: the windows that were opened or clicked just before get it in turn, between somebody's press and release.
 * So a button that the mouse holds stays pressed through that. Holds for every button in a widget, and for those that
 * come. */
#pragma once

#include <QObject>

class QWidget;

class ClickGuard : public QObject {
	Q_OBJECT

      public:
	explicit ClickGuard(QWidget *widget);

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;

      private:
	void watch(QWidget *widget);
};
