// SPDX-License-Identifier: GPL-2.0-or-later
/* Changes of the rules in OBS's undo: what is put back, and what is left alone. */
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock.h"
#include "dock/fake_frontend.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/scripted_engine.hpp"

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
		QVERIFY(book_->remove("a", &error_));
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

	void an_import_is_undone_as_a_whole()
	{
		const std::string before = script_->rules.json;
		script_->rules.importedRules = R"({"version":1,"rules":[{"id":"x","name":"X"}]})";
		QVERIFY(book_->importFile("file.json", &error_));
		QCOMPARE(names(*book_), QStringList{"X"});
		undo();
		QCOMPARE(names(*book_), (QStringList{"A", "B"}));
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
