// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/account_field.hpp"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

AccountField::AccountField(const char *name, const QString &label, Kind kind, QWidget *parent)
    : QWidget{parent},
      edit_{named(name, new QLineEdit{this})},
      fault_{makeWrappingLabel(this, Tone::Warning)},
      sign_{new QAction{style()->standardIcon(QStyle::SP_MessageBoxWarning), QString{}, this}}
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *line = new QHBoxLayout;

	setAccessibleName(label);
	edit_->setAccessibleName(label);
	fault_->setObjectName(edit_->objectName() + QLatin1String{"Fault"});
	fault_->hide();
	line->addWidget(edit_, 1);
	column->addLayout(line);
	column->addWidget(fault_);
	if (kind == Kind::Secret) {
		addSwitch(edit_->objectName() + QLatin1String{"Show"}, line);
	}
	connect(edit_, &QLineEdit::textEdited, this, [this] { setFault({}); });
	connect(edit_, &QLineEdit::textChanged, this, &AccountField::showHint);
}

void AccountField::addSwitch(const QString &name, QHBoxLayout *line)
{
	show_ = new QCheckBox{text("Account.ShowInput"), this};
	show_->setObjectName(name);
	edit_->setEchoMode(QLineEdit::Password);
	edit_->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
	line->addWidget(show_);
	connect(show_, &QCheckBox::toggled, this,
		[this](bool isShown) { edit_->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password); });
}

QLineEdit *AccountField::edit() const
{
	return edit_;
}

QString AccountField::content() const
{
	return edit_->text().trimmed();
}

void AccountField::setSaved(bool isSaved)
{
	isSaved_ = isSaved;
	showHint();
}

bool AccountField::hasFault() const
{
	return !fault_->text().isEmpty();
}

bool AccountField::isMissing() const
{
	return content().isEmpty() && !isSaved_;
}

void AccountField::setFault(const QString &sentence)
{
	const bool hasSign = edit_->actions().contains(sign_);

	showLabel(fault_, sentence);
	edit_->setAccessibleDescription(sentence);
	if (hasFault() && !hasSign) {
		edit_->addAction(sign_, QLineEdit::TrailingPosition);
	} else if (!hasFault() && hasSign) {
		edit_->removeAction(sign_);
	}
	for (auto *button : edit_->findChildren<QToolButton *>()) { /* as which Qt shows the sign */
		setName(button, sentence);
	}
	showHint();
}

/* Slanted, so that it is not taken for content; and of what was rejected nothing is said to be there. */
void AccountField::showHint()
{
	const bool isHint = isSaved_ && edit_->text().isEmpty() && !hasFault();
	QFont font = edit_->font();

	if (show_) {
		edit_->setPlaceholderText(isHint ? text("Account.Saved") : QString{});
	}
	font.setItalic(isHint);
	edit_->setFont(font);
}

bool AccountField::isSwitching() const
{
	return show_ && show_->isDown();
}

void AccountField::conceal()
{
	if (show_ && !isSwitching()) {
		show_->setChecked(false);
	}
}
