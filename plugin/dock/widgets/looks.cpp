// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/looks.hpp"

#include <QApplication>
#include <QDialog>
#include <QEvent>
#include <QHash>
#include <QLabel>
#include <QLayout>
#include <QScrollArea>
#include <QStyle>
#include <QTimer>
#include <QToolButton>
#include <QVariant>
#include <QVector>
#include <QWidget>

#include "dock/theme/legible.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int SUCCESSOR_MS = 150; /* in which a window manager has chosen one */

class WheelGuard : public QObject {
      public:
	explicit WheelGuard(QWidget *widget)
	    : QObject{widget}
	{
	}

      protected:
	bool eventFilter(QObject *object, QEvent *event) override
	{
		if (event->type() == QEvent::Wheel && !static_cast<QWidget *>(object)->hasFocus()) {
			event->ignore();
			return true;
		}
		return QObject::eventFilter(object, event);
	}
};

/* A layout asks for the height at several widths in turn, many times over; Qt would lay the text out each time. */
class WrappingLabel : public QLabel {
      public:
	using QLabel::QLabel;

	int heightForWidth(int width) const override
	{
		if (text() != measured_ || heights_.size() >= MOST_WIDTHS) {
			heights_.clear();
			measured_ = text();
		}
		if (!heights_.contains(width)) {
			heights_.insert(width, QLabel::heightForWidth(width));
		}
		return heights_.value(width);
	}

      protected:
	/* All but these leave the size of the text as it is. */
	bool event(QEvent *event) override
	{
		switch (event->type()) {
		case QEvent::Polish:
		case QEvent::FontChange:
		case QEvent::StyleChange:
		case QEvent::ContentsRectChange:
			heights_.clear();
			break;
		default:
			break;
		}
		return QLabel::event(event);
	}

      private:
	static constexpr int MOST_WIDTHS = 8;
	mutable QString measured_;
	mutable QHash<int, int> heights_;
};

void collectTabStops(QWidget *widget, QVector<QWidget *> &stops);

void collectTabStops(QLayout *layout, QVector<QWidget *> &stops)
{
	for (int i = 0; i < layout->count(); i++) {
		if (QWidget *widget = layout->itemAt(i)->widget()) {
			collectTabStops(widget, stops);
		} else if (QLayout *inner = layout->itemAt(i)->layout()) {
			collectTabStops(inner, stops);
		}
	}
}

void collectTabStops(QWidget *widget, QVector<QWidget *> &stops)
{
	auto *scroll = qobject_cast<QScrollArea *>(widget);

	/* Also what Tab comes to later: one row of a list after the other. */
	if (widget->focusPolicy() != Qt::NoFocus && !widget->focusProxy()) {
		stops += widget;
	}
	if (scroll && scroll->widget()) {
		collectTabStops(scroll->widget(), stops);
	} else if (widget->layout()) {
		collectTabStops(widget->layout(), stops);
	}
}

constexpr struct {
	Tone value;
	const char *themeClass;
	const char *themeId;
} TONES[] = {
	{Tone::Plain, "", ""},
	{Tone::Muted, "text-muted", ""},
	{Tone::Good, "text-success", "good"},
	{Tone::Warning, "text-warning", "warning"},
	{Tone::Bad, "text-danger", "error"},
};

constexpr struct {
	Icon value;
	const char *themeClass;
	const char *themeId;
	const char *sign;
} ICONS[] = {
	{Icon::Add, "icon-plus", "addIconSmall", "+"},     {Icon::Remove, "icon-trash", "removeIconSmall", "−"},
	{Icon::Edit, "icon-gear", "configIconSmall", "⚙"}, {Icon::Menu, "icon-dots-vert", "menuIconSmall", "⋮"},
	{Icon::Play, "icon-media-play", "playIcon", "▶"},  {Icon::Stop, "icon-media-stop", "stopIcon", "■"},
};

} // namespace

void setThemeClass(QWidget *widget, const char *themeClass, const char *themeId)
{
	if (widget->property("class").toString() == QLatin1String{themeClass} &&
	    widget->property("themeID").toString() == QLatin1String{themeId}) {
		return;
	}
	widget->setProperty("class", themeClass);
	widget->setProperty("themeID", themeId);
	if (widget->testAttribute(Qt::WA_WState_Polished)) { /* else it is when it appears */
		widget->style()->unpolish(widget);
		widget->style()->polish(widget);
	}
}

