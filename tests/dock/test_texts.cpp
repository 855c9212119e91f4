// SPDX-License-Identifier: GPL-2.0-or-later
/* Words: every outcome, reason, list and the diagnostics report. */
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QtTest>

#include "dock/activity/activity_text.hpp"
#include "dock/status/diagnostics.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/rules/rule_state.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/rules/run_modes.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/status/status_text.hpp"
#include "dock/status/toy_events_text.hpp"
#include "dock/keys/stop_key.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/plural.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"

class TestTexts : public QObject {
	Q_OBJECT

	/* With no key and no empty place in it. */
	static QString checkedSentence(const QJsonObject &rule)
	{
		const QString sentence = ruleSentence(rule);
		const bool isWhole = !sentence.contains("Rule.") && !sentence.contains("%1") &&
				     !sentence.contains("%2") && !sentence.contains("%3") &&
				     !sentence.contains(QStringLiteral("\u3002 "));
		return isWhole ? sentence : QString{};
	}

      private:
	/* So many seconds after nine in the evening. */
	static void noteOne(StateHistory &history, int seconds, haptics_outcome outcome)
	{
		engine_snapshot snapshot{};

		snapshot.record_count = 1;
		snapshot.records[0].serial = seconds + 1;
		snapshot.records[0].outcome = outcome;
		history.note(snapshot, QDateTime{QDate{2026, 3, 7}, QTime{21, 0, 0}}.addSecs(seconds), 0);
	}

      private slots:
	void the_stop_key_works_where_system_and_setting_let_it()
	{
		const struct {
			bool isWayland, isPermitted;
			const char *focusType;
			KeyReach reach;
		} cases[] = {
			{false, true, "NeverDisableHotkeys", KeyReach::Everywhere},
			{false, true, "", KeyReach::Everywhere}, /* OBS's default */
			{false, true, "DisableHotkeysOutOfFocus", KeyReach::FrontBySetting},
			{false, true, "disablehotkeysoutoffocus", KeyReach::FrontBySetting},
			{false, true, "DisableHotkeysInFocus", KeyReach::Behind},
			{true, true, "NeverDisableHotkeys", KeyReach::FrontByWayland},
			{true, true, "DisableHotkeysOutOfFocus", KeyReach::FrontByWayland},
			{true, true, "DisableHotkeysInFocus", KeyReach::Nowhere},
			{false, false, "NeverDisableHotkeys", KeyReach::FrontByPermission},
			{false, false, "DisableHotkeysInFocus", KeyReach::Nowhere},
		};

		for (const auto &each : cases) {
			const KeyWorld world{each.isWayland, each.isPermitted, each.focusType, "/x/stop-all.sh"};
			QCOMPARE(int(keyReach(world)), int(each.reach));
			QCOMPARE(keyReachText(each.reach).isEmpty(), each.reach == KeyReach::Everywhere);
			QCOMPARE(desktopKeyText(world).isEmpty(), !each.isWayland);
		}
	}

	void placeholders_are_filled_in_one_pass()
	{
		QCOMPARE(fillText("%1 and %2", {"50 %2", "x"}), QStringLiteral("50 %2 and x"));
		QCOMPARE(fillText("%2%1", {"a", "b"}), QStringLiteral("ba"));
		QCOMPARE(fillText("%3 100 %", {"a"}), QStringLiteral("%3 100 %"));
		QCOMPARE(fillText("%", {"a"}), QStringLiteral("%"));
	}

	void times_are_rounded_up_and_never_negative()
	{
		QCOMPARE(durationText(-5), QStringLiteral("0\u00a0s"));
		QCOMPARE(durationText(1), QStringLiteral("1\u00a0s"));
		QCOMPARE(durationText(42000), QStringLiteral("42\u00a0s"));
		QCOMPARE(durationText(90000), lengthText(90000)); /* of one rule both are told */
		QCOMPARE(durationText(100000), QStringLiteral("1:40"));
		QCOMPARE(durationText(605000), QStringLiteral("10:05"));
	}

