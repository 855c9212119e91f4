// SPDX-License-Identifier: GPL-2.0-or-later
/* How often a widget is drawn again: at once when it appears, ten times a second at most, never while hidden. */
#include <QDockWidget>
#include <QMainWindow>
#include <QPushButton>
#include <QWidget>
#include <QtTest>

#include "dock/widgets/refresher.hpp"

class TestRefresher : public QObject {
	Q_OBJECT

      private:
	qint64 now_ms_{0};
	int refreshes_{0};

	Refresher *watch(QWidget &widget)
	{
		return new Refresher{&widget, [this] { refreshes_++; }, [this] { return now_ms_; }};
	}
	/* Long enough for some periods of the timer. */
	static void letItTick()
	{
		QTest::qWait(4 * Refresher::PERIOD_MS);
	}

      private slots:
	void init()
	{
		now_ms_ = 0;
		refreshes_ = 0;
	}

	void appearing_refreshes_at_once()
	{
		QWidget widget;
		watch(widget);
		widget.show();
		QCOMPARE(refreshes_, 1);
	}

	void however_often_it_appears_ten_a_second_are_the_most()
	{
		QWidget widget;
		watch(widget);
		for (now_ms_ = 0; now_ms_ < 10000; now_ms_++) {
			widget.show();
			widget.hide();
		}
		QCOMPARE(refreshes_, 100);
	}

	void ticks_that_come_too_soon_do_nothing()
	{
		QWidget widget;
		watch(widget);
		widget.show();
		letItTick();
		QCOMPARE(refreshes_, 1);
		now_ms_ = Refresher::PERIOD_MS - 1;
		letItTick();
		QCOMPARE(refreshes_, 1);
		now_ms_ = Refresher::PERIOD_MS;
		QTRY_COMPARE(refreshes_, 2);
		letItTick();
		QCOMPARE(refreshes_, 2);
	}

	/* Ticks that come late or too soon shift those that follow; they are not left out. */
	void after_each_tick_it_waits_for_what_is_left_of_a_period()
	{
		QWidget widget;
		auto *timer = watch(widget)->findChild<QTimer *>();
		widget.show();
		now_ms_ = Refresher::PERIOD_MS - 1;
		QTRY_COMPARE(timer->interval(), 1);
		now_ms_ = Refresher::PERIOD_MS + 70;
		QTRY_COMPARE(refreshes_, 2);
		QCOMPARE(timer->interval(), int(Refresher::PERIOD_MS));
		widget.hide();
		now_ms_ += 40;
		widget.show();
		QCOMPARE(refreshes_, 2);
		QCOMPARE(timer->interval(), Refresher::PERIOD_MS - 40);
	}

	void while_a_button_is_pressed_it_waits_but_not_for_ever()
	{
		QWidget widget;
		QPushButton button{&widget};
		Refresher *refresher = watch(widget);
		bool hasSeenPress = false;
		refresher->setWhilePressed([&hasSeenPress] { hasSeenPress = true; });
		widget.show();
		refresher->tick();
		QVERIFY(!hasSeenPress);
		QTest::mousePress(&button, Qt::LeftButton);
		for (now_ms_ = 0; now_ms_ < Refresher::LONGEST_PRESS_MS; now_ms_ += Refresher::PERIOD_MS) {
			refresher->tick();
		}
		QVERIFY(hasSeenPress);
		QCOMPARE(refreshes_, 2);
		refresher->tick();
		QCOMPARE(refreshes_, 3);
		QTest::mouseRelease(&button, Qt::LeftButton);
		refresher->tick();
		QCOMPARE(refreshes_, 4);
		QTest::mousePress(&button, Qt::LeftButton); /* a new one counts from its own beginning */
		refresher->tick();
		QCOMPARE(refreshes_, 4);
		QTest::mouseRelease(&button, Qt::LeftButton);
	}

	void hidden_it_does_not_tick()
	{
		QWidget widget;
		Refresher *refresher = watch(widget);
		QVERIFY(!refresher->isTicking());
		widget.show();
		QVERIFY(refresher->isTicking());
		widget.hide();
		QVERIFY(!refresher->isTicking());
		now_ms_ = 60000;
		letItTick();
		QCOMPARE(refreshes_, 1);
	}

	void behind_the_tab_of_another_dock_it_does_not_tick()
	{
		QMainWindow window;
		auto *frame = new QDockWidget{&window};
		auto *other = new QDockWidget{&window};
		auto *widget = new QWidget;
		frame->setWidget(widget);
		window.addDockWidget(Qt::RightDockWidgetArea, frame);
		window.addDockWidget(Qt::RightDockWidgetArea, other);
		window.tabifyDockWidget(frame, other);
		Refresher *refresher = watch(*widget);
		window.show();
		QVERIFY(QTest::qWaitForWindowExposed(&window));
		other->raise();
		QTRY_VERIFY(!refresher->isTicking());
		QVERIFY(widget->isVisible());
		frame->raise();
		QTRY_VERIFY(refresher->isTicking());
		other->raise();
		QTRY_VERIFY(!refresher->isTicking());
		frame->setFloating(true);
		QTRY_VERIFY(refresher->isTicking());
	}

	void in_a_dock_of_its_own_it_ticks()
	{
		QMainWindow window;
		auto *frame = new QDockWidget{&window};
		auto *widget = new QWidget;
		frame->setWidget(widget);
		window.addDockWidget(Qt::RightDockWidgetArea, frame);
		Refresher *refresher = watch(*widget);
		window.show();
		QVERIFY(QTest::qWaitForWindowExposed(&window));
		QVERIFY(refresher->isTicking());
	}
};

QTEST_MAIN(TestRefresher)
#include "test_refresher.moc"
