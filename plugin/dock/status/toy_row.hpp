// SPDX-License-Identifier: GPL-2.0-or-later
/* One toy in a line: name, level now, test, stop; opened, its battery, what it can do, and its own ceilings. */
#pragma once

#include <QStringList>
#include <QWidget>

#include "dock/bridge.hpp"
#include "dock/status/held_reason.hpp"

class FoldButton;
class LevelMeter;
class QLabel;
class QToolButton;
class ToyCeilings;

class ToyRow : public QWidget {
	Q_OBJECT

      public:
	ToyRow(BridgePtr bridge, int slot, QWidget *parent);
	void showToy(const engine_snapshot &snapshot, bool isDiscreet);
	/* One of its ceilings shows what the user has just set. */
	bool isHeld() const;
	/* To the button that tests it; false: it would move nothing now. */
	bool focusTest();

      signals:
	/* New sliders came. */
	void ceilingsChanged();

      protected:
	void resizeEvent(QResizeEvent *event) override;

      private:
	void build();
	bool isSameToy(const engine_toy &toy);
	void showName(const engine_toy &toy, bool isDiscreet);
	void tellWhose(bool isDiscreet);
	void showLevel(const engine_snapshot &snapshot, const engine_toy &toy);
	void showTest(const engine_snapshot &snapshot, bool isDiscreet);
	void showDetails(const engine_toy &toy, bool isDiscreet);
	void showCapped();
	void showTrouble(const engine_toy &toy);
	void showCeilings();
	void unfold(bool isOpen);

	BridgePtr bridge_;
	int slot_;
	engine_toy shown_{}; /* without what moves */
	bool isDiscreet_{false};
	FoldButton *expand_;
	QLabel *name_;
	QLabel *details_;
	QStringList facts_; /* that details_ tells, but for a ceiling that limits it now */
	QLabel *trouble_;
	LevelMeter *meter_;
	QToolButton *test_;
	QToolButton *stop_;
	ToyCeilings *ceilings_;
	HeldReason reason_;
	QString whyNot_; /* why a test would move nothing */
	bool isAsked_{false};
	bool isCapped_{false};
};
