// SPDX-License-Identifier: GPL-2.0-or-later
/* Scrolls a page up and down only. Unlike a plain scroll area it gives labels that wrap the height they need. */
#pragma once

#include <QPointer>
#include <QScrollArea>
#include <QTimer>

class PageScroll : public QScrollArea {
	Q_OBJECT

      public:
	/* Takes page as its child; page has its layout already. */
	PageScroll(QWidget *page, QWidget *parent);
	/* Lets screen readers see these as plain widgets, until the second is called. */
	static void installAccessibility();
	static void removeAccessibility();

	/* A page of usual height. The minimum has room for the page and a bar beside it, whether there is one now or
	 * not: a window that had to grow when the bar comes would be granted that late, or never. */
	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;
	/* What the page needs at this width of the scroll. */
	int pageHeight(int width_px) const;
	/* Scrolls to a part of the page, when all has its place. */
	void reveal(QWidget *part);

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;
	void resizeEvent(QResizeEvent *event) override;

      private:
	void fitPage();
	int barWidth() const;

	QSize least_; /* the width of the minimum and the height of the page, as they were told last */
	QTimer seeking_;
	QPointer<QWidget> sought_;
};