	void each_number_takes_the_form_of_its_language()
	{
		const struct {
			const char *language;
			uint count;
			Plural form;
		} cases[] = {
			{"en", 0, Plural::Other}, {"en", 1, Plural::One},        {"en", 2, Plural::Other},
			{"de", 1, Plural::One},   {"de", 21, Plural::Other},     {"es", 0, Plural::Other},
			{"es", 1, Plural::One},   {"es", 1000000, Plural::Many}, {"it", 1, Plural::One},
			{"it", 7, Plural::Other}, {"fr", 0, Plural::One},        {"fr", 1, Plural::One},
			{"fr", 2, Plural::Other}, {"fr", 2000000, Plural::Many}, {"pt", 0, Plural::One},
			{"pt", 2, Plural::Other}, {"ja", 1, Plural::Other},      {"zh", 1, Plural::Other},
			{"ko", 1, Plural::Other}, {"ko", 5, Plural::Other},      {"pl", 1, Plural::One},
			{"pl", 2, Plural::Few},   {"pl", 5, Plural::Many},       {"pl", 0, Plural::Many},
			{"pl", 12, Plural::Many}, {"pl", 22, Plural::Few},       {"pl", 21, Plural::Many},
			{"ru", 1, Plural::One},   {"ru", 21, Plural::One},       {"ru", 11, Plural::Many},
			{"ru", 3, Plural::Few},   {"ru", 13, Plural::Many},      {"ru", 104, Plural::Few},
			{"ru", 10, Plural::Many}, {"??", 1, Plural::Other},
		};
		for (const auto &each : cases) {
			QVERIFY2(pluralOf(each.language, each.count) == each.form,
				 qPrintable(QStringLiteral("%1 %2").arg(each.language).arg(each.count)));
		}
	}

	void a_count_picks_its_sentence()
	{
		const PluralKeys toys{"Dock.ToyCount.one", "Dock.ToyCount.few", "Dock.ToyCount.many",
				      "Dock.ToyCount.other"};
		const TextKey<Plural> keys[] = {{Plural::One, toys.one},
						{Plural::Few, toys.few},
						{Plural::Many, toys.many},
						{Plural::Other, toys.other}};
		for (uint count : {0U, 1U, 3U, 5U, 22U}) {
			const Plural form = pluralOf(text("Plural.Rule"), count);
			QCOMPARE(countText(toys, count), text(keyOf(keys, form), QString::number(count)));
		}
	}

	/* Chinese and Japanese have their own comma, and no space between sentences. */
	void lists_and_sentences_are_joined_as_the_language_does_it()
	{
		const QString language = text("Plural.Rule");
		const bool isDense = language == "ja" || language == "zh";

		QCOMPARE(listText({}), QString{});
		QCOMPARE(listText({"A"}), QStringLiteral("A"));
		QCOMPARE(listText({"A", "%1", "C"}),
			 isDense ? QStringLiteral("A\u3001%1\u3001C") : QStringLiteral("A, %1, C"));
		QCOMPARE(sentencesText({"A.", "B."}), isDense ? QStringLiteral("A.B.") : QStringLiteral("A. B."));
	}

	/* A key that has no text is shown as it is. */
	void every_value_of_an_enum_has_a_text()
	{
		for (int action = int(Action::SetUp); action <= int(Action::ShowCode); action++) {
			QVERIFY(!actionText(Action(action)).startsWith("Action."));
		}
		for (int step = int(NextStep::Scan); step <= int(NextStep::BeFaster); step++) {
			QVERIFY(!nextStepText(NextStep(step)).startsWith("NextStep."));
		}
		for (int command = int(RuleCommand::Add); command <= int(RuleCommand::Export); command++) {
			QVERIFY(!ruleCommandText(RuleCommand(command)).startsWith("Rules."));
		}
		for (int i = 0; i < ruleTemplateCount(); i++) {
			QVERIFY(!ruleTemplateName(i).startsWith("Template."));
		}
		QVERIFY(actionText(Action::None).isEmpty());
	}

	void the_triggers_stand_in_the_order_of_the_core()
	{
		const struct {
			haptics_trigger trigger;
			const char *word;
		} pairs[] = {
			{HAPTICS_TRIGGER_HOTKEY, "hotkey"}, {HAPTICS_TRIGGER_SCENE, "scene"},
			{HAPTICS_TRIGGER_SOURCE, "source"}, {HAPTICS_TRIGGER_MEDIA, "media"},
			{HAPTICS_TRIGGER_OUTPUT, "output"}, {HAPTICS_TRIGGER_REPLAY, "replay"},
			{HAPTICS_TRIGGER_AUDIO, "audio"},   {HAPTICS_TRIGGER_REQUEST, "request"},
			{HAPTICS_TRIGGER_TIMER, "timer"},   {HAPTICS_TRIGGER_CLOCK, "clock"},
			{HAPTICS_TRIGGER_TOY, "toy"},       {HAPTICS_TRIGGER_STUDIO_MODE, "studio_mode"},
			{HAPTICS_TRIGGER_TIP, "tip"},
		};
		QCOMPARE(std::size(pairs), std::size(TRIGGER_TYPES));
		for (const auto &pair : pairs) {
			QCOMPARE(TRIGGER_TYPES[pair.trigger - 1].value, pair.word);
		}
	}

