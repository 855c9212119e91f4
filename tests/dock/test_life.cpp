// SPDX-License-Identifier: GPL-2.0-or-later
/* The dock in a frontend: appears, outlives the engine, and is outlived by it. */
#include <QAccessible>
#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QDockWidget>
#include <QtTest>

#include "dock/dock.h"
#include "dock/dock_menu.hpp"
#include "dock/dock_widget.hpp"
#include "dock/fake_frontend.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"

namespace {

/* Every timer of the program reports here, whoever owns it. */
class TimerCount : public QObject {
      public:
	TimerCount()
	{
		qApp->installEventFilter(this);
	}
	int count{0};

      protected:
	bool eventFilter(QObject *, QEvent *event) override
	{
		count += event->type() == QEvent::Timer ? 1 : 0;
		return false;
	}
};

/* A first run: the dock stands in the window of a frontend that is seen. */
struct FirstRun {
	FirstRun()
	{
		dock_parts parts = script.parts();

		parts.is_first_run = true;
		dock = dock_create(&parts);
		frontend.window->setGeometry(300, 200, 900, 700);
		frontend.window->show();
		dock_finished_loading(dock);
		QCoreApplication::processEvents();
	}
	~FirstRun()
	{
		dock_detach(dock);
	}
	FirstRun(const FirstRun &) = delete;
	FirstRun &operator=(const FirstRun &) = delete;
	QDockWidget *frame() const
	{
		return qobject_cast<QDockWidget *>(frontend.dock);
	}
	FakeFrontend frontend;
	Script script;
	struct dock *dock;
};

} // namespace

class TestLife : public QObject {
	Q_OBJECT

      private slots:
	void without_a_frontend_there_is_no_dock()
	{
		Script script;
		const dock_parts parts = script.parts();

		QVERIFY(!dock_create(&parts));
		dock_finished_loading(nullptr);
		dock_detach(nullptr);
	}

	void a_first_run_shows_the_dock_by_itself_and_docked()
	{
		FakeFrontend frontend;
		Script script;
		dock_parts parts = script.parts();

		parts.is_first_run = true;
		struct dock *dock = dock_create(&parts);
		QVERIFY(dock && frontend.dock);
		QVERIFY(!frontend.dock->isVisible());
		dock_finished_loading(dock);
		auto *frame = qobject_cast<QDockWidget *>(frontend.dock);
		QVERIFY(frame->isVisible() && !frame->isFloating());
		QCOMPARE(frame->objectName(), QStringLiteral("lovense-for-obs"));
		dock_detach(dock);
	}

	void undocked_it_stays_near_the_place_it_had()
	{
		const FirstRun run;
		QDockWidget *frame = run.frame();
		const QPoint docked = frame->mapToGlobal(QPoint{});

		QVERIFY(!frame->isFloating() && docked.x() > 300);
		frame->setFloating(true);
		QCoreApplication::processEvents();
		QVERIFY((frame->pos() - docked).manhattanLength() < 200);
	}

	void the_keys_stay_where_they_are_when_it_is_docked()
	{
		const FirstRun run;
		QDockWidget *frame = run.frame();
		auto *stop = frame->findChild<QWidget *>("stopAll");

		for (const bool isFloating : {true, false}) {
			QApplication::setActiveWindow(frame->window());
			stop->setFocus();
			QCOMPARE(QApplication::focusWidget(), stop);
			frame->setFloating(isFloating);
			QApplication::setActiveWindow(frame->window());
			QCoreApplication::processEvents();
			QTRY_COMPARE(QApplication::focusWidget(), stop);
		}
	}

	/* Its callers know of every new snapshot, whether a dock is seen or not. */
	void what_happens_while_it_is_hidden_is_in_the_diagnostics()
	{
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();
		struct dock *dock = dock_create(&parts);

		script.engine.snapshot.state = ENGINE_RETRYING;
		script.engine.snapshot.reason = ENGINE_REASON_TLS;
		script.engine.addRule("a", "Secret name");
		script.engine.rules[0].trigger = HAPTICS_TRIGGER_AUDIO;
		script.engine.snapshot.record_count = 1;
		script.engine.snapshot.records[0].serial = 1;
		script.engine.snapshot.records[0].outcome = HAPTICS_IGNORED_COOLDOWN;
		qstrncpy(script.engine.snapshot.records[0].rule_id, "a", 8);
		script.stopKey = "F9";
		script.engine.publish();
		dock_note(dock, &script.engine.snapshot);
		dock_note(nullptr, &script.engine.snapshot);
		script.engine.snapshot.state = ENGINE_READY;
		script.engine.snapshot.record_count = 0;
		script.engine.publish();
		dock_note(dock, &script.engine.snapshot);
		emit frontend.dock->findChild<DockMenu *>()->actionRequested(Action::Diagnostics);
		const QString report = QGuiApplication::clipboard()->text();
		for (const char *wanted : {"retrying", "trigger audio", "rule 1: no effect: cooldown",
					   "stop key set: yes, works everywhere"}) {
			QVERIFY2(report.contains(wanted), qPrintable(report));
		}
		QVERIFY(!report.contains("Secret name"));
		dock_detach(dock);
	}

	void later_runs_leave_it_where_the_user_left_it()
	{
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();

		struct dock *dock = dock_create(&parts);
		dock_finished_loading(dock);
		QVERIFY(!frontend.dock->isVisible());
		dock_detach(dock);
	}

