// SPDX-License-Identifier: GPL-2.0-or-later
/* The dock by keyboard alone, in each of its states, as a dock and as a window: Tab and Shift+Tab go round through
 * everything that can be used, and Return does what the control that has the focus stands for. */
#include <functional>

#include <QAbstractButton>
#include <QAccessible>
#include <QDialog>
#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QPushButton>
#include <QSet>
#include <QSlider>
#include <QTimer>
#include <QToolButton>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock.h"
#include "dock/dock_widget.hpp"
#include "dock/fake_frontend.hpp"
#include "dock/inspect.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/situations.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* As in OBS: other things in the main window take the focus too. */
class Frontend {
      public:
	Frontend()
	{
		window_.setCentralWidget(new QPushButton{QStringLiteral("outside"), &window_});
		frame_ = new QDockWidget{&window_};
		window_.addDockWidget(Qt::RightDockWidgetArea, frame_);
	}
	void show(DockWidget *dock)
	{
		frame_->setWidget(dock);
		window_.resize(700, 700);
		window_.show();
		window_.activateWindow();
	}

      private:
	QMainWindow window_;
	QDockWidget *frame_;
};

QString nameOf(const QWidget *widget)
{
	return widget ? QStringLiteral("%1 %2 '%3'")
				.arg(QString::fromUtf8(widget->metaObject()->className()), widget->objectName(),
				     widget->accessibleName())
		      : QStringLiteral("nothing");
}

void collect(QAccessibleInterface *face, QSet<QObject *> &found, int depth = 0)
{
	if (!face || !face->isValid() || depth > 30) {
		return;
	}
	found += face->object();
	for (int i = 0; i < face->childCount(); i++) {
		collect(face->child(i), found, depth + 1);
	}
}

/* How a program that reads the screen meets it: from the window down to each child. */
QStringList readerProblems(DockWidget &dock)
{
	QSet<QObject *> found;
	QStringList problems;

	collect(QAccessible::queryAccessibleInterface(&dock), found);
	for (QWidget *widget : usableByKeys(dock)) {
		QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
		const QAccessible::State state = face->state();
		const auto *button = qobject_cast<QAbstractButton *>(widget);
		if (!found.contains(widget)) {
			problems += nameOf(widget) + QStringLiteral(" cannot be come to");
		}
		if (face->text(QAccessible::Name).isEmpty() || !state.focusable || state.invisible) {
			problems += nameOf(widget) + QStringLiteral(" is not told");
		}
		if (button &&
		    (bool(state.checkable) != button->isCheckable() || bool(state.checked) != button->isChecked())) {
			problems += nameOf(widget) + QStringLiteral(" does not tell whether it is on");
		}
		if (qobject_cast<QSlider *>(widget) && !face->valueInterface()) {
			problems += nameOf(widget) + QStringLiteral(" does not tell its value");
		}
	}
	for (auto *label : dock.findChildren<QLabel *>()) {
		QAccessibleInterface *face = QAccessible::queryAccessibleInterface(label);
		const bool isRead = found.contains(label) && face->text(QAccessible::Name) == label->text();
		if (label->isVisibleTo(&dock) && !label->text().isEmpty() && !isRead) {
			problems += QStringLiteral("'%1' is not read").arg(label->text());
		}
	}
	return problems;
}

} // namespace

class TestKeyboard : public QObject {
	Q_OBJECT

