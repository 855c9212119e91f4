// SPDX-License-Identifier: GPL-2.0-or-later
/* The rule editor: JSON in, the same JSON out but for what was changed. */
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSlider>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/inspect.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_summary.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rule_editor/watch_fields.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/rules/run_modes.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"
#include "dock/rules/would_send.hpp"
#include "dock/status/outcome_text.hpp"
#include "dock/status/toy_ceilings.hpp"

namespace {

QJsonObject parse(const char *json)
{
	return QJsonDocument::fromJson(json).object();
}

constexpr char FULL_RULE[] = R"({
	"id": "r1", "name": "Full", "enabled": true, "pinned": true, "future": {"kept": 1},
	"when": {"type": "scene", "ref": {"name": "Gone", "uuid": "u-1", "extra": true}, "edge": "enter",
		 "at": "transition_end", "note": "kept"},
	"only_if": [{"type": "output", "is": ["stream", "record"], "not": true, "why": "kept"}],
	"run": {"mode": "once", "duration_ms": 2500, "retrigger": "extend", "delay_ms": 100, "new": 5},
	"do": {"kind": "level", "level": 0.2, "level_max": 0.4, "fn": ["vibrate", "rotate"], "toys": ["t1", "nora"],
	       "fade_ms": [100, 200], "shape": "kept"},
	"limit": {"cooldown_ms": 1000, "max_run_ms": 60000, "priority": 2, "later": "kept"}})";

} // namespace