	void a_reader_may_ask_for_a_child_that_has_gone()
	{
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();

		struct dock *dock = dock_create(&parts);
		frontend.dock->show();
		auto *scroll = frontend.dock->findChild<PageScroll *>();
		QAccessibleInterface *seen = QAccessible::queryAccessibleInterface(scroll);
		QVERIFY(seen && seen->childCount() > 0);
		QVERIFY(seen->child(0));
		QVERIFY(!seen->child(seen->childCount()));
		QVERIFY(!seen->child(1000000));
		dock_detach(dock);
	}

	void a_hidden_dock_has_no_timers_and_never_asks_the_engine()
	{
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();

		script.engine.addToy("lush", 1);
		script.engine.addRule("r1", "First");
		script.engine.publish();
		struct dock *dock = dock_create(&parts);
		frontend.dock->show();
		QTRY_VERIFY(frontend.dock->findChild<DockWidget *>()->isTicking());
		frontend.dock->hide();
		QVERIFY(!frontend.dock->findChild<DockWidget *>()->isTicking());
		const int calls = script.engine.calls;
		/* The style's own animations end first. */
		QTest::qWait(300);
		TimerCount timers;
		QTest::qWait(350);
		QCOMPARE(timers.count, 0);
		QCOMPARE(script.engine.calls, calls);
		for (const QTimer *timer : frontend.dock->findChildren<QTimer *>()) {
			QVERIFY(!timer->isActive());
		}
		dock_detach(dock);
	}

	void the_tools_menu_opens_it_as_a_window()
	{
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();

		struct dock *dock = dock_create(&parts);
		QVERIFY(frontend.toolsEntry);
		frontend.toolsEntry->trigger();
		auto *window = frontend.window->findChild<QDialog *>();
		QVERIFY(window && window->isVisible() && !window->isModal());
		QVERIFY(window->findChild<DockWidget *>()->isTicking());
		frontend.toolsEntry->trigger();
		QCOMPARE(frontend.window->findChildren<QDialog *>().size(), 1);
		dock_detach(dock);
		QTRY_VERIFY(!frontend.window->findChild<QDialog *>());
		frontend.toolsEntry->trigger();
		QVERIFY(!frontend.window->findChild<QDialog *>());
	}

	void its_title_goes_everywhere_its_name_stands()
	{
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();

		struct dock *dock = dock_create(&parts);
		QCOMPARE(frontend.toolsEntry->text(), text("Module.Name"));
		emit frontend.dock->findChild<DockWidget *>()->titleChanged(text("Dock.DiscreetTitle"));
		QCOMPARE(frontend.toolsEntry->text(), text("Dock.DiscreetTitle"));
		QCOMPARE(frontend.dock->windowTitle(), text("Dock.DiscreetTitle"));
		dock_detach(dock);
	}

	void discreet_in_the_window_is_discreet_in_the_dock()
	{
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();

		struct dock *dock = dock_create(&parts);
		frontend.toolsEntry->trigger();
		auto *window = frontend.window->findChild<QDialog *>();
		emit window->findChild<DockMenu *>()->actionRequested(Action::Options);
		window->findChild<QCheckBox *>(QStringLiteral("discreet"))->click();
		QCOMPARE(frontend.dock->findChild<DockWidget *>()->title(), text("Dock.DiscreetTitle"));
		QCOMPARE(frontend.dock->windowTitle(), text("Dock.DiscreetTitle"));
		QCOMPARE(window->windowTitle(), text("Dock.DiscreetTitle"));
		QCOMPARE(frontend.toolsEntry->text(), text("Dock.DiscreetTitle"));
		emit frontend.dock->findChild<DockMenu *>()->actionRequested(Action::Options);
		QVERIFY(frontend.dock->findChild<QCheckBox *>(QStringLiteral("discreet"))->isChecked());
		dock_detach(dock);
	}

	void widgets_that_outlive_the_engine_never_touch_it()
	{
		FakeFrontend frontend;
		auto script = std::make_unique<Script>();
		dock_parts parts = script->parts();

		parts.is_first_run = true;
		struct dock *dock = dock_create(&parts);
		dock_finished_loading(dock);
		QVERIFY(frontend.dock->isVisible());
		dock_detach(dock);
		/* Freed memory from here on: the address sanitizer would tell. */
		script.reset();
		QTest::qWait(250);
		frontend.dock->hide();
		frontend.dock->show();
		delete frontend.window;
		QVERIFY(!frontend.dock);
	}

	void an_engine_that_outlives_the_widgets_is_detached_all_the_same()
	{
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();

		struct dock *dock = dock_create(&parts);
		delete frontend.window;
		QVERIFY(!frontend.dock);
		dock_finished_loading(dock);
		dock_detach(dock);
	}

	void a_refused_dock_leaves_nothing_behind()
	{
		FakeFrontend frontend;
		Script script;
		const dock_parts parts = script.parts();

		frontend.refusesDocks = true;
		QVERIFY(!dock_create(&parts));
		QVERIFY(!frontend.window->findChild<QDockWidget *>());
		QVERIFY(!frontend.window->findChild<DockWidget *>());
		QVERIFY(!frontend.toolsEntry);
	}
};

QTEST_MAIN(TestLife)
#include "test_life.moc"
