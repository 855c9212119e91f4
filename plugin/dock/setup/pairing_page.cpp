// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/pairing_page.hpp"

#include <utility>

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "dock/widgets/looks.hpp"
#include "dock/setup/qr_view.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr char SIGN_DONE[] = "\u2713";
constexpr char SIGN_OPEN[] = "\u25cb";
constexpr char APP[] = "Lovense Remote";

/* As their makers write them. */
constexpr struct {
	const char *value;
	const char *name;
} PLATFORMS[] = {
	{"ios", "iOS"}, {"android", "Android"}, {"pc", "PC"}, {"windows", "Windows"}, {"mac", "macOS"},
};

QString platformName(const char *platform)
{
	const QString told = utf8(platform);
	const auto *known = rowOf(PLATFORMS, told.toLower());

	return known ? utf8(known->name) : told;
}

/* "a on b", or the one that is there. */
QString bothOf(const char *key, const QString &first, const QString &second)
{
	return first.isEmpty() ? second : second.isEmpty() ? first : text(key, first, second);
}

/* "Lovense Remote 7.76.0 on iOS, with Lush" */
QString phoneText(const engine_snapshot &snapshot, bool isDiscreet)
{
	const QString app = QStringLiteral("%1 %2").arg(utf8(isDiscreet ? "" : APP), utf8(snapshot.app_version));
	QStringList toys;

	for (int i = 0; i < int(snapshot.toy_count); i++) {
		toys += toyName(snapshot.toys[i], i, isDiscreet);
	}
	return bothOf("Pair.WithToys", bothOf("Pair.OnPlatform", app.trimmed(), platformName(snapshot.app_platform)),
		      listText(toys));
}

bool isPaired(const engine_snapshot &snapshot)
{
	return snapshot.state == ENGINE_APP_OFFLINE || snapshot.state == ENGINE_NO_TOY ||
	       snapshot.state == ENGINE_READY;
}

/* The checklist: each entry is done from its state on. */
constexpr TextKey<engine_state> STEPS[] = {
	{ENGINE_CONNECTING, "Pair.Done.SignedIn"}, {ENGINE_WAITING_FOR_SCAN, "Pair.Done.Connected"},
	{ENGINE_APP_OFFLINE, "Pair.Done.Scanned"}, {ENGINE_NO_TOY, "Pair.Done.AppOnline"},
	{ENGINE_READY, "Pair.Done.ToyFound"},
};

} // namespace

PairingPage::PairingPage(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      code_{named("code", new QrView{this})},
      words_{makeWrappingLabel(this, Tone::Plain, text("Pair.Words"))},
      problem_{named("problem", makeWrappingLabel(this, Tone::Warning))},
      digits_{named("digits", new QLabel{this})},
      notScanned_{makeWrappingLabel(this, Tone::Muted, text("Pair.NotScanned"))},
      liveQuestion_{makeWrappingLabel(this, Tone::Warning, text("Pair.Live"))},
      reveal_{named("reveal", new QPushButton{text("Pair.Show"), this})},
      newCode_{new QPushButton{actionText(Action::NewCode), this}},
      phone_{makeWrappingLabel(this)},
      me_{named("me", new QPushButton{text("Pair.Me"), this})},
      notMe_{named("notMe", new QPushButton{text("Pair.NotMe"), this})}
{
	build();
	connect(reveal_, &QPushButton::clicked, this, [this] { isRevealed_ = true; });
	connect(newCode_, &QPushButton::clicked, this, [this] { bridge_->newPairingCode(); });
	connect(me_, &QPushButton::clicked, this, &PairingPage::confirmed);
	connect(notMe_, &QPushButton::clicked, this, [this] { bridge_->newIdentity(); });
}

void PairingPage::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *middle = new QHBoxLayout;
	auto *side = new QVBoxLayout;
	auto *answers = new QHBoxLayout;

	problem_->hide();
	setThemeClass(me_, "button-primary", "");
	reveal_->setAutoDefault(false);
	newCode_->setAutoDefault(false);
	digits_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
	column->setSpacing(12);
	middle->setSpacing(16);
	column->addWidget(words_);
	column->addWidget(problem_);
	column->addLayout(middle);
	middle->addWidget(code_, 0, Qt::AlignTop);
	middle->addLayout(side, 1);
	for (int i = 0; i < int(std::size(STEPS)); i++) {
		checks_ += makeWrappingLabel(this);
		side->addWidget(checks_.last());
	}
	side->addSpacing(8);
	side->addWidget(liveQuestion_);
	side->addWidget(reveal_);
	side->addWidget(digits_);
	side->addWidget(newCode_);
	side->addSpacing(8);
	side->addWidget(notScanned_);
	side->addWidget(phone_);
	side->addLayout(answers);
	answers->addWidget(me_);
	answers->addWidget(notMe_);
	answers->addStretch(1);
	side->addStretch(1);
	column->addStretch(1);
}

