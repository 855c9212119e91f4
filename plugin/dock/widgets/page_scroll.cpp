// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/page_scroll.hpp"

#include <QAccessibleWidget>
#include <QEvent>
#include <QLayout>
#include <QScrollBar>

namespace {

constexpr int USUAL_LINES = 24;

/* Qt's own for scroll areas (seen in 5.15) crashes when a reader asks for the child after the last: a scroll bar that
 * has gone since the reader counted is enough. */
QAccessibleInterface *plainInterface(const QString &, QObject *object)
{
	auto *scroll = qobject_cast<PageScroll *>(object);

	return scroll ? new QAccessibleWidget{scroll} : nullptr;
}

} // namespace

PageScroll::PageScroll(QWidget *page, QWidget *parent)
    : QScrollArea{parent}
{
	setWidget(page);
	setWidgetResizable(true);
	setFrameShape(QFrame::NoFrame);
	setFocusPolicy(Qt::NoFocus);
	setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
	/* Else the page is a patch in the colour of main windows where dialogs have another. */
	page->setAutoFillBackground(false);
	viewport()->setAutoFillBackground(false);
	page->installEventFilter(this);
	seeking_.setSingleShot(true);
	connect(&seeking_, &QTimer::timeout, this, [this] {
		if (sought_) {
			ensureWidgetVisible(sought_, 0, 0);
		}
	});
}

void PageScroll::installAccessibility()
{
	QAccessible::installFactory(plainInterface);
}

void PageScroll::removeAccessibility()
{
	QAccessible::removeFactory(plainInterface);
}

bool PageScroll::eventFilter(QObject *object, QEvent *event)
{
	if (object == widget() && event->type() == QEvent::LayoutRequest) {
		fitPage();
	}
	return QScrollArea::eventFilter(object, event);
}

void PageScroll::resizeEvent(QResizeEvent *event)
{
	fitPage();
	QScrollArea::resizeEvent(event);
}

void PageScroll::fitPage()
{
	const QSize least{minimumSizeHint().width(), pageHeight(viewport()->width())};

	widget()->setMinimumHeight(least.height());
	if (least != least_) { /* a window may grow with its page */
		least_ = least;
		updateGeometry();
	}
}

void PageScroll::reveal(QWidget *part)
{
	sought_ = part;
	seeking_.start(0);
}

int PageScroll::pageHeight(int width_px) const
{
	const QLayout *layout = widget()->layout();

	return layout->hasHeightForWidth() ? layout->totalHeightForWidth(width_px) : layout->totalSizeHint().height();
}

int PageScroll::barWidth() const
{
	const QScrollBar *bar = verticalScrollBar();

	bar->ensurePolished();
	return bar->sizeHint().width();
}

QSize PageScroll::sizeHint() const
{
	const QSize page = widget()->layout()->totalSizeHint();

	return {page.width() + barWidth(), qMin(pageHeight(page.width()), USUAL_LINES * fontMetrics().lineSpacing())};
}

QSize PageScroll::minimumSizeHint() const
{
	return {widget()->layout()->totalMinimumSize().width() + barWidth(), QScrollArea::minimumSizeHint().height()};
}
