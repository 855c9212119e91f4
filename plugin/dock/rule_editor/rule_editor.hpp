// SPDX-License-Identifier: GPL-2.0-or-later
/* One rule in one form, with what it means in words and what it would send now. Not modal; edits a copy, so that
 * nothing changes before Save. Keys it does not know are kept.
 */
#pragma once

#include <QJsonObject>

#include "dock/bridge.hpp"
#include "dock/rule_editor/editor_window.hpp"
#include "dock/rules/rule_book.hpp"

class ActionFields;
class ConditionList;
class HeardSource;
class MoreFold;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;
class Refresher;
class RunFields;
class TestButton;
class WatchFields;

class RuleEditor : public EditorWindow {
	Q_OBJECT

      public:
	RuleEditor(BridgePtr bridge, const QJsonObject &rule, bool isDiscreet, QWidget *parent);
	/* The rule as the form shows it. */
	QJsonObject draft() const;
	QString ruleId() const;
	/* What it shows is saved nowhere. */
	void countAsChanged();
	/* With other words all over: in a window that takes the place of this one, with what is entered. */
	void showDiscreet(bool isDiscreet);

      signals:
	/* A rule that was not there before is saved. */
	void added(const QString &id);
	void copyOpened(RuleEditor *copy);

      protected:
	void hideEvent(QHideEvent *event) override;
	bool hasChanges() const override;
	bool canSave() const override;
	void save() override;
	void onKeptOpen() override;

      private:
	void build();
	void load();
	void connectParts();
	void arrange();
	QWidget *buildForm();
	void buildButtons(QVBoxLayout *column);
	void onChanged();
	void showWhatCounts();
	bool isAsOpened() const;
	void showTitle();
	void showMeaning();
	void refresh();
	void refreshChoices();
	void showWouldSend();
	void listen();
	void test();
	void duplicate();
	QJsonObject entered() const;
	void keepAndLeave();

	BridgePtr bridge_;
	RuleBook book_;
	bool isDiscreet_;
	QString behind_; /* the rule of which this is a copy */
	QJsonObject rule_;
	QJsonObject opened_; /* as the form showed it at first */
	bool isNew_{false};
	bool followsName_{false}; /* the name is not a person's */
	QString suggested_;       /* the name of what the form shows */
	RulesRef draftRules_;     /* the draft as the core reads it; NULL: it cannot be used */
	QLineEdit *name_;
	QCheckBox *enabled_;
	WatchFields *when_;
	ConditionList *onlyIf_;
	ActionFields *action_;
	RunFields *run_;
	MoreFold *more_;
	HeardSource *heard_;
	QString followed_; /* the source whose sound the draft follows; "": none */
	QLabel *sentence_;
	QLabel *wouldSend_;
	QLabel *problem_;
	QLabel *kept_;
	TestButton *test_;
	QPushButton *duplicate_;
	QPushButton *save_;
	Refresher *refresher_;
	unsigned refreshes_{0};
};