void PairingPage::conceal()
{
	isRevealed_ = false;
	code_->showCode("", 0);
	setLabel(digits_, QString{});
}

void PairingPage::showSnapshot(const engine_snapshot &snapshot, bool isDiscreet)
{
	/* The consent to show the code to viewers is one for this broadcast. */
	isRevealed_ = isRevealed_ && bridge_->isLive();
	showCode(snapshot);
	showProblem(snapshot);
	showChecklist(snapshot);
	showPhone(snapshot, isDiscreet);
}

bool PairingPage::mayShowCode(const engine_snapshot &snapshot) const
{
	return snapshot.state == ENGINE_WAITING_FOR_SCAN && (isRevealed_ || !bridge_->isLive());
}

void PairingPage::withdrawCode(const engine_snapshot &snapshot)
{
	if (!mayShowCode(snapshot)) {
		code_->withdrawCode();
		setLabel(digits_, QStringLiteral(" ")); /* an empty one would be lower */
	}
}

void PairingPage::showCode(const engine_snapshot &snapshot)
{
	const bool isShown = mayShowCode(snapshot);
	const bool isQuestion = snapshot.state == ENGINE_WAITING_FOR_SCAN && !isShown;

	code_->showCode(isShown ? snapshot.qr_payload : "", snapshot.qr_serial);
	code_->setVisible(code_->hasCode());
	showLabel(digits_, isShown && *snapshot.qr_code ? text("Pair.Digits", utf8(snapshot.qr_code)) : QString{});
	words_->setVisible(!isPaired(snapshot));
	newCode_->setVisible(isShown);
	notScanned_->setVisible(isShown);
	liveQuestion_->setVisible(isQuestion);
	reveal_->setVisible(isQuestion);
}

void PairingPage::showProblem(const engine_snapshot &snapshot)
{
	const StatusWords words = statusWords(snapshot, bridge_->nowMs());
	const QString reason = reasonText(snapshot.reason, snapshot.service_words);

	setLabel(problem_, QStringLiteral("%1 %2").arg(words.sign, text("Dock.StateAndReason", words.line, reason)));
	problem_->setVisible(!reason.isEmpty());
}

void PairingPage::showChecklist(const engine_snapshot &snapshot)
{
	const auto *reached = rowOf(STEPS, snapshot.state);

	for (int i = 0; i < checks_.size(); i++) {
		const bool isDone = reached && &STEPS[i] <= reached;
		setLabel(checks_[i],
			 QStringLiteral("%1 %2").arg(utf8(isDone ? SIGN_DONE : SIGN_OPEN), text(STEPS[i].key)));
		setTone(checks_[i], isDone ? Tone::Good : Tone::Muted);
	}
}

void PairingPage::showPhone(const engine_snapshot &snapshot, bool isDiscreet)
{
	const bool isShown = mustAsk(snapshot);
	const bool isNew = isShown && me_->isHidden();

	setLabel(phone_, text("Pair.IsThisYou", phoneText(snapshot, isDiscreet)));
	phone_->setVisible(isShown);
	me_->setVisible(isShown);
	notMe_->setVisible(isShown);
	if (isNew) {
		focusQuestion();
	}
}

bool PairingPage::mustAsk(const engine_snapshot &snapshot)
{
	return isPaired(snapshot) && snapshot.route != ENGINE_VIA_SIMULATOR;
}

bool PairingPage::isAsking() const
{
	return !me_->isHidden();
}

bool PairingPage::focusQuestion()
{
	if (!isAsking()) {
		return false;
	}
	me_->setFocus();
	return true;
}
