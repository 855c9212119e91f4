// SPDX-License-Identifier: GPL-2.0-or-later
/* Looks come from the OBS theme: widgets carry its classes, no colour is set here; legible.hpp keeps them readable. */
#pragma once

#include <QString>

class QDialog;
class QLabel;
class QToolButton;
class QWidget;

enum class Tone { Plain = 1, Muted, Good, Warning, Bad };

/* The widget, with the name by which others find it. */
template <typename Widget> Widget *named(const char *name, Widget *widget)
{
	widget->setObjectName(QString::fromUtf8(name));
	return widget;
}

/* A layout without margins of its own. */
template <typename Layout> Layout *makeLayout(QWidget *parent)
{
	auto *layout = new Layout{parent};

	layout->setContentsMargins(0, 0, 0, 0);
	return layout;
}

/* Sets both the class of newer themes and the themeID of those before OBS 30.2. */
void setThemeClass(QWidget *widget, const char *themeClass, const char *themeId);
void setTone(QWidget *widget, Tone tone);
/* Text and the name a screen reader speaks; does nothing when both are unchanged. */
void setLabel(QLabel *label, const QString &text);
/* The same; hides a label that has no text. */
void showLabel(QLabel *label, const QString &text);
/* A label that wraps and asks for no width of its own. */
QLabel *makeWrappingLabel(QWidget *parent, Tone tone = Tone::Plain, const QString &text = {});
void setBold(QWidget *widget);
QLabel *makeHeading(const QString &text, QWidget *parent);

enum class Icon { Add = 1, Remove, Edit, Menu, Play, Stop };
/* A tool button with the theme's icon; where a theme has none it shows the sign instead. name: tooltip and accessible
 * name. */
QToolButton *makeIconButton(Icon icon, const QString &name, QWidget *parent);
void setName(QWidget *widget, const QString &name);
/* For what is shown often: nothing is sent about where nothing changes. The second: the accessible name and
 * description. */
void setTip(QWidget *widget, const QString &tip);
void setTold(QWidget *widget, const QString &name, const QString &description);
/* Also where it is open already, behind others; legible in every theme. */
void showOnTop(QWidget *window);
/* From a window that has gone, whose parent may be the same as of this one. */
void giveKeysTo(QWidget *window);
/* When it ends, the keys go on in its parent's window: some desktops would give them to the main window, though the
 * dock that floats has opened it. */
void giveKeysBack(QDialog *dialog);
/* At least so many characters wide and lines high in its font, and as large as its content needs. */
void fitWindow(QWidget *window, int columns, int lines);
/* Tab goes in the order of the layouts, which is the order of reading. Call again after rows came. */
void orderTabsByLayout(QWidget *root);
/* The wheel scrolls the page and never changes a slider, box or list that has no focus. */
void guardWheel(QWidget *widget);
