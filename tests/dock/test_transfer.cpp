// SPDX-License-Identifier: GPL-2.0-or-later
/* Import and export: what is shown before anything changes, what is ticked at first, what is done, and undone. */
#include <QCheckBox>
#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QtTest>

#include "dock/dock_widget.hpp"
#include "dock/bridge.hpp"
#include "dock/dock.h"
#include "dock/dock_menu.hpp"
#include "dock/fake_frontend.hpp"
#include "dock/inspect.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/rule_list/rule_list.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/transfer/transfer_dialog.hpp"
#include "dock/transfer/transfer_files.hpp"
#include "dock/transfer/transfer_row.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr char FILE_TEXT[] = R"({"version": 1,
 "rules": [
  {"id": "b", "name": "Boost & more", "enabled": true, "when": {"type": "hotkey"}, "do": {"kind": "level", "level": 0.5}},
  {"id": "c", "name": "<b>Hot cam</b>", "enabled": true, "when": {"type": "scene", "ref": {"name": "Hot cam"}}, "do": {"kind": "level", "level": 0.2, "toys": ["t9"]}},
  {"id": "d", "name": "Broken", "when": {"type": "hotkey"}, "do": {"kind": "level", "level": 7}}],
 "ceilings": {"*": 0.8, "t1": {"*": 0.4}, "t9": {"*": 0.1}},
 "options": {"route": "lan", "code_on_air": true, "allow_remote_arm": true, "allow_tips": true, "arm_on_start": true},
 "keys": {"lovense-for-obs.stop_all": [{"key": "OBS_KEY_F12"}], "lovense-for-obs.rule.b": [{"key": "OBS_KEY_F9"}]}})";

} // namespace

