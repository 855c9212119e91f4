// SPDX-License-Identifier: GPL-2.0-or-later
/* Every state of the dock and its dialogs, drawn into screenshots/LANGUAGE of the build folder in light and dark, in
 * the plain style of Qt, in the widths a dock has, and with a font of 150 %. Nothing may be cut off, and everything
 * that takes the focus must have a name.
 */
#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonObject>
#include <QPushButton>
#include <QSlider>
#include <QtTest>

#include "dock/setup/account_page.hpp"
#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/text.hpp"
#include "dock/inspect.hpp"
#include "dock/obs_themes.hpp"
#include "dock/options_dialog.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/setup/setup_dialog.hpp"
#include "dock/tips/tip_bands.hpp"
#include "dock/tips/tips_dialog.hpp"
#include "dock/transfer/transfer_dialog.hpp"

namespace {

constexpr int QUICKLY_PACKED = 80; /* the smallest of the levels: the usual one takes a third of the whole test */

struct Look {
	const char *name;
	const char *theme; /* as in obs_themes.hpp */
	int fontPercent;
	int width;
};

constexpr Look LOOKS[] = {
	{"light", "Light", 100, 320},       {"dark", "Yami", 100, 320},       {"narrow", "Yami", 100, 240},
	{"large", "Yami", 150, 420},        {"plain", "", 100, 240},          {"plain-large", "", 150, 420},
	{"light-32", "32 Light", 100, 320}, {"dark-32", "32 Yami", 100, 240},
};

void addRecord(Script &script, haptics_outcome outcome, const char *name, double wanted, double sent)
{
	engine_snapshot &snapshot = script.engine.snapshot;
	haptics_record &record = snapshot.records[snapshot.record_count++];

	record.serial = snapshot.record_count;
	record.time_ms = script.engine.now_ms - 1000;
	record.outcome = outcome;
	record.wanted = wanted;
	record.sent = sent;
	record.wait_ms = 2100;
	qstrncpy(record.rule_name, name, sizeof(record.rule_name));
}

void makeBusy(Script &script)
{
	engine_snapshot &snapshot = script.engine.snapshot;

	snapshot.state = ENGINE_READY;
	snapshot.route = ENGINE_VIA_LAN;
	snapshot.round_trip_ms = 140;
	snapshot.is_armed = true;
	script.engine.addToy("Lush 3", 1);
	script.engine.addToy("Nora", 1 | 16);
	snapshot.toys[0].level[0] = 0.3;
	snapshot.toys[0].is_capped = true;
	qstrncpy(snapshot.toys[0].nickname, "Sunshine", sizeof(snapshot.toys[0].nickname));
	snapshot.toys[1].is_online = false;
	snapshot.toys[1].battery = 12;
	script.engine.addRule("a", "Boost (hold F9)");
	script.engine.addRule("b", "On \"Hot cam\"");
	script.engine.addRule("c", "A rule with a rather long name that needs more than one line");
	script.engine.rules[1].is_active = true;
	script.engine.rules[1].ends_ms = script.engine.now_ms + 42000;
	script.engine.rules[1].trigger = 2;
	script.engine.rules[2].is_missing_ref = true;
	script.engine.rules[2].is_scene_missing = true;
	qstrncpy(script.engine.rules[2].missing_name, "Hot cam", sizeof(script.engine.rules[2].missing_name));
	script.engine.rules[2].is_enabled = false;
	addRecord(script, HAPTICS_FIRED, "Boost (hold F9)", 0.3, 0.3);
	addRecord(script, HAPTICS_CAPPED, "On \"Hot cam\"", 0.8, 0.3);
	addRecord(script, HAPTICS_IGNORED_COOLDOWN, "Boost (hold F9)", 0, 0);
}

void makeNeedy(Script &script)
{
	script.engine.snapshot.state = ENGINE_NEEDS_YOU;
	script.engine.snapshot.reason = ENGINE_REASON_WRONG_PLATFORM;
	qstrncpy(script.engine.snapshot.service_words, "No such website", sizeof(script.engine.snapshot.service_words));
}

/* All that a file may hold, and all that may be said about it. */
constexpr char IMPORTED[] = R"json({"future": 1, "rules": [
 {"id": "a", "name": "Boost (hold F9)", "when": {"type": "hotkey"}, "run": {"mode": "while"}, "do": {"kind": "level", "level": 0.5}},
 {"id": "b", "name": "A rule with a rather long name that needs more than one line in every dialog", "when": {"type": "scene", "ref": {"name": "Hot cam"}}, "do": {"kind": "level", "level": 0.2, "toys": ["t9"]}},
 {"id": "c", "name": "Broken", "when": {"type": "hotkey"}, "do": {"kind": "level", "level": 7}},
 {"id": "d", "name": "Boost (hold F9)", "when": {"type": "hotkey"}, "do": {"kind": "stop"}}],
 "ceilings": {"*": 0.8, "t1": {"*": 0.4, "Vibrate": 0.3}, "t9": {"*": 0.1}},
 "options": {"route": "lan", "lease_ms": 5000, "code_on_air": true, "allow_remote_arm": true, "allow_tips": true, "arm_on_start": true},
 "budget": {"move_minutes": 20}, "blocked": ["word"],
 "keys": {"lovense-for-obs.stop_all": [{"key": "OBS_KEY_F12"}], "lovense-for-obs.rule.a": [{"key": "OBS_KEY_F9"}]}})json";
