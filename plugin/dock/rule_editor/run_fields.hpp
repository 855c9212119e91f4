// SPDX-License-Identifier: GPL-2.0-or-later
/* How long and how often a rule runs, and its limits. */
#pragma once

#include "dock/rule_editor/form_fields.hpp"

class ChoiceBox;
class QLabel;
class SecondsField;

class RunFields : public FormFields {
	Q_OBJECT

      public:
	explicit RunFields(QWidget *parent);
	void load(const QJsonObject &rule);
	void store(QJsonObject &rule) const;
	/* Something of a rule that few rules state. */
	static bool isRareStated(const QJsonObject &rule);
	/* Offers the modes the rule's trigger and action allow; picks the first when the chosen one is not among them.
	 * The longest run follows the mode for as long as the rule states none. Whether it starts at the beginning or
	 * at the end of what it waits for is asked only where it runs once: all else begins at the beginning. */
	void offerModes(const QJsonObject &rule);
	/* Whether it counts when what it waits for begins, or ends. */
	bool countsBegin() const;
	bool countsEnd() const;

      private:
	void offerEdges(const QString &trigger);
	void queueTips(const QString &trigger);
	QJsonValue edge() const;
	void limitLongest();
	void showRows();
	QJsonValue longestRun() const;

	QString trigger_;
	ChoiceBox *mode_;
	QString beforeTip_; /* what happened when it was triggered again, before it waited for tips */
	QString wanted_;    /* the mode that was chosen, also while the trigger does not allow it */
	ChoiceBox *edge_;   /* of the trigger */
	SecondsField *duration_;
	QLabel *range_; /* of the duration, as it was loaded */
	bool hasRange_{false};
	ChoiceBox *retrigger_;
	SecondsField *delay_;
	SecondsField *cooldown_;
	SecondsField *longest_;
	ChoiceBox *priority_;
	bool isStop_{false}; /* the action, which takes no time */
};
