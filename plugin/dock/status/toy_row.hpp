// SPDX-License-Identifier: GPL-2.0-or-later
/* One toy in a line: name, level now, test, stop; opened, its battery, what it can do, and its own ceilings. */
#pragma once

#include <QVector>
#include <QWidget>

#include "dock/bridge.hpp"

class FieldRows;
class GuardedSlider;
class LevelMeter;
class QLabel;
class QTimer;
class QToolButton;

class ToyRow : public QWidget {
	Q_OBJECT

      public:
	/* What decides whether a test would move something. */
	using TestFacts = QVector<double>;

	ToyRow(BridgePtr bridge, int slot, QWidget *parent);
	void showToy(const engine_snapshot &snapshot, bool isDiscreet);
	/* One of its ceilings shows what the user has just set. */
	bool isHeld() const;

      signals:
	/* New sliders came. */
	void ceilingsChanged();

      private:
	void build();
	bool isSameToy(const engine_toy &toy);
	void showName(const engine_toy &toy, bool isDiscreet);
	void tellWhose(const QString &toy);
	void showLevel(const engine_snapshot &snapshot, const engine_toy &toy);
	void showTest(const engine_snapshot &snapshot, bool isDiscreet);
	void showDetails(const engine_toy &toy, bool isDiscreet);
	void showCapped();
	void showTrouble(const engine_toy &toy);
	QStringList functionNames(bool isDiscreet) const;
	void rebuildCeilings(bool isDiscreet);
	void showCeilings(const engine_toy &toy, bool isDiscreet);
	void unfold(bool isOpen);
	void saveCeilings();

	BridgePtr bridge_;
	int slot_;
	QByteArray toyId_;
	engine_toy shown_{}; /* without what moves */
	QVector<int> functions_;
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
	FieldRows *form_;
	QTimer *saveTimer_;
	/* [0] the whole toy, then one for each of functions_, unless it has only one. None before it was opened. */
	QVector<GuardedSlider *> sliders_;
	TestFacts testFacts_;
	unsigned timesSame_{0};
	bool isCapped_{false};
	bool hasNoRoom_{false}; /* for ceilings of its own */
};