constexpr char IMPORTED_OVER[] =
	R"json({"rules": [{"name": "Boost (hold F9)", "when": {"type": "hotkey"}, "do": {"kind": "stop"}}]})json";

void makeWaiting(Script &script)
{
	engine_snapshot &snapshot = script.engine.snapshot;

	script.settings.value.mode = ENGINE_MODE_CLOUD;
	snapshot.state = ENGINE_WAITING_FOR_SCAN;
	snapshot.qr_serial = 1;
	qstrncpy(
		snapshot.qr_payload,
		R"({"type":5,"data":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=="})",
		sizeof(snapshot.qr_payload));
	qstrncpy(snapshot.qr_code, "482913", sizeof(snapshot.qr_code));
}

engine_run tip()
{
	engine_run run{};

	run.run = 7;
	run.amount = 500;
	run.level = 0.4;
	run.seconds = 12;
	qstrncpy(run.by, "Annabella", sizeof(run.by));
	qstrncpy(run.unit, "Bits", sizeof(run.unit));
	return run;
}

struct State {
	const char *name;
	void (*make)(Script &);
};

const State STATES[] = {
	{"first-run", [](Script &) {}},
	{"ready", makeBusy},
	{"stopped",
	 [](Script &script) {
		 makeBusy(script);
		 script.engine.snapshot.is_panic = true;
		 script.engine.snapshot.stop_unconfirmed = true;
	 }},
	{"needs-you", makeNeedy},
	{"retrying",
	 [](Script &script) {
		 script.engine.snapshot.state = ENGINE_RETRYING;
		 script.engine.snapshot.reason = ENGINE_REASON_UNREACHABLE;
		 script.engine.snapshot.retry_at_ms = script.engine.now_ms + 8000;
	 }},
	{"waiting",
	 [](Script &script) {
		 makeWaiting(script);
		 script.isLive = true;
	 }},
	{"not-armed",
	 [](Script &script) {
		 makeBusy(script);
		 script.engine.snapshot.is_armed = false;
	 }},
	{"tips",
	 [](Script &script) {
		 engine_snapshot &snapshot = script.engine.snapshot;
		 makeBusy(script);
		 snapshot.are_tips_allowed = true;
		 static const engine_run tips[] = {tip(), tip(), tip()};
		 snapshot.runs = tips;
		 snapshot.waiting = tips + 1;
		 snapshot.run_count = 1;
		 snapshot.waiting_count = 2;
		 snapshot.queue_running = tips[0].run;
	 }},
	{"draft",
	 [](Script &script) {
		 makeBusy(script);
		 script.drafts = R"json({"drafts": [{"id": "a", "name": "Boost (hold F9)"}]})json";
	 }},
	{"no-toy", [](Script &script) { script.engine.snapshot.state = ENGINE_NO_TOY; }},
	{"app-offline", [](Script &script) { script.engine.snapshot.state = ENGINE_APP_OFFLINE; }},
};

} // namespace

class TestLooks : public QObject {
	Q_OBJECT

      private:
	Look look_{};

