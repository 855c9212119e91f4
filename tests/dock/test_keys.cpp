// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys are set where they are shown: beside STOP ALL at once, in the rule editor with the rule. */
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/fake_frontend.hpp"
#include "dock/keys/key_field.hpp"
#include "dock/keys/window_keys.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr char RULE_KEY[] = "lovense-for-obs.rule.a";

QPushButton *keyIn(QWidget &field)
{
	return field.findChild<QPushButton *>("key");
}

bool isListening(QWidget &field)
{
	return keyIn(field)->text() == text("Key.Listening");
}

QString wordsIn(const QWidget &field)
{
	const auto *words = field.findChild<QLabel *>("keyWords");

	return words->isHidden() ? QString{} : words->text();
}

void press(QWidget *key, Qt::Key pressed, Qt::KeyboardModifiers modifiers = {})
{
	key->setFocus();
	QTest::keyClick(key, Qt::Key_Space);
	QTest::keyClick(key, pressed, modifiers);
}

void clickDiscard(const QWidget &editor)
{
	const auto buttons = editor.findChild<QMessageBox *>()->findChildren<QAbstractButton *>();

	for (auto *button : buttons) {
		if (button->text() == text("Rule.Discard")) {
			button->click();
		}
	}
}

QJsonObject hotkeyRule()
{
	return {{"id", "a"},
		{"name", "Boost"},
		{"when", QJsonObject{{"type", "hotkey"}}},
		{"do", QJsonObject{{"kind", "level"}, {"level", 0.5}}}};
}

} // namespace

