// SPDX-License-Identifier: GPL-2.0-or-later
/* A click is not lost, whatever happens between press and release: nothing moves, hides, is disabled or goes under a
 * pressed button of the dock and the set-up. */
#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/setup/qr_view.hpp"
#include "dock/setup/setup_dialog.hpp"
#include "dock/situations.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* Some things are read on every fifth look only. */
constexpr int LOOKS_AT_ALL = 5;

/* Where it can be clicked, in its window. Empty: it cannot. */
QRect clickablePlace(const QWidget *widget)
{
	const bool isThere = widget && widget->isVisible() && widget->isEnabled() && !widget->visibleRegion().isEmpty();

	return isThere ? QRect{widget->mapTo(widget->window(), QPoint{}), widget->size()} : QRect{};
}

QVector<QAbstractButton *> clickableButtons(const QWidget &window)
{
	QVector<QAbstractButton *> found;

	for (auto *button : window.findChildren<QAbstractButton *>()) {
		const auto *tool = qobject_cast<QToolButton *>(button);
		if (!clickablePlace(button).isEmpty() && !(tool && tool->menu())) {
			found += button;
		}
	}
	return found;
}

/* On the left: of a check box only the words take a click. */
QPoint spotOn(const QWidget *widget)
{
	return {qMin(10, widget->width() / 2), widget->height() / 2};
}

void press(QWidget *widget)
{
	QTest::mousePress(widget, Qt::LeftButton, {}, spotOn(widget));
}

void release(QWidget *widget)
{
	QTest::mouseRelease(widget, Qt::LeftButton, {}, spotOn(widget));
}

void releaseOutside(QWidget *widget)
{
	QTest::mouseRelease(widget, Qt::LeftButton, {}, {-5000, -5000});
}

} // namespace

class TestClicks : public QObject {
	Q_OBJECT

      private:
	Script script_;
	const engine_snapshot plain_{script_.engine.snapshot};
	BridgePtr bridge_;

	void arise(const Situation &situation)
	{
		const uint64_t revision = script_.engine.snapshot.revision;
		const uint32_t serial = script_.engine.snapshot.qr_serial;

		script_.engine.snapshot = plain_;
		script_.engine.rules.clear();
		script_.engine.snapshot.revision = revision;
		script_.engine.snapshot.qr_serial = serial;
		script_.settings.problem = "";
		script_.rules.problem = "";
		script_.rules.question = RULES_QUESTION_NONE;
		script_.stopKey = "";
		script_.keyWorld = {};
		script_.isLive = false;
		situation.arise(script_);
		script_.engine.publish();
	}

	/* The next look at the engine, and all that it leads to. */
	static void lookAgain(QWidget &window)
	{
		window.findChild<Refresher *>()->tick();
		QCoreApplication::processEvents();
	}

	/* For one button: each situation comes while it is pressed. */
	void pressThroughAll(QWidget &window, QAbstractButton *pressed, const Situation &before)
	{
		const QPointer<QAbstractButton> button = pressed;
		const QRect place = clickablePlace(button);
		const QString name = button->text() + button->accessibleName();

		press(button);
		QVERIFY2(button->isDown(), qPrintable(name));
		for (const Situation &now : SITUATIONS) {
			arise(now);
			for (int i = 0; i < LOOKS_AT_ALL; i++) {
				lookAgain(window);
			}
			const QString where = QStringLiteral("\"%1\", %2, then %3").arg(name, before.name, now.name);
			QVERIFY2(button && button->isDown(), qPrintable(where));
			QVERIFY2(clickablePlace(button) == place, qPrintable(where));
		}
		arise(before);
		releaseOutside(button);
		lookAgain(window);
	}

	void pressEachButton(QWidget &window)
	{
		int count = 0;

		QVERIFY(QTest::qWaitForWindowExposed(&window));
		for (const Situation &before : SITUATIONS) {
			arise(before);
			lookAgain(window);
			for (int i = 0; i < clickableButtons(window).size(); i++, count++) {
				pressThroughAll(window, clickableButtons(window)[i], before);
				if (QTest::currentTestFailed()) {
					return;
				}
			}
		}
		QVERIFY(count > int(std::size(SITUATIONS)));
	}