	/* Draws the window and lists what is wrong with it. */
	static QString problemsOf(QWidget &window, const QString &name)
	{
		/* A change of layout wanders up one parent at a time. */
		for (int i = 0; i < 20; i++) {
			QCoreApplication::processEvents();
		}
		const QString folder =
			QStringLiteral(SCREENSHOT_DIR "/%1").arg(qEnvironmentVariable("LOCALE", "en-US"));
		QDir{}.mkpath(folder);
		window.grab().save(QStringLiteral("%1/%2.png").arg(folder, name), "PNG", QUICKLY_PACKED);
		return (clippedTexts(window) + namelessWidgets(window) + strayTabSteps(window)).join(QLatin1Char('\n'));
	}
	void checkEditor(Script &script, const QJsonObject &rule, const QString &name)
	{
		script.engine.publish();
		const auto bridge = std::make_shared<Bridge>(script.parts());
		auto *editor = new RuleEditor{bridge, rule, false, nullptr};
		editor->show();
		const QString problems = problemsOf(*editor, QStringLiteral("rule-%1-%2").arg(name, look_.name));
		delete editor;
		QVERIFY2(problems.isEmpty(), qPrintable(name + QLatin1Char('\n') + problems));
	}
	/* After this choice in the box of that name. */
	void checkPage(RuleEditor &editor, const char *boxKey, const QString &word)
	{
		for (auto *box : editor.findChildren<ChoiceBox *>()) {
			if (box->accessibleName() == text(boxKey)) {
				box->select(word);
				emit box->chosen();
			}
		}
		editor.resize(0, 900);
		const QString name =
			QStringLiteral("page-%1-%2-%3").arg(boxKey + strlen("Rule.Field."), word, look_.name);
		const QString problems = problemsOf(editor, name);
		QVERIFY2(problems.isEmpty(), qPrintable(name + QLatin1Char('\n') + problems));
		editor.resize(0, 0);
		const QString cutProblems = problemsOf(editor, name + "-smallest");
		QVERIFY2(cutProblems.isEmpty(), qPrintable(name + " at its smallest\n" + cutProblems));
	}

      private slots:
	/* Every test runs once in each look. */
	void initTestCase_data()
	{
		QTest::addColumn<int>("look");
		const bool isTranslated = qEnvironmentVariableIsSet("LOCALE");

		for (int i = 0; i < int(std::size(LOOKS)); i += FEW_LOOKS ? 5 : 1) { /* one with a theme, one large */
			if (!isTranslated ||
			    !QByteArray{LOOKS[i].theme}.endsWith("Light")) /* words do not depend on the colours */
				QTest::newRow(LOOKS[i].name) << i;
		}
	}
	void init()
	{
		QFETCH_GLOBAL(int, look);
		look_ = LOOKS[look];
		if (newThemes().isEmpty() && QByteArray{look_.theme}.startsWith("32 ")) {
			QSKIP("the OBS here has the theme itself");
		}
		if (!wearTheme(QString::fromUtf8(look_.theme), look_.fontPercent)) {
			QSKIP("no such theme in " THEME_DIR);
		}
	}
	void cleanup()
	{
		takeThemeOff();
	}

	void dock()
	{
		for (const State &state : STATES) {
			Script script;
			state.make(script);
			script.engine.publish();
			DockWidget dock{std::make_shared<Bridge>(script.parts())};
			dock.resize(look_.width, 620 * look_.fontPercent / 100);
			dock.show();
			const QString problems =
				problemsOf(dock, QStringLiteral("dock-%1-%2").arg(state.name, look_.name));
			QVERIFY2(problems.isEmpty(), qPrintable(QString{state.name} + "\n" + problems));
		}
	}

	/* In each language and theme, at the size of letters that OBS begins with. */
	void the_dock_may_be_as_narrow_as_240_pixels()
	{
		for (const State &state : STATES) {
			Script script;
			state.make(script);
			script.engine.publish();
			DockWidget dock{std::make_shared<Bridge>(script.parts())};
			dock.resize(240, 620);
			dock.show();
			for (auto *expand : dock.findChildren<QAbstractButton *>(QStringLiteral("expand"))) {
				expand->setChecked(true);
			}
			for (int i = 0; i < 20; i++) {
				QCoreApplication::processEvents();
			}
			if (look_.fontPercent == 100) {
				QVERIFY2(dock.width() <= 240, state.name);
			}
		}
	}

