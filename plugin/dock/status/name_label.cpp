// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/name_label.hpp"

#include <QPainter>
#include <QStyle>

namespace {

constexpr int COLUMNS = 5; /* at least */

} // namespace

NameLabel::NameLabel(QWidget *parent)
    : QLabel{parent}
{
	setTextFormat(Qt::PlainText);
}

QSize NameLabel::sizeHint() const
{
	return {fontMetrics().averageCharWidth() * COLUMNS, QLabel::sizeHint().height()};
}

QSize NameLabel::minimumSizeHint() const
{
	return sizeHint();
}

void NameLabel::paintEvent(QPaintEvent *)
{
	QPainter painter{this};

	style()->drawItemText(&painter, rect(), int(Qt::AlignVCenter | Qt::AlignLeft), palette(), isEnabled(),
			      fontMetrics().elidedText(text(), Qt::ElideRight, width()), foregroundRole());
}
