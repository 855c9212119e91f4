// SPDX-License-Identifier: GPL-2.0-or-later
/* Many rules in the dock: told apart, found, moved, grouped, selected; and nothing moves while they run. */
#include <QAbstractButton>
#include <QCheckBox>
#include <QDialogButtonBox>
#include <QInputDialog>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QtTest>

#include "dock/activity/activity_list.hpp"
#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/fake_frontend.hpp"
#include "dock/inspect.hpp"
#include "dock/obs_themes.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rule_list/group_row.hpp"
#include "dock/rule_list/rule_list.hpp"
#include "dock/rule_list/rule_log.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/rules/rule_summary.hpp"
#include "dock/rules/rule_undo.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/text.hpp"

namespace {

QJsonObject hotkeyRule(const QString &id, const QString &group = {})
{
	QJsonObject rule{{"id", id},
			 {"name", "Rule " + id},
			 {"when", QJsonObject{{"type", "hotkey"}}},
			 {"run", QJsonObject{{"mode", "while"}}},
			 {"do", QJsonObject{{"kind", "level"}, {"level", 0.5}}}};

	if (!group.isEmpty()) {
		rule["group"] = group;
	}
	return rule;
}

QJsonObject json(const char *text)
{
	return QJsonDocument::fromJson(text).object();
}

QJsonObject renamed(QJsonObject rule, const QString &name)
{
	rule["name"] = name;
	return rule;
}

} // namespace

