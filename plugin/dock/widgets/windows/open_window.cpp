// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/windows/open_window.hpp"

#include <QCoreApplication>
#include <QLayout>
#include <QScreen>
#include <QWidget>

#include "dock/widgets/page_scroll.hpp"

namespace {

constexpr int FRAME_LINES = 3;   /* of the window, about */
constexpr int LAYOUT_ROUNDS = 4; /* a change of layout wanders up one parent at a time */

QRect areaOf(const QWidget *widget)
{
	return widget->isWindow() ? widget->frameGeometry() : QRect{widget->mapToGlobal(QPoint{}), widget->size()};
}

int heightAt(const QWidget *window, const PageScroll *page, int width_px)
{
	const QMargins margins = window->layout()->contentsMargins();
	const int around_px = window->layout()->totalHeightForWidth(width_px) - page->sizeHint().height();

	return around_px + page->pageHeight(width_px - margins.left() - margins.right());
}

/* What frame the window will have is not known yet. */
QMargins usualFrame(const QWidget *window)
{
	const int line_px = window->fontMetrics().lineSpacing();

	return {line_px / 2, (FRAME_LINES - 1) * line_px, line_px / 2, line_px};
}

} // namespace

void fitWindowToPage(QWidget *window, const PageScroll *page, int columns)
{
	const QFontMetrics metrics = window->fontMetrics();
	const QSize most = window->screen()->availableSize() - QSize{0, FRAME_LINES * metrics.lineSpacing()};

	for (int round = 0; round < LAYOUT_ROUNDS; round++) {
		QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
	}
	const int width_px = qMax(metrics.averageCharWidth() * columns, window->layout()->totalMinimumSize().width());
	window->resize(QSize{width_px, heightAt(window, page, width_px)}.boundedTo(most));
}

int wantedHeight(const QWidget *window, const PageScroll *page)
{
	return heightAt(window, page, window->width());
}

Surroundings surroundingsOf(const QWidget *window, const QWidget *opener, const QWidget *kept)
{
	if (!window->parentWidget() || !opener || !kept || !kept->isVisible()) {
		return {window->screen()->availableGeometry(), {}, {}, {}};
	}
	return {kept->screen()->availableGeometry(), areaOf(window->parentWidget()->window()), areaOf(opener),
		areaOf(kept)};
}

void placeWindow(QWidget *window, const QWidget *opener, const QWidget *kept)
{
	const Surroundings around = surroundingsOf(window, opener, kept);
	const QMargins frame = usualFrame(window);

	if (around.kept.isEmpty() || kept->screen() != window->parentWidget()->screen()) {
		return;
	}
	const QRect framed = QRect{QPoint{}, window->size()} + frame;
	const int least_px = window->minimumHeight() + frame.top() + frame.bottom();
	window->setGeometry(windowPlace(around, framed.size(), least_px) - frame);
}

void placeAside(QWidget *window, const QWidget *other, const Surroundings &around)
{
	const int step_px = 2 * window->fontMetrics().lineSpacing();
	const QRect frame = other->frameGeometry();

	for (const QPoint step : {QPoint{step_px, step_px}, QPoint{-step_px, step_px}, QPoint{-step_px, -step_px}}) {
		const QRect place = frame.translated(step);
		if (around.available.contains(place) && !place.intersects(around.kept)) {
			window->move(place.topLeft());
			return;
		}
	}
}
