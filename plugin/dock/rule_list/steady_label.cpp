// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/steady_label.hpp"

#include <QEvent>
#include <QLabel>

#include "dock/widgets/looks.hpp"

SteadyLabel::SteadyLabel(const char *name, QWidget *parent)
    : QWidget{parent},
      label_{named(name, new QLabel{this})}
{
	QSizePolicy policy{QSizePolicy::Ignored, QSizePolicy::Preferred};

	policy.setHeightForWidth(true);
	setSizePolicy(policy);
	label_->setTextFormat(Qt::PlainText);
	label_->setWordWrap(true);
	label_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
	label_->installEventFilter(this);
}

QLabel *SteadyLabel::label() const
{
	return label_;
}

void SteadyLabel::setWords(const QString &words)
{
	if (words != words_) {
		words_ = words;
		measuredWidth_ = -1;
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
	const QString shown =
		state_.isEmpty() ? all : label_->fontMetrics().elidedText(all, Qt::ElideRight, label_->width());

	label_->setWordWrap(state_.isEmpty());
	if (label_->text() != shown) {
		label_->setText(shown);
	}
	if (label_->accessibleName() != all) {
		label_->setAccessibleName(all);
		label_->setToolTip(state_.isEmpty() ? QString{} : all);
	}
}

/* Themes make some of their looks bold. */
int SteadyLabel::heightForWidth(int width) const
{
	if (width != measuredWidth_) {
		QFont widest = label_->font();
		widest.setBold(true);
		const QFontMetrics metrics{widest};
		const QRect lines = metrics.boundingRect(QRect{0, 0, qMax(1, width), 10000}, Qt::TextWordWrap, words_);
		measuredHeight_ = qMax(lines.height(), metrics.height());
		measuredWidth_ = width;
	}
	return measuredHeight_;
}

QSize SteadyLabel::sizeHint() const
{
	return {0, heightForWidth(qMax(1, width()))};
}

QSize SteadyLabel::minimumSizeHint() const
{
	return {0, label_->fontMetrics().height()};
}

/* A theme, or a look of it, has brought another font. */
bool SteadyLabel::eventFilter(QObject *object, QEvent *event)
{
	if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
		measuredWidth_ = -1;
		showAll();
	}
	return QWidget::eventFilter(object, event);
}

void SteadyLabel::resizeEvent(QResizeEvent *event)
{
	QWidget::resizeEvent(event);
	label_->setFixedSize(size()); /* else each of its texts asks for a layout */
	showAll();
}
