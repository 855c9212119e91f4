// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/windows/window_place.hpp"

namespace {

QRect movedInto(const QRect &area, QRect rect)
{
	rect.moveRight(qMin(rect.right(), area.right()));
	rect.moveBottom(qMin(rect.bottom(), area.bottom()));
	rect.moveLeft(qMax(rect.left(), area.left()));
	rect.moveTop(qMax(rect.top(), area.top()));
	return rect;
}

QRect overMiddle(const Surroundings &around, const QSize &size)
{
	QRect place{QPoint{}, size};

	place.moveCenter(around.parent.center());
	return movedInto(around.available, place);
}

/* On the side that has more room; an empty one where neither has enough. */
QRect beside(const Surroundings &around, const QSize &size)
{
	const int rightRoom = around.available.right() - around.opener.right();
	const int leftRoom = around.opener.left() - around.available.left();
	QRect place{around.opener.topLeft(), size};

	if (qMax(rightRoom, leftRoom) < size.width()) {
		return {};
	}
	if (rightRoom >= leftRoom) {
		place.moveLeft(around.opener.right() + 1);
	} else {
		place.moveRight(around.opener.left() - 1);
	}
	return movedInto(around.available, place);
}

QRect below(const Surroundings &around, const QSize &size)
{
	const int room_px = around.available.bottom() - around.kept.bottom();
	const QRect place{around.kept.left(), around.kept.bottom() + 1, size.width(), qMin(size.height(), room_px)};

	return movedInto(around.available, place);
}

} // namespace

QRect windowPlace(const Surroundings &around, const QSize &size, int least_px)
{
	const QRect middle = overMiddle(around, size);

	if (!middle.intersects(around.kept)) {
		return middle;
	}
	const QRect aside = beside(around, size);
	if (!aside.isEmpty() && !aside.intersects(around.kept)) {
		return aside;
	}
	const QRect under = below(around, size);
	return under.height() >= least_px ? under : middle;
}

QRect windowGrown(const Surroundings &around, const QRect &frame, int lacking_px)
{
	const bool isBelow = around.kept.isValid() && frame.top() > around.kept.bottom() &&
			     frame.left() <= around.kept.right() && frame.right() >= around.kept.left();
	const int top = isBelow ? around.kept.bottom() + 1 : around.available.top();
	const int down_px = qBound(0, around.available.bottom() - frame.bottom(), lacking_px);
	QRect grown = frame.adjusted(0, 0, 0, down_px);

	grown.setTop(grown.top() - qBound(0, grown.top() - top, lacking_px - down_px));
	return grown;
}
