// SPDX-License-Identifier: GPL-2.0-or-later
/* One rule in one form, with what it means in words and what it would send now. Not modal; edits a copy, so that
 * nothing changes before Save. Keys it does not know are kept. */
#pragma once

#include <QDialog>
#include <QJsonObject>

#include "dock/bridge.hpp"
#include "dock/rules/rule_book.hpp"

class ActionFields;
class ConditionList;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;
class Refresher;
class RunFields;
class WatchFields;

class RuleEditor : public QDialog {
	Q_OBJECT

      public:
	RuleEditor(BridgePtr bridge, const QJsonObject &rule, bool isDiscreet, QWidget *parent);
	/* The rule as the form shows it. */
	QJsonObject draft() const;

      private:
	void build();
	void arrange();
	QWidget *buildForm();
	void buildButtons(QVBoxLayout *column);
	void onChanged();
	void showMeaning();
	void showWouldSend();
	void test();
	void save();
	void duplicate();

	BridgePtr bridge_;
	RuleBook book_;
	bool isDiscreet_;
	QJsonObject rule_;
	bool isNew_{false};
	bool followsName_{false}; /* the name is not a person's */
	RulesRef draftRules_;     /* the draft as the core reads it; NULL: it cannot be used */
	QLineEdit *name_;
	QCheckBox *enabled_;
	WatchFields *when_;
	ConditionList *onlyIf_;
	ActionFields *action_;
	RunFields *run_;
	QLabel *sentence_;
	QLabel *wouldSend_;
	QLabel *problem_;
	QPushButton *test_;
	QPushButton *duplicate_;
	QPushButton *save_;
	Refresher *refresher_;
};
