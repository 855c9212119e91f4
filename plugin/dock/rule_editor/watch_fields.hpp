// SPDX-License-Identifier: GPL-2.0-or-later
/* The fields of a trigger or a condition: its type and what that type needs. Keys the form does not know are kept as
 * long as the type stays. */
#pragma once

#include "dock/bridge.hpp"
#include "dock/rule_editor/form_fields.hpp"

class AudioThreshold;
class ChoiceBox;
class KeyField;
class NumberField;
class QCheckBox;
class SecondsField;
class TimeField;
class ToyFields;

class WatchFields : public FormFields {
	Q_OBJECT

      public:
	enum class Use { Trigger = 1, Condition };

	WatchFields(const BridgePtr &bridge, Use use, bool isDiscreet, QWidget *parent);
	void load(const QJsonObject &watch, const QString &ruleId);
	/* base with the fields of the form put in. */
	QJsonObject store(QJsonObject base) const;
	/* Which ends of a time of day count: the other's field is switched off. */
	void setCounting(bool isBegin, bool isEnd);
	/* The rule's key, which is OBS's: shown again as it is bound now, and bound as a person has set it here. */
	void refreshKey();
	bool saveKey();
	bool hasNewKey() const;
	/* As of the key's field. */
	QJsonObject newKey() const;
	void takeNewKey(const QJsonObject &kept);
	/* Which type it is. Of a condition it has no row: whoever holds the condition gives it its place. */
	QWidget *typeBox() const;

      private:
	void addTypes(bool isDiscreet);
	void addSources();
	void addAudio(const BridgePtr &bridge);
	void addTimes();
	QWidget *makeDays();
	void showRows();
	void storeHysteresis(QJsonObject &watch) const;
	void storeDays(QJsonObject &watch) const;

	Use use_;
	QString ruleId_;
	ChoiceBox *type_;
	QMap<QString, ChoiceBox *> references_;
	QCheckBox *atStart_;
	NumberField *threshold_;
	ToyFields *toy_;
	AudioThreshold *meter_{nullptr};
	TimeField *from_;
	TimeField *to_;
	SecondsField *every_;
	QVector<QCheckBox *> days_;
	KeyField *hotkey_;
};
