// SPDX-License-Identifier: GPL-2.0-or-later
/* Trying a rule from its editor: what runs is seen, and can be ended where it was begun. */
#include <QJsonObject>
#include <QPointer>
#include <QPushButton>
#include <QtTest>

#include "dock/editor/ready_script.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/text.hpp"

class TestTrial : public QObject, private ReadyScript {
	Q_OBJECT

      private:
	QPointer<RuleEditor> editor_;
	engine_run run_{};

	void open(const QJsonObject &rule)
	{
		editor_ = new RuleEditor{bridge_, rule, false, nullptr};
		editor_->show();
	}
	QPushButton *button()
	{
		return editor_->findChild<QPushButton *>("test");
	}
	/* The engine does what it was asked for, for so long. */
	void run(int left_ms)
	{
		engine_snapshot &snapshot = script_->engine.snapshot;

		run_.run = script_->engine.testRun;
		run_.ends_ms = script_->engine.now_ms + left_ms;
		snapshot.runs = &run_;
		snapshot.run_count = left_ms > 0 ? 1 : 0;
		script_->engine.publish();
	}
	bool hasEnded(uint32_t run)
	{
		for (const haptics_intent &intent : script_->engine.posted) {
			if (intent.kind == HAPTICS_INTENT_CANCEL_RUN && intent.run == run) {
				return true;
			}
		}
		return false;
	}
	static QString left(int left_ms)
	{
		return text("Rule.StopTest.Left", durationText(left_ms));
	}

      private slots:
	void init()
	{
		makeReady();
		run_ = {};
		open(makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {}));
	}
	void cleanup()
	{
		delete editor_;
		takeDown();
	}

	void the_button_tells_the_time_left_and_the_end()
	{
		const int width_px = button()->width();
		QCOMPARE(button()->text(), text("Rule.Test"));
		button()->click();
		QCOMPARE(button()->text(), left(3000));
		QCOMPARE(button()->accessibleName(), text("Rule.StopTest"));
		run(2000);
		QTRY_COMPARE(button()->text(), left(2000));
		script_->engine.now_ms += 1000;
		QTRY_COMPARE(button()->text(), left(1000));
		QCOMPARE(button()->width(), width_px);
		run(0);
		QTRY_COMPARE(button()->text(), text("Rule.Test"));
		QCOMPARE(button()->accessibleName(), text("Rule.Test"));
		QVERIFY(script_->engine.posted.empty());
	}

	void another_press_ends_it()
	{
		button()->click();
		run(2000);
		QTRY_COMPARE(button()->text(), left(2000));
		button()->click();
		QVERIFY(hasEnded(script_->engine.testRun));
		QCOMPARE(button()->text(), text("Rule.Test"));
	}

	/* Also while all is stopped or something else holds it back: ending is never refused. */
	void what_runs_can_be_ended_whatever_is_held_back()
	{
		button()->click();
		script_->engine.snapshot.is_armed = false;
		run(2000);
		QTRY_COMPARE(button()->text(), left(2000));
		QVERIFY(button()->isEnabled());
		run(0);
		QTRY_VERIFY(!button()->isEnabled());
	}

	void the_editor_ends_it_when_it_closes()
	{
		button()->click();
		run(2000);
		const uint32_t begun = script_->engine.testRun;
		QTest::keyClick(editor_, Qt::Key_Escape);
		QVERIFY(hasEnded(begun));
		QTRY_VERIFY(!editor_);
	}

	void an_editor_ends_nothing_that_another_began()
	{
		button()->click();
		run(2000);
		QTRY_COMPARE(button()->text(), left(2000));
		RuleEditor other{bridge_, makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {}), false, nullptr};
		other.setAttribute(Qt::WA_DeleteOnClose, false);
		other.show();
		other.findChild<QPushButton *>("test")->click(); /* the latest wins */
		run(3000);
		QTRY_COMPARE(button()->text(), text("Rule.Test"));
		editor_->close();
		QVERIFY(script_->engine.posted.empty());
	}

	/* Something came between the press and the engine. */
	void what_never_began_is_not_waited_for()
	{
		button()->click();
		run(0);
		QCoreApplication::processEvents();
		QCOMPARE(button()->text(), left(3000));
		script_->engine.now_ms += 1000;
		QTRY_COMPARE(button()->text(), text("Rule.Test"));
	}

	void a_stop_is_done_at_once()
	{
		auto *kind = editor_->findChild<ChoiceBox *>("kind");
		kind->select("stop");
		emit kind->chosen();
		button()->click();
		QCOMPARE(button()->text(), text("Rule.Test"));
	}

	void a_sound_is_measured_no_longer_than_that()
	{
		delete editor_;
		open(makeRuleFromTemplate(STARTER_FOLLOW_SOUND, {}, "Mic"));
		button()->click();
		QCOMPARE(script_->engine.measured, std::string{"Mic"});
		button()->click();
		QCOMPARE(script_->engine.measured, std::string{});
	}
};

QTEST_MAIN(TestTrial)
#include "test_trial.moc"