	const Situation &situation(const char *name) const
	{
		return *std::find_if(std::begin(SITUATIONS), std::end(SITUATIONS),
				     [name](const Situation &each) { return qstrcmp(each.name, name) == 0; });
	}

      private slots:
	void init()
	{
		arise(SITUATIONS[0]);
		bridge_ = std::make_shared<Bridge>(script_.parts());
	}
	void cleanup()
	{
		bridge_.reset();
		script_.engine.posted.clear();
		script_.engine.newCodes = 0;
	}

	void nothing_moves_under_a_pressed_button_of_the_dock()
	{
		DockWidget dock{bridge_};
		dock.resize(320, 1200);
		dock.show();
		pressEachButton(dock);
	}

	void nothing_moves_under_a_pressed_button_of_the_setup_data()
	{
		QTest::addColumn<int>("page");
		QTest::newRow("account") << int(SetupDialog::ACCOUNT);
		QTest::newRow("pairing") << int(SetupDialog::PAIRING);
		QTest::newRow("finish") << int(SetupDialog::FINISH);
	}
	void nothing_moves_under_a_pressed_button_of_the_setup()
	{
		QFETCH(int, page);
		SetupDialog dialog{bridge_, SetupDialog::Page(page), false, nullptr};
		dialog.setAttribute(Qt::WA_DeleteOnClose, false);
		dialog.show();
		pressEachButton(dialog);
		QCOMPARE(int(dialog.page()), page);
	}

	void nothing_moves_under_a_pressed_button_of_the_rule_editor()
	{
		RuleEditor editor{bridge_, makeRuleFromTemplate(0, {}, {}), false, nullptr};
		editor.setAttribute(Qt::WA_DeleteOnClose, false);
		editor.show();
		pressEachButton(editor);
	}

	void the_click_is_taken_and_the_newest_state_shown_then()
	{
		DockWidget dock{bridge_};
		dock.show();
		arise(situation("stopped"));
		lookAgain(dock);
		auto *resume = dock.findChild<QPushButton *>("resume");
		press(resume);
		arise(situation("a refusal"));
		lookAgain(dock);
		release(resume);
		QVERIFY(script_.engine.hasPosted(HAPTICS_INTENT_RESUME));
		lookAgain(dock);
		QVERIFY(!resume->isVisible());
	}