	void question()
	{
		Script script;
		makeBusy(script);
		script.engine.publish();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		dock.resize(look_.width, 620 * look_.fontPercent / 100);
		dock.show();
		dock.findChild<GuardedSlider *>(QStringLiteral("ceiling"))->slider()->setValue(95);
		const QString problems = problemsOf(dock, QStringLiteral("dock-question-%1").arg(look_.name));
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	void rules_question()
	{
		for (const ::rules_question question : {RULES_QUESTION_FOREIGN, RULES_QUESTION_LOST}) {
			Script script;
			makeBusy(script);
			script.rules.question = question;
			script.engine.publish();
			DockWidget dock{std::make_shared<Bridge>(script.parts())};
			dock.resize(look_.width, 620 * look_.fontPercent / 100);
			dock.show();
			const QString problems =
				problemsOf(dock, QStringLiteral("dock-rules-%1-%2").arg(question).arg(look_.name));
			QVERIFY2(problems.isEmpty(), qPrintable(problems));
		}
	}

	void opened_toy()
	{
		Script script;
		makeBusy(script);
		script.engine.publish();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		dock.resize(look_.width, 700);
		dock.show();
		for (auto *button : dock.findChildren<QAbstractButton *>(QStringLiteral("expand"))) {
			button->click();
		}
		const QString problems = problemsOf(dock, QStringLiteral("dock-ceilings-%1").arg(look_.name));
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	void set_up()
	{
		for (int page = SetupDialog::ACCOUNT; page <= SetupDialog::FINISH; page++) {
			Script script;
			makeWaiting(script);
			script.engine.publish();
			const auto bridge = std::make_shared<Bridge>(script.parts());
			auto *dialog = new SetupDialog{bridge, SetupDialog::Page(page), false, nullptr};
			dialog->show();
			const QString problems =
				problemsOf(*dialog, QStringLiteral("setup-%1-%2").arg(page + 1).arg(look_.name));
			delete dialog;
			QVERIFY2(problems.isEmpty(), qPrintable(problems));
		}
	}

	void refused()
	{
		Script script;
		makeNeedy(script);
		script.engine.publish();
		SetupDialog dialog{std::make_shared<Bridge>(script.parts()), SetupDialog::PAIRING, false, nullptr};
		dialog.setAttribute(Qt::WA_DeleteOnClose, false);
		dialog.show();
		const QString problems = problemsOf(dialog, QStringLiteral("setup-refused-%1").arg(look_.name));
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	void at_fault()
	{
		Script script;
		makeNeedy(script);
		qstrncpy(script.settings.value.platform, "My site", sizeof(script.settings.value.platform));
		qstrncpy(script.settings.value.developer_token, "x", sizeof(script.settings.value.developer_token));
		script.engine.snapshot.reason = ENGINE_REASON_TOKEN_REJECTED;
		script.engine.publish();
		SetupDialog dialog{std::make_shared<Bridge>(script.parts()), SetupDialog::ACCOUNT, false, nullptr};
		dialog.setAttribute(Qt::WA_DeleteOnClose, false);
		dialog.show();
		const QString problems = problemsOf(dialog, QStringLiteral("setup-fault-%1").arg(look_.name));
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	void everything_of_the_last_page()
	{
		Script script;
		makeBusy(script);
		script.engine.publish();
		const auto bridge = std::make_shared<Bridge>(script.parts());
		SetupDialog dialog{bridge, SetupDialog::FINISH, false, nullptr};
		dialog.setAttribute(Qt::WA_DeleteOnClose, false);
		dialog.show();
		dialog.findChild<QAbstractButton *>(QStringLiteral("test"))->click();
		dialog.findChild<QAbstractButton *>(QStringLiteral("ladder"))->click();
		const QString problems = problemsOf(dialog, QStringLiteral("setup-tips-%1").arg(look_.name));
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	void paired()
	{
		Script script;
		makeWaiting(script);
		makeBusy(script);
		qstrncpy(script.engine.snapshot.app_platform, "android", 16);
		script.engine.publish();
		const auto bridge = std::make_shared<Bridge>(script.parts());
		SetupDialog dialog{bridge, SetupDialog::PAIRING, false, nullptr};
		dialog.setAttribute(Qt::WA_DeleteOnClose, false);
		dialog.show();
		const QString problems = problemsOf(dialog, QStringLiteral("setup-paired-%1").arg(look_.name));
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	void rule_editor()
	{
		for (int i = 0; i < ruleTemplateCount(); i++) {
			Script script;
			makeBusy(script);
			checkEditor(script, makeRuleFromTemplate(i, "Scene A", "Mic/Aux"), QString::number(i));
		}
	}

	/* Each page of the editor, chosen one after the other: what it waits for, what it does, on which condition. */
	void rule_editor_pages()
	{
		Script script;
		QJsonObject rule = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});

		if (look_.fontPercent == 100 && qstrcmp(look_.name, "dark") != 0) {
			QSKIP("the pages are looked at in one theme and with large type");
		}
		makeBusy(script);
		script.engine.publish();
		rule["only_if"] = QJsonArray{QJsonObject{{"type", "output"}, {"not", true}}};
		RuleEditor editor{std::make_shared<Bridge>(script.parts()), rule, false, nullptr};
		editor.setAttribute(Qt::WA_DeleteOnClose, false);
		editor.show();
		for (const auto &[type, key] : TRIGGER_TYPES) {
			checkPage(editor, "Rule.Field.Trigger", type);
		}
		for (const QString &type : conditionTypes()) {
			checkPage(editor, "Rule.Field.Condition", type);
		}
		for (const auto &[kind, key] : ACTION_KINDS) {
			checkPage(editor, "Rule.Field.Action", kind);
		}
	}

	/* Longer than any other line under the form. */
	void rule_that_is_held_back()
	{
		Script script;
		QJsonObject rule = makeRuleFromTemplate(0, {}, {});
		QJsonObject action = rule.value("do").toObject();

		makeBusy(script);
		script.engine.snapshot.is_armed = false;
		script.engine.snapshot.toys[1].is_online = true;
		script.engine.snapshot.toys[1].function_ceiling[0] = 0.1;
		action["fn"] = "all";
		rule["do"] = action;
		checkEditor(script, rule, QStringLiteral("held"));
	}

	void tips_page()
	{
		Script script;
		QString error;
		makeBusy(script);
		script.engine.publish();
		const auto bridge = std::make_shared<Bridge>(script.parts());
		for (const TipBand &band : tipLadder()) {
			RuleBook{bridge}.save(makeTipRule(band), &error);
		}
		TipsDialog page{bridge, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		const QString problems = problemsOf(page, QStringLiteral("tips-%1").arg(look_.name));
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	/* While it is tried; one that starts at the end of something. */
	void rule_under_test()
	{
		Script script;
		QJsonObject rule = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
		rule["when"] =
			QJsonObject{{"type", "scene"}, {"edge", "leave"}, {"ref", QJsonObject{{"name", "Scene A"}}}};
		rule["run"] = QJsonObject{{"mode", "once"}, {"duration_ms", 90000}};
		makeBusy(script);
		script.engine.publish();
		const auto bridge = std::make_shared<Bridge>(script.parts());
		auto *editor = new RuleEditor{bridge, rule, false, nullptr};
		editor->show();
		editor->findChild<QPushButton *>("test")->click();
		const QString problems = problemsOf(*editor, QStringLiteral("rule-under-test-%1").arg(look_.name));
		delete editor;
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	void import()
	{
		Script script;
		makeBusy(script);
		script.transfer.isSceneThere = false;
		script.transfer.file = IMPORTED;
		script.rules.json = IMPORTED_OVER;
		script.engine.publish();
		const auto bridge = std::make_shared<Bridge>(script.parts());
		QString error;
		auto *dialog =
			new TransferDialog{bridge, bridge->readTransfer(QStringLiteral("file"), &error), nullptr};
		dialog->show();
		QString problems = problemsOf(*dialog, QStringLiteral("import-%1").arg(look_.name));
		if (shownText(*dialog).contains(QStringLiteral("\u3002 "))) {
			problems += "a space between sentences that have none in this language";
		}
		delete dialog;
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}

	void options()
	{
		Script script;
		auto *dialog = new OptionsDialog{std::make_shared<Bridge>(script.parts()),
						 std::make_shared<ViewSettings>(), nullptr};
		dialog->show();
		const QString problems = problemsOf(*dialog, QStringLiteral("options-%1").arg(look_.name));
		delete dialog;
		QVERIFY2(problems.isEmpty(), qPrintable(problems));
	}
};

QTEST_MAIN(TestLooks)
#include "test_looks.moc"
