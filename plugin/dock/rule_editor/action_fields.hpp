// SPDX-License-Identifier: GPL-2.0-or-later
/* What a rule does: its kind and what that kind needs. */
#pragma once

#include "dock/bridge.hpp"
#include "dock/rule_editor/form_fields.hpp"

class ChoiceBox;
class GuardedSlider;
class QLabel;
class SecondsField;

class ActionFields : public FormFields {
	Q_OBJECT

      public:
	ActionFields(const BridgePtr &bridge, bool isDiscreet, QWidget *parent);
	void load(const QJsonObject &action);
	QJsonObject store(QJsonObject base) const;
	/* Something of an action that few rules state. */
	static bool isRareStated(const QJsonObject &action);

      private:
	void addAudio();
	void addTargets(const BridgePtr &bridge, bool isDiscreet);
	void showRows();
	void storeLevel(QJsonObject &action) const;

	ChoiceBox *kind_;
	GuardedSlider *level_;
	QLabel *range_; /* that was loaded, in place of one level */
	ChoiceBox *followed_;
	CheckField *offAir_;
	SecondsField *stepTime_;
	SecondsField *fadeIn_;
	SecondsField *fadeOut_;
	QJsonValue loadedLevel_;
	int loadedPercent_{0};
};