	void a_key_that_is_held_on_a_button_counts_as_a_press()
	{
		DockWidget dock{bridge_};
		dock.show();
		dock.activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(&dock));
		arise(situation("stopped"));
		lookAgain(dock);
		auto *resume = dock.findChild<QPushButton *>("resume");
		resume->setFocus();
		QTest::keyPress(resume, Qt::Key_Space);
		arise(situation("a refusal"));
		lookAgain(dock);
		QTest::keyRelease(resume, Qt::Key_Space);
		QVERIFY(script_.engine.hasPosted(HAPTICS_INTENT_RESUME));
	}

	void a_window_that_loses_the_focus_under_a_press_keeps_the_click()
	{
		DockWidget dock{bridge_};
		QWidget other;
		dock.show();
		other.show();
		arise(situation("stopped"));
		lookAgain(dock);
		for (const char *name : {"resume", "run"}) { /* one that was there, and one of a row that came */
			auto *button = dock.findChild<QAbstractButton *>(name);
			script_.engine.posted.clear();
			dock.activateWindow();
			QVERIFY(QTest::qWaitForWindowActive(&dock));
			QVERIFY(button->isEnabled());
			press(button);
			QVERIFY(button->hasFocus());
			other.activateWindow();
			QVERIFY(QTest::qWaitForWindowActive(&other));
			QVERIFY(!button->hasFocus());
			dock.activateWindow();
			QVERIFY(QTest::qWaitForWindowActive(&dock));
			release(button);
			QVERIFY2(script_.engine.posted.size() == 1, name);
			script_.engine.snapshot.is_panic = false; /* a row can be run now */
			script_.engine.snapshot.is_armed = true;
			script_.engine.publish();
			lookAgain(dock);
		}
	}

	void an_open_menu_holds_nothing()
	{
		DockWidget dock{bridge_};
		dock.show();
		arise(situation("stopped"));
		lookAgain(dock);
		auto *resume = dock.findChild<QPushButton *>("resume");
		bool wasShown = true;
		QTimer::singleShot(0, &dock, [&] {
			arise(situation("a refusal"));
			lookAgain(dock);
			wasShown = resume->isVisible();
			QApplication::activePopupWidget()->close();
		});
		for (auto *button : dock.findChildren<QToolButton *>()) {
			if (button->menu() && button->isVisible()) {
				press(button); /* returns when the menu is closed */
				releaseOutside(button);
				break;
			}
		}
		QVERIFY(!wasShown);
	}

	void a_stop_is_done_when_it_is_pressed()
	{
		DockWidget dock{bridge_};
		dock.show();
		arise(situation("a toy"));
		lookAgain(dock);
		press(dock.findChild<QPushButton *>("stopAll"));
		QVERIFY(script_.engine.hasPosted(HAPTICS_INTENT_STOP_ALL));
		releaseOutside(dock.findChild<QPushButton *>("stopAll"));
		press(dock.findChild<QToolButton *>("stop"));
		QVERIFY(script_.engine.hasPosted(HAPTICS_INTENT_STOP_TOY));
		releaseOutside(dock.findChild<QToolButton *>("stop"));
		QCOMPARE(script_.engine.posted.size(), size_t{2});
	}

	/* The page turns when the button is let go: the same click does not go through the next page, too. */
	void next_that_is_pressed_while_the_check_ends_is_no_next_of_the_next_page()
	{
		SetupDialog dialog{bridge_, SetupDialog::ACCOUNT, false, nullptr};
		dialog.setAttribute(Qt::WA_DeleteOnClose, false);
		dialog.show();
		dialog.findChild<QLineEdit *>("platform")->setText("Site");
		dialog.findChild<QLineEdit *>("token")->setText("token");
		auto *next = dialog.findChild<QPushButton *>("next");
		next->click();
		press(next);
		arise(situation("a code"));
		lookAgain(dialog);
		release(next);
		lookAgain(dialog);
		QCOMPARE(dialog.page(), SetupDialog::PAIRING);
	}

	void a_code_is_taken_away_from_under_a_pressed_button()
	{
		for (const char *after : {"a code while live", "no toy"}) {
			SetupDialog dialog{bridge_, SetupDialog::PAIRING, false, nullptr};
			dialog.setAttribute(Qt::WA_DeleteOnClose, false);
			dialog.show();
			arise(situation("a code"));
			lookAgain(dialog);
			auto *code = dialog.findChild<QrView *>("code");
			QVERIFY(code->hasCode());
			auto *back = dialog.findChild<QPushButton *>("back");
			press(back);
			arise(situation(after));
			lookAgain(dialog);
			QVERIFY(!code->hasCode());
			QVERIFY(dialog.findChild<QLabel *>("digits")->text().trimmed().isEmpty());
			releaseOutside(back);
		}
	}

	void what_changed_has_its_place_before_the_next_press()
	{
		DockWidget dock{bridge_};
		dock.resize(320, 1200);
		dock.show();
		QVERIFY(QTest::qWaitForWindowExposed(&dock));
		for (const Situation &now : SITUATIONS) {
			QMap<QAbstractButton *, QRect> places;
			arise(now);
			for (int i = 0; i < LOOKS_AT_ALL; i++) {
				dock.findChild<Refresher *>()->tick();
			}
			for (auto *button : clickableButtons(dock)) {
				places[button] = clickablePlace(button);
			}
			QCoreApplication::processEvents();
			QCOMPARE(clickableButtons(dock).size(), places.size());
			for (auto place = places.cbegin(); place != places.cend(); ++place) {
				QVERIFY2(clickablePlace(place.key()) == place.value(), now.name);
			}
		}
	}
};

QTEST_MAIN(TestClicks)
#include "test_clicks.moc"
