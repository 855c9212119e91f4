// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys are set where they are shown: beside STOP ALL at once, in the rule editor with the rule. */
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/keys/key_field.hpp"
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
	std::string key(const char *hotkey)
	{
		return script_->keys[hotkey];
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

	/* Tab, Return and Delete have a meaning of their own in a window: not while a key is asked for. */
	void every_key_can_be_set_but_escape_alone()
	{
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		for (const Qt::Key each : {Qt::Key_Tab, Qt::Key_Return, Qt::Key_Delete, Qt::Key_Space, Qt::Key_A}) {
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

	void the_stop_key_stops_and_cannot_be_given_away()
	{
		script_->stopKey = "F12";
		auto *field = makeField(KeyField::Saves::AtOnce, RULE_KEY);
		press(keyIn(*field), Qt::Key_F12);
		QVERIFY(script_->engine.hasPosted(HAPTICS_INTENT_STOP_ALL));
		QCOMPARE(key(RULE_KEY), std::string{});
		QCOMPARE(wordsIn(*field), text("Key.IsStopKey"));
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

	void without_a_stop_key_the_dock_warns_until_there_is_one()
	{
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
};

QTEST_MAIN(TestKeys)
#include "test_keys.moc"
