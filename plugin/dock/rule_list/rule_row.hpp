// SPDX-License-Identifier: GPL-2.0-or-later
/* One rule in the list: enabled, name, what it does, whether it runs and for how long, run now, when it ran last. What
 * comes and goes while rules run moves nothing. */
#pragma once

#include <optional>

#include <QKeyEvent>
#include <QColor>
#include <QPoint>
#include <QString>
#include <QWidget>

#include "engine/snapshot.h"

class QCheckBox;
class QLabel;
class QToolButton;
class QVBoxLayout;
class RowSizes;
class SteadyLabel;

class RuleRow : public QWidget {
	Q_OBJECT

      public:
	/* sizes: borrowed, as long as this lives. */
	RuleRow(const QString &id, const RowSizes &sizes, QWidget *parent);
	const QString &id() const;
	/* As the rule is called. */
	const QString &ruleName() const;
	/* What tells a rule from others. */
	struct Summary {
		QString name; /* as it is shown; "": as the rule is called */
		QString words;
		bool isConditional; /* it does not run each time */
		bool isWarning;     /* something has to be done before it can run */
	};
	void setSummary(const Summary &summary);
	/* What a ceiling holds it down to, 0..1; none: nothing. */
	void setCap(std::optional<double> level);
	/* Why nothing at all may run now; "": something may. */
	void setWhyStopped(const QString &words);
	/* Neither that nor the rule itself keeps it from running. */
	bool mayRun() const;
	/* note: what became of it lately, shown where the rule itself says nothing. */
	void showRule(const engine_rule &rule, qint64 now_ms, const QString &note, bool isRefusal);
	/* "14:03", "" for never. isNewest: no rule has run since. */
	void showLastRun(const QString &time, bool isNewest);
	/* Marks the row that the keys act on, and those that the commands above the list act on. */
	void setCurrent(bool isCurrent);
	void setSelected(bool isSelected);
	bool isSelected() const;
	/* Tab comes to it and its buttons; else arrows and the mouse alone. */
	void setTabStop(bool isTabStop);
	bool isRuleEnabled() const;
	void setIndented(bool isIndented);

      signals:
	void enabledToggled(bool isEnabled);
	void runRequested();
	void editRequested();
	/* Pressed by the mouse, or reached by a key (no modifiers then). */
	void chosen(Qt::KeyboardModifiers modifiers);
	/* Takes the event by accepting it. */
	void keyPressed(QKeyEvent *event);
	void dragged(const QPoint &global);
	void dropped(const QPoint &global);
	void menuAsked(const QContextMenuEvent &asked);

      protected:
	void contextMenuEvent(QContextMenuEvent *event) override;
	void focusInEvent(QFocusEvent *event) override;
	void keyPressEvent(QKeyEvent *event) override;
	bool eventFilter(QObject *object, QEvent *event) override;
	void mousePressEvent(QMouseEvent *event) override;
	void mouseMoveEvent(QMouseEvent *event) override;
	void mouseReleaseEvent(QMouseEvent *event) override;
	void mouseDoubleClickEvent(QMouseEvent *event) override;
	void paintEvent(QPaintEvent *event) override;

      private:
	void showName(const QString &name);
	void showEnabled(bool isEnabled);
	void showRun();
	void showSummary();
	void showMissing(const QString &words);
	void showState(const engine_rule &rule, qint64 now_ms, const QString &note, bool isRefusal);
	bool isShown(const engine_rule &rule, qint64 seconds, const QString &note);
	void tell();
	QColor markColor() const;

	QString id_;
	const RowSizes &sizes_;
	QVBoxLayout *words_;
	QVBoxLayout *right_;
	QCheckBox *enabled_;
	QLabel *name_;
	SteadyLabel *line_;
	QLabel *missing_{nullptr}; /* NULL: nothing it names has ever been missing */
	QToolButton *run_;
	QLabel *last_{nullptr}; /* NULL: it has not run; its room is kept */
	QString state_;
	QString ruleName_;
	Summary summary_{};
	std::optional<double> cap_;
	QString told_; /* to a screen reader */
	engine_rule shown_{};
	qint64 seconds_{-1}; /* that are left, as shown_ was drawn; -1: it was not */
	QString note_;
	QString whyStopped_;
	QPoint pressed_;
	bool isCurrent_{false};
	bool isSelected_{false};
	bool isDragging_{false};
	bool isChosenOnRelease_{false}; /* one of several was pressed: it may be a drag of all */
	bool isNewest_{false};
};
