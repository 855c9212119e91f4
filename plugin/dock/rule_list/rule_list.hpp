// SPDX-License-Identifier: GPL-2.0-or-later
/* The rules, under a heading that folds them: found, enabled, run now, edited, added, moved, grouped, duplicated,
 * deleted, imported, exported. Keys of a row: Space enables, Enter and F2 edit, Del deletes, arrows move, with Shift
 * they select, with Alt they move the rules; Ctrl+A selects all. The head of a group: arrows fold, with Alt they move
 * the group; F2 renames it. */
#pragma once

#include <QHash>
#include <QStringList>
#include <QVector>
#include <QTimer>
#include <QWidget>

#include "dock/bridge.hpp"
#include "dock/status/held_reason.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/view_settings.hpp"
#include "dock/rule_list/row_sizes.hpp"
#include "dock/rule_list/rule_caps.hpp"
#include "dock/rule_list/rule_log.hpp"
#include "dock/rule_list/rule_order.hpp"
#include "dock/rule_list/rule_selection.hpp"

class FoldHeading;
class GroupRow;
class QFrame;
class QLabel;
class QLineEdit;
class QMenu;
class QScrollArea;
class QToolButton;
class QVBoxLayout;
class NoticeBar;
class RuleRow;

class RuleList : public QWidget {
	Q_OBJECT

      public:
	RuleList(BridgePtr bridge, ViewPtr view, QWidget *parent);
	void showRules(const engine_snapshot &snapshot, qint64 now_ms);
	/* Reads what no snapshot holds: the keys of the rules. */
	void readOccasional();
	/* Selects the rule, scrolls to it and gives it the focus: now, or as soon as the engine has it. */
	void goTo(const QString &id);
	/* Something it shows changes by itself. */
	bool isChanging(qint64 now_ms) const;

      signals:
	void editRequested(const QString &id);
	/* templateIndex as in rule_templates.hpp. */
	void addRequested(int templateIndex);
	void importRequested();
	void exportRequested();
	void rowsChanged();
	/* Somebody goes on with the first of Bridge::drafts(). */
	void draftRequested();

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;

      private:
	void build();
	void showHeading(const engine_snapshot &snapshot);
	QMenu *makeAddMenu();
	QMenu *makeMoreMenu();
	void fillGroupMenu(QMenu *menu);
	void showQuestion();
	void addNotices();
	void showDraft();
	QHash<QString, QString> readKeys() const;
	void showCounts(const engine_snapshot &snapshot);
	void showLastRuns();
	void showStates(const engine_snapshot &snapshot, qint64 now_ms);
	void showCaps(const engine_snapshot &snapshot);
	void showStopped(const engine_snapshot &snapshot);
	bool mayRunNow() const;
	void showRunNow();

	/* --- rows --- */
	void rebuild(const engine_snapshot &snapshot, qint64 now_ms);
	int placeOfLostFocus(const QStringList &ids) const;
	QString focusedGroup() const;
	void makeRows(const QStringList &ids);
	RuleRow *makeRow(const QString &id);
	GroupRow *makeHead(const QString &group);
	void showSummaries(const engine_snapshot &snapshot);
	void arrange();
	void filter();
	bool isSearching() const;
	void showHeads(const QHash<QString, int> &shownOf);
	bool isFound(const QString &id, const QString &group) const;
	void selectNew(const QStringList &before, const QStringList &now);
	QScrollArea *page() const;
	void scrollTo(const QString &id);
	void showSought();
	void goToAwaited();
	void showWhatIsPossible();

	/* --- commands --- */
	void choose(const QString &id, Qt::KeyboardModifiers modifiers);
	void showSelection();
	void handleKey(QKeyEvent *event);
	void step(int by, bool isExtending);
	QWidget *neighbour(QWidget *of, int by) const;
	void goToNeighbour(QWidget *of, int by);
	void focusNear(int place);
	void moveBy(int by);
	void drag(const QPoint &global);
	void drop(const QPoint &global);
	struct Target {
		QString beforeId, group;
		int y;
	};
	Target targetAt(const QPoint &global) const;
	void runRule(const QString &id);
	void switchSelected(bool areEnabled);
	void toggleSelected();
	void duplicateCurrent();
	void askToRemove();
	void askForGroup();
	void renameGroup(const QString &group);
	void moveGroup(const QString &group, int by);
	void openGroupMenu(const QString &group, const QContextMenuEvent &asked);
	void toggleFold(const QString &group);
	bool isFolded(const QString &group) const;
	QStringList membersOf(const QString &group) const;

	BridgePtr bridge_;
	ViewPtr view_;
	RuleBook book_;
	RuleLog log_;
	RuleCaps caps_;
	RuleSelection selection_;
	RowSizes sizes_;
	QVBoxLayout *column_;
	QVBoxLayout *list_;
	FoldHeading *heading_;
	QLabel *running_; /* by their names, while the rows are folded */
	NoticeBar *question_;
	NoticeBar *draft_; /* what was not saved when OBS closed */
	QLabel *problem_;
	QLabel *empty_;
	QLineEdit *search_;
	QFrame *dropMark_;
	QToolButton *add_;
	QToolButton *edit_;
	QToolButton *run_;
	QToolButton *more_;
	QStringList ids_; /* in the order of the snapshot */
	quint64 serial_{0};
	QHash<QString, RuleRow *> rows_;
	QVector<RuleRow *> inOrder_; /* as ids_ */
	QHash<QString, GroupRow *> heads_;
	QVector<RulePlace> places_;
	QTimer seeking_;
	QTimer left_;                   /* the search has lost the keys */
	QString sought_;                /* the rule that the page scrolls to */
	QString awaited_;               /* the rule to go to, once it is there; "": none */
	QString awaitedHead_;           /* the same of a group */
	QVector<QAction *> ofOne_;      /* what the menu does to one rule alone */
	QAction *runNow_{nullptr};      /* the same, while something may run */
	QHash<QString, QString> keys_;  /* by the id of the rule */
	QHash<QString, QString> found_; /* what the search looks through */
	QString storeProblem_;
	HeldReason reasons_;
	QString whyStopped_; /* why nothing at all may run now; "": something may */
	QString offered_;    /* the rule of the draft that is offered, once its row was chosen */
	bool isStepping_{false};
	bool isDiscreet_{false}; /* as the rows show it */
};