class TestRuleList : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<FakeFrontend> frontend_;
	std::unique_ptr<Script> script_;
	BridgePtr bridge_;
	std::unique_ptr<DockWidget> dock_;

	/* As the engine does it: the store's rules become those of the snapshot. */
	void follow()
	{
		const QJsonArray rules = RuleBook{bridge_}.rules();
		std::vector<engine_rule> before = script_->engine.rules;
		script_->engine.rules.clear();
		for (const QJsonValue &rule : rules) {
			script_->engine.addRule(qPrintable(ruleId(rule)),
						qPrintable(rule.toObject()["name"].toString()));
			for (const engine_rule &old : before) {
				if (ruleId(rule) == old.id) {
					script_->engine.rules.back().is_enabled = old.is_enabled;
				}
			}
		}
		script_->engine.snapshot.rules_serial++;
		look();
	}
	void give(const QJsonArray &rules)
	{
		const QJsonObject set{{"version", 1}, {"rules", rules}};
		script_->rules.json = QJsonDocument{set}.toJson().toStdString();
		follow();
	}
	void look()
	{
		script_->engine.publish();
		dock_->findChild<Refresher *>()->tick();
		QCoreApplication::processEvents();
	}
	RuleRow *row(const QString &id)
	{
		for (auto *each : dock_->findChildren<RuleRow *>()) {
			if (each->id() == id) {
				return each;
			}
		}
		return nullptr;
	}
	/* What can be seen, from above. */
	QStringList order()
	{
		QMap<int, QString> places;
		for (auto *each : dock_->findChildren<RuleRow *>()) {
			if (each->isVisible()) {
				places[each->mapTo(dock_.get(), QPoint{}).y()] = each->id();
			}
		}
		for (auto *each : dock_->findChildren<GroupRow *>()) {
			if (each->isVisible()) {
				places[each->mapTo(dock_.get(), QPoint{}).y()] = "[" + each->group() + "]";
			}
		}
		return places.values();
	}
	QString lineOf(const QString &id)
	{
		return row(id)->findChild<QLabel *>("line")->text();
	}
	GroupRow *head()
	{
		return dock_->findChild<GroupRow *>();
	}
	void click(const QString &id, Qt::KeyboardModifiers modifiers = {})
	{
		QTest::mouseClick(row(id), Qt::LeftButton, modifiers, {row(id)->width() / 2, 4});
	}
	void choose(const char *command)
	{
		for (QAction *action : dock_->findChild<QToolButton *>("rulesMenu")->menu()->actions()) {
			if (action->text() == text(command)) {
				action->trigger();
			}
		}
	}
	void dragBelow(const QString &id, const QString &last)
	{
		RuleRow *first = row(id);
		const QPoint target = first->mapFromGlobal(row(last)->mapToGlobal(QPoint{20, row(last)->height() - 2}));
		QTest::mousePress(first, Qt::LeftButton, {}, {20, 4});
		QMouseEvent move{QEvent::MouseMove, target,         first->mapToGlobal(target),
				 Qt::LeftButton,    Qt::LeftButton, {}};
		QCoreApplication::sendEvent(first, &move);
		QVERIFY(dock_->findChild<QWidget *>("dropMark")->isVisible());
		QTest::mouseRelease(first, Qt::LeftButton, {}, target);
		QVERIFY(!dock_->findChild<QWidget *>("dropMark")->isVisible());
	}
	QStringList enabled(bool isOn)
	{
		QStringList ids;
		for (const haptics_intent &intent : script_->engine.posted) {
			if (intent.kind == HAPTICS_INTENT_RULE_ENABLED && intent.on == isOn) {
				ids += intent.id;
			}
		}
		return ids;
	}
	/* Where each widget of the rows is. */
	QString geometry()
	{
		QStringList places;
		for (auto *each : dock_->findChildren<RuleRow *>()) {
			auto *run = each->findChild<QWidget *>("run");
			const QPoint at = run->mapTo(dock_.get(), QPoint{});
			places += QStringLiteral("%1: %2,%3 %4 %5")
					  .arg(each->id())
					  .arg(at.x())
					  .arg(at.y())
					  .arg(each->y())
					  .arg(each->height());
		}
		places.sort();
		return places.join("\n");
	}
	void record(const char *id, haptics_outcome outcome)
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		haptics_record &entry = snapshot.records[0];
		entry = {};
		entry.serial = ++serial_;
		entry.outcome = outcome;
		entry.time_ms = script_->engine.now_ms;
		entry.wait_ms = 60000;
		qstrncpy(entry.rule_id, id, sizeof(entry.rule_id));
		snapshot.record_count = 1;
	}
	quint64 serial_{0};

      private slots:
	void initTestCase()
	{
		QFont font = QApplication::font();
		font.setPointSize(10); /* as OBS has it */
		QApplication::setFont(font);
	}
	void init()
	{
		serial_ = 0;
		frontend_ = std::make_unique<FakeFrontend>();
		script_ = std::make_unique<Script>();
		script_->stopKey = "F12";
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.is_armed = true;
		script_->engine.addToy("lush", 1);
		bridge_ = std::make_shared<Bridge>(script_->parts());
		new RuleUndoTarget{bridge_, frontend_->window};
		dock_ = std::make_unique<DockWidget>(bridge_);
		dock_->resize(320, 1000);
		dock_->show();
		dock_->activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
	}
	void cleanup()
	{
		takeThemeOff();
		dock_.reset();
		bridge_.reset();
		script_.reset();
		frontend_.reset();
	}

	/* The play button moved 54 px when its rule began, and all below it with every sound. */
	void nothing_moves_while_rules_run_end_and_are_refused_data()
	{
		QTest::addColumn<int>("width");
		QTest::addColumn<QString>("theme");
		QTest::newRow("narrow") << 240 << QString{};
		QTest::newRow("usual") << 320 << QString{};
		for (const QString &theme : installedThemes() + newThemes()) {
			QTest::newRow(qPrintable(theme)) << 320 << theme;
		}
	}
	void nothing_moves_while_rules_run_end_and_are_refused()
	{
		QFETCH(int, width);
		QFETCH(QString, theme);
		if (!theme.isEmpty()) {
			QVERIFY(wearTheme(theme));
		}
		dock_->resize(width, 1000);
		script_->keys["lovense-for-obs.rule.a"] = "F9";
		give({hotkeyRule("a"), hotkeyRule("b"),
		      json(R"({"id": "c", "name": "Follow", "when": {"type": "audio", "ref": {"name": "Mic"}}, "do": {"kind": "audio"}})")});
		look();
		const QString before = geometry();
		engine_rule &rule = script_->engine.rules[0];
		const std::function<void()> states[] = {
			[&] { rule.is_active = true; },
			[&] { rule.ends_ms = script_->engine.now_ms + 3600000; },
			[&] { record("a", HAPTICS_CAPPED); },
			[&] { rule.is_active = false, rule.ends_ms = 0, rule.longest_ms = 60000; },
			[&] { rule.longest_ms = 0, rule.cooldown_ms = script_->engine.now_ms + 3600000; },
			[&] { rule.cooldown_ms = 0, record("a", HAPTICS_IGNORED_DISARMED); },
			[&] { record("c", HAPTICS_IGNORED_NEEDS_LAN); },
			[&] { record("b", HAPTICS_ENDED_LONGEST); },
			[&] { rule.is_enabled = false; },
		};
		for (size_t i = 0; i < std::size(states); i++) {
			states[i]();
			look();
			look();
			QCOMPARE(geometry(), before);
			QVERIFY2(clippedTexts(*dock_).isEmpty(), qPrintable(clippedTexts(*dock_).join("\n")));
		}
	}

	void a_row_says_what_tells_it_from_others_data()
	{
		QTest::addColumn<QString>("rule");
		QTest::addColumn<QString>("summary");
		const auto row = [](const char *when, const char *action, const QString &summary) {
			QTest::newRow(when) << QStringLiteral(R"({"when": %1, "run": {"mode": "while"}, "do": %2})")
						       .arg(QString::fromUtf8(when), QString::fromUtf8(action))
					    << summary;
		};
		const char *half = R"({"kind": "level", "level": 0.5})";
		const QString fifty = QStringLiteral(" \u2192 ") + percentText(0.5);
		row(R"({"type": "hotkey"})", half, "F9" + fifty);
		row(R"({"type": "scene", "ref": {"name": "Hot cam"}})", half, "Scene: Hot cam" + fifty);
		row(R"({"type": "scene", "ref": {"name": "BRB"}, "edge": "leave"})", R"({"kind": "stop"})",
		    QStringLiteral("Scene: BRB (end) \u2192 ") + text("Rule.Action.Stop"));
		row(R"({"type": "audio", "ref": {"name": "Mic"}, "on_db": -20})",
		    R"({"kind": "audio", "lo": 0.1, "hi": 0.5})",
		    QStringLiteral("Sound level: Mic above \u221220\u00a0dB \u2192 %1: %2")
			    .arg(text("Rule.Action.Audio"), text("Rule.FromTo", percentText(0.1), percentText(0.5))));
		row(R"({"type": "timer", "every_ms": 90000})", half, "Timer: 90\u00a0s" + fifty);
		row(R"({"type": "clock", "from": "22:00", "to": "23:00"})", half,
		    "Time of day: 22:00 to 23:00" + fifty);
		QTest::newRow("a time once")
			<< QStringLiteral(R"({"when": {"type": "clock", "from": "22:00", "to": "23:00"},
			"run": {"mode": "once", "duration_ms": 3000}, "do": {"kind": "stop"}})")
			<< QStringLiteral("Time of day: 22:00 \u2192 ") + text("Rule.Action.Stop");
		QTest::newRow("its end") << QStringLiteral(R"({"when": {"type": "clock", "from": "22:00", "to": "23:00",
			"edge": "leave"}, "run": {"mode": "once"}, "do": {"kind": "stop"}})")
					 << QStringLiteral("Time of day: 23:00 (end) \u2192 ") +
						    text("Rule.Action.Stop");
		row(R"({"type": "tip", "from": 100, "to": 499})", half, "Tip: 100 to 499" + fifty);
		QTest::newRow("a band that grows")
			<< QStringLiteral(R"({"when": {"type": "tip", "from": 100, "to": 499},
			"run": {"mode": "once", "duration_ms": {"from": 5000, "to": 20000}},
			"do": {"kind": "level", "level": {"from": 0.2, "to": 0.5}}})")
			<< QStringLiteral("Tip: 100 to 499 \u2192 %1, %2")
				   .arg(text("Rule.FromTo", percentText(0.2), percentText(0.5)),
					text("Rule.FromTo", lengthText(5000), lengthText(20000)));
		row(R"({"type": "tip", "from": 500})", half, "Tip: 500 or more" + fifty);
		row(R"({"type": "output", "is": "stream"})", R"({"kind": "preset", "preset": "wave"})",
		    QStringLiteral("Output: %1 \u2192 %2").arg(text("Rule.Output.Stream"), text("Rule.Preset.Wave")));
	}
	void a_row_says_what_tells_it_from_others()
	{
		QFETCH(QString, rule);
		QFETCH(QString, summary);
		QCOMPARE(ruleSummary(json(qPrintable(rule)), "F9"), summary);
	}

	/* Whether or not it runs: a level that is never sent is no surprise then. */
	void a_rule_that_a_ceiling_limits_says_so()
	{
		QString error;
		const QString words = text("Rules.Row.Capped", percentText(0.3));
		give({hotkeyRule("a")}); /* at 50 % */
		const RulesRef rules = RuleBook{bridge_}.parse(hotkeyRule("a"), &error);
		script_->engine.snapshot.rule_set = rules.get();
		script_->engine.snapshot.ceiling = 0.3;
		script_->engine.snapshot.toys[0].is_online = false;
		look();
		QVERIFY2(!lineOf("a").contains(words), "no toy takes part");
		script_->engine.snapshot.toys[0].is_online = true;
		look();
		QVERIFY2(lineOf("a").contains(words), qPrintable(lineOf("a")));
		QVERIFY(row("a")->accessibleName().contains(words));
		script_->engine.snapshot.ceiling = 0.8;
		look();
		QVERIFY2(!lineOf("a").contains(text("Rules.Row.Capped", percentText(0.5))) &&
				 !lineOf("a").contains(words),
			 qPrintable(lineOf("a")));
		script_->engine.snapshot.toys[0].ceiling = 0.3;
		look();
		QVERIFY2(lineOf("a").contains(words), qPrintable(lineOf("a")));
		/* The ceiling that was set, not what a toy's steps leave of it; and of a range the upper end counts. */
		script_->engine.snapshot.toys[0].ceiling = 1;
		script_->engine.snapshot.ceiling = 0.69;
		script_->engine.rules[0].level = 1;
		look();
		QVERIFY2(lineOf("a").contains(text("Rules.Row.Capped", percentText(0.69))), qPrintable(lineOf("a")));
		script_->engine.snapshot.rule_set = nullptr;
	}

	void a_hotkey_rule_shows_its_key_or_that_there_is_none()
	{
		give({hotkeyRule("a"), hotkeyRule("b")});
		script_->keys["lovense-for-obs.rule.a"] = "F9";
		QTRY_COMPARE(lineOf("a"), QStringLiteral("F9 \u2192 ") + percentText(0.5));
		QVERIFY(lineOf("b").startsWith(text("Rules.NoKey")));
		look();
		QCOMPARE(row("b")->findChild<QLabel *>("line")->property("class").toString(), QString{"text-warning"});
		script_->keys["lovense-for-obs.rule.a"] = "Ctrl + F2";
		QTRY_VERIFY(lineOf("a").startsWith("Ctrl + F2"));
	}

	/* It was answered in the activity alone. */
	void running_it_while_disarmed_is_answered_in_its_row()
	{
		give({hotkeyRule("a")});
		script_->engine.snapshot.is_armed = false;
		look();
		record("a", HAPTICS_IGNORED_DISARMED); /* by its key */
		look();
		QVERIFY2(lineOf("a").startsWith("No effect, not armed"), qPrintable(lineOf("a")));
		QVERIFY(row("a")->accessibleName().contains("not armed"));
		script_->engine.now_ms += RuleLog::SHOWN_MS;
		dock_->refresh(); /* no snapshot comes for it */
		QVERIFY(!lineOf("a").contains("not armed"));
	}

	void while_nothing_may_run_nothing_looks_ready_to()
	{
		give({hotkeyRule("a")});
		auto *run = row("a")->findChild<QAbstractButton *>("run");
		run->setFocus();
		script_->engine.snapshot.is_panic = true;
		look();
		QVERIFY(!run->isEnabled() && row("a")->hasFocus());
		QCOMPARE(run->toolTip(), text("Rule.WouldSend.NotNow", text("Activity.Ignored.StoppedAll")));
		give({hotkeyRule("a"), hotkeyRule("b")});
		QVERIFY(!row("b")->findChild<QWidget *>("run")->isEnabled());
		script_->engine.snapshot.is_panic = false;
		script_->engine.snapshot.is_armed = false;
		look();
		QVERIFY(!run->isEnabled());
		QCOMPARE(run->toolTip(), text("Rule.WouldSend.NotNow", text("Activity.Ignored.Disarmed")));
		script_->engine.snapshot.is_armed = true;
		script_->engine.snapshot.paused_until_ms = script_->engine.now_ms + 30000;
		look();
		QVERIFY(!run->isEnabled());
		script_->engine.snapshot.paused_until_ms = 0;
		look();
		QVERIFY(run->isEnabled() && row("b")->findChild<QWidget *>("run")->isEnabled());
		script_->engine.rules[1].is_enabled = false; /* of it alone */
		look();
		QVERIFY(run->isEnabled() && !row("b")->findChild<QWidget *>("run")->isEnabled());
		script_->engine.rules[1].is_enabled = true;
		look();
		QCOMPARE(run->toolTip(), ruleCommandText(RuleCommand::RunNow));
	}

	/* Of several that are selected it would have meant one. */
	void the_menu_offers_what_it_can_do()
	{
		give({hotkeyRule("a"), hotkeyRule("b")});
		auto *menu = dock_->findChild<QToolButton *>("rulesMenu")->menu();
		const auto enabled = [menu] {
			QStringList names;
			emit menu->aboutToShow();
			for (const QAction *entry : menu->actions()) {
				names += entry->isEnabled() && !entry->isSeparator() ? entry->text() : QString{};
			}
			return names;
		};
		const QStringList ofOne{ruleCommandText(RuleCommand::Edit), ruleCommandText(RuleCommand::RunNow),
					ruleCommandText(RuleCommand::Duplicate)};
		click("a");
		for (const QString &name : ofOne) {
			QVERIFY2(enabled().contains(name), qPrintable(name));
		}
		click("b", Qt::ControlModifier);
		for (const QString &name : ofOne) {
			QVERIFY2(!enabled().contains(name), qPrintable(name));
		}
		QVERIFY(enabled().contains(ruleCommandText(RuleCommand::Delete)));
		for (const auto *button : dock_->findChild<RuleList *>()->findChildren<QToolButton *>(
			     QString{}, Qt::FindDirectChildrenOnly)) {
			QVERIFY(button->accessibleName() != ofOne[0] || !button->isEnabled());
		}
		click("a");
		script_->engine.snapshot.is_armed = false;
		look();
		QVERIFY(!enabled().contains(ruleCommandText(RuleCommand::RunNow)));
		QVERIFY(enabled().contains(ruleCommandText(RuleCommand::Edit)));
	}

	/* "Hotkey → 50 %" stood over "F9 → 50 %". */
	void a_name_that_only_describes_is_said_once_with_its_key()
	{
		QJsonObject rule = hotkeyRule("a");
		rule["name"] = suggestedRuleName(rule);
		script_->keys["lovense-for-obs.rule.a"] = "F9";
		give({rule});
		const auto *name = row("a")->findChildren<QLabel *>().first();
		QTRY_COMPARE(lineOf("a"), QString{"F9"});
		QCOMPARE(name->text(), ruleSummary(rule, text("Rule.Trigger.Hotkey")));
		script_->keys.clear();
		QTRY_COMPARE(lineOf("a"), text("Rules.NoKey"));
	}

	void a_rule_with_conditions_says_that_it_has_some()
	{
		QJsonObject rule = hotkeyRule("a");
		rule["only_if"] = QJsonArray{QJsonObject{{"type", "output"}, {"is", "stream"}}};
		give({rule, hotkeyRule("b")});
		QVERIFY(lineOf("a").contains(text("Rules.Row.OnlyIf")));
		QVERIFY(!lineOf("b").contains(text("Rules.Row.OnlyIf")));
	}

	void a_group_waits_for_a_name()
	{
		give({hotkeyRule("a")});
		click("a");
		for (QAction *entry : dock_->findChild<QMenu *>("groupMenu")->actions()) {
			if (entry->text() == text("Rules.Group.New")) {
				entry->trigger();
			}
		}
		auto *dialog = dock_->findChild<QInputDialog *>();
		QVERIFY(dialog && !dialog->windowTitle().contains(QChar{0x2026}));
		const auto *ok = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
		QVERIFY(!ok->isEnabled());
		dialog->setTextValue("  ");
		QVERIFY(!ok->isEnabled());
		dialog->setTextValue("Night");
		QVERIFY(ok->isEnabled());
		dialog->accept();
		QCOMPARE(ruleGroup(RuleBook{bridge_}.rule("a")), QString{"Night"});
	}

	/* It came back open, and the keys were at the top of the dock. */
	void a_group_that_is_renamed_stays_folded_and_keeps_the_keys()
	{
		give({hotkeyRule("a", "Late"), hotkeyRule("b", "Late")});
		auto *fold = head()->findChild<QWidget *>("fold");
		QTest::keyClick(fold, Qt::Key_Left);
		QTest::keyClick(fold, Qt::Key_F2);
		auto *dialog = dock_->findChild<QInputDialog *>();
		dialog->setTextValue("Early");
		dialog->accept();
		follow();
		QCOMPARE(order(), QStringList{"[Early]"});
		QVERIFY(head()->isAncestorOf(dock_->window()->focusWidget()));
	}

	/* They went to a button that moves toys, or to another section. */
	void arrows_on_heads_and_in_rows_go_nowhere_else()
	{
		give({hotkeyRule("a"), hotkeyRule("b", "Late"), hotkeyRule("c")});
		auto *fold = head()->findChild<QWidget *>("fold");
		fold->setFocus();
		for (const Qt::Key key : {Qt::Key_Left, Qt::Key_Left}) {
			QTest::keyClick(fold, key);
			QCOMPARE(dock_->focusWidget(), fold);
		}
		auto *box = row("a")->findChild<QCheckBox *>("enabled");
		row("a")->setFocus();
		box->setFocus();
		QTest::keyClick(box, Qt::Key_Right);
		QCOMPARE(dock_->focusWidget(), box);
		QTest::keyClick(box, Qt::Key_Down);
		QCOMPARE(dock_->focusWidget(), fold);
		QTest::keyClick(fold, Qt::Key_Down);
		QCOMPARE(dock_->focusWidget(), row("c"));
	}

	/* The keys were on nothing. */
	void the_keys_go_to_the_first_rule_of_a_group_that_is_dissolved()
	{
		give({hotkeyRule("x"), hotkeyRule("a", "Late"), hotkeyRule("b", "Late")});
		head()->findChild<QWidget *>("fold")->setFocus();
		QString error;
		RuleBook{bridge_}.setGroup({"a", "b"}, {}, &error);
		follow();
		QCOMPARE(order(), (QStringList{"x", "a", "b"}));
		QCOMPARE(dock_->focusWidget(), row("a"));
	}

	void why_a_run_ended_and_when_it_was_are_told()
	{
		give({hotkeyRule("a"), hotkeyRule("b")});
		record("a", HAPTICS_FIRED);
		look();
		QVERIFY(row("a")->findChild<QLabel *>("last")->text().contains(":"));
		QVERIFY(!row("b")->findChild<QLabel *>("last"));
		record("a", HAPTICS_STOPPED);
		look();
		QVERIFY(lineOf("a").startsWith("Stopped"));
	}

	void several_are_selected_by_mouse_and_keys_and_switched_at_once()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c"), hotkeyRule("d")});
		click("a");
		click("c", Qt::ControlModifier);
		choose("Rules.SwitchOff");
		QCOMPARE(enabled(false), (QStringList{"a", "c"}));
		QCOMPARE(frontend_->undoStack.last().name, text("Undo.SwitchRulesOff", 2));
		script_->engine.posted.clear();
		row("b")->setFocus();
		QTest::keyClick(row("b"), Qt::Key_Down, Qt::ShiftModifier);
		QTest::keyClick(row("c"), Qt::Key_Space);
		QCOMPARE(enabled(false), (QStringList{"b", "c"}));
		QVERIFY(row("c")->accessibleName().contains(text("Rules.Selected")));
		script_->engine.posted.clear();
		QTest::keyClick(row("c"), Qt::Key_A, Qt::ControlModifier);
		choose("Rules.SwitchOff");
		QCOMPARE(int(enabled(false).size()), 4);
	}

	/* Forty rules are one place for Tab: what comes after them is near. */
	void tab_comes_to_one_rule_and_arrows_lead_to_the_others()
	{
		QJsonArray rules;
		for (int i = 0; i < 40; i++) {
			rules += hotkeyRule(QString::number(i));
		}
		give(rules);
		const auto stops = [this] {
			QStringList found;
			for (const QWidget *each : usableByKeys(*dock_)) {
				const auto *of = qobject_cast<const RuleRow *>(each);
				found += of ? QStringList{of->id()} : QStringList{};
			}
			return found;
		};
		QCOMPARE(stops(), QStringList{"0"});
		row("0")->setFocus();
		QTest::keyClick(row("0"), Qt::Key_End);
		QVERIFY(row("39")->hasFocus());
		QCOMPARE(stops(), QStringList{"39"});
		QTest::keyClick(row("39"), Qt::Key_Tab);
		QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
		QCOMPARE(QApplication::focusWidget(), row("39")->findChild<QWidget *>("run"));
		QTest::keyClick(QApplication::focusWidget(), Qt::Key_PageUp);
		QVERIFY(row("31")->hasFocus());
		QTest::keyClick(row("31"), Qt::Key_Home);
		QVERIFY(row("0")->hasFocus());
		QTest::keyClick(row("0"), Qt::Key_F, Qt::ControlModifier);
		QVERIFY(dock_->findChild<QWidget *>("searchRules")->hasFocus());
	}

	void the_keys_go_on_where_a_rule_was_deleted()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c")});
		row("b")->setFocus();
		give({hotkeyRule("a"), hotkeyRule("c")});
		QVERIFY(row("c")->hasFocus());
		give({hotkeyRule("a")});
		QVERIFY(row("a")->hasFocus());
		give({});
		QCOMPARE(QApplication::focusWidget(), dock_->findChild<QWidget *>("addRule"));
	}

	/* A menu that closes and a window that comes to the front give the focus back: that chooses nothing. */
	void what_is_selected_stays_when_a_menu_closes_and_another_window_was_in_front()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c")});
		click("a");
		click("c", Qt::ControlModifier);
		for (const Qt::FocusReason reason : {Qt::PopupFocusReason, Qt::ActiveWindowFocusReason}) {
			QFocusEvent back{QEvent::FocusIn, reason};
			QCoreApplication::sendEvent(row("c"), &back);
		}
		choose("Rules.SwitchOff");
		QCOMPARE(enabled(false), (QStringList{"a", "c"}));
	}

	/* A desktop may give the keys to any window when one is closed. */
	void the_keys_come_back_to_the_dock_from_what_it_opened()
	{
		give({hotkeyRule("a")});
		QTest::mouseDClick(row("a"), Qt::LeftButton, {}, {row("a")->width() / 2, 4});
		auto *editor = qobject_cast<RuleEditor *>(dock_->findChild<QDialog *>());
		QVERIFY(editor);
		QWidget other;
		other.show();
		other.activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(&other));
		editor->reject();
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
	}

	/* As a window manager does that looks later for who comes after the window that went. */
	void a_main_window_that_comes_to_the_front_instead_gives_the_keys_to_the_dock()
	{
		dock_->setParent(frontend_->window, Qt::Tool);
		frontend_->window->show();
		dock_->show();
		giveKeysTo(dock_.get());
		frontend_->window->activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(frontend_->window));
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
		dock_->setParent(nullptr);
	}

	void several_are_deleted_by_their_number()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c")});
		click("a");
		click("c", Qt::ShiftModifier);
		QTest::keyClick(row("c"), Qt::Key_Delete);
		const auto *question = dock_->findChild<QMessageBox *>();
		QVERIFY(question);
		QVERIFY2(question->text().contains(QLatin1String{" 3 "}), qPrintable(question->text()));
	}

	void a_menu_at_one_of_several_that_are_selected_is_for_them_all()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c")});
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
		click("a");
		click("c", Qt::ShiftModifier);
		auto *pointed = row("a");
		const QPoint middle = pointed->rect().center();
		QTest::mouseClick(pointed, Qt::RightButton, {}, middle);
		QContextMenuEvent event{QContextMenuEvent::Mouse, middle, pointed->mapToGlobal(middle)};
		QApplication::sendEvent(pointed, &event);
		auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
		QVERIFY(menu);
		QCOMPARE(pointed->focusPolicy(), Qt::StrongFocus);
		menu->close();
		QFocusEvent back{QEvent::FocusIn, Qt::PopupFocusReason};
		QApplication::sendEvent(pointed, &back);
		choose("Rules.SwitchOff");
		QCOMPARE(enabled(false), (QStringList{"a", "b", "c"}));
	}

	void what_is_not_found_is_said()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c"), hotkeyRule("d"), hotkeyRule("e"),
		      hotkeyRule("f"), hotkeyRule("g"), hotkeyRule("h"), hotkeyRule("i")});
		auto *empty = dock_->findChild<QLabel *>("noRules");
		QVERIFY(!empty->isVisible());
		dock_->findChild<QLineEdit *>("searchRules")->setText("nowhere");
		QVERIFY(empty->isVisible());
		QCOMPARE(empty->text(), text("Rules.NoneFound"));
		dock_->findChild<QLineEdit *>("searchRules")->clear();
		QVERIFY(!empty->isVisible());
	}

	/* Of two windows for one rule, the one saved last would undo the other. */
	void a_rule_is_edited_in_one_window()
	{
		const auto editors = [] {
			int count = 0;
			for (const QWidget *window : QApplication::topLevelWidgets()) {
				count += qobject_cast<const RuleEditor *>(window) != nullptr;
			}
			return count;
		};
		give({hotkeyRule("a"), hotkeyRule("b")});
		for (const char *id : {"a", "b", "a"}) {
			QTest::mouseDClick(row(id), Qt::LeftButton, {}, {row(id)->width() / 2, 4});
		}
		QCOMPARE(editors(), 2);
		dock_->activateWindow();
	}

	void the_menu_tells_the_keys_of_the_list()
	{
		QStringList keys;
		for (const QAction *action : dock_->findChild<QToolButton *>("rulesMenu")->menu()->actions()) {
			keys += action->shortcut().toString();
		}
		for (const char *each : {"Return", "Del", "Alt+Up", "Alt+Down", "Ctrl+A"}) {
			QVERIFY2(keys.contains(each), each);
		}
	}

	/* They are the keys of a row. */
	void on_the_button_of_the_menu_its_keys_do_nothing()
	{
		give({hotkeyRule("a"), hotkeyRule("b")});
		click("a");
		auto *menu = dock_->findChild<QToolButton *>("rulesMenu");
		menu->setFocus();
		const auto windows = dock_->findChildren<QDialog *>().size();
		QTest::keyClick(menu, Qt::Key_Delete);
		QTest::keyClick(menu, Qt::Key_Down, Qt::AltModifier);
		follow();
		QCOMPARE(dock_->findChildren<QDialog *>().size(), windows);
		QCOMPARE(order(), (QStringList{"a", "b"}));
	}

	void rules_are_moved_by_keys()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c")});
		row("a")->setFocus();
		QTest::keyClick(row("a"), Qt::Key_Down, Qt::AltModifier);
		follow();
		QCOMPARE(order(), (QStringList{"b", "a", "c"}));
		QVERIFY(row("a")->hasFocus());
		QTest::keyClick(row("a"), Qt::Key_Down, Qt::AltModifier);
		follow();
		QTest::keyClick(row("a"), Qt::Key_Down, Qt::AltModifier); /* it is the last */
		follow();
		QCOMPARE(order(), (QStringList{"b", "c", "a"}));
		QTest::keyClick(row("a"), Qt::Key_Up, Qt::AltModifier);
		follow();
		QCOMPARE(order(), (QStringList{"b", "a", "c"}));
		frontend_->undoStack.last().undo(frontend_->undoStack.last().undoData);
		follow();
		QCOMPARE(order(), (QStringList{"b", "c", "a"}));
	}

	void rules_are_moved_by_the_mouse()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c")});
		dragBelow("a", "c");
		follow();
		QCOMPARE(order(), (QStringList{"b", "c", "a"}));
		/* For a screen reader too. */
		const QList<RuleRow *> told = dock_->findChildren<RuleRow *>();
		QCOMPARE(told, (QList<RuleRow *>{row("b"), row("c"), row("a")}));
	}

	void several_are_dragged_together()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c")});
		click("a");
		click("b", Qt::ControlModifier);
		dragBelow("a", "c");
		follow();
		QCOMPARE(order(), (QStringList{"c", "a", "b"}));
		click("a"); /* no drag: it alone */
		script_->engine.posted.clear();
		choose("Rules.SwitchOff");
		QCOMPARE(enabled(false), QStringList{"a"});
	}

	void a_group_stands_together_folds_and_is_switched_as_one()
	{
		give({hotkeyRule("a", "Evening"), hotkeyRule("b"), hotkeyRule("c", "Evening")});
		QCOMPARE(order(), (QStringList{"[Evening]", "a", "c", "b"}));
		head()->findChild<QAbstractButton *>("fold")->click();
		QCOMPARE(order(), (QStringList{"[Evening]", "b"}));
		head()->findChild<QCheckBox *>("groupEnabled")->click();
		QCOMPARE(enabled(false), (QStringList{"a", "c"}));
		for (engine_rule &rule : script_->engine.rules) {
			rule.is_enabled = QString{rule.id} != "a";
		}
		look();
		QCOMPARE(head()->findChild<QCheckBox *>("groupEnabled")->checkState(), Qt::PartiallyChecked);
		head()->findChild<QCheckBox *>("groupEnabled")->click();
		QCOMPARE(enabled(true), QStringList{"a"});
		head()->findChild<QAbstractButton *>("fold")->click();
		QCOMPARE(order(), (QStringList{"[Evening]", "a", "c", "b"}));
	}

	void a_search_counts_what_it_shows_of_a_group()
	{
		QJsonArray rules;
		for (const char *id : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
			rules += hotkeyRule(id, "Evening");
		}
		rules[0] = renamed(rules[0].toObject(), "Boost");
		rules[1] = renamed(rules[1].toObject(), "Boost more");
		give(rules);
		const auto has = [this](const QString &words) {
			return shownText(*head()).split('\n').contains(words);
		};
		QVERIFY2(has("8"), qPrintable(shownText(*head())));
		auto *search = dock_->findChild<QLineEdit *>("searchRules");
		search->setText("boost");
		QVERIFY2(has(text("Rules.Group.Shown", 2, 8)), qPrintable(shownText(*head())));
		script_->engine.rules[5].is_active = true;
		look(); /* it is not shown, and does not change what is */
		QVERIFY2(has(text("Rules.Group.Shown", 2, 8)), qPrintable(shownText(*head())));
		search->setText("evening"); /* all are found by the name of the group */
		QVERIFY2(has(text("Rules.Group.Running", 1, 8)), qPrintable(shownText(*head())));
		search->clear();
		QVERIFY2(has(text("Rules.Group.Running", 1, 8)), qPrintable(shownText(*head())));
	}

	/* In a dock of 240 pixels there is no room for all of it. */
	void what_a_rule_says_of_its_end_is_cut_after_a_word_and_is_whole_in_the_tooltip()
	{
		give({hotkeyRule("a"), hotkeyRule("b"), hotkeyRule("c")});
		script_->keys["lovense-for-obs.rule.b"] = "Ctrl + Shift + F12";
		dock_->findChild<RuleList *>()->readOccasional();
		dock_->resize(240, 700);
		script_->engine.rules[0].longest_ms = 30000;
		script_->engine.rules[1].longest_ms = 30000;
		look();
		const QString whole = text("Rules.EndedLongest", durationText(30000));
		for (const char *id : {"a", "b"}) {
			auto *label = row(id)->findChild<QLabel *>("line");
			QString shown = label->text();
			const QRect needed = label->fontMetrics().boundingRect(QRect{0, 0, label->width(), 1000},
									       Qt::TextWordWrap, shown);
			QVERIFY2(needed.height() <= label->height() && needed.width() <= label->width(),
				 qPrintable(shown));
			QVERIFY2(label->toolTip().startsWith(whole), qPrintable(label->toolTip()));
			if (shown != label->toolTip()) {
				QVERIFY2(shown.endsWith(QChar{0x2026}), qPrintable(shown));
				shown.chop(1);
				QVERIFY2(label->toolTip().startsWith(shown), qPrintable(shown));
				QVERIFY2(label->height() < 2 * label->fontMetrics().lineSpacing() ||
						 !label->toolTip()[shown.size()].isLetterOrNumber(),
					 qPrintable(shown));
			}
		}
	}

	void arrows_come_to_the_heads_of_groups_too()
	{
		give({hotkeyRule("a"), hotkeyRule("b", "Evening"), hotkeyRule("c", "Evening"), hotkeyRule("d")});
		auto *fold = head()->findChild<QWidget *>("fold");
		row("a")->setFocus();
		QTest::keyClick(row("a"), Qt::Key_Down);
		QVERIFY(fold->hasFocus());
		QTest::keyClick(fold, Qt::Key_Down);
		QVERIFY(row("b")->hasFocus());
		QTest::keyClick(row("b"), Qt::Key_Up);
		QVERIFY(fold->hasFocus());
		QTest::keyClick(fold, Qt::Key_Left); /* folded: past its rules */
		QTest::keyClick(fold, Qt::Key_Down);
		QVERIFY(row("d")->hasFocus());
		QTest::keyClick(row("d"), Qt::Key_Down);
		QVERIFY(row("d")->hasFocus());
		QTest::keyClick(row("d"), Qt::Key_Up);
		QVERIFY(fold->hasFocus());
		QTest::keyClick(fold, Qt::Key_Up);
		QVERIFY(row("a")->hasFocus());
		QTest::keyClick(row("a"), Qt::Key_Delete);
		QVERIFY(dock_->findChild<QMessageBox *>()->text().contains(script_->engine.rules[0].name));
	}

	void a_group_moves_as_one_and_stays_folded()
	{
		give({hotkeyRule("a"), hotkeyRule("b", "Evening"), hotkeyRule("c", "Evening"), hotkeyRule("d", "Late"),
		      hotkeyRule("e", "Late")});
		auto *fold = head()->findChild<QAbstractButton *>("fold");
		const QString group = head()->group();
		QTest::keyClick(fold, group == "Evening" ? Qt::Key_Up : Qt::Key_Down, Qt::AltModifier);
		follow();
		QCOMPARE(order(), group == "Evening" ? (QStringList{"[Evening]", "b", "c", "a", "[Late]", "d", "e"})
						     : (QStringList{"a", "[Evening]", "b", "c", "[Late]", "d", "e"}));
		for (auto *each : dock_->findChildren<GroupRow *>()) {
			if (each->group() == "Late") {
				QTest::keyClick(each->findChild<QWidget *>("fold"), Qt::Key_Left);
				QTest::keyClick(each->findChild<QWidget *>("fold"), Qt::Key_Up, Qt::AltModifier);
				QTest::keyClick(each->findChild<QWidget *>("fold"), Qt::Key_F2);
			}
		}
		follow();
		QVERIFY(order().contains("[Late]") && !order().contains("d"));
		QCOMPARE(dock_->view()->foldedGroups(), QStringList{"Late"});
		auto *dialog = dock_->findChild<QInputDialog *>();
		dialog->setTextValue(" Early  hours ");
		dialog->accept();
		follow();
		QCOMPARE(ruleGroup(RuleBook{bridge_}.rule("d")), QString{"Early hours"});
	}

	void a_rule_goes_into_a_group_and_out_of_it()
	{
		give({hotkeyRule("a", "Evening"), hotkeyRule("b")});
		click("b");
		auto *groups = dock_->findChild<QMenu *>("groupMenu");
		emit groups->aboutToShow();
		QCOMPARE(groups->actions().first()->text(), QString{"Evening"});
		groups->actions().first()->trigger();
		follow();
		QCOMPARE(ruleGroup(RuleBook{bridge_}.rule("b")), QString{"Evening"});
		emit groups->aboutToShow();
		groups->actions().last()->trigger();
		follow();
		QCOMPARE(ruleGroup(RuleBook{bridge_}.rule("b")), QString{});
		/* By keys: up, past the last of the group. */
		row("b")->setFocus();
		QTest::keyClick(row("b"), Qt::Key_Up, Qt::AltModifier);
		follow();
		QCOMPARE(ruleGroup(RuleBook{bridge_}.rule("b")), QString{"Evening"});
	}

	void forty_rules_are_searched()
	{
		QJsonArray rules;
		for (int i = 0; i < 40; i++) {
			rules += hotkeyRule(QString::number(i), i == 7 ? "Evening" : "");
		}
		rules += json(
			R"({"id": "hot", "name": "Boost", "when": {"type": "scene", "ref": {"name": "Hot cam"}}, "do": {"kind": "stop"}})");
		give(rules);
		auto *search = dock_->findChild<QLineEdit *>("searchRules");
		QVERIFY(search->isVisible());
		search->setText("hot cam");
		QCOMPARE(order(), QStringList{"hot"});
		search->setText("evening");
		QCOMPARE(order(), (QStringList{"[Evening]", "7"}));
		search->setText("");
		QCOMPARE(int(order().size()), 42);
	}

	void a_new_rule_is_selected_and_in_sight()
	{
		QJsonArray rules;
		for (int i = 0; i < 40; i++) {
			rules += hotkeyRule(QString::number(i));
		}
		give(rules);
		rules += hotkeyRule("new");
		give(rules);
		QTRY_VERIFY(!row("new")->visibleRegion().isEmpty());
		script_->engine.posted.clear();
		choose("Rules.SwitchOff");
		QCOMPARE(enabled(false), QStringList{"new"});
	}

	void a_rule_that_was_added_has_the_focus_when_its_editor_closes_data()
	{
		QTest::addColumn<bool>("isByKeys");
		QTest::newRow("mouse") << false;
		QTest::newRow("keys") << true;
	}
	void a_rule_that_was_added_has_the_focus_when_its_editor_closes()
	{
		QFETCH(bool, isByKeys);
		QJsonArray rules;
		for (int i = 0; i < 40; i++) {
			rules += hotkeyRule(QString::number(i));
		}
		give(rules);
		auto *add = dock_->findChild<QToolButton *>("addRule");
		add->setFocus();
		add->menu()->actions().first()->trigger();
		auto *editor = dock_->findChild<RuleEditor *>();
		QVERIFY(editor);
		const QString id = editor->ruleId();
		auto *save = editor->findChild<QPushButton *>("save");
		if (isByKeys) {
			QTest::keyClick(save, Qt::Key_Space);
		} else {
			QTest::mouseClick(save, Qt::LeftButton);
		}
		QVERIFY(!editor->isVisible());
		follow();
		QTRY_VERIFY(!row(id)->visibleRegion().isEmpty());
		QCOMPARE(dock_->focusWidget(), row(id));
		script_->engine.posted.clear();
		choose("Rules.SwitchOff");
		QCOMPARE(enabled(false), QStringList{id});
	}

	void a_copy_from_the_menu_has_the_focus()
	{
		give({hotkeyRule("a"), hotkeyRule("b")});
		row("a")->setFocus();
		choose("Rules.Duplicate");
		follow();
		QCOMPARE(int(order().size()), 3);
		QCOMPARE(order()[0] + order()[2], QString{"ab"}); /* behind its rule */
		QCOMPARE(dock_->focusWidget(), row(order()[1]));
		choose("Rules.Duplicate");
		QStringList names;
		for (const QJsonValue &rule : RuleBook{bridge_}.rules()) {
			names += rule.toObject()["name"].toString();
		}
		QVERIFY(names.contains(text("Rules.CopyOf", "Rule a", 2)));
		QVERIFY2(names.contains(text("Rules.CopyOf", "Rule a", 3)), qPrintable(names.join('|')));
	}

	/* The field went from under the keys, which landed in another section. */
	void the_search_stays_while_it_has_the_keys()
	{
		QJsonArray rules;
		for (int i = 0; i < 8; i++) {
			rules += hotkeyRule(QString::number(i));
		}
		give(rules);
		auto *search = dock_->findChild<QLineEdit *>("searchRules");
		search->setText("rule 7");
		click("7");
		row("7")->setFocus();
		rules.removeLast();
		give(rules);
		QCOMPARE(dock_->focusWidget(), search);
		QTest::keyClick(search, Qt::Key_Escape);
		QVERIFY(search->isVisible() && search->hasFocus());
		QTest::keyClick(search, Qt::Key_Down);
		QTRY_VERIFY(!search->isVisible());
		QVERIFY(row("0")->hasFocus());
	}

	void a_group_that_a_search_opens_looks_open()
	{
		QJsonArray rules{hotkeyRule("x", "Late")};
		for (int i = 0; i < 8; i++) {
			rules += hotkeyRule(QString::number(i));
		}
		give(rules);
		QTest::keyClick(head()->findChild<QWidget *>("fold"), Qt::Key_Left);
		const auto arrow = [this] { return head()->findChild<QToolButton *>("fold")->arrowType(); };
		const Qt::ArrowType folded = arrow();
		dock_->findChild<QLineEdit *>("searchRules")->setText("rule x");
		QVERIFY(row("x")->isVisible());
		QVERIFY(arrow() != folded);
		dock_->findChild<QLineEdit *>("searchRules")->setText("");
		QCOMPARE(arrow(), folded);
	}

	/* They left it, and it was gone without a word. */
	void all_rules_of_a_group_take_it_with_them()
	{
		give({hotkeyRule("a"), hotkeyRule("b", "Late"), hotkeyRule("c", "Late")});
		click("b");
		click("c", Qt::ControlModifier);
		QTest::keyClick(row("c"), Qt::Key_Up, Qt::AltModifier);
		follow();
		QCOMPARE(order(), (QStringList{"[Late]", "b", "c", "a"}));
	}

	void keys_lead_from_the_search_to_what_it_found_and_end_it()
	{
		QJsonArray rules;
		for (const char *id : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
			rules += renamed(hotkeyRule(id), id);
		}
		give(rules);
		auto *search = dock_->findChild<QLineEdit *>("searchRules");
		search->setFocus();
		search->setText("nowhere");
		QTest::keyClick(search, Qt::Key_Down);
		QCOMPARE(dock_->focusWidget(), search);
		QTest::keyClick(search, Qt::Key_Escape);
		QVERIFY(search->text().isEmpty());
		QCOMPARE(int(order().size()), 8);
		QKeyEvent again{QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier};
		QCoreApplication::sendEvent(search, &again);
		QVERIFY(!again.isAccepted()); /* the window's */
		search->setText("c");
		QTest::keyClick(search, Qt::Key_Down);
		QCOMPARE(dock_->focusWidget(), row(order()[0]));
	}

	void a_copy_that_was_saved_has_the_focus_too()
	{
		give({hotkeyRule("a"), hotkeyRule("b")});
		row("a")->setFocus();
		choose("Rules.Edit");
		auto *editor = dock_->findChild<RuleEditor *>();
		editor->findChild<QPushButton *>("duplicate")->click();
		RuleEditor *copy = nullptr;
		for (auto *each : dock_->findChildren<RuleEditor *>()) {
			copy = each == editor ? copy : each;
		}
		QVERIFY(copy);
		const QString id = copy->ruleId();
		copy->findChild<QPushButton *>("save")->click();
		follow();
		QCOMPARE(dock_->focusWidget(), row(id));
	}

	void forty_rules_fold_and_activity_is_at_hand()
	{
		QJsonArray rules;
		for (int i = 0; i < 40; i++) {
			rules += hotkeyRule(QString::number(i), i > 30 ? "Late" : "");
		}
		give(rules);
		auto *heading = dock_->findChild<QAbstractButton *>("rulesHeading");
		auto *activity = dock_->findChild<ActivityList *>();
		QVERIFY(activity->mapTo(dock_.get(), QPoint{}).y() > 1000);
		script_->engine.rules[2].is_active = true;
		heading->click();
		look();
		QVERIFY(order().isEmpty() && dock_->view()->areRulesFolded());
		QVERIFY(heading->accessibleName().contains("40"));
		QTRY_VERIFY(activity->mapTo(dock_.get(), QPoint{}).y() < 500);
		QCOMPARE(dock_->findChild<QLabel *>("rulesRunning")->text(),
			 text("Rules.Row.Trigger", text("Rules.Running"), "Rule 2"));
		QVERIFY(!dock_->findChild<QLineEdit *>("searchRules")->isVisible());
		const DockWidget again{bridge_, nullptr, dock_->view()};
		QVERIFY(!again.findChild<QAbstractButton *>("rulesHeading")->isChecked());
		heading->click();
		look();
		QCOMPARE(int(order().size()), 41);
		QVERIFY(!dock_->findChild<QLabel *>("rulesRunning")->isVisible());
	}

	void a_new_rule_unfolds_them()
	{
		QJsonArray rules{hotkeyRule("a"), hotkeyRule("b")};
		give(rules);
		dock_->view()->setRulesFolded(true);
		look();
		QVERIFY(order().isEmpty());
		rules += hotkeyRule("new");
		give(rules);
		QVERIFY(!dock_->view()->areRulesFolded());
		QVERIFY(row("new")->isVisible());
	}

	void rules_of_another_collection_are_not_selected()
	{
		give({hotkeyRule("a"), hotkeyRule("b")});
		give({hotkeyRule("c"), hotkeyRule("d")});
		choose("Rules.SwitchOff");
		QVERIFY(enabled(false).isEmpty());
	}

	void all_fits_into_240_pixels_data()
	{
		QTest::addColumn<int>("percent");
		QTest::newRow("usual") << 100;
		QTest::newRow("large") << 150;
	}
	void all_fits_into_240_pixels()
	{
		QFETCH(int, percent);
		QFont font = QApplication::font();
		font.setPointSize(10 * percent / 100);
		QApplication::setFont(font);
		dock_->resize(240 * percent / 100, 900);
		script_->keys["lovense-for-obs.rule.a"] = "Ctrl + Shift + F11";
		give({hotkeyRule("a", "A group with a long name"), hotkeyRule("b"), hotkeyRule("c")});
		record("a", HAPTICS_FIRED);
		script_->engine.rules[0].is_active = true;
		look();
		dock_->resize(240 * percent / 100, 900);
		QCoreApplication::processEvents();
		QVERIFY2(dock_->findChild<RuleList *>()->minimumSizeHint().width() <= 2 * percent,
			 qPrintable(QString::number(dock_->findChild<RuleList *>()->minimumSizeHint().width())));
		const QStringList problems = clippedTexts(*dock_) + namelessWidgets(*dock_) + strayTabSteps(*dock_);
		dock_->grab().save(QStringLiteral(SCREENSHOT_DIR "/rule-list-240-%1.png").arg(percent));
		font.setPointSize(10);
		QApplication::setFont(font);
		QVERIFY2(problems.isEmpty(), qPrintable(problems.join("\n")));
	}
};

QTEST_MAIN(TestRuleList)
#include "test_rule_list.moc"