	void every_rule_is_said_in_whole_sentences()
	{
		const char *watches[] = {
			R"({"type": "hotkey"})",
			R"({"type": "scene", "ref": {"name": "A"}})",
			R"({"type": "source", "ref": {"name": "A"}})",
			R"({"type": "source", "ref": {"name": "A"}, "state": "shown"})",
			R"({"type": "media", "ref": {"name": "A"}})",
			R"({"type": "output", "is": "stream"})",
			R"({"type": "output", "is": ["record"]})",
			R"({"type": "output", "is": "record_paused"})",
			R"({"type": "output", "is": "replay_buffer"})",
			R"({"type": "output", "is": "virtual_camera"})",
			R"({"type": "output", "is": ["stream", "record"]})",
			R"({"type": "output", "is": ["record", "virtual_camera"]})",
			R"({"type": "replay"})",
			R"({"type": "audio", "ref": {"name": "A"}, "on_db": -20})",
			R"({"type": "request"})",
			R"({"type": "timer", "every_ms": 90000})",
			R"({"type": "clock", "from": "20:00", "to": "23:00"})",
			R"({"type": "toy"})",
			R"({"type": "toy", "event": "battery_below", "below": 15})",
			R"({"type": "toy", "event": "button"})",
			R"({"type": "toy", "event": "shake"})",
			R"({"type": "toy", "event": "depth", "above": 0.3})",
			R"({"type": "toy", "event": "motion"})",
			R"({"type": "studio_mode"})",
		};
		QSet<QString> sentences;
		int count = 0;

		for (const char *watch : watches) {
			const QJsonObject when = QJsonDocument::fromJson(watch).object();
			for (const WordKey &kind : ACTION_KINDS) {
				const QJsonObject action{{"kind", kind.value}, {"toys", "lush"}};
				QJsonObject rule{{"when", when}, {"do", action}};
				for (const QString &mode : legalModes(rule)) {
					rule["run"] = QJsonObject{{"mode", mode}};
					sentences += checkedSentence(rule);
					count++;
				}
			}
			QJsonObject leaving = when;
			leaving["edge"] = "leave";
			const QJsonObject everything{{"kind", "stop"}};
			sentences += checkedSentence({{"when", leaving}, {"do", everything}});
			count++;
		}
		QCOMPARE(int(sentences.size()), count);
	}

	/* As viewers see it, but for the mark. */
	void an_amount_has_the_language_s_own_mark()
	{
		const QLocale before;
		for (const auto &[language, mark] : {std::pair{QLocale::German, ","}, {QLocale::English, "."}}) {
			QLocale::setDefault(language);
			QCOMPARE(amountText(5.5), QStringLiteral("5") + QString::fromUtf8(mark) + QStringLiteral("50"));
			QCOMPARE(amountText(1250), QStringLiteral("1250"));
			QCOMPARE(amountText(4.999), QStringLiteral("5"));
		}
		QLocale::setDefault(before);
	}

	void every_condition_is_said_and_its_opposite_too()
	{
		for (const QString &type : conditionTypes()) {
			QJsonObject condition{{"type", type}, {"is", "stream"}};
			const QJsonObject rule{{"when", QJsonObject{{"type", "hotkey"}}},
					       {"do", QJsonObject{{"kind", "stop"}}},
					       {"only_if", QJsonArray{condition}}};
			QJsonObject opposite = rule;
			condition["not"] = true;
			opposite["only_if"] = QJsonArray{condition};
			QVERIFY(checkedSentence(rule) != checkedSentence(opposite));
		}
	}

	void a_missing_scene_or_source_is_named()
	{
		engine_rule rule{};
		rule.is_missing_ref = true;
		QCOMPARE(ruleMissing(rule), text("Rules.NothingChosen"));
		qstrncpy(rule.missing_name, "Hot cam", sizeof(rule.missing_name));
		QCOMPARE(ruleMissing(rule), text("Rules.SourceMissing", "Hot cam"));
		rule.is_scene_missing = true;
		QCOMPARE(ruleMissing(rule), text("Rules.SceneMissing", "Hot cam"));
	}

