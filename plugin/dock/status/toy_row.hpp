// SPDX-License-Identifier: GPL-2.0-or-later
/* One toy in a line: name, level now, test, stop; opened, its battery, what it can do, and its own ceilings. */
#pragma once

#include <QVector>
#include <QWidget>

#include "dock/bridge.hpp"

class LevelMeter;
class QLabel;
class QToolButton;
class ToyCeilings;

class ToyRow : public QWidget {
	Q_OBJECT

      public:
	/* What decides whether a test would move something. */
	using TestFacts = QVector<double>;

	ToyRow(BridgePtr bridge, int slot, QWidget *parent);
	void showToy(const engine_snapshot &snapshot, bool isDiscreet);
	/* One of its ceilings shows what the user has just set. */
	bool isHeld() const;
	/* To the button that tests it; false: it would move nothing now. */
	bool focusTest();

      signals:
	/* New sliders came. */
	void ceilingsChanged();

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
	QToolButton *expand_;
	QLabel *name_;
	QLabel *details_;
	QLabel *capped_;
	QLabel *trouble_;
	LevelMeter *meter_;
	QLabel *level_;
	QToolButton *test_;
	QToolButton *stop_;
	ToyCeilings *ceilings_;
	TestFacts testFacts_;
	unsigned timesSame_{0};
	bool isCapped_{false};
};
