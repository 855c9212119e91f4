// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/test_button.hpp"

#include <utility>

#include <QJsonArray>
#include <QJsonObject>
#include <QStyle>
#include <QStyleOptionButton>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int TEST_MS = 3000;
constexpr int LONGEST_TEST_MS = 30000;
constexpr int DUE_MS = 1000; /* in which the engine begins, with time to spare */

/* A pattern is felt once as a whole. */
int testLength_ms(const QJsonObject &action)
{
	const int steps = int(action.value(QStringLiteral("steps")).toArray().size());

	return qBound(TEST_MS, steps * action.value(QStringLiteral("step_ms")).toInt(), LONGEST_TEST_MS);
}

QString wordsWhile(qint64 left_ms)
{
	return text("Rule.StopTest.Left", durationText(left_ms));
}

} // namespace

TestButton::TestButton(BridgePtr bridge, QWidget *parent)
    : QPushButton{parent},
      bridge_{std::move(bridge)}
{
	setAutoDefault(false);
	showWords(0);
	connect(this, &QPushButton::clicked, this, [this] {
		if (run_ != 0) {
			end();
		} else {
			emit asked();
		}
	});
}

TestButton::~TestButton()
{
	end();
}

/* What stops is done at once, and leaves nothing to end. */
void TestButton::begin(const haptics_rules *rules, const QJsonObject &action)
{
	const int length_ms = testLength_ms(action);
	const uint32_t run = bridge_->testRule(rules, length_ms);

	if (action.value(QStringLiteral("kind")) == QLatin1String{"stop"} || run == 0) {
		return;
	}
	run_ = run;
	isRunning_ = false;
	due_ms_ = bridge_->nowMs() + DUE_MS;
	showWords(length_ms);
}

void TestButton::end()
{
	if (const uint32_t run = std::exchange(run_, 0)) {
		bridge_->endTest(run);
		showWords(0);
	}
}

void TestButton::hideEvent(QHideEvent *event)
{
	end();
	QPushButton::hideEvent(event);
}

void TestButton::refresh(const engine_snapshot &snapshot, const QString &whyNot)
{
	if (run_ != 0) {
		follow(snapshot);
	}
	setEnabled(run_ != 0 || whyNot.isEmpty());
	setTip(this, run_ != 0 ? QString{} : whyNot);
}

void TestButton::follow(const engine_snapshot &snapshot)
{
	const engine_run *run = engine_find_run(&snapshot, run_);

	isRunning_ = isRunning_ || run;
	if (run) {
		showWords(run->ends_ms - bridge_->nowMs());
	} else if (isRunning_ || bridge_->nowMs() >= due_ms_) {
		run_ = 0;
		showWords(0);
	}
}

/* A screen reader is told that it stops, not each second. */
void TestButton::showWords(qint64 left_ms)
{
	const QString words = run_ != 0 ? wordsWhile(left_ms) : ::text("Rule.Test");

	if (words != QPushButton::text()) {
		setText(words);
		setAccessibleName(::text(run_ != 0 ? "Rule.StopTest" : "Rule.Test"));
	}
}

QSize TestButton::sizeHint() const
{
	QStyleOptionButton option;

	initStyleOption(&option);
	option.text = wordsWhile(LONGEST_TEST_MS);
	const QSize words = fontMetrics().size(Qt::TextShowMnemonic, option.text);
	return style()
		->sizeFromContents(QStyle::CT_PushButton, &option, words, this)
		.expandedTo(QPushButton::sizeHint());
}

QSize TestButton::minimumSizeHint() const
{
	return sizeHint();
}
