// SPDX-License-Identifier: GPL-2.0-or-later
/* What was not saved when OBS closed is offered at the next start, and counts for nothing before a person saves it. */
#include <QDialogButtonBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <QSlider>
#include <QtTest>

#include <util/base.h>

#include "dock/dock_widget.hpp"
#include "dock/editor/ready_script.hpp"
#include "dock/inspect.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/status/notice_bar.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/text.hpp"

namespace {

void countWarnings(int level, const char *, va_list, void *count)
{
	*static_cast<int *>(count) += level == LOG_WARNING;
}

} // namespace

class TestDrafts : public QObject, private ReadyScript {
	Q_OBJECT

      private:
	std::unique_ptr<QMainWindow> main_;
	QJsonObject rule_;

	void giveRules(const QJsonArray &rules)
	{
		script_->rules.json =
			QJsonDocument{QJsonObject{{"version", 1}, {"rules", rules}}}.toJson().toStdString();
		script_->engine.rules.clear();
		for (const QJsonValue &rule : rules) {
			script_->engine.addRule(qPrintable(ruleId(rule)),
						qPrintable(rule.toObject()["name"].toString()));
		}
		script_->engine.snapshot.rules_serial++;
		script_->engine.publish();
	}
	/* OBS, as it is there after a start. */
	void start()
	{
		main_.reset();
		bridge_ = std::make_shared<Bridge>(script_->parts());
		main_ = std::make_unique<QMainWindow>();
		main_->setCentralWidget(new DockWidget{bridge_, main_.get()});
		main_->resize(400, 700);
		main_->show();
		look();
	}
	void look()
	{
		main_->findChild<Refresher *>()->tick();
		QCoreApplication::processEvents();
	}
	void close()
	{
		bridge_->cut();
	}
	RuleEditor *open(const QJsonObject &rule)
	{
		auto *editor = new RuleEditor{bridge_, rule, false, main_.get()};
		editor->show();
		return editor;
	}
	RuleEditor *editor()
	{
		return main_->findChild<RuleEditor *>();
	}
	static void setLevel(RuleEditor *editor, int percent)
	{
		editor->findChild<GuardedSlider *>("level")->slider()->setValue(percent);
	}
	NoticeBar *notice()
	{
		return main_->findChild<NoticeBar *>("rulesDraft");
	}
	void press(const char *key)
	{
		for (auto *button : notice()->findChildren<QPushButton *>()) {
			if (button->isVisible() && button->text() == text(key)) {
				button->click();
				return;
			}
		}
		QFAIL(key);
	}
	QJsonArray kept()
	{
		return QJsonDocument::fromJson(QByteArray::fromStdString(script_->drafts)).object()["drafts"].toArray();
	}
	void leaveUnsaved(int percent)
	{
		start();
		setLevel(open(rule_), percent);
		close();
	}

      private slots:
	void init()
	{
		makeReady();
		rule_ = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
		rule_["name"] = "Boost";
		rule_.remove("name_follows");
		giveRules({rule_});
	}
	void cleanup()
	{
		main_.reset();
		takeDown();
	}

	void closing_keeps_what_was_not_saved()
	{
		leaveUnsaved(12);
		QVERIFY(!editor() || !editor()->isVisible());
		QCOMPARE(kept().size(), 1);
		QCOMPARE(kept()[0].toObject()["do"].toObject()["level"].toDouble(), 0.12);
		QVERIFY(script_->rules.json.find("0.12") == std::string::npos);
	}

	/* The name of the change was in no list. */
	void it_is_offered_by_the_name_of_the_list()
	{
		start();
		auto *editor = open(rule_);
		editor->findChild<QLineEdit *>("name")->setText("Another");
		close();
		start();
		QVERIFY2(notice()->findChild<QLabel *>()->text().contains("Boost") ||
				 shownText(*notice()).contains("Boost"),
			 qPrintable(shownText(*notice())));
		QVERIFY(!shownText(*notice()).contains("Another"));
	}

