// SPDX-License-Identifier: GPL-2.0-or-later
/* The list of what happened: newest on top, with the toys, folded, filtered, copied. */
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QToolButton>
#include <QtTest>

#include "dock/activity/activity_list.hpp"
#include "dock/inspect.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/text.hpp"

class TestActivity : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	std::unique_ptr<ActivityList> list_;
	quint64 serial_{0};
	bool isDiscreet_{false};
	QDateTime now_;

	haptics_record &happen(haptics_outcome outcome, const char *rule = "")
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		haptics_record &record = snapshot.records[0];

		snapshot.record_count = 1;
		record = {};
		record.serial = ++serial_;
		record.outcome = outcome;
		record.time_ms = script_->engine.now_ms - 4000;
		qstrncpy(record.rule_name, rule, sizeof(record.rule_name));
		qstrncpy(record.rule_id, rule, sizeof(record.rule_id));
		return record;
	}
	void look()
	{
		list_->addRecords(script_->engine.snapshot, script_->engine.now_ms, now_, isDiscreet_);
	}
	void note(haptics_outcome outcome, const char *rule = "")
	{
		happen(outcome, rule);
		look();
	}

      private slots:
	void init()
	{
		script_ = std::make_unique<Script>();
		list_ = std::make_unique<ActivityList>(nullptr);
		list_->show();
		now_ = QDateTime{QDate{2026, 3, 7}, QTime{21, 4, 15}};
		serial_ = 0;
		isDiscreet_ = false;
	}
	void cleanup()
	{
		list_.reset();
		script_.reset();
	}

	void it_says_so_while_nothing_has_happened()
	{
		QVERIFY(shownText(*list_).contains(text("Activity.None")));
		note(HAPTICS_ARMED);
		QVERIFY(!shownText(*list_).contains(text("Activity.None")));
	}

	/* What was skipped has run: it is no refusal. */
	void what_was_skipped_ended_early()
	{
		note(HAPTICS_IGNORED_SKIPPED, "Boost");
		QVERIFY(list_->lines()[0].contains(text("Activity.Ignored.Skipped")));
		list_->setFilter(ActivityList::Filter::DidNothing);
		QCOMPARE(list_->lines(), QStringList{});
		QVERIFY(shownText(*list_).contains(text("Activity.Title.DidNothing")));
		list_->setFilter(ActivityList::Filter::EndedEarly);
		QCOMPARE(int(list_->lines().size()), 1);
		QVERIFY(shownText(*list_).contains(text("Activity.Title.EndedEarly")));
	}

	/* As if the first stop had stood till the second ended. */
	void a_stop_and_what_lifts_it_stand_in_their_order()
	{
		for (int i = 0; i < 2; i++) {
			note(HAPTICS_PANIC);
			note(HAPTICS_RESUMED);
		}
		QCOMPARE(int(list_->lines().size()), 4);
		note(HAPTICS_RESUMED);
		QCOMPARE(int(list_->lines().size()), 4);
	}

	/* Each new line was read aloud into what was typed elsewhere. */
	void no_line_is_the_current_one_once_the_keys_have_gone()
	{
		QWidget window;
		QLineEdit elsewhere{&window};
		list_->setParent(&window);
		list_->show();
		window.show();
		window.activateWindow();
		QTRY_COMPARE(QApplication::activeWindow(), &window);
		note(HAPTICS_ENDED, "A");
		note(HAPTICS_ENDED, "B");
		auto *view = list_->findChild<QListWidget *>();
		view->setFocus();
		QVERIFY(view->currentItem());
		elsewhere.setFocus();
		QVERIFY(!view->currentItem());
		note(HAPTICS_ENDED, "A"); /* folded: it goes to the top */
		QVERIFY(!view->currentItem());
		QVERIFY(list_->lines()[0].contains("A"));
		list_->setParent(nullptr);
	}

	void toys_that_were_sent_different_levels_are_told_as_a_range()
	{
		haptics_record &record = happen(HAPTICS_CAPPED, "Boost");
		record.wanted = 0.18;
		record.sent = 0.15;
		record.least = 0.1;
		look();
		const QString range = text("Rule.FromTo", percentText(0.1), percentText(0.15));
		const QString words = text("Activity.SentLess", range, percentText(0.18));
		QVERIFY2(list_->lines()[0].contains(words), qPrintable(list_->lines()[0]));
		haptics_record &other = happen(HAPTICS_FIRED, "Other"); /* one of them got all */
		other.wanted = other.sent = 0.15;
		other.least = 0.1;
		other.is_limited = true;
		look();
		QVERIFY2(list_->lines()[0].contains(text("Activity.SentLess", range, percentText(0.15))),
			 qPrintable(list_->lines()[0]));
	}

	void a_tip_that_no_rule_took_is_told_as_a_tip()
	{
		happen(HAPTICS_IGNORED_NO_RULE).amount = 5;
		look();
		const QString reason = text("Activity.Ignored.NoRule");
		QVERIFY(list_->lines()[0].contains(text("Activity.Line", text("Activity.Tip", "5"), reason)));
		happen(HAPTICS_IGNORED_NO_RULE).amount = 7.5;
		look();
		QCOMPARE(list_->lines().size(), 2);
		QVERIFY(list_->lines()[0].contains(text("Activity.Tip", amountText(7.5))));
		note(HAPTICS_IGNORED_NO_TOY);
		QVERIFY(list_->lines()[0].contains(text("Activity.ByHand")));
	}

	void the_newest_is_on_top_with_its_time_and_why_nothing_happened()
	{
		note(HAPTICS_ARMED);
		note(HAPTICS_IGNORED_DISARMED, "Boost");
		QCOMPARE(list_->lines().size(), 2);
		QVERIFY(list_->lines()[0].startsWith("21:04:11"));
		QVERIFY(list_->lines()[0].contains(text("Activity.Line", "Boost", text("Activity.Ignored.Disarmed"))));
		QVERIFY(list_->lines()[1].contains(text("Activity.Armed")));
	}

	/* The end of a line is why nothing happened; a theme that pads the lines cut it off. */
	void a_line_has_room_for_all_its_words_at_each_width()
	{
		constexpr int PADDING = 9;
		note(HAPTICS_IGNORED_DISARMED, "Hold a key: 50 %");
		auto *view = list_->findChild<QListWidget *>();
		view->setStyleSheet(QStringLiteral("QListWidget::item { padding: 4px %1px; }").arg(PADDING));
		const int margin = view->style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, view) + 1;
		for (int width = 160; width < 460; width += 3) {
			list_->resize(width, 300);
			QCoreApplication::processEvents();
			const QListWidgetItem *line = view->item(0);
			const int room = view->viewport()->width() - 2 * (PADDING + margin);
			const int needed = view->fontMetrics()
						   .boundingRect({0, 0, room, 1000}, Qt::TextWordWrap, line->text())
						   .height();
			QVERIFY2(view->visualItemRect(line).height() >= needed, qPrintable(QString::number(width)));
		}
	}

	void toys_are_named_at_the_start_and_at_the_end_of_a_run()
	{
		engine_run run{};
		script_->engine.addToy("Lush 3", 1);
		script_->engine.addToy("Nora", 1);
		run.run = 7;
		run.toys = 2;
		script_->engine.snapshot.runs = &run;
		script_->engine.snapshot.run_count = 1;
		happen(HAPTICS_FIRED, "Boost").run = 7;
		look();
		QVERIFY(list_->lines()[0].contains("Nora") && !list_->lines()[0].contains("Lush"));
		script_->engine.snapshot.run_count = 0;
		happen(HAPTICS_ENDED, "Boost").run = 7;
		look();
		QVERIFY(list_->lines()[0].contains("Nora"));
		isDiscreet_ = true;
		look();
		QVERIFY(!list_->lines().join(' ').contains("Nora"));
		QVERIFY(list_->lines()[0].contains(text("Toy.Discreet", 2)));
	}

	/* As a rule for sound does while the dock is disarmed, among others. */
	void what_comes_again_and_again_is_one_line()
	{
		for (int i = 0; i < 12; i++) {
			note(HAPTICS_IGNORED_DISARMED, "Follow");
			note(HAPTICS_IGNORED_DISARMED, "Other");
		}
		QCOMPARE(list_->lines().size(), 2);
		QVERIFY(list_->lines()[0].contains("Other") && list_->lines()[1].contains("Follow"));
		QVERIFY(list_->lines()[1].contains("12"));
		note(HAPTICS_ARMED);
		note(HAPTICS_IGNORED_DISARMED, "Follow");
		QVERIFY(list_->lines()[0].contains("Follow") && list_->lines()[0].contains("13"));
	}

	/* As a rule that follows speech does. */
	void what_starts_and_ends_in_turn_is_two_lines()
	{
		for (int i = 0; i < 5; i++) {
			note(HAPTICS_FIRED, "Follow");
			note(HAPTICS_ENDED, "Follow");
			now_ = now_.addSecs(4);
		}
		QCOMPARE(list_->lines().size(), 2);
		QVERIFY(list_->lines()[0].contains(text("Activity.Ended")) && list_->lines()[1].contains("5"));
	}

	void starts_with_something_and_some_time_between_are_told_one_by_one()
	{
		note(HAPTICS_FIRED, "Boost");
		note(HAPTICS_ENDED, "Boost");
		now_ = now_.addSecs(60);
		note(HAPTICS_FIRED, "Boost");
		QCOMPARE(list_->lines().size(), 3);
	}

	void new_settings_are_told_only_where_they_stopped_something()
	{
		happen(HAPTICS_HALTED).cause = HAPTICS_HALT_SETTINGS;
		look();
		QVERIFY(list_->lines().isEmpty());
		note(HAPTICS_FIRED, "Boost");
		happen(HAPTICS_HALTED).cause = HAPTICS_HALT_SETTINGS;
		look();
		QVERIFY(list_->lines()[0].contains(text("Activity.Halted.Settings")));
		happen(HAPTICS_HALTED).cause = HAPTICS_HALT_STREAM_END;
		look();
		QVERIFY(list_->lines()[0].contains(text("Activity.Halted.StreamEnd")));
	}

	void its_menu_chooses_and_copies()
	{
		note(HAPTICS_FIRED, "Sent");
		note(HAPTICS_IGNORED_COOLDOWN, "Waits");
		note(HAPTICS_STOPPED, "Cut");
		const auto entries = list_->findChild<QToolButton *>(QStringLiteral("activityMenu"))->menu()->actions();
		QCOMPARE(entries[0]->text(), text("Activity.Filter.All"));
		entries[1]->trigger();
		QCOMPARE(list_->lines().size(), 1);
		QVERIFY(list_->lines()[0].contains("Waits"));
		entries[2]->trigger();
		QCOMPARE(list_->lines().size(), 1);
		QVERIFY(list_->lines()[0].contains("Cut"));
		note(HAPTICS_FIRED, "Later");
		QCOMPARE(list_->lines().size(), 1);
		entries.last()->trigger();
		QVERIFY(QGuiApplication::clipboard()->text().contains("Cut"));
		QVERIFY(!QGuiApplication::clipboard()->text().contains("Waits"));
		entries[0]->trigger();
		QCOMPARE(list_->lines().size(), 4);
		QVERIFY(list_->lines()[0].contains("Later"));
	}

	void it_keeps_as_much_as_the_journal()
	{
		for (int i = 0; i < HAPTICS_JOURNAL_SIZE + 64; i++) {
			note(HAPTICS_FIRED, qPrintable(QStringLiteral("rule %1").arg(i)));
		}
		QCOMPARE(list_->lines().size(), int(HAPTICS_JOURNAL_SIZE));
		QVERIFY(list_->lines()[0].contains(QString::number(HAPTICS_JOURNAL_SIZE + 63)));
	}

	void it_takes_the_room_that_there_is()
	{
		note(HAPTICS_ARMED);
		list_->resize(320, 600);
		QCoreApplication::processEvents();
		QVERIFY(list_->findChild<QListWidget *>()->height() > 500);
	}
};

QTEST_MAIN(TestActivity)
#include "test_activity.moc"
