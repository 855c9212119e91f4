// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/finish_page.hpp"

#include <utility>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QTimer>

#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"
#include "dock/rules/would_send.hpp"
#include "obs/choices.h"

namespace {

/* Higher ones are set in the dock, which asks first. */
constexpr int MAX_CEILING_PERCENT = 80;
/* The engine's test runs for two seconds. */
constexpr int TEST_OVER_MS = 2500;

} // namespace

FinishPage::FinishPage(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      ceiling_{new GuardedSlider{text("Dock.Ceiling"), this}},
      test_{named("test", new QPushButton{text("Finish.Test"), this})},
      felt_{makeWrappingLabel(this, Tone::Plain, text("Finish.DidYouFeelIt"))},
      no_{new QPushButton{text("Finish.No"), this}},
      help_{makeWrappingLabel(this, Tone::Plain, text("Finish.NotFelt"))},
      stopKey_{makeWrappingLabel(this)},
      problem_{makeWrappingLabel(this, Tone::Warning)},
      testOver_{new QTimer{this}}
{
	build();
	testOver_->setSingleShot(true);
	testOver_->setInterval(TEST_OVER_MS);
	connect(testOver_, &QTimer::timeout, this, &FinishPage::leave);
	connect(test_, &QPushButton::clicked, this, &FinishPage::test);
	connect(no_, &QPushButton::clicked, this, [this] { help_->show(); });
	connect(ceiling_, &GuardedSlider::percentChanged, this,
		[this](int percent) { bridge_->setCeiling(percent / 100.0); });
	connect(ceiling_, &GuardedSlider::percentSettled, this, [this](int percent) {
		bridge_->changeSettings(
			[percent](engine_settings &settings) { settings.master_ceiling = percent / 100.0; });
	});
}

void FinishPage::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *ceiling = new QHBoxLayout;
	auto *felt = new QHBoxLayout;
	auto *ceilingName = new QLabel{text("Dock.Ceiling"), this};
	auto *disarmed = makeWrappingLabel(this, Tone::Muted, text("Finish.Disarmed"));
	const bool isEmpty = RuleBook{bridge_}.rules().isEmpty();

	test_->setAutoDefault(false);
	no_->setAutoDefault(false);
	ceiling_->slider()->setMaximum(MAX_CEILING_PERCENT);
	setName(ceiling_->slider(), text("Dock.Ceiling"));
	ceilingName->setBuddy(ceiling_->slider());
	felt_->hide();
	no_->hide();
	help_->hide();
	problem_->hide();
	column->setSpacing(10);
	ceiling->addWidget(ceilingName);
	ceiling->addWidget(ceiling_, 1);
	felt->addWidget(felt_, 1);
	felt->addWidget(no_);
	column->addLayout(ceiling);
	column->addWidget(test_);
	column->addLayout(felt);
	column->addWidget(help_);
	column->addWidget(stopKey_);
	column->addWidget(makeHeading(text("Finish.Starters"), this));
	addStarter(STARTER_HOLD_KEY, isEmpty, true);
	addStarter(STARTER_REPLAY_PULSE, false, true);
	addStarter(STARTER_FOLLOW_SOUND, false, !firstChoice(CHOICE_AUDIO_SOURCE).isEmpty());
	column->addWidget(problem_);
	column->addStretch(1);
	column->addWidget(disarmed);
}

void FinishPage::addStarter(int templateIndex, bool isChosen, bool isPossible)
{
	auto *box = new QCheckBox{ruleTemplateName(templateIndex), this};

	box->setChecked(isChosen && isPossible);
	box->setEnabled(isPossible);
	box->setProperty("template", templateIndex);
	layout()->addWidget(box);
	starters_ += box;
}

void FinishPage::showSnapshot(const engine_snapshot &snapshot)
{
	onlineToys_ = toyMask({}, snapshot);
	isArmed_ = snapshot.is_armed;
	ceiling_->showPercent(qRound(snapshot.ceiling * 100.0));
	test_->setEnabled(onlineToys_ != 0 && !snapshot.is_panic);
	test_->setToolTip(snapshot.is_panic ? nextStepText(NextStep::Resume)
			  : onlineToys_     ? QString{}
					    : sendsNothingText());
}

void FinishPage::readStopKey()
{
	char keys[64] = "";

	hotkey_binding_text("lovense-for-obs.stop_all", keys, sizeof(keys));
	setLabel(stopKey_, *keys ? text("Finish.StopKey", utf8(keys)) : text("Finish.NoStopKey"));
	setTone(stopKey_, *keys ? Tone::Plain : Tone::Warning);
}

void FinishPage::test()
{
	if (!isArmed_) {
		didArm_ = bridge_->setArmed(true);
	}
	for (int slot = 0; slot < HAPTICS_MAX_TOYS; slot++) {
		if (onlineToys_ & (UINT32_C(1) << slot)) {
			bridge_->testToy(slot);
		}
	}
	if (didArm_) {
		testOver_->start();
	}
	felt_->show();
	no_->show();
}

bool FinishPage::finish()
{
	RuleBook book{bridge_};
	QString error;

	for (QCheckBox *box : std::as_const(starters_)) {
		if (box->isChecked() && !book.save(makeRuleFromTemplate(box->property("template").toInt(), {},
									firstChoice(CHOICE_AUDIO_SOURCE)),
						   &error)) {
			showLabel(problem_, error);
			return false;
		}
		box->setChecked(false);
	}
	testOver_->stop();
	bridge_->setArmed(false);
	didArm_ = false;
	return true;
}

void FinishPage::leave()
{
	testOver_->stop();
	if (!didArm_) {
		return;
	}
	didArm_ = !bridge_->setArmed(false);
	if (didArm_ && bridge_->isConnected()) { /* the mailbox is full for a moment */
		testOver_->start();
	}
}