      private:
	static void checkRound(DockWidget &dock, const char *when)
	{
		QVERIFY(QTest::qWaitForWindowActive(dock.window()));
		for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) {
			const QString missed = unreachedBy(key, dock).join(QLatin1Char('\n'));
			QVERIFY2(missed.isEmpty(),
				 qPrintable(QStringLiteral("%1: %2").arg(QString::fromUtf8(when), missed)));
		}
		const QString strays = strayTabSteps(*dock.window()).join(QLatin1Char('\n'));
		QVERIFY2(strays.isEmpty(), qPrintable(strays));
	}
	/* Each from the calm state, as it comes while somebody looks. */
	static void walk(Script &script, DockWidget &dock)
	{
		checkRound(dock, "as it came");
		for (auto *expand : dock.findChildren<QAbstractButton *>(QStringLiteral("expand"))) {
			expand->setChecked(true);
		}
		checkRound(dock, "with the ceilings open");
		dock.findChild<GuardedSlider *>(QStringLiteral("ceiling"))->slider()->setValue(95);
		checkRound(dock, "with a question");
		script.engine.snapshot.is_panic = true;
		script.engine.publish();
		dock.refresh();
		checkRound(dock, "and stopped");
		script.engine.snapshot.is_panic = false;
		script.engine.addToy("solace", 1 | 64);
		script.engine.addRule("later", "Later");
		script.engine.publish();
		dock.refresh();
		checkRound(dock, "with a new toy and a new rule");
	}

	/* What is chosen in the menu that this opens, which is closed again; "-": there is no menu. */
	static QString chosenAfter(const std::function<void()> &open)
	{
		QString chosen = QStringLiteral("-");
		QTimer look;
		look.setInterval(1);
		QObject::connect(&look, &QTimer::timeout, [&chosen] {
			if (auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())) {
				chosen = menu->activeAction() ? menu->activeAction()->text() : QString{};
				menu->close();
			}
		});
		look.start();
		open();
		const bool isThere = QTest::qWaitFor([&chosen] { return chosen != QStringLiteral("-"); }, 10000);
		return isThere ? chosen : QStringLiteral("-");
	}

	static void bringUp(DockWidget &dock)
	{
		dock.resize(400, 800);
		dock.show();
		dock.refresh();
		QVERIFY(QTest::qWaitForWindowActive(&dock));
	}

      private slots:
	void a_menu_that_keys_open_has_its_first_entry_chosen_data()
	{
		QTest::addColumn<QString>("name");
		for (const char *name : {"addRule", "rulesMenu", "activityMenu"}) {
			QTest::newRow(name) << QString::fromUtf8(name);
		}
		QTest::newRow("menu") << text("Dock.Menu");
	}
	void a_menu_that_keys_open_has_its_first_entry_chosen()
	{
		QFETCH(QString, name);
		const FakeFrontend frontend;
		Script script;
		script.engine.addRule("r1", "First");
		script.engine.publish();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		bringUp(dock);
		QToolButton *button = nullptr;
		for (auto *each : dock.findChildren<QToolButton *>()) {
			const bool isIt = each->objectName() == name || each->accessibleName() == name;
			button = each->menu() && isIt ? each : button;
		}
		QVERIFY(button);
		const QPoint middle = button->rect().center();
		for (const Qt::Key key : {Qt::Key_Space, Qt::Key_Return, Qt::Key_Enter}) {
			/* A menu that was closed gives the keys back to nobody here. */
			dock.activateWindow();
			QVERIFY(QTest::qWaitForWindowActive(&dock));
			button->setFocus();
			const QString chosen = chosenAfter([button, key] { QTest::keyClick(button, key); });
			QVERIFY2(chosen.size() > 1, qPrintable(chosen));
		}
		const QString chosen = chosenAfter([button, middle] {
			QContextMenuEvent event{QContextMenuEvent::Keyboard, middle, button->mapToGlobal(middle)};
			QApplication::sendEvent(button, &event);
		});
		QVERIFY2(chosen.size() > 1, qPrintable(chosen));
		QCOMPARE(chosenAfter([button] { QTest::mouseClick(button, Qt::LeftButton); }), QString{});
	}

	void a_menu_at_a_row_that_keys_ask_for_has_its_first_entry_chosen()
	{
		const FakeFrontend frontend;
		Script script;
		script.engine.addRule("r1", "First");
		script.engine.publish();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		bringUp(dock);
		auto *row = dock.findChild<RuleRow *>();
		const auto ask = [row](QContextMenuEvent::Reason reason) {
			const QPoint middle = row->rect().center();
			QContextMenuEvent event{reason, middle, row->mapToGlobal(middle)};
			QApplication::sendEvent(row, &event);
		};
		const QString chosen = chosenAfter([&ask] { ask(QContextMenuEvent::Keyboard); });
		QVERIFY2(chosen.size() > 1, qPrintable(chosen));
		QCOMPARE(chosenAfter([&ask] { ask(QContextMenuEvent::Mouse); }), QString{});
	}

	void tab_goes_round_through_everything_in_the_dock_data()
	{
		addSituations();
	}
	void tab_goes_round_through_everything_in_the_dock()
	{
		QFETCH(int, index);
		Script script;
		Frontend frontend;
		auto *dock = new DockWidget{std::make_shared<Bridge>(script.parts())};

		frontend.show(dock);
		SITUATIONS[index].arise(script);
		script.engine.publish();
		dock->refresh();
		walk(script, *dock);
	}

	void tab_goes_round_through_everything_in_the_window_data()
	{
		addSituations();
	}
	void tab_goes_round_through_everything_in_the_window()
	{
		QFETCH(int, index);
		Script script;

		SITUATIONS[index].arise(script);
		script.engine.publish();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		dock.resize(320, 700);
		dock.show();
		dock.activateWindow();
		walk(script, dock);
	}

	void every_control_is_told_to_a_reader_with_its_name_and_state_data()
	{
		addSituations();
	}
	void every_control_is_told_to_a_reader_with_its_name_and_state()
	{
		QFETCH(int, index);
		Script script;

		SITUATIONS[index].arise(script);
		script.engine.publish();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		dock.resize(320, 900);
		dock.show();
		for (auto *expand : dock.findChildren<QAbstractButton *>(QStringLiteral("expand"))) {
			expand->setChecked(true);
		}
		QCoreApplication::processEvents();
		const QString problems = readerProblems(dock).join(QLatin1Char('\n'));
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	/* On whatever has the focus, unless that is STOP ALL: a dialog's default button is for dialogs. */
	void return_in_the_window_stops_nothing_data()
	{
		addSituations();
	}
	void return_in_the_window_stops_nothing()
	{
		QFETCH(int, index);
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();
		struct dock *dock = dock_create(&parts);

		SITUATIONS[index].arise(script);
		script.engine.publish();
		frontend.toolsEntry->trigger();
		auto *window = frontend.window->findChild<QDialog *>();
		QVERIFY(QTest::qWaitForWindowActive(window));
		const auto places = usableByKeys(*window->findChild<DockWidget *>());
		for (const QPointer<QWidget> place : places) {
			if (!place || qobject_cast<QAbstractButton *>(place)) {
				continue;
			}
			for (const Qt::Key key : {Qt::Key_Return, Qt::Key_Enter}) {
				place->setFocus();
				QTest::keyClick(place, key);
				QVERIFY2(!script.engine.hasPosted(HAPTICS_INTENT_STOP_ALL), qPrintable(nameOf(place)));
				QVERIFY(window->isVisible());
			}
		}
		QTest::keyClick(window, Qt::Key_Escape);
		QVERIFY(!window->isVisible());
		dock_detach(dock);
	}
};

QTEST_MAIN(TestKeyboard)
#include "test_keyboard.moc"
