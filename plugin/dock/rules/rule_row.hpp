// SPDX-License-Identifier: GPL-2.0-or-later
/* One rule in the list: enabled, name, what it does, whether it runs and for how long, run now. */
#pragma once

#include <QWidget>

#include "engine/snapshot.h"

class QCheckBox;
class QLabel;
class QToolButton;

class RuleRow : public QWidget {
	Q_OBJECT

      public:
	explicit RuleRow(QWidget *parent);
	void showRule(const engine_rule &rule, qint64 now_ms);
	/* Marks the row that the buttons above the list act on. */
	void setCurrent(bool isCurrent);
	void toggleEnabled();

      signals:
	void enabledToggled(bool isEnabled);
	void runRequested();
	void editRequested();
	/* The row got the focus. */
	void chosen();
	void keyPressed(int key);

      protected:
	void focusInEvent(QFocusEvent *event) override;
	void keyPressEvent(QKeyEvent *event) override;
	void mouseDoubleClickEvent(QMouseEvent *event) override;
	void paintEvent(QPaintEvent *event) override;

      private:
	QCheckBox *enabled_;
	QLabel *name_;
	QLabel *state_;
	QLabel *details_;
	QToolButton *run_;
	bool isCurrent_{false};
};

/* "Scene, level 50 %", as far as a snapshot tells. */
QString ruleSummary(const engine_rule &rule);
/* "Running, 0:42 left", "Cooling down, 3 s", "Scene ... is missing"; empty when it just waits. */
QString ruleState(const engine_rule &rule, qint64 now_ms);
