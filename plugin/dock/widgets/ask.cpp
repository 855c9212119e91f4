// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/ask.hpp"

#include <QPushButton>

#include "dock/widgets/looks.hpp"

void ask(QWidget *asker, const Question &question, const std::function<void()> &onYes)
{
	auto *box = new QMessageBox{QMessageBox::Question, question.title, question.words, QMessageBox::NoButton,
				    asker->window()};
	auto *yes = box->addButton(question.yes, question.role);

	box->setDefaultButton(box->addButton(QMessageBox::Cancel));
	box->setAttribute(Qt::WA_DeleteOnClose);
	box->setTextFormat(Qt::PlainText);
	box->setModal(false);
	QObject::connect(yes, &QPushButton::clicked, asker, onYes);
	giveKeysBack(box);
	box->show();
}
