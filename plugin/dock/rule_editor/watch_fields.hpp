// SPDX-License-Identifier: GPL-2.0-or-later
/* The fields of a trigger or a condition: its type and what that type needs. Keys the form does not know are kept as
 * long as the type stays. */
#pragma once

#include <QJsonObject>
#include <QMap>
#include <QWidget>

#include "dock/bridge.hpp"

class FieldRows;
class AudioThreshold;
class ChoiceBox;
class DecibelField;
class QCheckBox;
class QLabel;
class QSpinBox;
class QTimeEdit;
class QToolButton;
class SecondsField;

class WatchFields : public QWidget {
	Q_OBJECT

      public:
	enum class Use { Trigger = 1, Condition };

	WatchFields(BridgePtr bridge, Use use, QWidget *parent);
	void load(const QJsonObject &watch, const QString &ruleId);
	/* base with the fields of the form put in. */
	QJsonObject store(QJsonObject base) const;

      signals:
	/* By the user. */
	void changed();

      private:
	void build();
	void buildSources();
	void buildTimes();
	QWidget *makeDays();
	void addRow(const QStringList &types, const QString &label, QWidget *field);
	void onTypeChosen();
	void showRowsOf(const QString &type);
	void loadAudio(const QJsonObject &watch);
	void loadClock(const QJsonObject &watch);
	void storeAudio(QJsonObject &watch) const;
	void storeClock(QJsonObject &watch) const;
	void storeFields(const QString &type, QJsonObject &watch) const;
	void showHotkey(const QString &ruleId);

	BridgePtr bridge_;
	Use use_;
	bool isLoading_{false};
	FieldRows *form_;
	QMap<QWidget *, QStringList> typesOfRow_;
	ChoiceBox *type_;
	QMap<QString, ChoiceBox *> references_;
	ChoiceBox *state_;
	ChoiceBox *output_;
	ChoiceBox *edge_;
	ChoiceBox *toyEvent_;
	QSpinBox *below_;
	QCheckBox *atStart_;
	DecibelField *threshold_;
	SecondsField *release_;
	AudioThreshold *meter_{nullptr};
	SecondsField *every_;
	SecondsField *jitter_;
	QTimeEdit *from_;
	QTimeEdit *to_;
	QVector<QToolButton *> days_;
	QLabel *hotkey_;
};
