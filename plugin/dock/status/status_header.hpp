// SPDX-License-Identifier: GPL-2.0-or-later
/* The part of the dock that never scrolls: status in words, Stop all, armed switch, master ceiling, one notice. */
#pragma once

#include <QElapsedTimer>
#include <QWidget>

#include "dock/bridge.hpp"
#include "dock/status/status_text.hpp"

class GuardedSlider;
class KeyField;
class NoticeBar;
class QCheckBox;
class QLabel;
class QLayout;
class QMenu;
class QPushButton;
class QToolButton;
struct KeyWorld;

class StatusHeader : public QWidget {
	Q_OBJECT

      public:
	StatusHeader(BridgePtr bridge, QMenu *menu, QWidget *parent);
	void showSnapshot(const engine_snapshot &snapshot, qint64 now_ms);
	/* Reads what the snapshot does not hold: the stop key, where it works, and the lease. Called when the dock
	 * appears, and twice a second while it is seen. */
	void readOccasional();
	/* A control shows what the user has just set; the engine's state has to be drawn again afterwards. */
	bool isHeld() const;

      signals:
	void actionRequested(Action action);

      private:
	void build(QMenu *menu);
	QLayout *makeKeyRow();
	void showStopKey(const QString &key, const KeyWorld &world);
	void onArmedToggled(bool isArmed);
	void onCeilingChanged(int percent);
	void onCeilingSettled(int percent);
	void onNoticeAction(Action action);
	void showMostUrgent();
	bool isArmedHeld() const;

	BridgePtr bridge_;
	QLabel *sign_;
	QLabel *line_;
	QLabel *next_;
	QPushButton *nextButton_;
	QToolButton *menuButton_;
	QPushButton *stopAll_;
	QLabel *reach_;
	KeyField *stopKey_;
	QPushButton *resume_;
	QCheckBox *armed_;
	GuardedSlider *ceiling_;
	NoticeBar *notice_;
	Action nextAction_{Action::None};
	QElapsedTimer armedTouched_;
	int lease_ms_{3000};
	int wantedCeiling_{0};
	bool mayExceedCaution_{false};
	bool isAskingToExceed_{false};
	/* Of the newest snapshot. */
	Notice standing_{QString{}, Action::None};
	bool isStopUnconfirmed_{false};
	bool isPanic_{false};
};
