// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/inspect.hpp"

#include <cmath>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QRadioButton>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QStyleOptionComboBox>
#include <QStyleOptionSpinBox>
#include <QWidget>
#include <QtTest>

#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/fields/field_room.hpp"
#include "dock/widgets/level_meter.hpp"

namespace {

constexpr int LINE_MARGIN_PX = 2; /* of text in a line, as Qt draws it */

QString describe(const QWidget &widget, const QString &text, const char *problem)
{
	return QStringLiteral("%1 '%2' %3 (%4x%5, wants %6x%7)")
		.arg(QString::fromUtf8(widget.metaObject()->className()), text, QString::fromUtf8(problem))
		.arg(widget.width())
		.arg(widget.height())
		.arg(widget.sizeHint().width())
		.arg(widget.sizeHint().height());
}

bool isCut(const QLabel &label)
{
	if (label.text().isEmpty()) {
		return false;
	}
	if (label.wordWrap()) {
		const QRect needed = label.fontMetrics().boundingRect(QRect{0, 0, label.width(), 10000},
								      Qt::TextWordWrap, label.text());
		return needed.height() > label.height() || needed.width() > label.width();
	}
	return label.sizeHint().width() > label.width() || label.sizeHint().height() > label.height() + 1;
}

bool isCut(const QAbstractButton &button)
{
	return !button.text().isEmpty() &&
	       (button.sizeHint().width() > button.width() + 1 || button.sizeHint().height() > button.height() + 1);
}

constexpr int LONGEST_ROUND = 400;

/* Numbers above are rare, and names given by others of any length: they may be longer than their field. */
constexpr double LONGEST_NUMBER = 1000000;

QStringList valuesOf(const QAbstractSpinBox &box)
{
	QStringList texts{box.text(), box.specialValueText()};

	if (const auto *whole = qobject_cast<const QSpinBox *>(&box)) {
		texts += whole->prefix() + QString::number(whole->maximum()) + whole->suffix();
		texts += whole->prefix() + QString::number(whole->minimum()) + whole->suffix();
	} else if (const auto *part = qobject_cast<const QDoubleSpinBox *>(&box)) {
		const double most = qMin(part->maximum(), LONGEST_NUMBER);
		const double longest = most < LONGEST_NUMBER ? most - std::pow(10.0, -part->decimals()) : most;
		texts += part->prefix() + part->textFromValue(longest) + part->suffix();
	}
	return texts;
}

QStringList valuesOf(const QComboBox &box)
{
	const auto *choice = qobject_cast<const ChoiceBox *>(&box);
	QStringList texts;

	for (int i = 0; i < box.count(); i++) {
		if (!choice || !choice->isName(i)) {
			texts += box.itemText(i);
		}
	}
	return texts;
}

/* By the place that the style gives to the text, which is where it is drawn. */
bool isCut(const QAbstractSpinBox &box)
{
	QStyleOptionSpinBox option;

	option.initFrom(&box);
	option.frame = box.hasFrame();
	option.buttonSymbols = box.buttonSymbols();
	option.subControls = QStyle::SC_All;
	const QRect place = box.style()->subControlRect(QStyle::CC_SpinBox, &option, QStyle::SC_SpinBoxEditField, &box);
	return widestOf(valuesOf(box), box.fontMetrics()) + 2 * LINE_MARGIN_PX > place.width();
}

bool isCut(const QComboBox &box)
{
	QStyleOptionComboBox option;

	option.initFrom(&box);
	option.frame = box.hasFrame();
	option.subControls = QStyle::SC_All;
	const QRect place =
		box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box);
	return widestOf(valuesOf(box), box.fontMetrics()) > place.width();
}

bool isTabStop(const QWidget &widget, const QWidget &window)
{
	return (widget.focusPolicy() & Qt::TabFocus) && widget.isEnabled() && widget.isVisibleTo(&window) &&
	       widget.window() == &window && !widget.focusProxy();
}

const QScrollArea *scrollOf(const QWidget &widget)
{
	for (const QWidget *parent = widget.parentWidget(); parent; parent = parent->parentWidget()) {
		if (const auto *scroll = qobject_cast<const QScrollArea *>(parent)) {
			return scroll;
		}
	}
	return nullptr;
}

/* What is scrolled out of sight counts as the edge of the page it belongs to. */
QRect placeOf(const QWidget &widget, const QWidget &window, bool isSamePage)
{
	const QScrollArea *scroll = scrollOf(widget);
	const QRect place{widget.mapTo(const_cast<QWidget *>(&window), QPoint{0, 0}), widget.size()};

	return scroll && !isSamePage
		       ? QRect{scroll->mapTo(const_cast<QWidget *>(&window), QPoint{0, 0}), scroll->size()}
		       : place;
}

/* A page that cannot be scrolled sideways shows no more than its view. */
const QWidget &viewOf(const QWidget &widget, const QWidget &window)
{
	const QScrollArea *scroll = scrollOf(widget);
	const bool isPaged = scroll && scroll->viewport()->isAncestorOf(&widget) &&
			     scroll->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff;

	return isPaged ? *scroll->viewport() : window;
}