void setTone(QWidget *widget, Tone tone)
{
	const auto *look = rowOf(TONES, tone);

	setThemeClass(widget, look->themeClass, look->themeId);
}

void setLabel(QLabel *label, const QString &text)
{
	if (label->text() == text) {
		return;
	}
	label->setText(text);
	label->setAccessibleName(text);
}

void showLabel(QLabel *label, const QString &text)
{
	setLabel(label, text);
	label->setVisible(!text.isEmpty());
}

QLabel *makeWrappingLabel(QWidget *parent, Tone tone, const QString &text)
{
	auto *label = new WrappingLabel{parent};
	QSizePolicy policy{QSizePolicy::Ignored, QSizePolicy::Preferred};

	label->setTextFormat(Qt::PlainText);
	label->setWordWrap(true);
	policy.setHeightForWidth(true);
	label->setSizePolicy(policy);
	setTone(label, tone);
	setLabel(label, text);
	return label;
}

void setBold(QWidget *widget)
{
	QFont font = widget->font();

	font.setBold(true);
	widget->setFont(font);
}

QLabel *makeHeading(const QString &text, QWidget *parent)
{
	auto *label = new QLabel{text, parent};

	setBold(label);
	return label;
}

QToolButton *makeIconButton(Icon icon, const QString &name, QWidget *parent)
{
	auto *button = new QToolButton{parent};
	const auto *look = rowOf(ICONS, icon);

	button->setText(QString::fromUtf8(look->sign));
	button->setToolButtonStyle(Qt::ToolButtonIconOnly);
	button->setFocusPolicy(Qt::StrongFocus);
	setName(button, name);
	setThemeClass(button, look->themeClass, look->themeId);
	return button;
}

void setTip(QWidget *widget, const QString &tip)
{
	if (widget->toolTip() != tip) {
		widget->setToolTip(tip);
	}
}

void setTold(QWidget *widget, const QString &name, const QString &description)
{
	if (widget->accessibleName() != name) {
		widget->setAccessibleName(name);
	}
	if (widget->accessibleDescription() != description) {
		widget->setAccessibleDescription(description);
	}
}

void setName(QWidget *widget, const QString &name)
{
	widget->setToolTip(name);
	widget->setAccessibleName(name);
}

void showOnTop(QWidget *window)
{
	keepLegible(window);
	window->show();
	window->raise();
	window->activateWindow();
}

/* Twice: some window managers look only later for who comes after the window that went, and take the main window. */
void giveKeysTo(QWidget *window)
{
	auto *later = new QTimer{window};

	window->activateWindow();
	later->setSingleShot(true);
	QObject::connect(later, &QTimer::timeout, window, [window] {
		const QWidget *parent = window->parentWidget();

		if (parent && QApplication::activeWindow() == parent->window()) {
			window->activateWindow();
		}
	});
	QObject::connect(later, &QTimer::timeout, later, &QObject::deleteLater);
	later->start(SUCCESSOR_MS);
}

void giveKeysBack(QDialog *dialog)
{
	QObject::connect(dialog, &QDialog::finished, dialog, [dialog] {
		if (QWidget *parent = dialog->parentWidget()) {
			giveKeysTo(parent->window());
		}
	});
}

void fitWindow(QWidget *window, int columns, int lines)
{
	const QFontMetrics metrics = window->fontMetrics();
	QSize size{metrics.averageCharWidth() * columns, metrics.lineSpacing() * lines};

	window->ensurePolished();
	size = size.expandedTo(window->layout()->totalMinimumSize());
	if (window->layout()->hasHeightForWidth()) {
		size.setHeight(qMax(size.height(), window->layout()->totalHeightForWidth(size.width())));
	}
	window->resize(size);
}

void orderTabsByLayout(QWidget *root)
{
	QVector<QWidget *> stops;

	collectTabStops(root, stops);
	for (int i = 1; i < stops.size(); i++) {
		QWidget::setTabOrder(stops[i - 1], stops[i]);
	}
}

void guardWheel(QWidget *widget)
{
	widget->setFocusPolicy(Qt::StrongFocus);
	widget->installEventFilter(new WheelGuard{widget});
}
