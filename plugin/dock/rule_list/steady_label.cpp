// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/steady_label.hpp"

#include <QEvent>
#include <QLabel>
#include <QTextBoundaryFinder>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr double LEAST_SHARE = 0.75;

bool fits(const QString &text, const QLabel &label)
{
	const QRect needed =
		label.fontMetrics().boundingRect(QRect{0, 0, qMax(1, label.width()), 10000}, Qt::TextWordWrap, text);

	return needed.height() <= label.height() && needed.width() <= label.width();
}

/* Nothing that leads on to what is left out stands before the dots. */
QString withDots(QString text)
{
	while (!text.isEmpty() && !text.back().isLetterOrNumber() && !QStringLiteral("%)\"").contains(text.back())) {
		text.chop(1);
	}
	return text + QChar{0x2026};
}

/* As many whole words as there is room for; "": not one. */
QString wholeWords(const QString &text, const QLabel &label)
{
	QTextBoundaryFinder words{QTextBoundaryFinder::Line, text};

	words.toEnd();
	while (words.toPreviousBoundary() > 0) {
		QString part = withDots(text.left(words.position()));
		if (fits(part, label)) {
			return part;
		}
	}
	return {};
}

/* Where whole words would leave much of a single line empty, a part of the next one tells more. */
QString shortened(const QString &text, const QLabel &label)
{
	const QFontMetrics metrics = label.fontMetrics();
	const bool isOneLine = label.height() < 2 * metrics.lineSpacing();

	if (fits(text, label)) {
		return text;
	}
	QString words = wholeWords(text, label);
	if (words.isEmpty() || (isOneLine && metrics.horizontalAdvance(words) < label.width() * LEAST_SHARE)) {
		return metrics.elidedText(text, Qt::ElideRight, label.width());
	}
	return words;
}

/* Cheaper than its visible region, which looks for what covers it, too. */
bool isInSight(const QWidget *widget)
{
	bool isSeen = widget->isVisible();
	QRect seen = widget->rect();

	for (; isSeen && !widget->isWindow(); widget = widget->parentWidget()) {
		seen = seen.translated(widget->pos()) & widget->parentWidget()->rect();
		isSeen = !seen.isEmpty();
	}
	return isSeen;
}

} // namespace

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
		forgetSizes();
		showAll();
		updateGeometry();
	}
}

const QString &SteadyLabel::words() const
{
	return words_;
}

void SteadyLabel::setState(const QString &state)
{
	if (state == state_) {
		return;
	}
	const bool isNext = !state.isEmpty() && !state_.isEmpty();
	state_ = state;
	if (isNext && !isInSight(this)) {
		isBehind_ = true;
		tell();
	} else {
		showAll();
	}
}

QString SteadyLabel::all() const
{
	QStringList parts{state_, words_};
	parts.removeAll(QString{});
	return parts.join(QStringLiteral(" \u00b7 "));
}

void SteadyLabel::showAll()
{
	const QString all = this->all();

	isBehind_ = !state_.isEmpty() && !isVisible(); /* its size will change, more than once */
	const QString shown = state_.isEmpty() || isBehind_ ? all : shortened(all, *label_);
	if (label_->text() != shown) {
		label_->setText(shown);
	}
	tell();
}

void SteadyLabel::tell()
{
	const QString all = this->all();

	if (label_->accessibleName() != all) {
		label_->setAccessibleName(all);
		label_->setToolTip(state_.isEmpty() ? QString{} : all);
	}
}

void SteadyLabel::forgetSizes()
{
	oneLine_ = QSize{};
	measuredWidth_ = -1;
}

/* Themes make some of their looks bold, and a sign of another font makes a line higher. */
QSize SteadyLabel::sizeIn(int width) const
{
	QFont widest = label_->font();
	widest.setBold(true);
	const QFontMetrics metrics{widest};
	const QRect room{0, 0, width, 10000};
	const QRect lines = metrics.boundingRect(room, Qt::TextWordWrap, words_);
	const QRect state = metrics.boundingRect(room, Qt::TextSingleLine, text("Rules.Running"));

	return {lines.width(), qMax(lines.height(), qMax(state.height(), metrics.height()))};
}

/* Most fit into one line, at every width that a layout asks for in turn. */
int SteadyLabel::heightForWidth(int width) const
{
	if (!oneLine_.isValid()) {
		oneLine_ = sizeIn(QWIDGETSIZE_MAX);
	}
	if (width > oneLine_.width()) {
		return oneLine_.height();
	}
	if (width != measuredWidth_) {
		measuredHeight_ = sizeIn(qMax(1, width)).height();
		measuredWidth_ = width;
	}
	return measuredHeight_;
}

QSize SteadyLabel::sizeHint() const
{
	return minimumSizeHint(); /* its height goes with the width */
}

QSize SteadyLabel::minimumSizeHint() const
{
	return {0, label_->fontMetrics().height()};
}

/* A theme, or a look of it, has brought another font. */
bool SteadyLabel::eventFilter(QObject *object, QEvent *event)
{
	if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
		forgetSizes();
		showAll();
	}
	return QWidget::eventFilter(object, event);
}

/* The label is painted after what it is in. */
void SteadyLabel::paintEvent(QPaintEvent *event)
{
	if (isBehind_) {
		showAll();
	}
	QWidget::paintEvent(event);
}

void SteadyLabel::resizeEvent(QResizeEvent *event)
{
	QWidget::resizeEvent(event);
	label_->setFixedSize(size()); /* else each of its texts asks for a layout */
	showAll();
}
