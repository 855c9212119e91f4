// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <functional>

#include <QMessageBox>

struct Question {
	QString title;
	QString words;
	QString yes; /* the button's text */
	QMessageBox::ButtonRole role;
};

/* Asks in a box over the asker's window, which is not modal and has Cancel as its default. onYes is not called once the
 * asker is gone. */
void ask(QWidget *asker, const Question &question, const std::function<void()> &onYes);