	void an_end_by_the_longest_run_says_so()
	{
		engine_rule rule{};
		haptics_record record{};
		rule.longest_ms = 60000;
		QCOMPARE(ruleState(rule, 0), text("Rules.EndedLongest", lengthText(60000)));
		rule.is_active = true; /* it began anew */
		QCOMPARE(ruleState(rule, 0), text("Rules.Running"));
		record.outcome = HAPTICS_ENDED_LONGEST;
		record.wait_ms = 60000;
		qstrncpy(record.rule_name, "Background", sizeof(record.rule_name));
		QCOMPARE(activityText(record),
			 text("Activity.Line", "Background", text("Activity.EndedLongest", lengthText(60000))));
	}

	void every_outcome_has_words_that_name_the_rule()
	{
		for (int outcome = HAPTICS_FIRED; outcome <= HAPTICS_HALTED; outcome++) {
			haptics_record record{};
			record.outcome = haptics_outcome(outcome);
			record.cause = HAPTICS_HALT_LINK;
			qstrncpy(record.rule_name, "Boost", sizeof(record.rule_name));
			const QString words = activityText(record);
			QVERIFY2(!words.isEmpty() && !words.contains("%1") && !words.contains("Activity."),
				 qPrintable(QString::number(outcome)));
			if (outcome < HAPTICS_PANIC) {
				QVERIFY2(words.contains("Boost"), qPrintable(words));
			}
		}
	}

	void every_cause_of_a_halt_has_words()
	{
		QSet<QString> sentences;
		for (int cause = HAPTICS_HALT_INVALID; cause <= HAPTICS_HALT_MODE; cause++) {
			haptics_record record{};
			record.outcome = HAPTICS_HALTED;
			record.cause = haptics_halt_cause(cause);
			const QString words = activityText(record);
			QVERIFY(!words.isEmpty() && !words.contains("Activity."));
			sentences += words;
		}
		QCOMPARE(int(sentences.size()), HAPTICS_HALT_MODE + 1);
	}

	void an_activity_line_tells_when_by_the_clock()
	{
		haptics_record record{};
		record.outcome = HAPTICS_ARMED;
		const QDateTime now{QDate{2026, 3, 7}, QTime{21, 4, 15}};
		QVERIFY(activityLine(record, {}, now).startsWith(QStringLiteral("21:04:15")));
	}

	void every_state_and_reason_has_words()
	{
		engine_snapshot snapshot{};
		snapshot.round_trip_ms = -1;
		for (int state = ENGINE_OFF; state <= ENGINE_NEEDS_YOU; state++) {
			snapshot.state = engine_state(state);
			QVERIFY(!statusWords(snapshot, 0).line.startsWith("State."));
			QVERIFY(!statusWords(snapshot, 0).sign.isEmpty());
			snapshot.paused_until_ms = 12000;
			QCOMPARE(statusWords(snapshot, 0).line == text("Dock.PausedFor", durationText(12000)),
				 state == ENGINE_READY);
			snapshot.paused_until_ms = 0;
		}
		for (int reason = ENGINE_REASON_NONE + 1; reason < ENGINE_REASON_COUNT; reason++) {
			QVERIFY(!reasonText(engine_reason(reason), "").startsWith("Reason."));
			QVERIFY(reason == ENGINE_REASON_TOO_MANY_TOYS || reason == ENGINE_REASON_TWO_PHONES ||
				reasonAction(engine_reason(reason)) != Action::None);
		}
		QVERIFY(reasonText(ENGINE_REASON_NONE, "").isEmpty());
	}

	/* In a dock of 240 pixels a row has room for so much; what does not fit is cut at its end, where the time
	 * stands. */
	void a_row_shows_the_time_left_whole()
	{
		engine_rule rule{};
		QFont font;
		font.setPixelSize(13);
		font.setBold(true);

		rule.is_active = true;
		rule.ends_ms = 42000;
		QVERIFY2(QFontMetrics{font}.horizontalAdvance(ruleState(rule, 0)) <= 109,
			 qPrintable(ruleState(rule, 0)));
		rule.is_active = false;
		rule.cooldown_ms = 42000;
		QVERIFY2(QFontMetrics{font}.horizontalAdvance(ruleState(rule, 0)) <= 109,
			 qPrintable(ruleState(rule, 0)));
	}

	void an_unconfirmed_stop_comes_before_everything_else()
	{
		engine_snapshot snapshot{};
		snapshot.state = ENGINE_NEEDS_YOU;
		snapshot.reason = ENGINE_REASON_NO_TOKEN;
		snapshot.stop_unconfirmed = true;
		QCOMPARE(noticeOf(snapshot, 3000, false, true).words, text("Notice.StopUnconfirmed", 3));
	}