class TestTransfer : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<FakeFrontend> frontend_;
	std::unique_ptr<Script> script_;
	BridgePtr bridge_;
	struct dock *dock_{nullptr};

	TransferDialog *open()
	{
		openTransfer(bridge_, QStringLiteral("/a/file.json"), frontend_->window);
		return frontend_->window->findChild<TransferDialog *>();
	}
	static QCheckBox *box(const TransferDialog &dialog, const QString &name)
	{
		for (auto *each : dialog.findChildren<QCheckBox *>()) {
			if (each->accessibleName() == name) {
				return each;
			}
		}
		return nullptr;
	}
	static QPushButton *button(const QWidget &window, const QString &words)
	{
		for (auto *each : window.findChildren<QPushButton *>()) {
			if (each->text() == words) {
				return each;
			}
		}
		return nullptr;
	}
	static void import(TransferDialog *dialog)
	{
		button(*dialog, text("Transfer.Do"))->click();
		QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
	}
	static std::string setOf(const char *name, int count)
	{
		QStringList rules;
		for (int i = 0; i < count; i++) {
			rules += QStringLiteral(R"({"id": "%1%2", "name": "%1 %2", "when": {"type": "hotkey"},
				"run": {"mode": "while"}, "do": {"kind": "level", "level": 0.5}})")
					 .arg(QLatin1String{name})
					 .arg(i);
		}
		return QStringLiteral(R"({"version": 1, "rules": [%1]})").arg(rules.join(',')).toStdString();
	}
	QString said() const
	{
		const auto *message = frontend_->window->findChild<QMessageBox *>();

		return message ? message->text() : QString{};
	}
	int ruleCount() const
	{
		return int(RuleBook{bridge_}.rules().size());
	}

      private slots:
	void init()
	{
		frontend_ = std::make_unique<FakeFrontend>();
		script_ = std::make_unique<Script>();
		script_->engine.addToy("lush", 1);
		script_->engine.publish();
		script_->transfer.file = FILE_TEXT;
		const dock_parts parts = script_->parts();
		dock_ = dock_create(&parts);
		bridge_ = std::make_shared<Bridge>(parts);
	}
	void cleanup()
	{
		dock_detach(dock_);
		frontend_.reset();
		bridge_.reset();
		script_.reset();
	}

	void discreet_mode_is_taken_over_and_its_end_by_hand()
	{
		DockWidget dock{bridge_};
		dock.view()->setDiscreet(false);
		script_->transfer.file = R"({"options": {"discreet": true}})";
		TransferDialog *dialog = open();
		QVERIFY(box(*dialog, text("Options.Discreet"))->isChecked());
		import(dialog);
		QVERIFY(dock.view()->isDiscreet());
		script_->areNamesHidden = true; /* as the dock tells it */
		script_->transfer.file = R"({"options": {"discreet": false}})";
		dialog = open();
		QVERIFY(!box(*dialog, text("Options.Discreet"))->isChecked());
		box(*dialog, text("Options.Discreet"))->click();
		import(dialog);
		QVERIFY(!dock.view()->isDiscreet());
		bridge_->repeatTransfer(
			JsonRef{json_loads(R"({"options": {"discreet": false}})", 0, nullptr), json_decref}.get());
		QVERIFY(!dock.view()->isDiscreet());
	}

	void nothing_changes_before_it_is_said_so()
	{
		TransferDialog *dialog = open();
		QVERIFY(dialog && dialog->isVisible() && !dialog->isModal());
		QCOMPARE(ruleCount(), 0);
		QCOMPARE(script_->settings.value.master_ceiling, 0.3);
		button(*dialog, text("Transfer.Cancel"))->click();
		QCOMPARE(ruleCount(), 0);
	}

	void what_comes_is_ticked_and_what_asks_for_more_is_not()
	{
		TransferDialog *dialog = open();
		QVERIFY(box(*dialog, "Boost & more")->isChecked());
		QVERIFY(box(*dialog, "<b>Hot cam</b>")->isChecked());
		QVERIFY(box(*dialog, text("Options.Route"))->isChecked());
		QVERIFY(box(*dialog, text("Hotkey.StopAll"))->isChecked());
		for (const char *key :
		     {"Dock.Ceiling", "Options.CodeOnAir", "Options.RemoteArm", "Tips.Allowed", "Options.ArmOnStart"}) {
			const QCheckBox *each = box(*dialog, text(key));
			QVERIFY2(each && each->isEnabled() && !each->isChecked(), key);
		}
		QVERIFY(!box(*dialog, "Broken")->isEnabled() && !box(*dialog, "Broken")->isChecked());
	}

	void rows_say_what_is_missing_and_what_is_wrong()
	{
		script_->transfer.isSceneThere = false;
		TransferDialog *dialog = open();
		const QString shown = shownText(*dialog);
		QVERIFY(shown.contains(text("Rules.SceneMissing", "Hot cam")));
		QVERIFY(shown.contains(text("Transfer.ToyMissing", "t9")));
		QVERIFY(shown.contains(text("Transfer.NoToy")));
		QVERIFY(shown.contains(text("Toy.Level") + ": 700"));
		QVERIFY(!shown.contains("rules["));
		QVERIFY(shown.contains(text("Options.AskCodeOnAir")));
		QVERIFY(box(*dialog, "<b>Hot cam</b>")->accessibleDescription().contains("Hot cam"));
	}

	void what_is_ticked_is_done_in_one_step_and_undone_in_one()
	{
		script_->rules.json =
			R"({"version":1,"rules":[{"id":"a","name":"Mine","when":{"type":"hotkey"},"do":{"kind":"stop"}}]})";
		const std::string before = script_->rules.json;
		import(open());
		QCOMPARE(ruleCount(), 3);
		const QJsonArray rules = RuleBook{bridge_}.rules();
		QVERIFY(!rules[1].toObject().value("enabled").toBool(true));
		QCOMPARE(script_->settings.value.route, ENGINE_ROUTE_LAN);
		QCOMPARE(script_->settings.value.master_ceiling, 0.3);
		QVERIFY(!script_->settings.value.code_on_air && !script_->settings.value.allow_tips);
		QVERIFY(script_->transfer.keys.find("F12") != std::string::npos);
		QVERIFY(!frontend_->window->findChild<TransferDialog *>());
		QCOMPARE(int(frontend_->undoStack.size()), 1);
		const auto entry = frontend_->undoStack.last();
		entry.undo(entry.undoData);
		QCOMPARE(QJsonDocument::fromJson(script_->rules.json.c_str()), QJsonDocument::fromJson(before.c_str()));
		QCOMPARE(script_->settings.value.route, ENGINE_ROUTE_AUTO);
		QVERIFY(script_->transfer.keys.find("F12") == std::string::npos);
		entry.redo(entry.redoData);
		QCOMPARE(ruleCount(), 3);
		QCOMPARE(script_->settings.value.route, ENGINE_ROUTE_LAN);
	}

	void undo_and_redo_give_no_permission_and_raise_no_ceiling()
	{
		TransferDialog *dialog = open();
		box(*dialog, text("Options.CodeOnAir"))->click();
		box(*dialog, text("Dock.Ceiling"))->click();
		import(dialog);
		QVERIFY(script_->settings.value.code_on_air);
		QCOMPARE(script_->settings.value.master_ceiling, 0.8);
		const auto entry = frontend_->undoStack.last();
		entry.undo(entry.undoData);
		QVERIFY(!script_->settings.value.code_on_air);
		QCOMPARE(script_->settings.value.master_ceiling, 0.3);
		entry.redo(entry.redoData);
		QVERIFY(!script_->settings.value.code_on_air);
		QCOMPARE(script_->settings.value.master_ceiling, 0.3);
	}

	/* It closed without a word, and its step of undo named nothing. */
	void what_came_of_it_is_said()
	{
		QSignalSpy answers{bridge_.get(), &Bridge::answered};
		TransferDialog *dialog = open();
		import(dialog);
		QCOMPARE(answers.size(), 1);
		QCOMPARE(answers.takeFirst().first().toString(), text("Transfer.Done.Rules"));
		QCOMPARE(frontend_->undoStack.last().name, text("Undo.Import"));
	}

	void the_same_file_again_brings_no_rule_again()
	{
		import(open());
		const int count = ruleCount();
		TransferDialog *dialog = open();
		QVERIFY(!box(*dialog, "Boost & more")->isEnabled());
		QVERIFY(shownText(*dialog).contains(text("Transfer.Same")));
		QVERIFY(!button(*dialog, text("Transfer.Do"))->isEnabled()); /* nothing is ticked */
		QCOMPARE(ruleCount(), count);
	}

	/* A list in which nothing can be ticked says why. */
	void a_file_of_which_all_is_here_says_so()
	{
		script_->transfer.file = R"({"rules": [{"id": "a", "name": "Boost", "when": {"type": "hotkey"},
			"run": {"mode": "while"}, "do": {"kind": "level", "level": 0.5}}]})";
		import(open());
		const QString words = shownText(*open());
		QVERIFY2(words.contains(text("Transfer.Problem.AllSame")), qPrintable(words));
		QVERIFY(!words.contains(text("Transfer.Words")));
	}

	void the_file_of_another_program_is_told_from_an_unusable_one()
	{
		script_->transfer.file = R"({"name": "Scenes", "sources": [], "modules": {}})";
		QVERIFY(!open());
		QCOMPARE(said(), text("Transfer.Problem.Nothing"));
	}

	void a_file_of_which_nothing_can_be_used_is_not_called_known()
	{
		script_->transfer.file = R"({"rules": [{"id": "d", "name": "Broken", "when": {"type": "hotkey"},
			"do": {"kind": "level", "level": 7}}]})";
		const QString words = shownText(*open());
		QVERIFY2(words.contains(text("Transfer.Problem.NoneUsable")), qPrintable(words));
		QVERIFY(!words.contains(text("Transfer.Problem.AllSame")));
	}

	void more_rules_than_fit_are_told_before_they_are_imported()
	{
		script_->rules.json = setOf("here", 199);
		script_->transfer.file = setOf("new", 5);
		TransferDialog *dialog = open();
		QVERIFY(!button(*dialog, text("Transfer.Do"))->isEnabled());
		QVERIFY(shownText(*dialog).contains(text("Transfer.TooMany", 1, 5)));
		for (int i = 0; i < 4; i++) {
			box(*dialog, QStringLiteral("new %1").arg(i))->click();
		}
		QVERIFY(button(*dialog, text("Transfer.Do"))->isEnabled());
		QVERIFY(!shownText(*dialog).contains(text("Transfer.TooMany", 1, 1)));
	}

	void many_rules_are_chosen_and_left_at_once()
	{
		script_->rules.json = setOf("here", 0);
		script_->transfer.file = setOf("new", 20);
		TransferDialog *dialog = open();
		auto *all = dialog->findChild<QCheckBox *>("allRules");
		QVERIFY(all && all->isVisible() && all->isChecked());
		all->click();
		QVERIFY(!box(*dialog, "new 7")->isChecked());
		QVERIFY(!button(*dialog, text("Transfer.Do"))->isEnabled());
		box(*dialog, "new 7")->click();
		QVERIFY(!all->isChecked());
		all->click();
		QVERIFY(box(*dialog, "new 19")->isChecked());
		import(dialog);
		QCOMPARE(ruleCount(), 20);
	}

	/* The warning that one agrees to was out of sight. */
	void a_box_that_is_reached_comes_into_sight_with_its_words()
	{
		script_->transfer.file = setOf("many", 60);
		TransferDialog *dialog = open();
		dialog->resize(dialog->width(), 300);
		QVERIFY(QTest::qWaitForWindowExposed(dialog));
		const auto rows = dialog->findChildren<TransferRow *>();
		TransferRow *row = rows[rows.size() / 2];
		row->findChild<QCheckBox *>()->setFocus(Qt::TabFocusReason);
		auto *view = dialog->findChild<PageScroll *>()->viewport();
		QTRY_VERIFY(view->rect().contains(QRect{row->mapTo(view, QPoint{}), row->size()}));
	}

	void a_list_without_ticks_is_scrolled_by_keys()
	{
		script_->transfer.file = setOf("Rule", 60);
		script_->rules.json = script_->transfer.file;
		TransferDialog *dialog = open();
		QVERIFY(QTest::qWaitForWindowActive(dialog));
		auto *list = dialog->findChild<QScrollArea *>();
		QVERIFY(usableByKeys(*dialog).contains(list));
		QVERIFY(!list->accessibleName().isEmpty());
		list->setFocus();
		QTest::keyClick(list, Qt::Key_PageDown);
		QVERIFY(list->verticalScrollBar()->value() > 0);
	}

	void a_key_comes_with_its_rule_only()
	{
		TransferDialog *dialog = open();
		const QList<QCheckBox *> boxes = dialog->findChildren<QCheckBox *>();
		QCheckBox *key = boxes.last();
		QCOMPARE(key->accessibleName(), QStringLiteral("Boost & more"));
		QVERIFY(key->isEnabled() && key->isChecked());
		box(*dialog, "Boost & more")->click();
		QVERIFY(!key->isEnabled());
		import(dialog);
		QVERIFY(script_->transfer.keys.find("F9") == std::string::npos);
	}

	void files_that_hold_nothing_say_so()
	{
		for (const char *file : {"", "{}", "no json"}) {
			script_->transfer.file = file;
			QVERIFY(!open());
			QVERIFY(!said().isEmpty());
			delete frontend_->window->findChild<QMessageBox *>();
		}
	}

	void a_refusal_is_said_and_the_list_stays()
	{
		TransferDialog *dialog = open();
		script_->transfer.refuse = "No room.";
		import(dialog);
		QVERIFY(shownText(*dialog).contains("No room."));
		QVERIFY(frontend_->undoStack.isEmpty());
		import(dialog);
		QCOMPARE(ruleCount(), 2);
	}

	void what_could_not_be_saved_is_said_and_not_done_again()
	{
		TransferDialog *dialog = open();
		script_->transfer.unsaved = "Not saved.";
		button(*dialog, text("Transfer.Do"))->click();
		QVERIFY(shownText(*dialog).contains("Not saved."));
		QVERIFY(!button(*dialog, text("Transfer.Do"))->isEnabled());
		QCOMPARE(int(frontend_->undoStack.size()), 1);
	}

	void names_from_the_file_are_plain_text_on_one_line()
	{
		script_->transfer.file =
			R"({"rules":[{"name":"a\u202eb\nc","when":{"type":"hotkey"},"do":{"kind":"stop"}}]})";
		TransferDialog *dialog = open();
		QVERIFY(box(*dialog, "a b c"));
		QCOMPARE(box(*dialog, "a b c")->toolTip(), QString{"<span>a b c</span>"});
		for (const auto *label : dialog->findChildren<QLabel *>()) {
			QVERIFY(label->textFormat() == Qt::PlainText || !label->text().contains('<'));
		}
	}

	void the_ceiling_of_a_function_says_its_name_in_words()
	{
		script_->transfer.file = R"({"ceilings":{"t1":{"Thrusting":0.2}}})";
		const TransferDialog *dialog = open();
		QVERIFY(box(*dialog, text("Transfer.ToyPart", "t1", text("Function.Thrusting"))));
	}

	void return_imports_nothing_by_itself()
	{
		TransferDialog *dialog = open();
		QTest::keyClick(dialog->focusWidget() ? dialog->focusWidget() : dialog, Qt::Key_Return);
		QCOMPARE(ruleCount(), 0);
	}

	void it_closes_with_the_engine()
	{
		TransferDialog *dialog = open();
		bridge_->cut();
		QVERIFY(!dialog->isVisible());
	}

	void a_name_for_the_file_is_proposed()
	{
		QCOMPARE(transferFileName(TRANSFER_RULES_ONLY, "Show", "2030-01-02"),
			 text("Transfer.File.Rules", "Show", "2030-01-02") + ".json");
		const QString odd = transferFileName(TRANSFER_EVERYTHING, "../a\\b:\"c\"\n*", "2030-01-02");
		for (const char *bad : {"/", "\\", ":", "\"", "\n", "*"}) {
			QVERIFY2(!odd.contains(bad), qPrintable(odd));
		}
		QVERIFY(!transferFileName(TRANSFER_RULES_ONLY, {}, "2030-01-02").startsWith(' '));
	}

	void a_file_is_chosen_and_written_or_read()
	{
		chooseExport(bridge_, TRANSFER_EVERYTHING, frontend_->window);
		auto *out = frontend_->window->findChild<QFileDialog *>();
		QVERIFY(out && !out->isModal() && out->acceptMode() == QFileDialog::AcceptSave);
		QVERIFY(out->selectedFiles().value(0).endsWith(".json"));
		emit out->fileSelected("/a/moved.json");
		QCOMPARE(script_->transfer.writtenTo, std::string{"/a/moved.json"});
		QCOMPARE(script_->transfer.extent, int(TRANSFER_EVERYTHING));
		QVERIFY(said().isEmpty());
		script_->transfer.refuse = "No room.";
		emit out->fileSelected("/a/moved.json");
		QCOMPARE(said(), QString{"No room."});
		delete out;
		chooseImport(bridge_, frontend_->window);
		emit frontend_->window->findChild<QFileDialog *>()->fileSelected("/b/moved.json");
		QCOMPARE(script_->transfer.readFrom, std::string{"/b/moved.json"});
	}

	void the_list_of_rules_reads_and_writes_files_of_rules()
	{
		auto *rules = frontend_->window->findChild<RuleList *>();
		emit rules->exportRequested();
		auto *dialog = frontend_->window->findChild<QFileDialog *>();
		QVERIFY(dialog);
		emit dialog->fileSelected("/a/rules.json");
		QCOMPARE(script_->transfer.extent, int(TRANSFER_RULES_ONLY));
		const QString words = shownText(*frontend_->window->findChild<DockWidget *>());
		QVERIFY2(words.contains(text("Transfer.Written", "rules.json")), qPrintable(words));
		delete dialog;
		emit rules->importRequested();
		QVERIFY(frontend_->window->findChild<QFileDialog *>());
	}

	void the_menu_offers_both()
	{
		DockMenu menu{bridge_, nullptr};
		QStringList names;
		for (const QAction *entry : menu.actions()) {
			names += entry->text();
		}
		QVERIFY(names.contains(text("Transfer.Import")) && names.contains(text("Transfer.Export")));
	}
};

QTEST_MAIN(TestTransfer)
#include "test_transfer.moc"
