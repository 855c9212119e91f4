// SPDX-License-Identifier: GPL-2.0-or-later
/* Words: every outcome, reason, list and the diagnostics report. */
#include <QtTest>

#include "dock/status/activity_text.hpp"
#include "dock/status/diagnostics.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"

class TestTexts : public QObject {
	Q_OBJECT

      private slots:
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
		QCOMPARE(durationText(60000), QStringLiteral("1:00"));
		QCOMPARE(durationText(605000), QStringLiteral("10:05"));
	}

	/* The code picks from these lists by position. */
	void lists_are_as_long_as_what_they_name()
	{
		const struct {
			const char *key;
			int count;
		} lists[] = {
			{"Rule.Triggers", int(triggerTypes().size())},
			{"Rule.Watches", int(triggerTypes().size())},
			{"Rule.Actions", int(actionKinds().size())},
			{"Rule.Does", int(actionKinds().size())},
			{"Rule.Modes", int(runModes().size())},
			{"Rule.Retriggers", int(retriggers().size())},
			{"Rule.Presets", int(presets().size())},
			{"Rule.Outputs", int(outputs().size()) + 1},
			{"Rule.Days", int(weekdays().size())},
			{"Rule.Priorities", 3},
			{"Rule.Edges", 2},
			{"Rule.SourceStates", 2},
			{"Rule.ToyEvents", 2},
			{"Rule.Sentences", 4},
			{"Rules.Templates", ruleTemplateCount()},
			{"Rules.Commands", int(RuleCommand::Export) + 1},
			{"Rules.States", 4},
			{"Dock.Actions", int(Action::ShowCode) - int(Action::SetUp) + 1},
			{"Dock.ToyCounts", 2},
			{"Notice.LivePairing", 2},
			{"Activity.Outcomes", HAPTICS_STOPPED - HAPTICS_FIRED + 1},
			{"Activity.Whys", HAPTICS_IGNORED_PAUSED - HAPTICS_IGNORED_DISARMED + 1},
			{"Activity.Switches", HAPTICS_DISARMED - HAPTICS_RESUMED + 1},
			{"Activity.Causes", 7},
			{"Account.Labels", 10},
			{"Toy.Labels", 5},
			{"Rule.EditorLabels", 5},
			{"Rule.Sends", 3},
			{"Rule.Joints", 5},
			{"Finish.Texts", 8},
			{"Pair.Texts", 7},
			{"Dock.NextSteps", int(NextStep::BeFaster) + 1},
			{"Rule.WatchLabels", 12},
			{"Rule.RunLabels", 7},
			{"Rule.DoLabels", 15},
			{"Rule.ConditionLabels", 3},
			{"Dock.MenuEntries", 8},
			{"Setup.Pages", 3},
			{"Setup.Buttons", 4},
			{"Pair.Checks", 5},
			{"Options.Routes", 3},
			{"Options.Switches", 4},
		};
		for (const auto &list : lists) {
			QVERIFY2(textList(list.key).size() == list.count, list.key);
		}
	}

	void every_outcome_has_words_that_name_the_rule()
	{
		for (int outcome = HAPTICS_FIRED; outcome <= HAPTICS_HALTED; outcome++) {
			haptics_record record{};
			record.outcome = haptics_outcome(outcome);
			record.cause = HAPTICS_HALT_LINK;
			qstrncpy(record.rule_name, "Boost", sizeof(record.rule_name));
			const QString words = activityText(record);
			QVERIFY2(!words.isEmpty() && !words.contains("%1"), qPrintable(QString::number(outcome)));
			if (outcome < HAPTICS_PANIC) {
				QVERIFY2(words.contains("Boost"), qPrintable(words));
			}
		}
	}

	void every_cause_of_a_halt_has_words()
	{
		for (int cause = HAPTICS_HALT_INVALID; cause <= HAPTICS_HALT_PAUSE; cause++) {
			haptics_record record{};
			record.outcome = HAPTICS_HALTED;
			record.cause = haptics_halt_cause(cause);
			QVERIFY(activityText(record).startsWith(text("Activity.Halted")));
		}
	}

	void an_activity_line_tells_when_by_the_clock()
	{
		haptics_record record{};
		record.outcome = HAPTICS_ARMED;
		record.time_ms = 5000;
		const QDateTime now{QDate{2026, 3, 7}, QTime{21, 4, 15}};
		QVERIFY(activityLine(record, 9000, now).startsWith(QStringLiteral("21:04:11")));
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
			QCOMPARE(statusWords(snapshot, 0).line.startsWith(text("State.paused")), state == ENGINE_READY);
			snapshot.paused_until_ms = 0;
		}
		for (int reason = ENGINE_REASON_NONE + 1; reason < ENGINE_REASON_COUNT; reason++) {
			QVERIFY(reasonText(engine_reason(reason), "").contains(' '));
			QVERIFY(reasonAction(engine_reason(reason)) != Action::None);
		}
		QVERIFY(reasonText(ENGINE_REASON_NONE, "").isEmpty());
	}

	void an_unconfirmed_stop_comes_before_everything_else()
	{
		engine_snapshot snapshot{};
		snapshot.state = ENGINE_NEEDS_YOU;
		snapshot.reason = ENGINE_REASON_NO_TOKEN;
		snapshot.stop_unconfirmed = true;
		QCOMPARE(noticeOf(snapshot, 3000, true).words, text("Notice.StopUnconfirmed", 3));
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
		qstrncpy(snapshot.detail, "CANARY-detail", sizeof(snapshot.detail));
		script.engine.addRule("CANARY-rule", "CANARY rule name");
		script.engine.publish();
		history.note(snapshot, "now");
		const QString report = diagnosticsText(snapshot, settings, history);
		QVERIFY2(!report.contains(canary), qPrintable(report));
		for (const char *wanted : {"OBS ", "Qt ", "lovense-for-obs ", "type lush", "state off", "history:"}) {
			QVERIFY2(report.contains(wanted), wanted);
		}
	}

	void history_notes_changes_only_and_is_bounded()
	{
		engine_snapshot snapshot{};
		StateHistory history;

		for (int i = 0; i < 200; i++) {
			snapshot.state = i % 2 ? ENGINE_READY : ENGINE_OFF;
			snapshot.reason = ENGINE_REASON_NONE;
			history.note(snapshot, QString::number(i));
			history.note(snapshot, "again");
		}
		QCOMPARE(int(history.lines().size()), int(StateHistory::CAPACITY));
		QVERIFY(history.lines().last().startsWith("199 "));
	}
};

QTEST_MAIN(TestTexts)
#include "test_texts.moc"
