// SPDX-License-Identifier: GPL-2.0-or-later
/* Changes of the rules in OBS's undo: what is put back, and what is left alone. */
#include <QAction>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock.h"
#include "dock/fake_frontend.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/widgets/text.hpp"

namespace {

QJsonObject rule(const char *id, const char *name, bool isEnabled = true)
{
	return {{"id", id}, {"name", name}, {"enabled", isEnabled}};
}

QStringList names(const RuleBook &book)
{
	QStringList all;

	for (const QJsonValue &each : book.rules()) {
		all += each.toObject().value("name").toString();
	}
	return all;
}

} // namespace

class TestUndo : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<FakeFrontend> frontend_;
	std::unique_ptr<Script> script_;
	std::unique_ptr<RuleBook> book_;
	struct dock *dock_;
	QString error_;

	void undo()
	{
		const auto &entry = frontend_->undoStack.last();
		entry.undo(entry.undoData);
	}
	void redo()
	{
		const auto &entry = frontend_->undoStack.last();
		entry.redo(entry.redoData);
	}

      private slots:
	void init()
	{
		frontend_ = std::make_unique<FakeFrontend>();
		script_ = std::make_unique<Script>();
		const dock_parts parts = script_->parts();
		dock_ = dock_create(&parts);
		book_ = std::make_unique<RuleBook>(std::make_shared<Bridge>(parts));
		book_->save(rule("a", "A"), &error_);
		book_->save(rule("b", "B"), &error_);
	}
	void cleanup()
	{
		dock_detach(dock_);
		book_.reset();
		script_.reset();
		frontend_.reset();
	}

	void adding_is_undone_and_redone()
	{
		undo();
		QCOMPARE(names(*book_), QStringList{"A"});
		redo();
		QCOMPARE(names(*book_), (QStringList{"A", "B"}));
	}

	void a_removed_rule_comes_back_in_its_place()
	{
		QVERIFY(book_->remove({"a"}, &error_));
		undo();
		QCOMPARE(names(*book_), (QStringList{"A", "B"}));
		redo();
		QCOMPARE(names(*book_), QStringList{"B"});
	}

	void an_edit_is_undone_and_redone()
	{
		QVERIFY(book_->save(rule("a", "Renamed"), &error_));
		undo();
		QCOMPARE(names(*book_), (QStringList{"A", "B"}));
		redo();
		QCOMPARE(names(*book_), (QStringList{"Renamed", "B"}));
	}

	/* Switching a rule off must hold, whatever is undone later. */
	void undo_leaves_other_rules_as_they_are_now()
	{
		QVERIFY(book_->save(rule("a", "Renamed"), &error_));
		QJsonObject set{{"version", 1}, {"rules", QJsonArray{rule("a", "Renamed"), rule("b", "B", false)}}};
		script_->rules.json = QJsonDocument{set}.toJson().toStdString();
		undo();
		QCOMPARE(names(*book_), (QStringList{"A", "B"}));
		QVERIFY(!book_->rule("b").value("enabled").toBool());
	}

	void undo_switches_no_rule_on_again()
	{
		QVERIFY(book_->save(rule("a", "Renamed"), &error_));
		QJsonObject set{{"version", 1}, {"rules", QJsonArray{rule("a", "Renamed", false), rule("b", "B")}}};
		script_->rules.json = QJsonDocument{set}.toJson().toStdString();
		undo();
		QCOMPARE(names(*book_), (QStringList{"A", "B"}));
		QVERIFY(!book_->rule("a").value("enabled").toBool());
		redo();
		QVERIFY(!book_->rule("a").value("enabled").toBool());
	}

	void undo_switches_off_what_was_off_before()
	{
		QVERIFY(book_->save(rule("a", "A", false), &error_));
		QVERIFY(book_->save(rule("a", "A", true), &error_));
		undo();
		QVERIFY(!book_->rule("a").value("enabled").toBool());
	}

	void every_change_is_undone_by_its_name_and_object()
	{
		const auto name = [this] { return frontend_->undoStack.last().name; };
		QCOMPARE(name(), text("Undo.AddRule", "B"));
		QVERIFY(book_->save(rule("a", "Boost"), &error_));
		QCOMPARE(name(), text("Undo.ChangeRule", "Boost"));
		QVERIFY(book_->move({"b"}, "a", {}, &error_));
		QCOMPARE(name(), text("Undo.MoveRule", "B"));
		QVERIFY(book_->setGroup({"a", "b"}, "Evening", &error_));
		QCOMPARE(name(), text("Undo.GroupRules", 2));
		book_->setEnabled({"a"}, false);
		QCOMPARE(name(), text("Undo.SwitchRuleOff", "Boost"));
		book_->setEnabled({"a", "b"}, true);
		QCOMPARE(name(), text("Undo.SwitchRulesOn", 2));
		QVERIFY(book_->remove({"a"}, &error_));
		QCOMPARE(name(), text("Undo.DeleteRule", "Boost"));
		QVERIFY(text("Undo.ChangeRule", "Boost").contains("Boost"));
	}

	/* Undoing it hit the rule that was added last. */
	void switching_a_rule_off_is_a_step_of_its_own()
	{
		book_->setEnabled({"a"}, false);
		QCOMPARE(script_->engine.lastPosted().on, false);
		undo();
		QCOMPARE(names(*book_), (QStringList{"A", "B"}));
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_RULE_ENABLED));
		QCOMPARE(QString{script_->engine.lastPosted().id}, QString{"a"});
		QCOMPARE(script_->engine.lastPosted().on, true);
		redo();
		QCOMPARE(script_->engine.lastPosted().on, false);
	}

	void another_order_is_undone_and_redone_among_what_came_since()
	{
		book_->save(rule("c", "C"), &error_);
		QVERIFY(book_->move({"c"}, "a", {}, &error_));
		QCOMPARE(names(*book_), (QStringList{"C", "A", "B"}));
		const auto moved = frontend_->undoStack.last();
		book_->save(rule("d", "D"), &error_);
		moved.undo(moved.undoData);
		QCOMPARE(names(*book_), (QStringList{"A", "B", "C", "D"}));
		moved.redo(moved.redoData);
		QCOMPARE(names(*book_), (QStringList{"C", "A", "B", "D"}));
	}

	void several_that_move_keep_their_order_and_take_the_group()
	{
		book_->save(rule("c", "C"), &error_);
		QVERIFY(book_->move({"c", "a"}, {}, "Evening", &error_));
		QCOMPARE(names(*book_), (QStringList{"B", "A", "C"}));
		QCOMPARE(ruleGroup(book_->rule("c")), QString{"Evening"});
		QCOMPARE(ruleGroup(book_->rule("b")), QString{});
		undo();
		QCOMPARE(names(*book_), (QStringList{"A", "B", "C"}));
		QCOMPARE(ruleGroup(book_->rule("c")), QString{});
	}

	void a_group_is_renamed_in_one_step_by_its_name()
	{
		book_->setGroup({"a", "b"}, "Late", &error_);
		QVERIFY(book_->renameGroup("Late", "Early", &error_));
		QCOMPARE(ruleGroup(book_->rule("a")), QString{"Early"});
		QCOMPARE(ruleGroup(book_->rule("b")), QString{"Early"});
		QCOMPARE(frontend_->undoStack.last().name, text("Undo.RenameGroup", "Late"));
		undo();
		QCOMPARE(ruleGroup(book_->rule("b")), QString{"Late"});
	}

	void a_group_that_is_left_leaves_nothing_behind()
	{
		const QJsonObject before = book_->rule("a");
		QVERIFY(book_->setGroup({"a"}, "Evening", &error_));
		QVERIFY(book_->setGroup({"a"}, {}, &error_));
		QCOMPARE(book_->rule("a"), before);
	}

	void several_are_deleted_in_one_step()
	{
		QVERIFY(book_->remove({"a", "b"}, &error_));
		QVERIFY(names(*book_).isEmpty());
		undo();
		QCOMPARE(names(*book_), (QStringList{"A", "B"}));
	}

	/* It was switched off before: the undo of what several others did must not switch it on. */
	void what_was_off_already_is_no_part_of_switching_several_off()
	{
		script_->engine.addRule("a", "A");
		script_->engine.addRule("b", "B");
		script_->engine.rules[0].is_enabled = false;
		script_->engine.publish();
		book_->setEnabled({"a", "b"}, false);
		script_->engine.posted.clear();
		undo();
		QCOMPARE(int(script_->engine.posted.size()), 1);
		QCOMPARE(QString{script_->engine.posted[0].id}, QString{"b"});
	}

	void settings_beside_the_rules_are_a_step_of_their_own()
	{
		QJsonObject settings = book_->settings();
		settings["queue"] = QJsonObject{{"max_seconds", 60}};
		settings["goal"] = QJsonObject{{"target", 50}};
		QVERIFY(book_->saveSettings(settings, &error_));
		book_->save(rule("c", "C"), &error_);
		const auto &entry = frontend_->undoStack[frontend_->undoStack.size() - 2];
		QCOMPARE(entry.name, text("Undo.ChangeRuleSettings"));
		entry.undo(entry.undoData);
		QVERIFY(!book_->settings().contains("queue"));
		QVERIFY(book_->settings().contains("goal")); /* it counts on */
		QCOMPARE(names(*book_), (QStringList{"A", "B", "C"}));
		entry.redo(entry.redoData);
		QCOMPARE(book_->settings().value("queue").toObject().value("max_seconds").toInt(), 60);
	}

	/* In the editor it removed another rule behind it. */
	void a_form_keeps_the_undo_key_to_itself()
	{
		int undone = 0;
		QAction action;
		action.setShortcut(QKeySequence::Undo);
		action.setShortcutContext(Qt::ApplicationShortcut);
		frontend_->window->addAction(&action);
		connect(&action, &QAction::triggered, this, [&undone] { undone++; });
		RuleEditor editor{std::make_shared<Bridge>(script_->parts()), rule("a", "A"), false, frontend_->window};
		editor.setAttribute(Qt::WA_DeleteOnClose, false);
		editor.show();
		editor.activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(&editor));
		for (auto *field : editor.findChildren<QWidget *>()) {
			if (field->isVisible() && (field->focusPolicy() & Qt::TabFocus)) {
				field->setFocus();
				QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
			}
		}
		QCOMPARE(undone, 0);
	}

	void stop_arm_and_ceiling_are_never_in_it()
	{
		const int before = frontend_->undoStack.size();
		Bridge bridge{script_->parts()};
		bridge.stopAll();
		bridge.setArmed(false);
		bridge.setCeiling(0.1);
		bridge.setRuleEnabled("a", false);
		bridge.changeSettings([](engine_settings &settings) { settings.master_ceiling = 0.1; });
		QCOMPARE(int(frontend_->undoStack.size()), before);
	}

	void a_refused_change_is_not_in_it()
	{
		const int before = frontend_->undoStack.size();
		script_->rules.refuse = "no";
		QVERIFY(!book_->save(rule("c", "C"), &error_));
		QCOMPARE(int(frontend_->undoStack.size()), before);
	}

	void an_obs_without_undo_for_plugins_saves_all_the_same()
	{
		frontend_->undoStack.clear();
		frontend_->hasUndo = false;
		QVERIFY(book_->save(rule("c", "C"), &error_));
		QVERIFY(frontend_->undoStack.isEmpty());
	}

	void an_undo_after_the_engine_is_gone_does_nothing()
	{
		dock_detach(dock_);
		dock_ = nullptr;
		undo();
		QCOMPARE(names(*book_), (QStringList{"A", "B"}));
	}
};

QTEST_MAIN(TestUndo)
#include "test_undo.moc"