class TestKeys : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	BridgePtr bridge_;
	std::unique_ptr<QWidget> window_;

	KeyField *makeField(KeyField::Saves saves, const char *hotkey)
	{
		auto *field = new KeyField{bridge_, saves, "Key", window_.get()};
		field->setHotkey(hotkey);
		window_->show();
		field->show();
		window_->activateWindow();
		if (!QTest::qWaitForWindowActive(window_.get())) {
			QTest::qFail("no window", __FILE__, __LINE__);
		}
		return field;
	}
	/* There is something to stop. */
	void setUp()
	{
		qstrncpy(script_->settings.value.platform, "My site", 16);
		qstrncpy(script_->settings.value.developer_token, "token", 16);
		script_->engine.snapshot.state = ENGINE_READY;
	}
	/* Long enough that what is read now and then was read. */
	static void readAll(DockWidget &dock)
	{
		for (int i = 0; i < 6; i++) {
			dock.refresh();
			QCoreApplication::processEvents();
		}
	}
	std::string key(const char *hotkey)
	{
		return script_->keys[hotkey];
	}

	static void bringUp(DockWidget &dock)
	{
		dock.resize(280, 640);
		dock.show();
		dock.activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(&dock));
		QCoreApplication::processEvents();
	}

      private slots:
	void init()
	{
		script_ = std::make_unique<Script>();
		bridge_ = std::make_shared<Bridge>(script_->parts());
		window_ = std::make_unique<QWidget>();
	}
	void cleanup()
	{
		window_.reset();
		bridge_.reset();
		script_.reset();
	}

	void a_key_is_set_by_pressing_it_and_taken_away_again()
	{
		auto *field = makeField(KeyField::Saves::AtOnce, STOP_ALL_HOTKEY);
		QCOMPARE(keyIn(*field)->text(), text("Key.Set"));
		press(keyIn(*field), Qt::Key_F9, Qt::ControlModifier);
		QCOMPARE(key(STOP_ALL_HOTKEY), std::string{"Ctrl + F9"});
		QCOMPARE(keyIn(*field)->text(), QString{"Ctrl + F9"});
		QVERIFY(!isListening(*field));
		field->findChild<QToolButton *>("clearKey")->click();
		QCOMPARE(key(STOP_ALL_HOTKEY), std::string{});
		QCOMPARE(keyIn(*field)->text(), text("Key.Set"));
		QVERIFY(!field->findChild<QToolButton *>("clearKey")->isEnabled());
	}

	/* It went on to the next control of the dock, which is the one that arms. */
	void the_focus_stays_in_the_field_when_its_key_is_taken_away()
	{
		auto *field = makeField(KeyField::Saves::AtOnce, STOP_ALL_HOTKEY);
		script_->keys[STOP_ALL_HOTKEY] = "F9";
		field->refresh();
		QLineEdit next{window_.get()};
		next.show();
		auto *clear = field->findChild<QToolButton *>("clearKey");
		clear->setFocus();
		clear->click();
		QCOMPARE(window_->focusWidget(), keyIn(*field));
		QVERIFY(!isListening(*field));
	}

	/* Return and Delete have a meaning of their own in a window: not while a key is asked for. */
	void every_key_can_be_set_but_escape_and_tab_alone()
	{
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		for (const Qt::Key each : {Qt::Key_Return, Qt::Key_Delete, Qt::Key_Space, Qt::Key_A}) {
			press(keyIn(*field), each);
			QVERIFY(!isListening(*field));
			QCOMPARE(key(RULE_KEY), QKeySequence{each}.toString().toStdString());
		}
		press(keyIn(*field), Qt::Key_Escape);
		QVERIFY(!isListening(*field));
		QCOMPARE(key(RULE_KEY), std::string{"A"});
		press(keyIn(*field), Qt::Key_Escape, Qt::ShiftModifier);
		QCOMPARE(key(RULE_KEY), std::string{"Shift + Esc"});
	}

	/* A stop key that each step in a window presses is no key that anybody wants. */
	void tab_goes_on_and_sets_nothing()
	{
		script_->keys[RULE_KEY] = "F9";
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		for (const Qt::Key each : {Qt::Key_Tab, Qt::Key_Backtab}) {
			press(keyIn(*field), each, each == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
			QVERIFY(!isListening(*field) && !keyIn(*field)->hasFocus());
			QCOMPARE(key(RULE_KEY), std::string{"F9"});
		}
		press(keyIn(*field), Qt::Key_Tab, Qt::ControlModifier);
		QCOMPARE(key(RULE_KEY), std::string{"Ctrl + Tab"});
	}

	/* A reader hears the warning where the key is set. */
	void what_is_wrong_with_a_key_is_told_with_it()
	{
		script_->keys["OBSBasic.StartRecording"] = "F5";
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		press(keyIn(*field), Qt::Key_F5);
		QCOMPARE(keyIn(*field)->accessibleDescription(), text("Key.OtherUse", "OBSBasic.StartRecording"));
	}

	void a_modifier_alone_is_waited_through()
	{
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		press(keyIn(*field), Qt::Key_Control, Qt::ControlModifier);
		QVERIFY(isListening(*field));
		QCOMPARE(keyIn(*field)->text(), text("Key.Listening"));
		QTest::keyClick(keyIn(*field), Qt::Key_F8, Qt::ControlModifier);
		QCOMPARE(key(RULE_KEY), std::string{"Ctrl + F8"});
	}

	/* A key that is held when hotkeys work again would count as pressed, and start what it was just given to. */
	void no_hotkey_starts_anything_until_the_key_is_let_go()
	{
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		QTest::mouseClick(keyIn(*field), Qt::LeftButton);
		QVERIFY(script_->areHotkeysHeldBack);
		QTest::keyPress(keyIn(*field), Qt::Key_F9);
		QCOMPARE(key(RULE_KEY), std::string{"F9"});
		QVERIFY(script_->areHotkeysHeldBack);
		QTest::keyRelease(keyIn(*field), Qt::Key_F9);
		QVERIFY(!script_->areHotkeysHeldBack);
	}

	void hotkeys_work_again_however_it_ends()
	{
		for (int way = 0; way < 3; way++) {
			auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
			QTest::mouseClick(keyIn(*field), Qt::LeftButton);
			QVERIFY(script_->areHotkeysHeldBack);
			if (way == 0) {
				keyIn(*field)->clearFocus();
			} else if (way == 1) {
				field->hide();
			} else {
				bridge_->cut();
			}
			QVERIFY2(!script_->areHotkeysHeldBack, qPrintable(QString::number(way)));
			delete field;
		}
	}

	void a_key_that_does_something_else_is_warned_of()
	{
		script_->keys["OBSBasic.StartRecording"] = "F5";
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		QVERIFY(wordsIn(*field).isEmpty());
		press(keyIn(*field), Qt::Key_F5);
		QCOMPARE(wordsIn(*field), text("Key.OtherUse", "OBSBasic.StartRecording"));
		script_->keys["OBSBasic.StartRecording"] = "";
		field->refresh();
		QVERIFY(wordsIn(*field).isEmpty());
	}

	/* OBS's undo, its menus, and the letters that open them work behind every window of OBS. */
	void a_key_of_obs_s_own_window_is_warned_of()
	{
		FakeFrontend frontend;
		auto *undo = new QAction{"&Undo Add 'Camera' ...", frontend.window};
		auto *nudge = new QAction{frontend.window->centralWidget()};
		undo->setShortcut(QKeySequence{Qt::CTRL | Qt::Key_Z});
		undo->setEnabled(false); /* nothing to take back now */
		nudge->setShortcuts({QKeySequence{Qt::Key_F2}, QKeySequence{Qt::Key_Up}});
		frontend.window->menuBar()->addMenu("&File");
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		press(keyIn(*field), Qt::Key_Z, Qt::ControlModifier);
		QCOMPARE(wordsIn(*field), text("Key.OtherUse", "Undo Add 'Camera'"));
		press(keyIn(*field), Qt::Key_Up);
		QCOMPARE(wordsIn(*field), text("Key.WindowUse"));
		press(keyIn(*field), Qt::Key_F, Qt::AltModifier);
		QCOMPARE(wordsIn(*field), text("Key.OtherUse", "File"));
		for (const Qt::Key each : {Qt::Key_Z, Qt::Key_F, Qt::Key_F3}) {
			press(keyIn(*field), each);
			QVERIFY2(wordsIn(*field).isEmpty(), qPrintable(wordsIn(*field)));
		}
	}

	void each_key_of_qt_has_its_name_in_obs()
	{
		const struct {
			int qt;
			const char *obs;
		} keys[] = {{Qt::Key_Space, "OBS_KEY_SPACE"},
			    {Qt::Key_9, "OBS_KEY_9"},
			    {Qt::Key_Semicolon, "OBS_KEY_SEMICOLON"},
			    {Qt::Key_Equal, "OBS_KEY_EQUAL"},
			    {Qt::Key_Z, "OBS_KEY_Z"},
			    {Qt::Key_QuoteLeft, "OBS_KEY_QUOTELEFT"},
			    {Qt::Key_Bar, "OBS_KEY_BAR"},
			    {Qt::Key_Backtab, "OBS_KEY_BACKTAB"},
			    {Qt::Key_Enter, "OBS_KEY_ENTER"},
			    {Qt::Key_Delete, "OBS_KEY_DELETE"},
			    {Qt::Key_Right, "OBS_KEY_RIGHT"},
			    {Qt::Key_PageDown, "OBS_KEY_PAGEDOWN"},
			    {Qt::Key_F11, "OBS_KEY_F11"},
			    {Qt::Key_MediaPlay, "OBS_KEY_NONE"}};
		for (const auto &key : keys) {
			QCOMPARE(obs_key_to_name(obsKeyOf(key.qt)), key.obs);
		}
	}

	/* OBS's settings can give a hotkey several keys. */
	void a_key_takes_the_place_of_the_one_that_is_shown_and_of_no_other()
	{
		script_->keys[RULE_KEY] = "F1, Ctrl + F2, F3";
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		const auto *further = field->findChild<QLabel *>("furtherKeys");
		QCOMPARE(keyIn(*field)->text(), QString{"F1"});
		QCOMPARE(further->text(), text("Key.Further", "Ctrl + F2, F3"));
		press(keyIn(*field), Qt::Key_F9);
		QCOMPARE(key(RULE_KEY), std::string{"F9, Ctrl + F2, F3"});
		field->findChild<QToolButton *>("clearKey")->click();
		QCOMPARE(key(RULE_KEY), std::string{"Ctrl + F2, F3"});
		QCOMPARE(keyIn(*field)->text(), QString{"Ctrl + F2"});
		QCOMPARE(further->text(), text("Key.Further", "F3"));
		field->findChild<QToolButton *>("clearKey")->click();
		QVERIFY(further->isHidden());
	}

	void the_stop_key_stops_and_cannot_be_given_away()
	{
		script_->stopKey = "F12";
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		press(keyIn(*field), Qt::Key_F12);
		QVERIFY(script_->engine.hasPosted(HAPTICS_INTENT_STOP_ALL));
		QCOMPARE(key(RULE_KEY), std::string{});
		QCOMPARE(wordsIn(*field), text("Key.IsStopKey"));
		QTest::keyClick(keyIn(*field), Qt::Key_F5); /* as it says */
		QCOMPARE(key(RULE_KEY), std::string{"F5"});
	}

	void a_profile_that_cannot_be_written_is_told()
	{
		script_->isProfileReadOnly = true;
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		press(keyIn(*field), Qt::Key_F5);
		QCOMPARE(wordsIn(*field), text("Key.NotSaved"));
	}

	void a_key_that_waits_is_bound_when_asked()
	{
		script_->keys[RULE_KEY] = "F1";
		auto *field = makeField(KeyField::Saves::WhenAsked, RULE_KEY);
		press(keyIn(*field), Qt::Key_F9);
		field->refresh();
		QCOMPARE(keyIn(*field)->text(), QString{"F9"});
		QCOMPARE(key(RULE_KEY), std::string{"F1"});
		QVERIFY(field->save());
		QCOMPARE(key(RULE_KEY), std::string{"F9"});
	}

	void another_profile_shows_its_key()
	{
		auto *field = makeField(KeyField::Saves::WhenAsked, RULE_KEY);
		script_->keys[RULE_KEY] = "F3";
		field->refresh();
		QCOMPARE(keyIn(*field)->text(), QString{"F3"});
	}

	void the_rule_editor_binds_the_key_with_the_rule_and_not_before()
	{
		for (const bool isSaved : {false, true}) {
			auto *editor = new RuleEditor{bridge_, hotkeyRule(), false, nullptr};
			editor->show();
			editor->activateWindow();
			QVERIFY(QTest::qWaitForWindowActive(editor));
			press(keyIn(*editor), Qt::Key_F9);
			QVERIFY(editor->isVisible()); /* no key of it has closed the form */
			QCOMPARE(key(RULE_KEY), std::string{});
			if (isSaved) {
				editor->findChild<QPushButton *>("save")->click();
			} else {
				editor->reject();
				QVERIFY(editor->isVisible()); /* the key alone is a change that is asked about */
				clickDiscard(*editor);
			}
			QCOMPARE(key(RULE_KEY), std::string{isSaved ? "F9" : ""});
		}
	}

	/* The rule is safe then, and the form stays to say what is not. */
	void the_rule_editor_tells_of_a_key_that_could_not_be_kept()
	{
		script_->isProfileReadOnly = true;
		const QPointer<RuleEditor> editor{new RuleEditor{bridge_, hotkeyRule(), false, nullptr}};
		editor->show();
		editor->activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(editor));
		press(keyIn(*editor), Qt::Key_F9);
		auto *save = editor->findChild<QPushButton *>("save");
		save->click();
		QVERIFY(editor && editor->isVisible());
		QCOMPARE(editor->findChild<QLabel *>("problem")->text(), text("Key.NotSaved"));
		QVERIFY(QString::fromStdString(script_->rules.json).contains("Boost"));
		save->click(); /* again, and again not */
		QVERIFY(editor && editor->isVisible());
		script_->isProfileReadOnly = false;
		save->click();
		QTRY_VERIFY(!editor);
		QCOMPARE(key(RULE_KEY), std::string{"F9"});
	}

	void without_a_stop_key_the_dock_warns_until_there_is_one()
	{
		setUp();
		DockWidget dock{bridge_};
		dock.show();
		const auto *warning = dock.findChild<QLabel *>("stopKeyReach");
		auto *field = dock.findChild<KeyField *>("stopKey");
		QVERIFY(warning->isVisible());
		QCOMPARE(warning->text(), text("StopKey.None"));
		dock.activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(&dock));
		press(keyIn(*field), Qt::Key_F12);
		QVERIFY(!warning->isVisible());
		QVERIFY(dock.findChild<QPushButton *>("stopAll")->text().contains("(F12)"));
	}

	/* The warning goes; while something runs, neither the field that is pressed nor what is below it moves. Once
	 * nothing runs, there is no gap. */
	void setting_the_stop_key_moves_nothing_while_something_runs()
	{
		setUp();
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.toys[0].level[0] = 0.3;
		script_->engine.publish();
		DockWidget dock{bridge_};
		bringUp(dock);
		auto *key = keyIn(*dock.findChild<KeyField *>("stopKey"));
		const auto placeOf = [&dock](const QWidget *widget) { return widget->mapTo(&dock, QPoint{}).y(); };
		const auto *armed = dock.findChild<QWidget *>("armed");
		const int keyAt = placeOf(key);
		const int armedAt = placeOf(armed);
		press(key, Qt::Key_F12);
		QVERIFY(!dock.findChild<QLabel *>("stopKeyReach")->isVisible());
		QCoreApplication::processEvents();
		QCOMPARE(placeOf(key), keyAt);
		QCOMPARE(placeOf(armed), armedAt);
		/* A hand that is about to press something there is waited for. */
		script_->engine.snapshot.toys[0].level[0] = 0;
		script_->engine.publish();
		QCursor::setPos(armed->mapToGlobal(QPoint{4, 4}));
		readAll(dock);
		QCOMPARE(placeOf(armed), armedAt);
		QCursor::setPos(dock.mapToGlobal(QPoint{dock.width() + 50, 4}));
		readAll(dock);
		QVERIFY(placeOf(armed) < armedAt);
		QCOMPARE(placeOf(key), keyAt);
	}

	void a_stop_key_that_is_set_in_the_calm_leaves_no_gap()
	{
		setUp();
		script_->engine.publish();
		DockWidget dock{bridge_};
		bringUp(dock);
		auto *field = dock.findChild<KeyField *>("stopKey");
		const auto *armed = dock.findChild<QWidget *>("armed");
		press(keyIn(*field), Qt::Key_F12);
		QTRY_VERIFY(armed->mapTo(&dock, QPoint{}).y() - field->mapTo(&dock, QPoint{}).y() - field->height() <
			    10);
	}

	/* A dock that opens while something runs keeps no room for a warning that it has never shown. */
	void a_dock_that_opens_while_something_runs_has_no_gap()
	{
		setUp();
		script_->stopKey = "F12";
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.toys[0].level[0] = 0.3;
		script_->engine.publish();
		DockWidget dock{bridge_};
		dock.resize(280, 640);
		dock.show();
		readAll(dock);
		const auto *field = dock.findChild<KeyField *>("stopKey");
		const auto *armed = dock.findChild<QWidget *>("armed");
		QVERIFY(armed->mapTo(&dock, QPoint{}).y() - field->mapTo(&dock, QPoint{}).y() - field->height() < 10);
	}
};

QTEST_MAIN(TestKeys)
#include "test_keys.moc"
