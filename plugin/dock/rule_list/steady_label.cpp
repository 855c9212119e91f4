// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/steady_label.hpp"

#include <QResizeEvent>

SteadyLabel::SteadyLabel(QWidget *parent)
    : QLabel{parent}
{
	QSizePolicy policy{QSizePolicy::Ignored, QSizePolicy::Preferred};

	policy.setHeightForWidth(true);
	setSizePolicy(policy);
	setTextFormat(Qt::PlainText);
	setWordWrap(true);
	setAlignment(Qt::AlignLeft | Qt::AlignTop);
}

void SteadyLabel::setWords(const QString &words)
{
	if (words != words_) {
		words_ = words;
		showAll();
		updateGeometry();
	}
}

void SteadyLabel::setState(const QString &state)
{
	if (state != state_) {
		state_ = state;
		showAll();
	}
}

void SteadyLabel::showAll()
{
	const QString all = state_.isEmpty() ? words_ : QStringLiteral("%1 \u00b7 %2").arg(state_, words_);
	const QString shown = state_.isEmpty() ? all : fontMetrics().elidedText(all, Qt::ElideRight, width());

	setWordWrap(state_.isEmpty());
	if (text() != shown) {
		setText(shown);
	}
	if (accessibleName() != all) {
		setAccessibleName(all);
		setToolTip(state_.isEmpty() ? QString{} : all);
	}
}

/* Themes make some of their looks bold. */
int SteadyLabel::heightForWidth(int width) const
{
	QFont widest = font();

	widest.setBold(true);
	const QFontMetrics metrics{widest};
	const QRect lines = metrics.boundingRect(QRect{0, 0, qMax(1, width), 10000}, Qt::TextWordWrap, words_);
	return qMax(lines.height(), metrics.height());
}

QSize SteadyLabel::sizeHint() const
{
	return {0, heightForWidth(qMax(1, width()))};
}

QSize SteadyLabel::minimumSizeHint() const
{
	return {0, fontMetrics().height()};
}

void SteadyLabel::changeEvent(QEvent *event)
{
	QLabel::changeEvent(event);
	if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
		showAll();
	}
}

void SteadyLabel::resizeEvent(QResizeEvent *event)
{
	QLabel::resizeEvent(event);
	showAll();
}
