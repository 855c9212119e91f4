// SPDX-License-Identifier: GPL-2.0-or-later
/* The steps of a pattern: drawn with the mouse or keys, typed, told to a screen reader, tried. */
#include <QAccessible>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

#include "dock/editor/ready_script.hpp"
#include "dock/rule_editor/pattern/pattern_grid.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/intent.h"

class TestPattern : public QObject, private ReadyScript {
	Q_OBJECT

      private:
	std::unique_ptr<RuleEditor> editor_;
	PatternGrid *grid_{nullptr};

	void open(const QJsonArray &steps, int step_ms = 500)
	{
		QJsonObject rule = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
		rule["do"] = QJsonObject{{"kind", "pattern"}, {"steps", steps}, {"step_ms", step_ms}};
		editor_ = std::make_unique<RuleEditor>(bridge_, rule, false, nullptr);
		editor_->setAttribute(Qt::WA_DeleteOnClose, false);
		editor_->show();
		grid_ = editor_->findChild<PatternGrid *>();
	}
	QJsonArray steps() const
	{
		return editor_->draft()["do"].toObject()["steps"].toArray();
	}
	QLineEdit *typed() const
	{
		return editor_->findChild<QLineEdit *>("patternSteps");
	}
	QPoint at(int step, double level) const
	{
		return {int((step + 0.5) * grid_->width() / grid_->steps().size()),
			int((1 - level) * (grid_->height() - 1))};
	}
	QString toldName() const
	{
		return QAccessible::queryAccessibleInterface(grid_)->text(QAccessible::Name);
	}

      private slots:
	void init()
	{
		makeReady();
	}
	void cleanup()
	{
		editor_.reset();
		takeDown();
	}

	void what_nobody_touches_goes_back_as_it_came()
	{
		const QJsonArray fine{0.333, 0, 1, 0.005};
		open(fine);
		QCOMPARE(steps(), fine);
		QCOMPARE(grid_->steps(), (QVector<int>{33, 0, 100, 1}));
	}

	void the_mouse_draws()
	{
		open({0, 0, 0, 0});
		QTest::mouseClick(grid_, Qt::LeftButton, {}, at(1, 0.6));
		QCOMPARE(steps(), (QJsonArray{0.0, 0.6, 0.0, 0.0}));
		QTest::mousePress(grid_, Qt::LeftButton, {}, at(0, 0.3));
		QMouseEvent move{QEvent::MouseMove, at(3, 1.0),     grid_->mapToGlobal(at(3, 1.0)),
				 Qt::LeftButton,    Qt::LeftButton, Qt::NoModifier};
		QApplication::sendEvent(grid_, &move);
		QTest::mouseRelease(grid_, Qt::LeftButton, {}, at(3, 1.0));
		QCOMPARE(steps(), (QJsonArray{0.3, 1.0, 1.0, 1.0}));
		QCOMPARE(typed()->text(), QStringLiteral("30 100 100 100"));
		QTest::mouseClick(grid_, Qt::LeftButton, {}, at(2, 0));
		QCOMPARE(steps()[2], QJsonValue{0.0});
	}

	void the_mouse_over_it_without_a_button_draws_nothing()
	{
		open({0.5, 0.5});
		QTest::mouseMove(grid_, at(0, 1.0));
		QTest::mouseClick(grid_, Qt::RightButton, {}, at(0, 1.0));
		QCOMPARE(steps(), (QJsonArray{0.5, 0.5}));
	}

	void keys_draw()
	{
		open({0.5, 0.0});
		QTest::keyClick(grid_, Qt::Key_Up);
		QCOMPARE(steps()[0], QJsonValue{0.55});
		QTest::keyClick(grid_, Qt::Key_Right);
		QTest::keyClick(grid_, Qt::Key_PageUp);
		QCOMPARE(steps(), (QJsonArray{0.55, 0.2}));
		QTest::keyClick(grid_, Qt::Key_Insert);
		QCOMPARE(steps(), (QJsonArray{0.55, 0.2, 0.2}));
		QTest::keyClick(grid_, Qt::Key_Home);
		QTest::keyClick(grid_, Qt::Key_Delete);
		QCOMPARE(steps(), (QJsonArray{0.2, 0.2}));
		QTest::keyClick(grid_, Qt::Key_End);
		for (int i = 0; i < 30; i++) {
			QTest::keyClick(grid_, Qt::Key_Down);
		}
		QCOMPARE(steps(), (QJsonArray{0.2, 0.0}));
	}

