// SPDX-License-Identifier: GPL-2.0-or-later
/* What viewers send, in the dock: the bands, what an amount would do, the queue, and who says that viewers may. */
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QSet>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtTest>

#include "dock/dock_widget.hpp"
#include "dock/inspect.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/rules/rule_summary.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/rules/run_modes.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/tips/copy_for.hpp"
#include "dock/tips/tip_bands.hpp"
#include "dock/tips/tip_queue.hpp"
#include "dock/tips/tip_settings.hpp"
#include "dock/tips/tips_dialog.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"

namespace {

QJsonObject object(const char *json)
{
	return QJsonDocument::fromJson(json).object();
}

const char RANGED[] = R"({"id": "r", "name": "Ranged", "enabled": true, "mine": 7,
	"when": {"type": "tip", "from": 100, "to": 499, "other": 1},
	"run": {"mode": "once", "retrigger": "queue", "duration_ms": {"from": 5000, "to": 20000, "by": "random"}},
	"do": {"kind": "level", "level": {"from": 0.2, "to": 0.5, "by": "random"}}})";

void addRunner(engine_run &run, uint32_t id, const char *by, double level)
{
	run.run = id;
	qstrncpy(run.by, by, sizeof(run.by));
	qstrncpy(run.rule_name, "Boost", sizeof(run.rule_name));
	qstrncpy(run.unit, "Bits", sizeof(run.unit));
	run.amount = 500;
	run.level = level;
	run.seconds = 5;
}

} // namespace