class TestRuleEditor : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	BridgePtr bridge_;
	QPointer<RuleEditor> editor_;

	void open(const QJsonObject &rule)
	{
		editor_ = new RuleEditor{bridge_, rule, false, nullptr};
		editor_->show();
	}
	template <typename Widget> Widget *find(const char *name)
	{
		return editor_->findChild<Widget *>(QString::fromUtf8(name));
	}
	static void turnWheel(QWidget *widget)
	{
		QWheelEvent up{{5, 5},
			       widget->mapToGlobal(QPoint{5, 5}),
			       {},
			       {0, 240},
			       Qt::NoButton,
			       Qt::NoModifier,
			       Qt::NoScrollPhase,
			       false};
		QApplication::sendEvent(widget, &up);
	}
	QDoubleSpinBox *secondsNamed(const char *key)
	{
		for (auto *field : editor_->findChildren<QDoubleSpinBox *>()) {
			if (field->accessibleName() == text(key)) {
				return field;
			}
		}
		return nullptr;
	}
	static QJsonObject actionOf(const QJsonObject &rule)
	{
		return rule.value("do").toObject();
	}
	static QJsonObject withAction(const char *action)
	{
		QJsonObject rule = makeRuleFromTemplate(0, {}, {});
		rule["do"] = parse(action);
		rule["run"] = parse(R"({"mode": "once"})");
		return rule;
	}
	/* As the core reads it. */
	RulesRef alone(const QJsonObject &rule)
	{
		QString error;
		return RuleBook{bridge_}.parse(rule, &error);
	}
	QString line(const char *action, bool isDiscreet = false)
	{
		return wouldSend(alone(withAction(action)).get(), script_->engine.snapshot, isDiscreet).line;
	}
	void choose(ChoiceBox *box, const QString &word)
	{
		box->select(word);
		emit box->chosen();
	}

      private slots:
	void init()
	{
		script_ = std::make_unique<Script>();
		script_->engine.addToy("lush", 1);
		script_->engine.addToy("nora", 1 | 16);
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.is_armed = true;
		script_->engine.publish();
		bridge_ = std::make_shared<Bridge>(script_->parts());
	}
	void cleanup()
	{
		delete editor_;
		bridge_.reset();
		script_.reset();
	}

	void nothing_is_lost_on_the_way_through()
	{
		const QJsonObject rule = parse(FULL_RULE);
		open(rule);
		QCOMPARE(QJsonDocument{editor_->draft()}.toJson(), QJsonDocument{rule}.toJson());
	}

	void a_length_reads_the_same_in_its_field_and_in_the_sentence()
	{
		for (const int length_ms : {30500, 3000, 250, 7130, 60000, 65500, 3600000}) {
			QJsonObject rule = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
			rule["run"] = QJsonObject{{"mode", "once"}, {"duration_ms", length_ms}};
			rule["limit"] = QJsonObject{{"max_run_ms", 70000}};
			open(rule);
			const QString field = secondsNamed("Rule.Field.Duration")->text();
			const QString sentence = find<QLabel>("sentence")->text();
			QCOMPARE(field, secondsText(length_ms / 1000.0) + " s");
			const QString length = QString{field}.replace(' ', QChar::Nbsp);
			QVERIFY2(sentence.contains(text("Rule.RunsFor", length)), qPrintable(sentence));
			delete editor_;
		}
		QCOMPARE(secondsText(30.5), QLocale{}.toString(30.5, 'f', 1));
		QCOMPARE(lengthText(30500), secondsText(30.5) + "\u00a0s");
		QCOMPARE(lengthText(3000), QStringLiteral("3\u00a0s"));
		QCOMPARE(lengthText(60000), QStringLiteral("60\u00a0s"));
		QCOMPARE(lengthText(65500), secondsText(65.5) + "\u00a0s");
	}

	void every_length_in_the_form_is_in_seconds()
	{
		open(withAction(R"({"kind": "pattern", "steps": [0.5, 0], "step_ms": 150})"));
		auto *step = secondsNamed("Rule.Field.StepTime");
		QVERIFY(step && step->isVisible());
		QCOMPARE(step->text(), secondsText(0.15) + " s");
		QCOMPARE(actionOf(editor_->draft()).value("step_ms").toInt(), 150);
		step->setValue(0.4);
		QCOMPARE(actionOf(editor_->draft()).value("step_ms").toInt(), 400);
		for (auto *box : editor_->findChildren<QAbstractSpinBox *>()) {
			QVERIFY2(!box->text().endsWith(QLatin1String{" ms"}), qPrintable(box->accessibleName()));
		}
	}

	/* Where a rule lasts as long as something, only the beginning can start it. */
	void start_or_end_is_asked_only_where_it_decides()
	{
		open(parse(R"({"id": "r1", "name": "x", "when": {"type": "scene", "ref": {"name": "Scene A"},
			"edge": "leave"}, "run": {"mode": "once"}, "do": {"kind": "level", "level": 0.2}})"));
		auto *edge = find<ChoiceBox>("edge");
		auto *mode = find<ChoiceBox>("mode");
		const auto edgeOf = [this] { return editor_->draft()["when"].toObject()["edge"].toString(); };
		QVERIFY(edge->isVisible());
		QCOMPARE(edgeOf(), QString{"leave"});
		QCOMPARE(mode->count(), 2);
		choose(mode, "while");
		QVERIFY(!edge->isVisible());
		QCOMPARE(edgeOf(), QString{"enter"});
		QVERIFY(find<QPushButton>("save")->isEnabled());
		choose(mode, "once");
		QVERIFY(edge->isVisible());
		QCOMPARE(edgeOf(), QString{"leave"});
		choose(find<ChoiceBox>("kind"), "stop");
		QVERIFY(edge->isVisible());
		choose(find<ChoiceBox>("trigger"), "timer");
		QVERIFY(!edge->isVisible());
		QVERIFY(!editor_->draft()["when"].toObject().contains("edge"));
	}

	void the_longest_run_is_asked_for_only_where_it_counts()
	{
		QJsonObject rule = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
		rule["run"] = parse(R"({"mode": "once", "duration_ms": 3000})");
		rule.remove("limit");
		open(rule);
		auto *longest = secondsNamed("Rule.Field.LongestRun");
		auto *duration = secondsNamed("Rule.Field.Duration");
		QVERIFY(duration->isVisible() && !longest->isVisible());
		choose(find<ChoiceBox>("mode"), "while");
		QVERIFY(!duration->isVisible() && longest->isVisible());
		choose(find<ChoiceBox>("mode"), "once");
		QVERIFY(duration->isVisible() && !longest->isVisible());
		choose(find<ChoiceBox>("kind"), "stop");
		QVERIFY(!duration->isVisible() && !longest->isVisible());
	}

	void a_long_duration_is_not_cut_short_by_what_is_not_shown()
	{
		QJsonObject rule = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
		rule["run"] = parse(R"({"mode": "once", "duration_ms": 3000})");
		rule.remove("limit");
		open(rule);
		QVERIFY(!editor_->draft()["limit"].toObject().contains("max_run_ms"));
		secondsNamed("Rule.Field.Duration")->setValue(120);
		QCOMPARE(editor_->draft()["limit"].toObject()["max_run_ms"].toInt(), 120000);
	}

	void nothing_in_a_discreet_editor_tells_what_is_driven()
	{
		const auto tells = [](const QString &words) {
			for (const char *word : {"toy", "vibrat", "rotat", "lush", "nora"}) {
				if (words.contains(QLatin1String{word}, Qt::CaseInsensitive)) {
					return true;
				}
			}
			return false;
		};
		QStringList told;
		for (const char *event : {"online", "battery_below", "button", "shake", "depth", "motion"}) {
			QJsonObject rule = withAction(R"({"kind": "level", "level": 0.5, "toys": "all"})");
			const QJsonObject watch{{"type", "toy"}, {"event", event}};
			rule["when"] = watch;
			rule["only_if"] = QJsonArray{watch};
			for (const char *kind : {"level", "pattern", "preset", "position", "audio", "stop"}) {
				QJsonObject action = actionOf(rule);
				action["kind"] = kind;
				rule["do"] = action;
				told += ruleSentence(rule, true);
			}
			editor_ = new RuleEditor{bridge_, rule, true, nullptr};
			editor_->show();
			find<QAbstractButton>("more")->setChecked(true);
			told += shownText(*editor_).split('\n');
			for (auto *box : editor_->findChildren<ChoiceBox *>()) {
				told += box->accessibleName();
				/* "Device 1 (lush)": the name that the rule has for it */
				for (int i = 0; i < box->count(); i++) {
					told += box->itemText(i).section('(', 0, 0);
				}
			}
			delete editor_;
		}
		for (const QString &line : told) {
			QVERIFY2(!tells(line), qPrintable(line));
		}
		const QString sentence = ruleSentence(parse(R"({"when": {"type": "toy", "event": "depth", "above": 0.4},
			"do": {"kind": "level", "level": 0.5}})"),
						      true);
		QVERIFY(sentence.startsWith(text("Discreet.When", text("Discreet.Level", percentText(0.5)))));
	}

	void start_and_end_are_told_in_the_words_of_the_trigger()
	{
		QJsonObject rule = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
		rule["run"] = parse(R"({"mode": "once"})");
		rule["when"] = parse(R"({"type": "hotkey", "edge": "leave"})");
		open(rule);
		ChoiceBox *edge = nullptr;
		for (auto *box : editor_->findChildren<ChoiceBox *>()) {
			edge = box->accessibleName() == text("Rule.Field.StartOrEnd") && box->isVisible() ? box : edge;
		}
		QVERIFY(edge);
		QCOMPARE(edge->currentText(), text("Rule.Edge.Key.Ends"));
		QCOMPARE(edge->itemText(0), text("Rule.Edge.Key"));
		QCOMPARE(editor_->draft()["when"].toObject()["edge"].toString(), "leave");
		choose(find<ChoiceBox>("trigger"), "scene");
		QCOMPARE(edge->currentText(), text("Rule.Edge.Scene"));
		choose(find<ChoiceBox>("trigger"), "studio_mode");
		QCOMPARE(edge->currentText(), text("Rule.Edge.Start"));
		QCOMPARE(edge->itemText(1), text("Rule.Edge.End"));
	}

	void what_a_toy_tells_goes_through_unchanged()
	{
		const char *whens[] = {
			R"({"type": "toy", "event": "button", "index": 2, "toys": "t1", "edge": "leave"})",
			R"({"type": "toy", "event": "button", "toys": ["t1", "nora"], "edge": "enter"})",
			R"({"type": "toy", "event": "depth", "above": 0.3, "below": 0.1, "toys": "all", "edge": "enter"})",
			R"({"type": "toy", "event": "battery_below", "below": 15, "toys": "all", "edge": "enter"})",
			R"({"type": "toy", "event": "shake", "toys": "all", "edge": "enter", "later": "kept"})",
		};
		for (const char *when : whens) {
			QJsonObject rule = makeRuleFromTemplate(0, {}, {});
			rule["when"] = parse(when);
			rule["run"] = parse(R"({"mode": "once"})");
			open(rule);
			QCOMPARE(editor_->draft().value("when").toObject(), parse(when));
			delete editor_;
		}
	}

	void another_event_of_a_toy_leaves_nothing_of_the_one_before()
	{
		QJsonObject rule = makeRuleFromTemplate(0, {}, {});
		rule["when"] = parse(R"({"type": "toy", "event": "battery_below", "below": 15})");
		open(rule);
		ChoiceBox *event = nullptr;
		for (auto *box : editor_->findChildren<ChoiceBox *>()) {
			event = box->accessibleName() == text("Rule.Field.ToyEvent") ? box : event;
		}
		QVERIFY(event);
		choose(event, "depth");
		QCOMPARE(editor_->draft().value("when").toObject().value("below"), QJsonValue{0.4});
		QCOMPARE(int(haptics_rules_count(alone(editor_->draft()).get())), 1);
		choose(event, "online");
		QVERIFY(!editor_->draft().value("when").toObject().contains("below"));
		QVERIFY(!editor_->draft().value("when").toObject().contains("above"));
		QCOMPARE(int(haptics_rules_count(alone(editor_->draft()).get())), 1);
	}

	void every_template_comes_back_as_it_is_meant()
	{
		for (int i = 0; i < ruleTemplateCount(); i++) {
			const QJsonObject rule = makeRuleFromTemplate(i, "Scene A", "Mic");
			open(rule);
			const QJsonObject draft = editor_->draft();
			for (const char *part : {"when", "do", "run", "limit"}) {
				const QJsonObject before = rule.value(QLatin1String{part}).toObject();
				const QJsonObject after = draft.value(QLatin1String{part}).toObject();
				for (const QString &key : before.keys()) {
					QVERIFY2(
						before.value(key) == after.value(key),
						qPrintable(QStringLiteral("template %1: %2.%3").arg(i).arg(part, key)));
				}
			}
			delete editor_;
		}
	}

	void the_wheel_changes_nothing_that_has_no_focus()
	{
		for (int i = 0; i < ruleTemplateCount(); i++) {
			open(makeRuleFromTemplate(i, "Scene A", "Mic"));
			const QJsonObject before = editor_->draft();
			QList<QWidget *> fields;
			for (auto *each : editor_->findChildren<QWidget *>()) {
				if (qobject_cast<QSlider *>(each) || qobject_cast<QComboBox *>(each) ||
				    qobject_cast<QAbstractSpinBox *>(each)) {
					fields += each;
				}
			}
			QVERIFY(fields.size() > 5);
			for (QWidget *field : fields) {
				field->clearFocus();
				turnWheel(field);
			}
			QCOMPARE(QJsonDocument{editor_->draft()}.toJson(), QJsonDocument{before}.toJson());
			delete editor_;
		}
	}

	void save_writes_the_rule_and_closes()
	{
		script_->rules.json = std::string{"{\"version\":1,\"top\":7,\"rules\":["} + FULL_RULE +
				      ",{\"id\":\"other\",\"name\":\"Other\"}]}";
		open(parse(FULL_RULE));
		find<QLineEdit>("name")->setText("Renamed");
		emit find<QLineEdit>("name")->textEdited("Renamed");
		find<GuardedSlider>("level")->slider()->setValue(35);
		find<QPushButton>("save")->click();
		const QJsonObject set = parse(script_->rules.json.c_str());
		const QJsonObject saved = set.value("rules").toArray().at(0).toObject();
		QCOMPARE(set.value("top").toInt(), 7);
		QCOMPARE(set.value("rules").toArray().size(), 2);
		QCOMPARE(saved.value("name").toString(), QStringLiteral("Renamed"));
		QCOMPARE(saved.value("do").toObject().value("level").toDouble(), 0.35);
		QCOMPARE(saved.value("do").toObject().value("shape").toString(), QStringLiteral("kept"));
		QTRY_VERIFY(!editor_);
	}

	void the_name_follows_what_the_rule_does_until_a_person_has_typed_one()
	{
		open(parse(R"({"id": "r1", "name": "New", "name_follows": true, "when": {"type": "scene",
			"ref": {"name": "Hot cam"}}, "run": {"mode": "while"}, "do": {"kind": "level", "level": 0.2}})"));
		QCOMPARE(find<QLineEdit>("name")->text(), QString{"New"});
		find<GuardedSlider>("level")->slider()->setValue(30);
		QCOMPARE(find<QLineEdit>("name")->text(), QString{"Scene: Hot cam \u2192 30 %"});
		QVERIFY(editor_->draft().value("name_follows").toBool());
		find<QLineEdit>("name")->setText("Mine");
		emit find<QLineEdit>("name")->textEdited("Mine");
		emit editor_->findChild<WatchFields *>()->changed();
		QCOMPARE(editor_->draft().value("name").toString(), QString{"Mine"});
		QVERIFY(!editor_->draft().contains("name_follows"));
	}

	void what_a_rule_leaves_to_the_core_stays_there()
	{
		const QJsonObject rule = parse(R"({"id": "r1", "name": "Short", "enabled": true,
			"when": {"type": "audio", "ref": {"name": "Mic"}, "edge": "enter", "on_db": -30},
			"only_if": [], "run": {"mode": "while"}, "limit": {},
			"do": {"kind": "level", "level": 0.2, "toys": "all", "fade_ms": [150, 0]}})");
		open(rule);
		QCOMPARE(QJsonDocument{editor_->draft()}.toJson(), QJsonDocument{rule}.toJson());
	}

	/* Who goes through the types by keys passes them all. */
	void what_a_trigger_passes_by_leaves_the_form_as_it_was()
	{
		QJsonObject rule = parse(R"({"id": "r1", "name": "Loud", "run": {"mode": "while"}, "limit": {},
			"do": {"kind": "level", "level": 0.2},
			"when": {"type": "audio", "ref": {"name": "Mic"}, "on_db": -30, "release_ms": 900}})");
		open(rule);
		auto *type = find<ChoiceBox>("trigger");
		for (const char *passed : {"replay", "timer", "clock", "tip", "scene", "audio"}) {
			choose(type, passed);
		}
		const QJsonObject when = editor_->draft().value("when").toObject();
		QCOMPARE(when["release_ms"].toInt(), 900);
		QCOMPARE(when["ref"].toObject()["name"].toString(), QString{"Mic"});
		for (const char *other : {"every_ms", "from", "to", "days", "at"}) {
			QVERIFY2(!when.contains(QLatin1String{other}), other);
		}
		QCOMPARE(editor_->draft()["run"].toObject()["mode"].toString(), QString{"while"});
		choose(find<ChoiceBox>("mode"), "once");
		choose(type, "hotkey");
		QCOMPARE(editor_->draft()["run"].toObject()["mode"].toString(), QString{"once"});
	}

	/* One tip runs at a time, whoever made its rule. */
	void a_rule_for_tips_waits_its_turn()
	{
		open(makeRuleFromTemplate(ruleTemplateCount() - 1, {}, {}));
		auto *type = find<ChoiceBox>("trigger");
		choose(type, "tip");
		QCOMPARE(editor_->draft()["run"].toObject()["retrigger"].toString(), QString{"queue"});
		QVERIFY(alone(editor_->draft()));
		choose(type, "hotkey");
		QVERIFY(editor_->draft()["run"].toObject()["retrigger"].toString() != "queue");
	}

	void a_time_that_does_not_count_is_switched_off()
	{
		open(parse(R"({"id": "r1", "name": "Late", "run": {"mode": "once"}, "limit": {},
			"do": {"kind": "level", "level": 0.2}, "when": {"type": "clock", "from": "20:00", "to": "23:00"}})"));
		const auto *from = find<QWidget>("clockFrom");
		const auto *to = find<QWidget>("clockTo");
		QVERIFY(from->isEnabled() && !to->isEnabled());
		choose(find<ChoiceBox>("edge"), "leave");
		QVERIFY(!from->isEnabled() && to->isEnabled());
		choose(find<ChoiceBox>("mode"), "while");
		QVERIFY(from->isEnabled() && to->isEnabled());
		QCOMPARE(editor_->draft()["when"].toObject()["to"].toString(), QString{"23:00"});
	}

	/* Whoever read "every 90 s", or a time without its days, expected another thing. */
	void the_sentence_tells_chance_and_days()
	{
		QJsonObject rule = parse(R"({"id": "r1", "run": {"mode": "once", "duration_ms": 3000},
			"do": {"kind": "level", "level": 0.2}, "when": {"type": "timer", "every_ms": 90000, "jitter_ms": 60000}})");
		const QString chance = text("Rule.FromTo", lengthText(30000), lengthText(150000));
		QVERIFY2(ruleSentence(rule).contains(chance), qPrintable(ruleSentence(rule)));
		QVERIFY(ruleSummary(rule, {}).contains(chance));
		rule["when"] = parse(R"({"type": "clock", "from": "21:30", "to": "23:00", "days": ["sat", "sun"]})");
		const QString days = listText({text("Rule.Day.Saturday"), text("Rule.Day.Sunday")});
		QVERIFY(ruleSentence(rule).contains(text("Rule.TimeOnDays", "21:30", days)));
		QVERIFY(ruleSummary(rule, {}).contains(days));
		rule["run"] = parse(R"({"mode": "while"})");
		QVERIFY(ruleSentence(rule).contains(text("Rule.TimeOnDays", "23:00", days)));
		QCOMPARE(ruleSentence(rule).count(days), 1);
		rule["when"] = parse(R"({"type": "clock", "from": "21:30", "to": "23:00", "days": []})");
		QVERIFY(!ruleSentence(rule).contains(text("Rule.Day.Monday")));
		rule["when"] = parse(R"({"type": "audio", "ref": {"name": "Mic"}, "on_db": -20})");
		QVERIFY(ruleSentence(rule).contains(QStringLiteral("\u221220\u00a0dB")));
	}

	void a_discreet_name_tells_nothing_of_what_is_driven()
	{
		QJsonObject rule = makeRuleFromTemplate(ruleTemplateCount() - 1, {}, {});
		editor_ = new RuleEditor{bridge_, rule, true, nullptr};
		editor_->show();
		choose(find<ChoiceBox>("trigger"), "toy");
		QVERIFY2(find<QLineEdit>("name")->text().startsWith(text("Discreet.Trigger")),
			 qPrintable(find<QLineEdit>("name")->text()));
	}

	/* A level between two steps of a toy: why it gets less was not said. */
	void would_send_says_that_a_toy_goes_in_steps()
	{
		const QString stepped = text("Rule.WouldSend.Stepped", percentText(0.15));
		QVERIFY(line(R"({"kind": "level", "level": 0.18})").contains(stepped));
		QVERIFY(!line(R"({"kind": "level", "level": 0.15})").contains(stepped));
		script_->engine.snapshot.ceiling = 0.15;
		QVERIFY(!line(R"({"kind": "level", "level": 0.18})").contains(stepped));
	}

	void sound_off_air_counts_for_who_ticks_it()
	{
		QJsonObject rule = makeRuleFromTemplate(2, {}, QStringLiteral("Mic"));
		QJsonObject action = actionOf(rule);
		action["off_air"] = true;
		rule["do"] = action;
		open(rule);
		const QList<QCheckBox *> boxes = editor_->findChildren<QCheckBox *>(QStringLiteral("offAir"));
		QCOMPARE(boxes.size(), 2);
		QVERIFY(boxes[0]->isVisible() && !boxes[1]->isVisible()); /* the action follows the trigger's source */
		QVERIFY(!editor_->draft().value("when").toObject().contains("off_air"));
		QVERIFY(!actionOf(editor_->draft()).contains("off_air"));
		QVERIFY(!ruleSentence(editor_->draft()).contains(text("Rule.CountsOffAir")));
		boxes[0]->setChecked(true);
		QCOMPARE(editor_->draft().value("when").toObject().value("off_air"), QJsonValue{true});
		QVERIFY(ruleSentence(editor_->draft()).contains(text("Rule.CountsOffAir")));
		choose(find<ChoiceBox>("kind"), "level");
		QVERIFY(!boxes[1]->isVisible());
	}

	void a_followed_source_of_its_own_has_a_switch_of_its_own()
	{
		QJsonObject rule = withAction(R"({"kind": "audio", "source": {"name": "Music"}, "off_air": true})");
		open(rule);
		auto *offAir = editor_->findChildren<QCheckBox *>(QStringLiteral("offAir"))[1];
		QVERIFY(offAir->isVisible() && offAir->isChecked());
		QCOMPARE(actionOf(editor_->draft()).value("off_air"), QJsonValue{true});
		QVERIFY(ruleSentence(editor_->draft()).contains(text("Rule.CountsOffAir")));
		offAir->setChecked(false);
		QVERIFY(!actionOf(editor_->draft()).contains("off_air"));
		QVERIFY(!ruleSentence(editor_->draft()).contains(text("Rule.CountsOffAir")));
	}

	void a_time_finer_than_its_field_is_kept()
	{
		QJsonObject rule = parse(FULL_RULE);
		QJsonObject run = rule.value("run").toObject();
		QJsonObject action = rule.value("do").toObject();
		run["delay_ms"] = 250;
		action["fade_ms"] = QJsonArray{250, 33};
		rule["run"] = run;
		rule["do"] = action;
		open(rule);
		QCOMPARE(QJsonDocument{editor_->draft()}.toJson(), QJsonDocument{rule}.toJson());
		secondsNamed("Rule.Field.Delay")->setValue(0.4);
		QCOMPARE(editor_->draft().value("run").toObject().value("delay_ms").toInt(), 400);
	}

	void a_hold_rule_keeps_its_thirty_seconds()
	{
		QJsonObject rule = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
		rule.remove("limit");
		open(rule);
		QCOMPARE(secondsNamed("Rule.Field.LongestRun")->value(), 30.0);
		QVERIFY(!editor_->draft().value("limit").toObject().contains("max_run_ms"));
		choose(find<ChoiceBox>("mode"), "toggle");
		QCOMPARE(secondsNamed("Rule.Field.LongestRun")->value(), 60.0);
		choose(find<ChoiceBox>("mode"), "while");
		QCOMPARE(secondsNamed("Rule.Field.LongestRun")->value(), 30.0);
		secondsNamed("Rule.Field.LongestRun")->setValue(45.0);
		choose(find<ChoiceBox>("mode"), "toggle");
		QCOMPARE(editor_->draft().value("limit").toObject().value("max_run_ms").toInt(), 45000);
	}

	void a_background_lasts_as_long_as_its_scene()
	{
		QJsonObject rule = makeRuleFromTemplate(4, QStringLiteral("Hot cam"), {});
		QCOMPARE(rule.value("when").toObject().value("type").toString(), QStringLiteral("scene"));
		QVERIFY(ruleSentence(rule).contains(text("Rule.RunsWhileItLasts")));
		open(rule);
		auto *longest = secondsNamed("Rule.Field.LongestRun");
		QCOMPARE(longest->text(), text("Rule.LongestRun.None"));
		QCOMPARE(editor_->draft().value("limit").toObject().value("max_run_ms"), QJsonValue{0});
		choose(find<ChoiceBox>("mode"), "once"); /* which always ends */
		QCOMPARE(longest->value(), 60.0);
		QCOMPARE(editor_->draft().value("limit").toObject().value("max_run_ms"), QJsonValue{60000});
	}

	void a_rule_of_a_collection_that_was_left_is_not_added_to_the_next()
	{
		const std::string other = R"({"version":1,"rules":[{"id":"other","name":"Other"}]})";
		script_->rules.json = std::string{"{\"version\":1,\"rules\":["} + FULL_RULE + "]}";
		open(parse(FULL_RULE));
		script_->rules.json = other;
		find<QPushButton>("save")->click();
		QCOMPARE(script_->rules.json, other);
		QVERIFY(editor_ && editor_->isVisible());
		QVERIFY(shownText(*editor_).contains(text("Rule.Gone")));
	}

	void a_refused_rule_says_why_and_cannot_be_saved()
	{
		script_->rules.refuse = "rules[0].when.ref: is missing";
		open(parse(FULL_RULE));
		QCOMPARE(find<QLabel>("problem")->text(), QStringLiteral("rules[0].when.ref: is missing"));
		QVERIFY(!find<QPushButton>("save")->isEnabled());
	}

	void only_legal_modes_are_offered()
	{
		const struct {
			const char *when;
			const char *action;
			QStringList modes;
		} cases[] = {
			{R"({"type": "hotkey"})", R"({"kind": "level"})", {"once", "while", "toggle"}},
			{R"({"type": "request"})", R"({"kind": "level"})", {"once", "while", "toggle"}},
			{R"({"type": "scene"})", R"({"kind": "level"})", {"once", "while"}},
			{R"({"type": "scene", "edge": "leave"})", R"({"kind": "level"})", {"once"}},
			{R"({"type": "replay"})", R"({"kind": "level"})", {"once"}},
			{R"({"type": "timer"})", R"({"kind": "audio"})", {"once"}},
			{R"({"type": "hotkey"})", R"({"kind": "stop"})", {"once"}},
		};
		for (const auto &entry : cases) {
			QCOMPARE(legalModes({{"when", parse(entry.when)}, {"do", parse(entry.action)}}), entry.modes);
		}
	}

	void changing_the_action_keeps_the_mode_legal_and_drops_old_keys()
	{
		open(makeRuleFromTemplate(0, {}, {}));
		QCOMPARE(find<ChoiceBox>("mode")->word(), QStringLiteral("while"));
		choose(find<ChoiceBox>("kind"), "stop");
		const QJsonObject draft = editor_->draft();
		QCOMPARE(draft.value("run").toObject().value("mode").toString(), QStringLiteral("once"));
		QVERIFY(!draft.value("do").toObject().contains("level"));
	}

	void a_missing_scene_is_shown_and_kept()
	{
		open(parse(FULL_RULE));
		bool isShown = false;
		for (const auto *box : editor_->findChildren<QComboBox *>()) {
			isShown =
				isShown || (box->isVisible() && box->currentText() == text("Rule.MissingRef", "Gone"));
		}
		QVERIFY(isShown);
		QCOMPARE(editor_->draft().value("when").toObject().value("ref").toObject().value("uuid").toString(),
			 QStringLiteral("u-1"));
	}

	void test_runs_the_rule_of_the_form_whatever_is_saved()
	{
		open(makeRuleFromTemplate(0, {}, {}));
		find<GuardedSlider>("level")->slider()->setValue(12);
		find<QPushButton>("test")->click();
		QCOMPARE(QJsonDocument{parse(script_->engine.tested.c_str())}.toJson(),
			 QJsonDocument{editor_->draft()}.toJson());
		QCOMPARE(script_->engine.testedFor_ms, 3000);
		QVERIFY(script_->engine.posted.empty());
		for (const char *kind : {"pattern", "preset", "stop"}) {
			find<QPushButton>("test")->click(); /* ends the one before */
			choose(find<ChoiceBox>("kind"), kind);
			QVERIFY2(find<QPushButton>("test")->isEnabled(), kind);
			find<QPushButton>("test")->click();
			QCOMPARE(actionOf(parse(script_->engine.tested.c_str())).value("kind").toString(),
				 QString::fromUtf8(kind));
		}
	}

	void what_would_not_move_cannot_be_tested()
	{
		const auto whyNot = [this] {
			script_->engine.publish();
			open(withAction(R"({"kind": "level", "level": 0.2})"));
			auto *test = find<QPushButton>("test");
			const QString words = test->toolTip();
			const bool isEnabled = test->isEnabled();
			delete editor_;
			return isEnabled ? QStringLiteral("enabled") : words;
		};
		QCOMPARE(whyNot(), QStringLiteral("enabled"));
		script_->engine.snapshot.is_armed = false;
		QCOMPARE(whyNot(), text("Rule.WouldSend.NotNow", text("Activity.Ignored.Disarmed")));
		script_->engine.snapshot.is_armed = true;
		script_->engine.snapshot.ceiling = 0;
		QVERIFY(whyNot().contains(text("Rule.WouldSend.Capped", percentText(0))));
		script_->rules.refuse = "rules[0].do: is odd";
		QCOMPARE(whyNot(), QStringLiteral("rules[0].do: is odd"));
	}

	void the_line_follows_the_snapshots()
	{
		open(withAction(R"({"kind": "level", "level": 0.2, "toys": "lush"})"));
		QVERIFY(shownText(*editor_).contains(text("Rule.WouldSend", "lush " + percentText(0.2))));
		script_->engine.snapshot.is_panic = true;
		script_->engine.publish();
		QTRY_VERIFY(shownText(*editor_).contains(text("Activity.Ignored.StoppedAll")));
		QVERIFY(!find<QPushButton>("test")->isEnabled());
	}

	void a_rule_under_test_hears_its_source()
	{
		QJsonObject rule = makeRuleFromTemplate(STARTER_FOLLOW_SOUND, {}, "Mic");
		open(rule);
		find<QPushButton>("test")->click();
		QCOMPARE(script_->engine.measured, std::string{"Mic"});
		bridge_->cut();
		QCOMPARE(script_->engine.measured, std::string{});
	}

	void a_source_is_measured_for_the_length_of_the_test()
	{
		const RulesRef rules = alone(makeRuleFromTemplate(STARTER_FOLLOW_SOUND, {}, "Mic"));
		bridge_->testRule(rules.get(), 1);
		QCOMPARE(script_->engine.measured, std::string{"Mic"});
		QTRY_COMPARE(script_->engine.measured, std::string{});
	}

	void a_source_that_rules_in_force_hear_is_not_measured_twice()
	{
		const RulesRef rules = alone(makeRuleFromTemplate(STARTER_FOLLOW_SOUND, {}, "Mic"));
		script_->engine.snapshot.rule_set = rules.get();
		bridge_->testRule(rules.get(), 1);
		QCOMPARE(script_->engine.measured, std::string{});
		const RulesRef other = alone(makeRuleFromTemplate(STARTER_FOLLOW_SOUND, {}, "Desktop"));
		bridge_->testRule(other.get(), 1);
		QCOMPARE(script_->engine.measured, std::string{"Desktop"});
	}

	/* A Nora whose vibration may do 10 %. "Automatic" is Vibrate alone: its rotation stays as it is. */
	void would_send_is_what_the_core_sends()
	{
		engine_toy &nora = script_->engine.snapshot.toys[1];
		script_->engine.snapshot.ceiling = 1;
		nora.function_ceiling[engine_function_index("Vibrate")] = 0.1;
		nora.function_ceiling[engine_function_index("Rotate")] = 0.8;
		const QString vibrate = "Vibrate " + text("Rule.WouldSend.Capped", percentText(0.1));
		QCOMPARE(line(R"({"kind": "level", "level": 0.6, "toys": "nora"})"),
			 text("Rule.WouldSend", "nora " + vibrate));
		QCOMPARE(line(R"({"kind": "level", "level": 0.6, "toys": "nora", "fn": "all"})"),
			 text("Rule.WouldSend", "nora " + vibrate + ", Rotate " + percentText(0.6)));
		QCOMPARE(line(R"({"kind": "level", "level": 0.6, "toys": "nora", "fn": "rotate"})"),
			 text("Rule.WouldSend", "nora Rotate " + percentText(0.6)));
		QCOMPARE(line(R"({"kind": "level", "level": 0.1, "fn": "all"})"),
			 text("Rule.WouldSend", "lush " + percentText(0.1) + " \u00b7 nora " + percentText(0.1)));
		QCOMPARE(line(R"({"kind": "stop"})"), QString{});
	}

	void would_send_counts_every_ceiling()
	{
		script_->engine.snapshot.ceiling = 0.3;
		script_->engine.snapshot.toys[1].ceiling = 0.1;
		QCOMPARE(line(R"({"kind": "level", "level": 0.4})"),
			 text("Rule.WouldSend", "lush " + text("Rule.WouldSend.Capped", percentText(0.3)) +
							" \u00b7 nora Vibrate " +
							text("Rule.WouldSend.Capped", percentText(0.1))));
	}

	void would_send_names_what_is_missing()
	{
		QCOMPARE(line(R"({"kind": "level", "level": 0.6, "fn": "thrusting"})"),
			 text("Rule.WouldSend.Unsupported", text("Function.Thrusting")));
		QCOMPARE(line(R"({"kind": "level", "level": 0.6, "toys": ["t8", "edge"]})"),
			 sendsNothingText("t8, edge"));
		QCOMPARE(line(R"({"kind": "level", "level": 0.6, "toys": ["t8", "edge"]})", true),
			 sendsNothingText({}, true));
		script_->engine.snapshot.toys[0].is_online = false;
		script_->engine.snapshot.toys[1].is_online = false;
		QCOMPARE(line(R"({"kind": "level", "level": 0.6})"), sendsNothingText());
	}

	void would_send_says_what_holds_it_back_beside_what_it_would_be()
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		const char *lush = R"({"kind": "level", "level": 0.2, "toys": "lush"})";
		const auto held = [](const QString &why) {
			return text("Rule.WouldSend.WhenAllowed", "lush " + percentText(0.2)) + '\n' +
			       text("Rule.WouldSend.NotNow", why);
		};
		snapshot.paused_until_ms = script_->engine.now_ms + 5000;
		QCOMPARE(line(lush), held(text("Activity.Ignored.Paused", durationText(5000))));
		snapshot.is_armed = false;
		QCOMPARE(line(lush), held(text("Activity.Ignored.Disarmed")));
		QCOMPARE(line(R"({"kind": "level", "level": 0.6, "fn": "pump"})"),
			 text("Rule.WouldSend.Unsupported", "Pump") + '\n' +
				 text("Rule.WouldSend.NotNow", text("Activity.Ignored.Disarmed")));
		snapshot.is_panic = true;
		QCOMPARE(line(lush), held(text("Activity.Ignored.StoppedAll")));
		snapshot.is_panic = false;
		snapshot.is_armed = true;
		snapshot.paused_until_ms = 0;
		snapshot.state = ENGINE_APP_OFFLINE;
		QCOMPARE(line(lush), text("Rule.WouldSend.NotNow", text("Activity.Ignored.NotConnected")));
	}

	void what_no_toy_has_is_not_named_in_discreet_mode()
	{
		QCOMPARE(line(R"({"kind": "level", "level": 0.6, "fn": "pump"})", true),
			 text("Rule.WouldSend.NotNow", text("Discreet.NoEffectUnsupported")));
	}

	/* The editor's list, what would be sent, and the toy's ceilings. */
	void a_function_has_one_number_in_discreet_mode()
	{
		const int rotate = engine_function_index("Rotate");
		const QString number = text("Toy.DiscreetFunction", rotate + 1);
		QJsonObject rule = withAction(R"({"kind": "level", "level": 0.1, "toys": "nora", "fn": "rotate"})");
		editor_ = new RuleEditor{bridge_, rule, true, nullptr};
		ChoiceBox *function = nullptr;
		for (auto *box : editor_->findChildren<ChoiceBox *>()) {
			function = box->accessibleName() == text("Rule.Field.Function") ? box : function;
		}
		QCOMPARE(function->currentText(), number);
		const QString sent = line(R"({"kind": "level", "level": 0.1, "toys": "nora", "fn": "rotate"})", true);
		QVERIFY2(sent.contains(number), qPrintable(sent));
		QCOMPARE(functionNames(1U << rotate, true), QStringList{number});
		QCOMPARE(functionNames(1U | 1U << rotate, true).last(), number);
	}

	void would_send_names_no_toy_in_discreet_mode()
	{
		const QString words = line(R"({"kind": "level", "level": 0.2})", true);
		QVERIFY2(words.contains(text("Toy.Discreet", 1)) && !words.contains("lush"), qPrintable(words));
	}

	void words_say_what_a_rule_means()
	{
		const QString sentence = ruleSentence(parse(FULL_RULE));
		for (const QString &part : {QStringLiteral("Gone"), percentText(0.4), lengthText(2500),
					    QStringLiteral("t1, nora"), text("Rule.If.StreamOrRecord")}) {
			QVERIFY2(sentence.contains(part), qPrintable(sentence + " | " + part));
		}
		QVERIFY(!sentence.contains(QLatin1Char('%') + QString::number(1)));
	}

	void conditions_are_added_up_to_four_and_removed()
	{
		open(makeRuleFromTemplate(0, {}, {}));
		QPushButton *add = nullptr;
		for (auto *button : editor_->findChildren<QPushButton *>()) {
			add = button->text() == text("Rule.AddCondition") ? button : add;
		}
		QVERIFY(add);
		for (int i = 0; i < 4; i++) {
			add->click();
		}
		QVERIFY(!add->isEnabled());
		QCOMPARE(editor_->draft().value("only_if").toArray().size(), 4);
	}

	void cutting_the_bridge_closes_it()
	{
		open(makeRuleFromTemplate(STARTER_FOLLOW_SOUND, {}, "Mic"));
		bridge_->cut();
		const int calls = script_->engine.calls;
		QTRY_VERIFY(!editor_);
		QCOMPARE(script_->engine.calls, calls);
	}
};

QTEST_MAIN(TestRuleEditor)
#include "test_rule_editor.moc"
