#include "dock/page_scroll.hpp"

#include <QEvent>
#include <QLayout>

PageScroll::PageScroll(QWidget *page, QWidget *parent)
    : QScrollArea{parent}
{
	setWidget(page);
	setWidgetResizable(true);
	setFrameShape(QFrame::NoFrame);
	setFocusPolicy(Qt::NoFocus);
	setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
	page->installEventFilter(this);
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
	const QLayout *layout = widget()->layout();
	const int width = viewport()->width();

	widget()->setMinimumHeight(layout->hasHeightForWidth() ? layout->totalHeightForWidth(width)
							       : layout->totalSizeHint().height());
	setMinimumWidth(layout->totalMinimumSize().width());
}