class TestTips : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	BridgePtr bridge_;
	QString error_;

	QJsonArray rules() const
	{
		return RuleBook{bridge_}.rules();
	}
	QJsonObject set() const
	{
		return QJsonDocument::fromJson(bridge_->rulesJson()).object();
	}
	/* As the module does it: what the store has is in force. */
	void putInForce(const haptics_rules **in_force)
	{
		*in_force = haptics_rules_parse_text(bridge_->rulesJson().constData());
		script_->engine.snapshot.rule_set = *in_force;
	}
	void switchOff(const haptics_rules *rules, size_t index)
	{
		haptics_rule_view view;

		haptics_rules_view(rules, index, &view);
		script_->engine.addRule(view.id, view.name);
		script_->engine.rules.back().is_enabled = false;
		script_->engine.publish();
	}
	void addLadder()
	{
		for (const TipBand &band : tipLadder()) {
			RuleBook{bridge_}.save(makeTipRule(band), &error_);
		}
	}
	void answerYes(QWidget *asker)
	{
		auto *question = asker->findChild<QMessageBox *>();
		QVERIFY(question);
		question->buttons().value(0)->click();
	}

      private slots:
	void init()
	{
		script_ = std::make_unique<Script>();
		bridge_ = std::make_shared<Bridge>(script_->parts());
		script_->engine.snapshot.goal.target = 100;
		script_->engine.publish();
	}
	void cleanup()
	{
		bridge_->cut();
		bridge_.reset();
		script_.reset();
	}

	void discreet_the_dock_names_nothing_that_is_driven()
	{
		TipQueue queue{bridge_, nullptr};
		const auto *allowed = queue.findChild<QCheckBox *>("tipsAllowed");
		queue.showSnapshot(script_->engine.snapshot, 1000, false);
		QCOMPARE(allowed->text(), text("Tips.Allowed"));
		queue.showSnapshot(script_->engine.snapshot, 1000, true);
		QCOMPARE(allowed->text(), text("Tips.Allowed.Discreet"));
	}

	void a_band_is_read_and_written_and_the_rest_of_the_rule_stays()
	{
		const QJsonObject rule = object(RANGED);
		TipBand band = bandOf(rule);
		QCOMPARE(band.from, 100.0);
		QCOMPARE(band.to, 499.0);
		QCOMPARE(band.levelFrom, 0.2);
		QCOMPARE(band.levelTo, 0.5);
		QCOMPARE(band.secondsTo_ms, 20000);
		QCOMPARE(withBand(rule, band), rule);
		band.levelTo = 0.2;
		band.to = 0;
		const QJsonObject changed = withBand(rule, band);
		QCOMPARE(changed["do"].toObject()["level"].toDouble(), 0.2);
		QVERIFY(!changed["when"].toObject().contains("to"));
		QCOMPARE(changed["when"].toObject()["other"].toInt(), 1);
		QCOMPARE(changed["mine"].toInt(), 7);
		band.what = "wave";
		QCOMPARE(withBand(rule, band)["do"].toObject(), object(R"({"kind": "preset", "preset": "wave"})"));
	}

	void what_the_table_cannot_show_is_left_alone()
	{
		const QJsonObject rule = object(R"({"id": "p", "name": "P", "when": {"type": "tip", "from": 5},
			"run": {"duration_ms": 1000}, "do": {"kind": "pattern", "steps": [0.1, 0.9]}})");
		TipBand band = bandOf(rule);
		band.from = 6;
		QCOMPARE(withBand(rule, band)["do"], rule["do"]);
	}

	void the_record_is_off_and_says_where_it_lies_and_one_click_deletes_it()
	{
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		auto *isOn = page.findChild<QCheckBox *>("sessionRecord");
		QVERIFY(isOn->isVisible() && !isOn->isChecked());
		QCOMPARE(page.findChild<QLineEdit *>("recordPlace")->text(),
			 QDir::toNativeSeparators("/home/somebody/records"));
		isOn->click();
		QVERIFY(script_->settings.value.session_record);
		QCOMPARE(script_->record.deletions, 0);
		page.findChild<QPushButton *>("deleteRecord")->click();
		QCOMPARE(script_->record.deletions, 1);
		QVERIFY(shownText(page).contains(text("Record.Deleted")));
		isOn->click();
		QVERIFY(!script_->settings.value.session_record);
		script_->settings.refuse = "The settings cannot be saved.";
		isOn->click();
		QVERIFY(shownText(page).contains("The settings cannot be saved."));
	}

	void the_ladder_is_five_rules_that_the_core_takes_without_gap_or_overlap()
	{
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		auto *ladder = page.findChild<QPushButton *>("ladder");
		QVERIFY(ladder->isVisible());
		ladder->click();
		const haptics_rules *parsed = haptics_rules_parse_text(bridge_->rulesJson().constData());
		QCOMPARE(int(haptics_rules_count(parsed)), 5);
		QVERIFY(!haptics_rules_problem(parsed, 0));
		QVERIFY(!haptics_rules_advice(parsed, 0));
		for (double amount : {1.0, 9.0, 10.0, 99.0, 100.0, 499.0, 500.0, 1e6}) {
			QVERIFY(haptics_rules_find_tip(parsed, amount, nullptr) >= 0);
		}
		haptics_rules_release(parsed);
		QCOMPARE(gapHints(tipRules(rules())), QStringList{});
		QTRY_VERIFY(!ladder->isVisible());
		/* Where all five are in sight. */
		QVERIFY(page.focusWidget());
		QCOMPARE(page.focusWidget()->accessibleName(),
			 text("Tips.OfBand", text("Tips.Column.From"), text("Tips.RuleName", 1)));
	}

	/* Both are called "Tip 10+". */
	void bands_from_the_same_amount_are_told_by_their_amounts()
	{
		const haptics_rules *in_force = nullptr;
		for (const TipBand &band : {TipBand{10, 49, "level"}, TipBand{10, 0, "level"}}) {
			RuleBook{bridge_}.save(makeTipRule(band), &error_);
		}
		putInForce(&in_force);
		script_->engine.publish();
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		const auto *hints = page.findChild<QLabel *>("hints");
		QCOMPARE(hints->text(),
			 text("Tips.Hint.Overlap", text("Tips.RuleName", "10"), text("Rule.FromTo", "10", "49"), "10"));
		switchOff(in_force, 1);
		QTRY_COMPARE(hints->text(), QString{});
		script_->engine.snapshot.rule_set = nullptr;
		haptics_rules_release(in_force);
	}

	void gaps_and_overlaps_are_told()
	{
		const haptics_rules *in_force = nullptr;
		TipBand low{1, 9, "level"}, middle{20, 29, "level"}, into{25, 40, "level"};
		for (const TipBand &band : {low, middle, into}) {
			RuleBook{bridge_}.save(makeTipRule(band), &error_);
		}
		putInForce(&in_force);
		script_->engine.publish();
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		const QString hints = page.findChild<QLabel *>("hints")->text();
		QCOMPARE(hints.split('\n').value(0), text("Tips.Hint.Gap", "9", "20"));
		QCOMPARE(hints.split('\n').value(1),
			 text("Tips.Hint.Overlap", text("Tips.RuleName", "25"), text("Tips.RuleName", "20"), "25"));
		/* What is switched off wants nothing. */
		switchOff(in_force, 1);
		QTRY_COMPARE(page.findChild<QLabel *>("hints")->text(), text("Tips.Hint.Gap", "9", "20"));
		script_->engine.snapshot.rule_set = nullptr;
		haptics_rules_release(in_force);
	}

	void a_row_saves_what_is_changed_in_it()
	{
		RuleBook{bridge_}.save(object(RANGED), &error_);
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		auto fields = page.findChildren<AmountField *>();
		auto *from = *std::find_if(fields.begin(), fields.end(), [](const AmountField *field) {
			return field->accessibleName().startsWith(text("Tips.Column.From"));
		});
		from->setValue(200);
		const QJsonObject saved = rules()[0].toObject();
		QCOMPARE(saved["when"].toObject()["from"].toDouble(), 200.0);
		QCOMPARE(saved["do"], object(RANGED)["do"]);
		QCOMPARE(saved["run"], object(RANGED)["run"]);
	}

	/* "Tip 2+" went on being the name of what began at 100. */
	void a_name_that_was_made_here_goes_with_its_band()
	{
		TipBand band = bandOf(object(RANGED));
		QJsonObject rule = makeTipRule(band);
		QCOMPARE(rule["name"].toString(), text("Tips.RuleName", "100"));
		band.from = 200;
		rule = withBand(rule, band);
		QCOMPARE(rule["name"].toString(), text("Tips.RuleName", "200"));
		setRuleName(rule, suggestedRuleName(rule), true);
		band.from = 300;
		rule = withBand(rule, band);
		QCOMPARE(rule["name"].toString(), suggestedRuleName(rule));
		QVERIFY(rule["name"].toString().contains("300"));
		setRuleName(rule, "Mine", false);
		band.from = 400;
		QCOMPARE(withBand(rule, band)["name"].toString(), QString{"Mine"});
	}

	/* It copied the action of the highest one, which no band can have, and nothing came of it. */
	void a_band_behind_one_of_the_editor_has_a_level()
	{
		RuleBook{bridge_}.save(
			object(R"({"id": "p", "name": "P", "enabled": true, "when": {"type": "tip", "from": 5},
			"run": {"mode": "once", "duration_ms": 1000}, "do": {"kind": "pattern", "steps": [0.1, 0.9]}})"),
			&error_);
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		page.findChild<QPushButton *>("addBand")->click();
		QCOMPARE(int(rules().size()), 2);
		const QJsonObject added = rules()[1].toObject();
		QCOMPARE(added["do"].toObject()["kind"].toString(), QString{"level"});
		QVERIFY(RuleBook{bridge_}.parse(added, &error_));
		QCOMPARE(bandOf(rules()[0].toObject()).levelTo, 0.9);
	}

	/* In the list it is asked, too. */
	void a_band_is_deleted_when_that_is_said_twice()
	{
		RuleBook{bridge_}.save(object(RANGED), &error_);
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		for (auto *button : page.findChildren<QToolButton *>()) {
			if (button->accessibleName().startsWith(ruleCommandText(RuleCommand::Delete))) {
				button->click();
				break;
			}
		}
		QCOMPARE(int(rules().size()), 1);
		for (auto *button : page.findChild<QMessageBox *>()->buttons()) {
			if (button->text() == ruleCommandText(RuleCommand::Delete)) {
				button->click();
				break;
			}
		}
		QCOMPARE(int(rules().size()), 0);
	}

	void a_band_is_not_tested_while_nothing_may_move()
	{
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.is_armed = true;
		script_->engine.publish();
		RuleBook{bridge_}.save(object(RANGED), &error_);
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		QToolButton *test = nullptr;
		for (auto *button : page.findChildren<QToolButton *>()) {
			test = button->accessibleName().startsWith(text("Tips.Test")) ? button : test;
		}
		QVERIFY(test);
		QTRY_VERIFY(test->isEnabled());
		script_->engine.snapshot.is_armed = false;
		script_->engine.publish();
		QTRY_VERIFY(!test->isEnabled());
		QCOMPARE(test->toolTip(), text("Rule.WouldSend.NotNow", text("Activity.Ignored.Disarmed")));
	}

	/* One that was switched off looked like the others. */
	void a_band_is_switched_on_and_off_where_it_stands()
	{
		RuleBook{bridge_}.save(object(RANGED), &error_);
		script_->engine.addRule("r", "Ranged");
		script_->engine.rules.back().is_enabled = false;
		script_->engine.publish();
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		auto *enabled = page.findChild<QCheckBox *>("bandEnabled");
		QTRY_VERIFY(!enabled->isChecked());
		enabled->click();
		QVERIFY(script_->engine.hasPosted(HAPTICS_INTENT_RULE_ENABLED));
		script_->engine.rules.back().is_enabled = true;
		script_->engine.publish();
		QTRY_VERIFY(enabled->isChecked());
	}

	/* It opened half as high as its page, on a screen that had the room. */
	void the_page_opens_as_tall_as_it_is()
	{
		addLadder();
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		QVERIFY(QTest::qWaitForWindowExposed(&page));
		const QSize most = page.screen()->availableSize();
		const auto *bar = page.findChild<PageScroll *>()->verticalScrollBar();
		QVERIFY(page.height() <= most.height());
		QVERIFY2(!bar->isVisible() || page.height() > most.height() * 8 / 10,
			 qPrintable(QString::number(page.height())));
	}

	/* Else all rows sound alike. */
	void each_field_and_button_of_a_band_says_which_band_it_is_of()
	{
		RuleBook{bridge_}.save(object(RANGED), &error_);
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		const auto namesIn = [&page] {
			QStringList names;
			for (const auto *each : page.findChildren<QWidget *>()) {
				names += each->accessibleName();
			}
			return names;
		};
		QJsonObject rule = rules()[0].toObject();
		QStringList names = namesIn();
		for (const char *key :
		     {"Tips.Column.From", "Tips.Column.To", "Tips.Column.What", "Tips.Column.Level",
		      "Tips.Column.LevelTo", "Tips.Column.Seconds", "Tips.Column.SecondsTo", "Tips.Test"}) {
			const QString name = text("Tips.OfBand", text(key), rule["name"].toString());
			QVERIFY2(names.contains(name), qPrintable(name));
		}
		/* Another name is told, too. */
		rule["name"] = "Small tip";
		RuleBook{bridge_}.save(rule, &error_);
		const QString renamed = text("Tips.OfBand", text("Tips.Column.From"), "Small tip");
		QTRY_VERIFY(namesIn().contains(renamed));
	}

	void what_an_amount_would_do_is_the_cores_answer()
	{
		const haptics_rules *in_force = nullptr;
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.ceiling = 0.5;
		script_->engine.snapshot.is_armed = true;
		for (const TipBand &band : tipLadder()) {
			RuleBook{bridge_}.save(makeTipRule(band), &error_);
		}
		putInForce(&in_force);
		for (const QJsonValue &rule : rules()) {
			script_->engine.addRule(qPrintable(ruleId(rule)), "");
		}
		script_->engine.publish();
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		auto *answer = page.findChild<QLabel *>("wouldDo");
		page.findChild<AmountField *>("amount")->setValue(50);
		QVERIFY2(answer->text().contains(text("Tips.WouldRun", text("Tips.RuleName", "50"))),
			 qPrintable(answer->text()));
		QVERIFY2(answer->text().contains(percentText(0.3)), qPrintable(answer->text()));
		QVERIFY2(answer->text().contains(text("Tips.NotAllowedYet")), qPrintable(answer->text()));
		page.findChild<AmountField *>("amount")->setValue(0.5);
		QVERIFY2(answer->text().contains(text("Activity.Ignored.NoRule")), qPrintable(answer->text()));
		script_->engine.snapshot.rule_set = nullptr;
		haptics_rules_release(in_force);
	}

	/* A layout with little room gave a field that of its digits alone: "40" stood for "40 %". */
	void a_number_keeps_the_room_of_its_unit()
	{
		QWidget window;
		for (QAbstractSpinBox *field :
		     std::initializer_list<QAbstractSpinBox *>{new NumberField{"Level", LEVEL_PERCENT, &window},
							       new SecondsField{"Seconds", 100, 600000, &window}}) {
			field->ensurePolished();
			QVERIFY(field->minimumSizeHint().width() >= field->sizeHint().width());
		}
	}

	/* Who reads there that viewers may not move toys yet need not look for the switch. */
	void the_switch_stands_on_the_page_too()
	{
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		auto *box = page.findChild<QCheckBox *>("tipsAllowed");
		QVERIFY(box && !box->isChecked());
		box->setChecked(true);
		answerYes(&page);
		QVERIFY(script_->engine.lastPosted().kind == HAPTICS_INTENT_SET_TIPS_ALLOWED &&
			script_->engine.lastPosted().on);
		script_->engine.snapshot.are_tips_allowed = true;
		script_->engine.publish();
		page.show();
		QTRY_VERIFY(box->isChecked());
	}

	void that_viewers_may_needs_a_second_yes_and_no_is_done_at_once()
	{
		TipQueue section{bridge_, nullptr};
		auto *box = section.findChild<QCheckBox *>("tipsAllowed");
		box->setChecked(true);
		QVERIFY(!script_->engine.hasPosted(HAPTICS_INTENT_SET_TIPS_ALLOWED) && !box->isChecked());
		answerYes(&section);
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_SET_TIPS_ALLOWED));
		QVERIFY(script_->engine.lastPosted().on && !script_->engine.lastPosted().is_request);
		script_->engine.snapshot.are_tips_allowed = true;
		section.showSnapshot(script_->engine.snapshot, 0, false);
		QVERIFY(box->isChecked());
		box->setChecked(false);
		QVERIFY(!script_->engine.lastPosted().on);
	}

	void the_queue_is_shown_and_its_buttons_do_what_they_say()
	{
		static engine_run running[1]{};
		static engine_run waiting[2]{};
		engine_snapshot &snapshot = script_->engine.snapshot;
		TipQueue section{bridge_, nullptr};
		section.showSnapshot(snapshot, 0, false);
		QVERIFY(section.isHidden());
		addRunner(running[0], 4, "Anna", 0.4);
		running[0].ends_ms = 12000;
		addRunner(waiting[0], 6, "Ben", 0.2);
		addRunner(waiting[1], 8, "", 0.1);
		snapshot.runs = running;
		snapshot.run_count = 1;
		snapshot.waiting = waiting;
		snapshot.waiting_count = 2;
		snapshot.queue_running = 4;
		section.showSnapshot(snapshot, 2000, false);
		section.show();
		const QString shown = shownText(section);
		QVERIFY2(shown.contains("Anna") && shown.contains("500 Bits") && shown.contains(durationText(10000)),
			 qPrintable(shown));
		QVERIFY(shown.contains("1. Ben") && shown.contains("2. 500 Bits"));
		const struct {
			const char *button;
			haptics_intent_kind kind;
		} buttons[] = {{"skip", HAPTICS_INTENT_SKIP_CURRENT},
			       {"pauseQueue", HAPTICS_INTENT_PAUSE_QUEUE},
			       {"clearQueue", HAPTICS_INTENT_CLEAR_QUEUE}};
		for (const auto &each : buttons) {
			section.findChild<QPushButton *>(each.button)->click();
			QCOMPARE(int(script_->engine.lastPosted().kind), int(each.kind));
		}
		QVERIFY(!script_->engine.lastPosted().is_request);
		snapshot.queue_is_paused = true;
		section.showSnapshot(snapshot, 2000, true);
		QVERIFY(!shownText(section).contains("Anna") && !shownText(section).contains("Ben"));
		section.findChild<QPushButton *>("pauseQueue")->click();
		QVERIFY(!script_->engine.lastPosted().on);
		snapshot.runs = snapshot.waiting = nullptr;
		snapshot.run_count = snapshot.waiting_count = 0;
	}

	void a_queue_that_ends_hands_the_keys_to_what_stays()
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		TipQueue section{bridge_, nullptr};
		snapshot.are_tips_allowed = true;
		snapshot.queue_is_paused = true;
		section.showSnapshot(snapshot, 2000, false);
		section.show();
		section.findChild<QWidget *>("pauseQueue")->setFocus();
		snapshot.queue_is_paused = false;
		section.showSnapshot(snapshot, 2000, false);
		QCOMPARE(section.focusWidget(), section.findChild<QWidget *>("tipsPage"));
	}

	void what_skips_pauses_and_clears_stays_where_it_is_while_the_queue_moves_on()
	{
		static engine_run running[1]{};
		static engine_run waiting[2]{};
		engine_snapshot &snapshot = script_->engine.snapshot;
		QWidget page;
		auto *column = new QVBoxLayout{&page};
		auto *section = new TipQueue{bridge_, &page};
		column->addWidget(section);
		column->addStretch(1); /* as in the dock: it is as high as it needs to be */
		addRunner(running[0], 4, "Anna", 0.4);
		addRunner(waiting[0], 6, "Ben", 0.2);
		addRunner(waiting[1], 8, "Cleo", 0.1);
		snapshot.runs = running;
		snapshot.run_count = 1;
		snapshot.waiting = waiting;
		snapshot.queue_running = 4;
		page.resize(460, 400);
		page.show();
		QSet<int> places;
		const auto place = [&] {
			section->showSnapshot(snapshot, 2000, false);
			QCoreApplication::processEvents();
			places += section->findChild<QPushButton *>("skip")->mapTo(&page, QPoint{}).y();
		};
		for (const size_t count : {2, 1, 0}) {
			snapshot.waiting_count = count;
			place();
		}
		snapshot.queue_running = 0;
		snapshot.queue_is_paused = true;
		place();
		QCOMPARE(int(places.size()), 1);
		snapshot.runs = snapshot.waiting = nullptr;
		snapshot.run_count = snapshot.waiting_count = 0;
	}

	void a_pause_and_a_rest_end_in_the_dock()
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		DockWidget dock{bridge_};
		snapshot.state = ENGINE_READY;
		snapshot.is_resting = true;
		snapshot.rest_until_ms = script_->engine.now_ms + 60000;
		script_->engine.publish();
		dock.show();
		dock.refresh();
		QVERIFY(shownText(dock).contains(text("Dock.RestingFor", durationText(60000))));
		for (auto *button : dock.findChildren<QPushButton *>()) {
			if (button->isVisible() && button->text() == text("Action.EndPause")) {
				button->click();
			}
		}
		QVERIFY(script_->engine.hasPosted(HAPTICS_INTENT_END_PAUSE));
	}

	void limits_and_words_are_saved_beside_the_rules_and_the_rest_stays()
	{
		bridge_->setRulesJson(R"({"version": 1, "mine": 3, "queue": {"max_age_seconds": 60}, "rules": []})");
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		page.findChild<QSpinBox *>("perMinute")->setValue(30);
		page.findChild<QSpinBox *>("moveMinutes")->setValue(10);
		auto *blocked = page.findChild<QLineEdit *>("blocked");
		blocked->setText(" one, two,, one ");
		emit blocked->editingFinished();
		QCOMPARE(set()["queue"].toObject(), object(R"({"max_age_seconds": 60, "per_minute": 30})"));
		QCOMPARE(set()["budget"].toObject(), object(R"({"move_minutes": 10})"));
		QCOMPARE(set()["blocked"].toArray(), (QJsonArray{"one", "two"}));
		QCOMPARE(set()["mine"].toInt(), 3);
	}

	/* Tips are counted anyway; "5899 of 100" means nothing to who wants none. */
	void a_goal_that_nobody_set_is_not_shown()
	{
		TipQueue section{bridge_, nullptr};
		engine_snapshot &snapshot = script_->engine.snapshot;
		auto *goal = section.findChild<QLabel *>("goal");
		snapshot.are_tips_allowed = true;
		snapshot.goal.current = 5899;
		section.showSnapshot(snapshot, 0, false);
		QVERIFY(!goal->isVisibleTo(&section));
		qstrncpy(snapshot.goal.label, "Shoes", sizeof(snapshot.goal.label));
		section.showSnapshot(snapshot, 0, false);
		QVERIFY(goal->isVisibleTo(&section) && goal->text().contains("5899"));
		snapshot.goal.label[0] = '\0';
		snapshot.goal.target = 500;
		section.showSnapshot(snapshot, 0, false);
		QVERIFY(goal->isVisibleTo(&section));
	}

	void the_goal_is_asked_of_the_core()
	{
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		page.findChild<AmountField *>("goalTarget")->setValue(500);
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_SET_GOAL));
		QCOMPARE(script_->engine.lastPosted().value, 500.0);
		page.findChild<QPushButton *>("resetGoal")->click();
		QVERIFY(script_->engine.hasPosted(HAPTICS_INTENT_RESET_GOAL));
	}

	void what_is_copied_is_what_the_page_for_other_programs_says()
	{
		QCOMPARE(programsToCopyFor(), (QStringList{"Streamer.bot", "Firebot", "SAMMI", "Bitfocus Companion"}));
		for (const QString &program : programsToCopyFor()) {
			const QString request = textToCopyFor(program);
			QVERIFY2(request.startsWith('{') && request.endsWith('}') && request.contains("\"Tip\""),
				 qPrintable(program + ": " + request));
		}
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.findChild<QToolButton *>("copyFor")->menu()->actions().value(0)->trigger();
		QCOMPARE(QGuiApplication::clipboard()->text(), textToCopyFor("Streamer.bot"));
		QCOMPARE(page.findChild<QLabel *>("copied")->text(), text("Tips.Copied", "Streamer.bot"));
	}

	void the_rule_editor_keeps_a_range_that_nobody_touches()
	{
		RuleBook{bridge_}.save(object(RANGED), &error_);
		RuleEditor editor{bridge_, RuleBook{bridge_}.rule("r"), false, nullptr};
		editor.setAttribute(Qt::WA_DeleteOnClose, false);
		editor.findChild<QLineEdit *>("name")->setText("Renamed");
		editor.findChild<QPushButton *>("save")->click();
		const QJsonObject saved = rules()[0].toObject();
		QCOMPARE(saved["name"].toString(), QString{"Renamed"});
		QCOMPARE(saved["do"].toObject()["level"], object(RANGED)["do"].toObject()["level"]);
		QCOMPARE(saved["run"].toObject()["duration_ms"], object(RANGED)["run"].toObject()["duration_ms"]);
		QCOMPARE(saved["when"], object(RANGED)["when"]);
	}

	/* It showed the upper end alone, and the first touch of it took the range away. */
	void the_rule_editor_says_what_is_a_range()
	{
		auto *editor = new RuleEditor{bridge_, object(RANGED), false, nullptr};
		editor->show();
		const auto *range = editor->findChild<QLabel *>("range");
		QVERIFY(range->isVisible());
		QCOMPARE(range->text(), text("Rule.Field.LevelRange", percentsText(0.2, 0.5)));
		const auto *duration = editor->findChild<QLabel *>("durationRange");
		QVERIFY(duration->isVisible());
		QCOMPARE(duration->text(), text("Rule.Field.DurationRange",
						lengthsText(object(RANGED)["run"].toObject(), "duration_ms", 0)));
		QVERIFY(!editor->findChild<QAbstractButton *>("more")->isChecked()); /* waiting its turn is usual */
		delete editor;
		editor = new RuleEditor{bridge_, makeRuleFromTemplate(0, {}, {}), false, nullptr};
		editor->show();
		QVERIFY(!editor->findChild<QLabel *>("range")->isVisible());
		QVERIFY(!editor->findChild<QLabel *>("durationRange")->isVisible());
		delete editor;
	}

	void a_tip_rule_reads_as_a_sentence()
	{
		const QString sentence = ruleSentence(object(RANGED));
		QVERIFY2(sentence.contains("100") && sentence.contains("499"), qPrintable(sentence));
		QVERIFY2(sentence.contains(text("Rule.FromTo", percentText(0.2), percentText(0.5))),
			 qPrintable(sentence));
		QCOMPARE(legalModes(object(RANGED)), QStringList{"once"});
	}

	void the_page_fits_and_can_be_walked_by_keys()
	{
		addLadder();
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		QVERIFY(QTest::qWaitForWindowExposed(&page));
		QCOMPARE(clippedTexts(page).join('\n'), QString{});
		QCOMPARE(namelessWidgets(page), QStringList{});
		QCOMPARE(strayTabSteps(page), QStringList{});
		const QString folder =
			QStringLiteral(SCREENSHOT_DIR "/%1").arg(qEnvironmentVariable("LOCALE", "en-US"));
		QDir{}.mkpath(folder);
		page.grab().save(folder + QStringLiteral("/tips_page.png"));
	}
};

QTEST_MAIN(TestTips)
#include "test_tips.moc"