	void it_has_one_step_at_least_and_no_more_than_the_core_takes()
	{
		open({0.5});
		QTest::keyClick(grid_, Qt::Key_Delete);
		QCOMPARE(steps().size(), 1);
		for (int i = 0; i < HAPTICS_PATTERN_MAX + 5; i++) {
			editor_->findChild<QToolButton *>("addStep")->click();
		}
		QCOMPARE(int(steps().size()), int(HAPTICS_PATTERN_MAX));
		QVERIFY(editor_->findChild<QPushButton *>("save")->isEnabled());
		editor_->findChild<QToolButton *>("removeStep")->click();
		QCOMPARE(int(steps().size()), int(HAPTICS_PATTERN_MAX) - 1);
	}

	/* From there nothing showed which step it would take, and the last one it did not take at all. */
	void the_button_that_removes_goes_out_at_the_last_step_and_hands_the_keys_on()
	{
		open({0.5, 0.5});
		auto *remove = editor_->findChild<QToolButton *>("removeStep");
		remove->setFocus();
		const QImage beside = grid_->grab().toImage();
		remove->click();
		QVERIFY(!remove->isEnabled());
		auto *add = editor_->findChild<QToolButton *>("addStep");
		QCOMPARE(editor_->focusWidget(), add);
		add->click();
		QVERIFY(remove->isEnabled());
		remove->setFocus();
		grid_->setFocus();
		QTest::keyClick(grid_, Qt::Key_Home);
		remove->setFocus();
		QVERIFY(grid_->grab().toImage() != beside || grid_->grab().isNull()); /* another step is marked */
	}

	void it_can_be_typed_and_the_grid_shows_it()
	{
		open({0.5});
		typed()->selectAll();
		QTest::keyClicks(typed(), "10 20  35");
		QCOMPARE(grid_->steps(), (QVector<int>{10, 20, 35}));
		QCOMPARE(steps(), (QJsonArray{0.1, 0.2, 0.35}));
		QTest::keyClicks(typed(), " x");
		QVERIFY(!editor_->findChild<QPushButton *>("save")->isEnabled());
		QTest::keyClick(typed(), Qt::Key_Backspace);
		typed()->selectAll();
		QTest::keyClick(typed(), Qt::Key_Delete);
		QVERIFY(!editor_->findChild<QPushButton *>("save")->isEnabled());
		QVERIFY(!grid_->steps().isEmpty());
	}

	void a_screen_reader_hears_the_step_and_its_level()
	{
		open({0.5, 0.25});
		QAccessibleInterface *told = QAccessible::queryAccessibleInterface(grid_);
		QCOMPARE(told->role(), QAccessible::Slider);
		QCOMPARE(toldName(), text("Rule.Pattern.Step", 1, 2));
		QCOMPARE(told->valueInterface()->currentValue().toInt(), 50);
		QTest::keyClick(grid_, Qt::Key_Right);
		QCOMPARE(toldName(), text("Rule.Pattern.Step", 2, 2));
		QCOMPARE(told->valueInterface()->currentValue().toInt(), 25);
		told->valueInterface()->setCurrentValue(80);
		QCOMPARE(steps(), (QJsonArray{0.5, 0.8}));
	}

	void its_curve_shows()
	{
		open({0.0, 1.0});
		const QImage picture = grid_->grab().toImage();
		const QPoint low = at(0, 0.5);
		const QPoint high = at(1, 0.5);
		QVERIFY(picture.pixelColor(low) != picture.pixelColor(high));
		QTest::mouseClick(grid_, Qt::LeftButton, {}, at(0, 1.0));
		QCOMPARE(grid_->grab().toImage().pixelColor(low), picture.pixelColor(high));
	}

	void a_pattern_is_tried_as_a_whole_without_being_saved()
	{
		const std::string saved = script_->rules.json;
		open(QJsonArray{0.1, 0.2, 0.3, 0.4, 0.5}, 1000);
		QTest::keyClick(grid_, Qt::Key_Up);
		editor_->findChild<QPushButton *>("test")->click();
		const QJsonObject tested = QJsonDocument::fromJson(script_->engine.tested.c_str()).object();
		QCOMPARE(tested["do"].toObject()["steps"].toArray(), (QJsonArray{0.15, 0.2, 0.3, 0.4, 0.5}));
		QCOMPARE(script_->engine.testedFor_ms, 5000);
		QCOMPARE(script_->rules.json, saved);
		open(QJsonArray{0.1, 0.2}, 10000);
		editor_->findChild<QPushButton *>("test")->click();
		QCOMPARE(script_->engine.testedFor_ms, 20000);
		open(QJsonArray{0.1, 0.2, 0.3, 0.4}, 10000);
		editor_->findChild<QPushButton *>("test")->click();
		QCOMPARE(script_->engine.testedFor_ms, 30000);
	}
};

QTEST_MAIN(TestPattern)
#include "test_pattern.moc"