	void a_stop_that_is_not_obeyed_comes_before_one_that_may_not_have_arrived()
	{
		engine_snapshot snapshot{};
		snapshot.stop_unconfirmed = true;
		snapshot.toy_count = 2;
		snapshot.toys[1].is_stop_unconfirmed = true;
		QCOMPARE(noticeOf(snapshot, 3000, false, true).words, text("Notice.StopNotObeyed"));
	}

	void each_state_of_listening_has_a_sentence()
	{
		QSet<QString> sentences;
		engine_snapshot snapshot{};
		snapshot.toy_events = ENGINE_TOY_EVENTS_OFF;
		QVERIFY(toyEventsText(snapshot).isEmpty());
		for (int state = ENGINE_TOY_EVENTS_ASKING; state <= ENGINE_TOY_EVENTS_UNSUPPORTED; state++) {
			snapshot.toy_events = engine_toy_events(state);
			sentences += toyEventsText(snapshot);
			QCOMPARE(toyButtonsText(snapshot, false).isEmpty(), state == ENGINE_TOY_EVENTS_OPEN);
		}
		QCOMPARE(int(sentences.size()), ENGINE_TOY_EVENTS_UNSUPPORTED - ENGINE_TOY_EVENTS_OFF);
		QVERIFY(!sentences.contains(QString{}));
	}

	void toys_whose_buttons_were_never_heard_of_are_named()
	{
		Script script;
		engine_snapshot &snapshot = script.engine.snapshot;
		script.engine.addToy("lush", 1);
		script.engine.addToy("nora", 1);
		script.engine.addToy("edge", 1);
		snapshot.toys[0].has_button = true;
		snapshot.toys[2].is_online = false;
		snapshot.toy_events = ENGINE_TOY_EVENTS_OPEN;
		QCOMPARE(toyButtonsText(snapshot, false), text("ToyEvents.NoButton", "nora"));
		QVERIFY(!toyButtonsText(snapshot, true).contains(QStringLiteral("nora")));
		snapshot.toys[1].has_button = true;
		QVERIFY(toyButtonsText(snapshot, false).isEmpty());
	}

	void who_is_asked_on_the_phone_is_told_in_the_dock()
	{
		engine_snapshot snapshot{};
		snapshot.state = ENGINE_READY;
		snapshot.toy_events = ENGINE_TOY_EVENTS_ASKING;
		QCOMPARE(statusWords(snapshot, 0).next, text("NextStep.Allow"));
	}

	void diagnostics_hold_nothing_secret_or_personal()
	{
		Script script;
		engine_settings &settings = script.settings.value;
		engine_snapshot &snapshot = script.engine.snapshot;
		const QByteArray canary = "CANARY";
		StateHistory history;

		qstrncpy(settings.platform, "CANARY-platform", sizeof(settings.platform));
		qstrncpy(settings.uid, "CANARY-uid", sizeof(settings.uid));
		qstrncpy(settings.uname, "CANARY-uname", sizeof(settings.uname));
		qstrncpy(settings.token_service_url, "https://CANARY.example", sizeof(settings.token_service_url));
		qstrncpy(settings.api_url, "https://CANARY-api.example", sizeof(settings.api_url));
		qstrncpy(settings.ca_file, "/home/CANARY/ca.pem", sizeof(settings.ca_file));
		qstrncpy(settings.developer_token, "CANARY-token", sizeof(settings.developer_token));
		qstrncpy(settings.token_service_key, "CANARY-key", sizeof(settings.token_service_key));
		qstrncpy(settings.utoken, "CANARY-utoken", sizeof(settings.utoken));
		script.engine.addToy("lush", 1);
		qstrncpy(snapshot.toys[0].toy_id, "CANARY-id", sizeof(snapshot.toys[0].toy_id));
		qstrncpy(snapshot.toys[0].nickname, "CANARY-nick", sizeof(snapshot.toys[0].nickname));
		qstrncpy(snapshot.toys[0].name, "CANARY-name", sizeof(snapshot.toys[0].name));
		qstrncpy(snapshot.qr_payload, "CANARY-qr", sizeof(snapshot.qr_payload));
		qstrncpy(snapshot.qr_code, "CANARY-code", sizeof(snapshot.qr_code));
		qstrncpy(snapshot.service_words, "CANARY-detail", sizeof(snapshot.service_words));
		script.engine.addRule("CANARY-rule", "CANARY rule name");
		script.engine.publish();
		history.note(snapshot, QDateTime::currentDateTime(), 0);
		const QString report = diagnosticsText(snapshot, {}, settings, history);
		QVERIFY2(!report.contains(canary), qPrintable(report));
		for (const char *wanted : {"OBS ", "Qt ", "lovense-for-obs ", "type lush", "state off", "history:"}) {
			QVERIFY2(report.contains(wanted), wanted);
		}
	}