	/* Its key is OBS's, and no part of the rule. */
	void a_key_that_was_not_saved_is_kept_and_offered()
	{
		start();
		auto *key = open(rule_)->findChild<QPushButton *>("key");
		key->setFocus();
		QTest::keyClick(key, Qt::Key_Space);
		QTest::keyClick(key, Qt::Key_F8, Qt::ControlModifier);
		close();
		QCOMPARE(kept().size(), 1);
		const std::string hotkey = "lovense-for-obs.rule." + rule_["id"].toString().toStdString();
		QCOMPARE(script_->keys[hotkey], std::string{});
		start();
		press("Action.OpenDraft");
		QCOMPARE(editor()->findChild<QPushButton *>("key")->text(), QString{"Ctrl + F8"});
		editor()->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Save)->click();
		QCOMPARE(script_->keys[hotkey], std::string{"Ctrl + F8"});
		QVERIFY(script_->rules.json.find("new_key") == std::string::npos);
	}

	void what_cannot_be_a_key_is_left_out_of_what_was_kept()
	{
		for (const char *odd : {R"({"key": "OBS_KEY_OF_LATER"})", R"({"key": 7, "modifiers": "x"})", "[]"}) {
			QJsonObject draft = rule_;
			draft["new_key"] = QJsonDocument::fromJson(odd).object();
			start();
			bridge_->drafts().keep(draft);
			look();
			press("Action.OpenDraft");
			QCOMPARE(editor()->findChild<QPushButton *>("key")->text(), text("Key.Set"));
			delete editor();
		}
	}

	void what_nobody_has_changed_is_not_kept()
	{
		start();
		open(rule_);
		close();
		QVERIFY(script_->drafts.empty());
	}

	void the_next_start_offers_it()
	{
		QJsonObject other = rule_;
		other["id"] = "other";
		giveRules({other, rule_});
		leaveUnsaved(12);
		start();
		QVERIFY(notice()->isVisible());
		QVERIFY(shownText(*notice()).contains(text("Rules.Draft", "Boost")));
		for (auto *row : main_->findChildren<RuleRow *>()) {
			QCOMPARE(bool(row->focusPolicy() & Qt::TabFocus), row->id() == ruleId(rule_));
		}
		QVERIFY(clippedTexts(*main_).isEmpty());
		QVERIFY(namelessWidgets(*main_).isEmpty());
	}

	void it_opens_as_changed()
	{
		leaveUnsaved(12);
		start();
		press("Action.OpenDraft");
		QVERIFY(editor() && editor()->isVisible());
		QCOMPARE(editor()->draft()["do"].toObject()["level"].toDouble(), 0.12);
		QVERIFY(!notice()->isVisible());
		QVERIFY(kept().isEmpty());
		QVERIFY(script_->rules.json.find("0.12") == std::string::npos);
		QTest::keyClick(editor(), Qt::Key_Escape);
		QVERIFY(editor()->findChild<QMessageBox *>());
		close(); /* and once more */
		QCOMPARE(kept().size(), 1);
	}

	void saving_it_changes_the_rule()
	{
		leaveUnsaved(12);
		start();
		press("Action.OpenDraft");
		QVERIFY(editor());
		editor()->findChild<QPushButton *>("save")->click();
		QCOMPARE(RuleBook{bridge_}.rules().size(), 1);
		QCOMPARE(RuleBook{bridge_}.rules()[0].toObject()["do"].toObject()["level"].toDouble(), 0.12);
		close();
		QVERIFY(kept().isEmpty());
	}

	void it_can_be_discarded()
	{
		leaveUnsaved(12);
		start();
		press("Rule.Discard");
		QVERIFY(!notice()->isVisible() && !editor());
		QVERIFY(kept().isEmpty());
		start();
		QVERIFY(!notice()->isVisible());
	}

	void one_whose_rule_is_gone_opens_as_a_new_one()
	{
		leaveUnsaved(12);
		giveRules({});
		start();
		press("Action.OpenDraft");
		QVERIFY(editor());
		editor()->findChild<QPushButton *>("save")->click();
		QCOMPARE(RuleBook{bridge_}.rules().size(), 1);
	}

	/* Of two windows for one rule, the one saved last would undo the other. */
	void it_waits_while_its_rule_is_open()
	{
		leaveUnsaved(12);
		start();
		open(rule_);
		press("Action.OpenDraft");
		QCOMPARE(main_->findChildren<RuleEditor *>().size(), 1);
		QVERIFY(notice()->isVisible());
		QCOMPARE(kept().size(), 1);
	}

	void several_wait_for_each_other()
	{
		QJsonObject other = rule_;
		other["id"] = "other";
		other["name"] = "Other";
		giveRules({rule_, other});
		start();
		setLevel(open(rule_), 12);
		setLevel(open(other), 13);
		close();
		QCOMPARE(kept().size(), 2);
		start();
		QVERIFY(shownText(*notice()).contains("Boost"));
		press("Rule.Discard");
		QVERIFY(shownText(*notice()).contains("Other"));
		press("Rule.Discard");
		QVERIFY(!notice()->isVisible());
	}

	void a_damaged_file_is_ignored_with_a_line_in_the_log_data()
	{
		QTest::addColumn<QByteArray>("file");
		QTest::newRow("no JSON") << QByteArray{"{\"drafts\": ["};
		QTest::newRow("a list") << QByteArray{"[1, 2]"};
		QTest::newRow("no list") << QByteArray{"{\"drafts\": 7}"};
		QTest::newRow("no rules") << QByteArray{"{\"drafts\": [1, {}, {\"id\": 5}, {\"id\": \"\"}]}"};
		QTest::newRow("too large") << "{\"drafts\": [{\"id\": \"a\", \"name\": \"" +
						      QByteArray(KeptDrafts::LARGEST_BYTES, 'x') + "\"}]}";
	}
	void a_damaged_file_is_ignored_with_a_line_in_the_log()
	{
		QFETCH(QByteArray, file);
		log_handler_t before = nullptr;
		void *parameter = nullptr;
		int warnings = 0;
		script_->drafts = file.toStdString();
		base_get_log_handler(&before, &parameter);
		base_set_log_handler(countWarnings, &warnings);
		start();
		base_set_log_handler(before, parameter);
		QVERIFY(!notice()->isVisible());
		QCOMPARE(warnings, 1);
	}

	void few_are_kept_and_the_newest()
	{
		KeptDrafts drafts;
		for (int i = 0; i < KeptDrafts::MOST + 3; i++) {
			drafts.keep({{"id", QString::number(i)}});
		}
		QCOMPARE(kept().size(), int(KeptDrafts::MOST));
		QCOMPARE(drafts.first()["id"].toString(), QString{"3"});
		drafts.keep({{"id", "3"}, {"name", QString{KeptDrafts::LARGEST_BYTES, 'x'}}});
		QCOMPARE(drafts.first()["id"].toString(), QString{"3"});
		drafts.keep({{"id", "3"}, {"name", "again"}});
		QCOMPARE(kept().size(), int(KeptDrafts::MOST));
		QCOMPARE(kept().last().toObject()["name"].toString(), QString{"again"});
	}
};

QTEST_MAIN(TestDrafts)
#include "test_drafts.moc"
