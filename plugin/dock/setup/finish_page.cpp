// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/finish_page.hpp"

#include <utility>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>

#include "dock/setup/tips_offer.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/status/outcome_text.hpp"
#include "dock/keys/key_field.hpp"
#include "dock/keys/stop_key.hpp"
#include "dock/widgets/text.hpp"
#include "obs/hotkey_names.h"

namespace {

/* Higher ones are set in the dock, which asks first. */
constexpr int MAX_CEILING_PERCENT = 80;

} // namespace

FinishPage::FinishPage(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      ceiling_{new GuardedSlider{text("Dock.Ceiling"), this}},
      mostWords_{named("mostWords",
		       makeWrappingLabel(this, Tone::Muted, text("Finish.CeilingMost", MAX_CEILING_PERCENT)))},
      test_{named("test", new QPushButton{text("Finish.Test"), this})},
      felt_{named("felt", makeWrappingLabel(this, Tone::Plain, text("Finish.DidYouFeelIt")))},
      yes_{named("yes", new QPushButton{text("Finish.Yes"), this})},
      no_{named("no", new QPushButton{text("Finish.No"), this})},
      help_{makeWrappingLabel(this)},
      stopKey_{named("stopKey", new KeyField{bridge_, KeyField::Saves::AtOnce, text("StopKey.Name"), this})},
      stopKeyWords_{named("stopKeyWords", makeWrappingLabel(this, Tone::Warning))},
      problem_{makeWrappingLabel(this, Tone::Warning)},
      tips_{new TipsOffer{bridge_, this}}
{
	build();
	connect(test_, &QPushButton::clicked, this, &FinishPage::test);
	connect(stopKey_, &KeyField::changed, this, &FinishPage::readStopKey);
	connect(yes_, &QPushButton::clicked, this, [this] { answer(true); });
	connect(no_, &QPushButton::clicked, this, [this] { answer(false); });
	connect(ceiling_, &GuardedSlider::percentChanged, this, &FinishPage::limit);
	connect(ceiling_, &GuardedSlider::percentSettled, this, [this] {
		const double ceiling = ceiling_->percent() / 100.0;
		bridge_->changeSettings([ceiling](engine_settings &settings) { settings.master_ceiling = ceiling; });
	});
}

void FinishPage::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *ceiling = new QHBoxLayout;
	auto *felt = new QHBoxLayout;
	auto *stopKey = new QHBoxLayout;
	auto *ceilingName = new QLabel{text("Dock.Ceiling"), this};
	auto *disarmed = makeWrappingLabel(this, Tone::Muted, text("Finish.Disarmed"));
	const bool isEmpty = RuleBook{bridge_}.rules().isEmpty();
	const QJsonValue action = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {}).value(QLatin1String{"do"});

	holdKeyLevel_ = action.toObject().value(QLatin1String{"level"}).toDouble();

	ceiling_->slider()->setToolTip(text("Dock.Ceiling.Help"));
	ceilingName->setBuddy(ceiling_->slider());
	stopKeyWords_->setTextInteractionFlags(Qt::TextSelectableByMouse);
	stopKey_->setHotkey(utf8(STOP_ALL_HOTKEY));
	askIfFelt(false);
	mostWords_->hide();
	help_->hide();
	problem_->hide();
	column->setSpacing(10);
	ceiling->addWidget(ceilingName);
	ceiling->addWidget(ceiling_, 1);
	felt->addWidget(felt_, 1);
	felt->addWidget(yes_);
	felt->addWidget(no_);
	column->addLayout(ceiling);
	column->addWidget(mostWords_);
	column->addWidget(test_);
	column->addLayout(felt);
	column->addWidget(help_);
	stopKey->addWidget(new QLabel{text("StopKey.Name"), this});
	stopKey->addWidget(stopKey_, 1);
	column->addLayout(stopKey);
	column->addWidget(stopKeyWords_);
	column->addWidget(makeHeading(text("Finish.Starters"), this));
	addStarter(STARTER_HOLD_KEY, isEmpty, true);
	addStarter(STARTER_REPLAY_PULSE, false, true);
	addStarter(STARTER_FOLLOW_SOUND, false, !firstChoice(CHOICE_AUDIO_SOURCE).isEmpty());
	column->addWidget(tips_);
	column->addWidget(problem_);
	column->addStretch(1);
	column->addWidget(disarmed);
}

void FinishPage::limit(int percent)
{
	/* What the dock has allowed already may stay, and be lowered. */
	const int most = qMax(MAX_CEILING_PERCENT, shown_percent_);

	if (percent > most) {
		ceiling_->forcePercent(most);
	}
	mostWords_->setVisible(percent > most);
	bridge_->setCeiling(qMin(percent, most) / 100.0);
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
	const QString whyNot = refusalText(snapshot, everyToyTest(), false);

	shown_percent_ = qRound(snapshot.ceiling * 100.0);
	ceiling_->showPercent(shown_percent_);
	showHoldKey(snapshot.ceiling);
	test_->setEnabled(whyNot.isEmpty());
	test_->setToolTip(whyNot);
}

/* Its name tells a level, and the ceiling stands right above. */
void FinishPage::showHoldKey(double ceiling)
{
	QStringList words{ruleTemplateName(STARTER_HOLD_KEY)};

	if (ceiling < holdKeyLevel_) {
		words += text("Rules.Row.Capped", percentText(ceiling));
	}
	starters_.first()->setText(words.join(QStringLiteral(" \u00b7 ")));
}

void FinishPage::readStopKey()
{
	const QString key = stopKeyName();
	const KeyWorld world = currentKeyWorld();
	QStringList lines{key.isEmpty() ? text("Finish.NoStopKey") : QString{}, keyReachText(keyReach(world)),
			  desktopKeyText(world)};

	lines.removeAll(QString{});
	stopKey_->refresh();
	showLabel(stopKeyWords_, lines.join(QLatin1Char{'\n'}));
}

void FinishPage::test()
{
	if (bridge_->testEveryToy()) {
		askIfFelt(true);
		help_->hide();
		yes_->setFocus();
	}
}

void FinishPage::askIfFelt(bool isAsked)
{
	felt_->setVisible(isAsked);
	yes_->setVisible(isAsked);
	no_->setVisible(isAsked);
}

void FinishPage::answer(bool isFelt)
{
	showLabel(help_, text(isFelt ? "Finish.Felt" : "Finish.NotFelt"));
	if (isFelt) {
		focusAfterTest();
		askIfFelt(false);
	} else {
		test_->setFocus();
	}
}

/* How to stop comes before what starts something. */
void FinishPage::focusAfterTest()
{
	if (stopKey_->boundKey().isEmpty() && !std::exchange(hasAskedForKey_, true)) {
		stopKey_->focusKey();
	} else {
		starters_.first()->setFocus();
	}
}

/* Not the button that moves toys: Enter would press it. */
void FinishPage::focusFirst()
{
	ceiling_->slider()->setFocus();
}

bool FinishPage::finish()
{
	RuleBook book{bridge_};
	QString error;

	bridge_->setArmed(false); /* first: no new rule starts anything */
	for (QCheckBox *box : std::as_const(starters_)) {
		if (box->isChecked() && !book.save(makeRuleFromTemplate(box->property("template").toInt(), {},
									firstChoice(CHOICE_AUDIO_SOURCE)),
						   &error)) {
			showLabel(problem_, error);
			return false;
		}
		box->setChecked(false);
	}
	const bool isTaken = tips_->take(&error);
	showLabel(problem_, error);
	return isTaken;
}