	void diagnostics_are_plain_to_who_helps()
	{
		Script script;
		engine_snapshot &snapshot = script.engine.snapshot;
		const DiagnosticsFacts facts{QDateTime{QDate{2026, 3, 7}, QTime{21, 4}, Qt::UTC}, false, false,
					     KeyReach::Everywhere};
		StateHistory history;

		script.engine.addToy("nora", 1 | 16);
		script.engine.addRule("a", "Boost");
		script.engine.rules[0].trigger = HAPTICS_TRIGGER_HOTKEY;
		snapshot.state = ENGINE_RETRYING;
		snapshot.reason = ENGINE_REASON_TLS;
		snapshot.report_median_us = snapshot.report_p99_us = -1;
		snapshot.record_count = 2;
		snapshot.records[0] = {};
		snapshot.records[0].serial = 1;
		snapshot.records[0].outcome = HAPTICS_ARMED;
		snapshot.records[1] = {};
		snapshot.records[1].serial = 2;
		snapshot.records[1].outcome = HAPTICS_HALTED;
		snapshot.records[1].cause = HAPTICS_HALT_OFF;
		script.engine.publish();
		history.note(snapshot, facts.now, 0);
		snapshot.state = ENGINE_READY;
		snapshot.reason = ENGINE_REASON_NONE;
		history.note(snapshot, facts.now, 0);
		const QString report = diagnosticsText(snapshot, facts, script.settings.value, history);
		for (const char *wanted : {"report of 2026-03-07T21:04:00", "functions Vibrate+Rotate", "key set no",
					   "median unknown", ".000 armed", "cause: disconnected, disarmed",
					   "code on air no", "last problem: 2026", "retrying tls"}) {
			QVERIFY2(report.contains(wanted), qPrintable(report));
		}
		for (const char *riddle : {"0x", " -1", "cause 1", "no rule", " \n"}) {
			QVERIFY2(!report.contains(riddle), qPrintable(report));
		}
	}

	/* A sound fills it with two lines in turn; what happened before was lost. */
	void what_comes_again_and_again_is_one_line_of_the_history()
	{
		StateHistory history;

		noteOne(history, 0, HAPTICS_ARMED);
		for (int i = 1; i < 200; i++) {
			noteOne(history, i, i % 2 ? HAPTICS_EXTENDED : HAPTICS_ENDED);
		}
		QCOMPARE(int(history.activity().size()), 3);
		QVERIFY(history.activity()[0].contains("armed"));
		QVERIFY2(history.activity()[2].startsWith("21:03:19") && history.activity()[2].contains("(100 times)"),
			 qPrintable(history.activity().join('|')));
	}

	/* Else nobody can tell how long a stop stood. */
	void stops_and_what_lifts_them_keep_their_order()
	{
		StateHistory history;

		for (int i = 0; i < 4; i++) {
			noteOne(history, i, i % 2 ? HAPTICS_RESUMED : HAPTICS_PANIC);
		}
		QCOMPARE(int(history.activity().size()), 4);
	}

	void a_number_of_a_name_keeps_its_unit()
	{
		QCOMPARE(withUnits("Hold: 50 % for 3 s, 2 steps"),
			 QStringLiteral("Hold: 50\u00a0% for 3\u00a0s, 2 steps"));
	}

	void history_notes_changes_only_and_is_bounded()
	{
		engine_snapshot snapshot{};
		StateHistory history;
		const QDateTime begin{QDate{2026, 3, 7}, QTime{21, 0}};

		for (int i = 0; i < 200; i++) {
			snapshot.state = i % 2 ? ENGINE_READY : ENGINE_OFF;
			snapshot.reason = ENGINE_REASON_NONE;
			history.note(snapshot, begin.addSecs(i), 0);
			history.note(snapshot, begin.addSecs(1000), 0);
		}
		QCOMPARE(int(history.lines().size()), int(StateHistory::CAPACITY));
		QVERIFY(history.lines().last().startsWith("2026-03-07T21:03:19"));
	}
};

QTEST_MAIN(TestTexts)
#include "test_texts.moc"
