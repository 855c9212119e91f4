// SPDX-License-Identifier: GPL-2.0-or-later
/* The part of the dock above everything else, which never scrolls: status in words, Stop all, armed switch, master
 * ceiling. What it has to ask or to say beside that goes into the footer. */
#pragma once

#include <functional>

#include <QElapsedTimer>
#include <QWidget>

#include "dock/bridge.hpp"
#include "dock/status/status_text.hpp"

class GuardedSlider;
class KeyField;
class QCheckBox;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;
class StatusFooter;
struct KeyWorld;

class StatusHeader : public QWidget {
	Q_OBJECT

      public:
	/* footer: borrowed, as long as this lives. */
	StatusHeader(BridgePtr bridge, QMenu *menu, StatusFooter *footer, QWidget *parent);
	void showSnapshot(const engine_snapshot &snapshot, qint64 now_ms, bool isDiscreet);
	/* Shown until it is dismissed, whenever nothing is more urgent; asked again with each snapshot. */
	void offer(std::function<Notice()> offer);
	/* Reads what the snapshot does not hold: the stop key, where it works, the lease, and whether an account is set
	 * up. Called when the dock appears, and twice a second while it is seen. */
	void readOccasional();
	/* Nothing is set up: there is nothing to arm, to limit or to stop by a key yet. */
	bool isFirstRun() const;
	/* In a low dock the warning of the stop key is a sign in place of its name, which tells the rest when asked. */
	void setBrief(bool isBrief);
	/* How much higher it would be if it were not, at that width; 0: it is not. */
	int savedHeight(int width) const;
	void focusArmed();
	/* What a person does next: arms. Where that is done, STOP ALL: a key too many does no harm there. */
	void focusNext();
	/* A control shows what the user has just set; the engine's state has to be drawn again afterwards. */
	bool isHeld() const;

      protected:
	void hideEvent(QHideEvent *event) override;
	void resizeEvent(QResizeEvent *event) override;

      signals:
	void actionRequested(Action action);

      private:
	void build(QMenu *menu);
	void buildControls();
	void buildStopPart();
	void showReach();
	void keepRoom();
	void giveRoomBack();
	bool isHandBelow() const;
	void answerQuestion(bool isAllowed);
	void onStopKeySet();
	void showStopWords();
	void tellStop();
	void showStopKey(const QString &key, const KeyWorld &world);
	void onArmedToggled(bool isArmed);
	void onCeilingChanged(int percent);
	void onCeilingSettled(int percent);
	void onFooterAction(Action action);
	void showMostUrgent();
	bool isArmedHeld() const;

	BridgePtr bridge_;
	QLabel *sign_;
	QLabel *line_;
	QToolButton *menuButton_;
	QPushButton *stopAll_;
	QWidget *stopPart_;
	QLabel *stopName_;
	QLabel *reach_;
	KeyField *stopKey_;
	QWidget *controls_; /* hidden while nothing is set up */
	QCheckBox *armed_;
	GuardedSlider *ceiling_;
	StatusFooter *footer_;
	QElapsedTimer armedTouched_;
	int lease_ms_{3000};
	int wantedCeiling_{0};
	bool mayExceedCaution_{false};
	bool isAskingToExceed_{false};
	/* Of the newest snapshot. */
	Notice standing_{QString{}, Action::None};
	std::function<Notice()> offer_; /* empty: none */
	bool isStopInDoubt_{false};
	bool isRunning_{false};
	bool isFirstRun_{false};
	bool isBrief_{false};
	QString stopWords_; /* on the button */
	bool isPanic_{false};
	StatusContext context_;
};