bool sticksOut(const QWidget &widget, const QWidget &window)
{
	const QWidget &view = viewOf(widget, window);
	const QPoint left = widget.mapTo(const_cast<QWidget *>(&view), QPoint{0, 0});

	return left.x() < 0 || left.x() + widget.width() > view.width();
}

/* Where the focus goes, from the first place until it comes there again. */
QVector<QWidget *> roundOf(QWidget *first, Qt::Key key)
{
	QVector<QWidget *> places;

	first->setFocus();
	for (int i = 0; i < LONGEST_ROUND; i++) {
		QWidget *place = QApplication::focusWidget();
		if (!place || (i > 0 && place == first)) {
			break;
		}
		places += place;
		QTest::keyClick(place, key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
	}
	return places;
}

} // namespace

QString shownText(const QWidget &widget)
{
	QStringList texts;

	for (const auto *label : widget.findChildren<QLabel *>()) {
		if (label->isVisibleTo(&widget)) {
			texts += label->text();
		}
	}
	for (const auto *button : widget.findChildren<QAbstractButton *>()) {
		if (button->isVisibleTo(&widget)) {
			texts += button->text();
		}
	}
	for (const auto *meter : widget.findChildren<LevelMeter *>()) {
		if (meter->isVisibleTo(&widget)) {
			texts += meter->accessibleDescription();
		}
	}
	return texts.join(QLatin1Char('\n'));
}

QStringList clippedTexts(const QWidget &window)
{
	QStringList problems;

	for (const auto *label : window.findChildren<QLabel *>()) {
		if (label->isVisibleTo(&window) && isCut(*label)) {
			problems += describe(*label, label->text(), "is cut off");
		}
	}
	for (const auto *button : window.findChildren<QAbstractButton *>()) {
		if (button->isVisibleTo(&window) && isCut(*button)) {
			problems += describe(*button, button->text(), "is cut off");
		}
	}
	for (const auto *box : window.findChildren<QAbstractSpinBox *>()) {
		if (box->isVisibleTo(&window) && isCut(*box)) {
			problems += describe(*box, box->text(), "is cut off");
		}
	}
	for (const auto *box : window.findChildren<QComboBox *>()) {
		if (box->isVisibleTo(&window) && isCut(*box)) {
			problems += describe(*box, box->currentText(), "is cut off");
		}
	}
	for (const auto *widget : window.findChildren<QWidget *>()) {
		const bool isWindow = widget->isWindow() || widget->window() != &window;
		if (!isWindow && widget->isVisibleTo(&window) && sticksOut(*widget, window)) {
			problems += describe(*widget, widget->objectName(), "sticks out of its view");
		}
	}
	return problems;
}

QStringList namelessWidgets(const QWidget &window)
{
	QStringList problems;

	for (auto *widget : window.findChildren<QWidget *>()) {
		const bool isPart = qobject_cast<QScrollBar *>(widget) ||
				    qobject_cast<QAbstractScrollArea *>(widget->parentWidget()) ||
				    qobject_cast<QAbstractSpinBox *>(widget->parentWidget()) ||
				    qobject_cast<QComboBox *>(widget->parentWidget());
		if (widget->focusPolicy() == Qt::NoFocus || isPart || !widget->isVisibleTo(&window) ||
		    (qobject_cast<QAbstractScrollArea *>(widget) && !qobject_cast<QAbstractItemView *>(widget))) {
			continue;
		}
		QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
		if (!face || face->text(QAccessible::Name).isEmpty()) {
			problems += describe(*widget, widget->objectName(), "has no accessible name");
		}
	}
	return problems;
}

QStringList strayTabSteps(const QWidget &window)
{
	QVector<QWidget *> stops;
	QStringList problems;

	for (QWidget *widget = window.nextInFocusChain(); widget != &window; widget = widget->nextInFocusChain()) {
		if (isTabStop(*widget, window)) {
			stops += widget;
		}
	}
	for (int i = 1; i < stops.size(); i++) {
		const bool isSamePage = scrollOf(*stops[i - 1]) == scrollOf(*stops[i]);
		const QRect from = placeOf(*stops[i - 1], window, isSamePage);
		const QRect to = placeOf(*stops[i], window, isSamePage);
		const bool isSameLine = to.center().y() >= from.top() && to.center().y() <= from.bottom();
		if (to.bottom() < from.top() || (isSameLine && to.left() < from.left())) {
			problems += describe(*stops[i], stops[i]->accessibleName() + stops[i]->objectName(),
					     "comes after what is read later");
		}
	}
	return problems;
}

QVector<QWidget *> usableByKeys(const QWidget &root)
{
	QVector<QWidget *> all;

	for (auto *widget : root.findChildren<QWidget *>()) {
		if (widget->isVisibleTo(&root) && isTabStop(*widget, *root.window())) {
			all += widget;
		}
	}
	return all;
}

QStringList unreachedBy(Qt::Key key, const QWidget &root)
{
	const QVector<QWidget *> all = usableByKeys(root);
	const QVector<QWidget *> reached = roundOf(all.first(), key);
	QStringList missed;

	for (QWidget *widget : all) {
		const bool isChoice = qobject_cast<QRadioButton *>(widget); /* arrows lead to the others */
		if (!reached.contains(widget) && !isChoice) {
			missed += describe(*widget, widget->accessibleName() + widget->objectName(), "is not reached");
		}
	}
	return missed;
}
