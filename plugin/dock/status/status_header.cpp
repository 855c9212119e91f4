// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/status_header.hpp"

#include <utility>

#include <QCheckBox>
#include <QCursor>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QResizeEvent>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include "dock/keys/key_field.hpp"
#include "dock/keys/menu_keys.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/keys/stop_key.hpp"
#include "dock/status/status_footer.hpp"
#include "dock/widgets/text.hpp"
#include "obs/key_bindings.h"

namespace {

/* Above this the user is asked once per OBS run. */
constexpr int CAUTION_PERCENT = 80;
constexpr int TRUST_USER_MS = 700;
constexpr int LINE_MARGIN_PX = 2;

} // namespace

StatusHeader::StatusHeader(BridgePtr bridge, QMenu *menu, StatusFooter *footer, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      sign_{new QLabel{this}},
      line_{makeWrappingLabel(this)},
      menuButton_{makeIconButton(Icon::Menu, text("Dock.Menu"), this)},
      stopAll_{named("stopAll", new QPushButton{this})},
      stopPart_{new QWidget{this}},
      stopName_{named("stopKeyName", new QLabel{text("StopKey.Name"), stopPart_})},
      reach_{named("stopKeyReach", makeWrappingLabel(stopPart_, Tone::Warning))},
      stopKey_{named("stopKey", new KeyField{bridge_, KeyField::Saves::AtOnce, text("StopKey.Name"), stopPart_})},
      controls_{new QWidget{this}},
      armed_{named("armed", new QCheckBox{text("Dock.Armed"), controls_})},
      ceiling_{named("ceiling", new GuardedSlider{text("Dock.Ceiling"), controls_})},
      footer_{footer}
{
	build(menu);
	/* Not when it is let go: nothing that comes between may take a stop away. */
	connect(stopAll_, &QPushButton::pressed, this, [this] { bridge_->stopAll(); });
	connect(stopKey_, &KeyField::changed, this, &StatusHeader::onStopKeySet);
	connect(footer_, &StatusFooter::resumeRequested, this, [this] { bridge_->resume(); });
	connect(armed_, &QCheckBox::toggled, this, &StatusHeader::onArmedToggled);
	connect(ceiling_, &GuardedSlider::percentChanged, this, &StatusHeader::onCeilingChanged);
	connect(ceiling_, &GuardedSlider::percentSettled, this, &StatusHeader::onCeilingSettled);
	connect(footer_, &StatusFooter::actionRequested, this, &StatusHeader::onFooterAction);
}

void StatusHeader::build(QMenu *menu)
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *status = new QHBoxLayout;

	setBold(line_);
	line_->ensurePolished();
	/* As high as the menu's button, whether or not the words need a second line. */
	line_->setMinimumHeight(line_->fontMetrics().lineSpacing() * 2 + LINE_MARGIN_PX);
	setBold(stopAll_);
	stopAll_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
	menuButton_->setMenu(menu);
	menuButton_->setPopupMode(QToolButton::InstantPopup);
	makeMenuKeyed(menuButton_);

	status->addWidget(sign_);
	status->addWidget(line_, 1);
	status->addWidget(menuButton_, 0, Qt::AlignTop);
	column->addLayout(status);
	column->addWidget(stopAll_);
	buildStopPart();
	column->addWidget(stopPart_);
	buildControls();
	column->addWidget(controls_);
}

/* Each in its own line: a dock may be 240 pixels wide, in any language. */
void StatusHeader::buildControls()
{
	auto *column = makeLayout<QVBoxLayout>(controls_);
	auto *ceiling = new QHBoxLayout;
	auto *ceilingLabel = new QLabel{text("Dock.Ceiling"), controls_};

	ceiling_->slider()->setToolTip(text("Dock.Ceiling.Help"));
	ceilingLabel->setBuddy(ceiling_->slider());
	ceiling->addWidget(ceilingLabel);
	ceiling->addWidget(ceiling_, 1);
	column->addWidget(armed_);
	column->addLayout(ceiling);
}

void StatusHeader::buildStopPart()
{
	auto *column = makeLayout<QVBoxLayout>(stopPart_);
	auto *row = new QHBoxLayout;

	stopKey_->setHotkey(utf8(STOP_ALL_HOTKEY));
	showLabel(reach_, text("StopKey.None"));
	column->setSpacing(2); /* it belongs to the field */
	row->addWidget(stopName_);
	row->addWidget(stopKey_, 1);
	column->addLayout(row);
	/* Below the field: what comes and goes with the key does not move what was pressed. */
	column->addWidget(reach_);
	column->addStretch(1);
}

/* While something runs, a warning that goes leaves its room: what is below may be about to be pressed. */
void StatusHeader::keepRoom()
{
	if (isRunning_) {
		stopPart_->setMinimumHeight(stopPart_->height());
	}
}

void StatusHeader::giveRoomBack()
{
	if (!isRunning_ && stopPart_->minimumHeight() > 0 && !isHandBelow()) {
		stopPart_->setMinimumHeight(0);
	}
}

bool StatusHeader::isHandBelow() const
{
	const QPoint at = parentWidget()->mapFromGlobal(QCursor::pos());

	return parentWidget()->rect().contains(at) && stopPart_->mapFrom(parentWidget(), at).y() >= 0;
}

void StatusHeader::onStopKeySet()
{
	keepRoom();
	readOccasional();
}

void StatusHeader::hideEvent(QHideEvent *event)
{
	stopPart_->setMinimumHeight(0);
	QWidget::hideEvent(event);
}

void StatusHeader::resizeEvent(QResizeEvent *event)
{
	if (event->size().width() != event->oldSize().width()) {
		stopPart_->setMinimumHeight(0);
		showStopWords();
	}
	QWidget::resizeEvent(event);
}

void StatusHeader::readOccasional()
{
	SettingsCopy settings;

	if (!bridge_->readSettings(settings)) {
		return;
	}
	lease_ms_ = settings.value.lease_ms;
	stopKey_->refresh();
	context_.isSetUp = hasAccount(settings.value);
	showStopKey(stopKey_->boundKey(), currentKeyWorld());
	giveRoomBack();
}

void StatusHeader::showStopKey(const QString &key, const KeyWorld &world)
{
	const QString name = text("Dock.StopAll");
	const QString words = key.isEmpty() ? name : QStringLiteral("%1  (%2)").arg(name, key);
	const QString reach = key.isEmpty() ? text("StopKey.None") : keyReachText(keyReach(world));

	stopWords_ = words;
	showStopWords();
	if (reach != reach_->text()) {
		keepRoom();
		setLabel(reach_, reach);
		showReach();
	}
	tellStop();
	setTip(reach_, desktopKeyText(world));
}

/* A long key, which stands beside its field too, makes no dock wider. */
void StatusHeader::showStopWords()
{
	const QString sign = QStringLiteral("\u25a0  %1");

	stopAll_->setText(sign.arg(stopWords_));
	if (stopAll_->sizeHint().width() > width()) {
		stopAll_->setText(sign.arg(text("Dock.StopAll")));
	}
}

/* Whoever has pressed it hears that all is stopped. */
void StatusHeader::tellStop()
{
	setTold(stopAll_, isPanic_ ? text("Dock.StateAndReason", stopWords_, text("State.Stopped")) : stopWords_,
		reach_->text());
}

/* While nothing is set up there is nothing to stop yet: the way to begin comes first. */
void StatusHeader::showReach()
{
	const bool isBrief = isBrief_ || (isFirstRun_ && stopKey_->boundKey().isEmpty());
	const bool isSign = isBrief && !reach_->text().isEmpty();

	reach_->setVisible(!isBrief && !reach_->text().isEmpty());
	setLabel(stopName_, isSign ? QStringLiteral("\u25b2") : text("StopKey.Name"));
	setTone(stopName_, isSign ? Tone::Warning : Tone::Plain);
	setTip(stopName_, isSign ? reach_->text() : QString{});
	stopKey_->setNamed(isSign);
}

void StatusHeader::setBrief(bool isBrief)
{
	if (isBrief != isBrief_) {
		isBrief_ = isBrief;
		stopPart_->setMinimumHeight(0);
		showReach();
	}
}

int StatusHeader::savedHeight(int width) const
{
	const bool isSign = isBrief_ && !reach_->text().isEmpty();

	return isSign ? reach_->heightForWidth(width) + stopPart_->layout()->spacing() : 0;
}

bool StatusHeader::isFirstRun() const
{
	return isFirstRun_;
}

void StatusHeader::focusArmed()
{
	armed_->setFocus();
}

void StatusHeader::focusNext()
{
	if (armed_->isChecked()) {
		stopAll_->setFocus(); /* a key that is pressed once too often may stop, not change a ceiling */
	} else {
		focusArmed();
	}
}

void StatusHeader::showSnapshot(const engine_snapshot &snapshot, qint64 now_ms, bool isDiscreet)
{
	context_.isDiscreet = isDiscreet;
	isFirstRun_ = snapshot.state == ENGINE_OFF && !context_.isSetUp;
	isRunning_ = snapshot.run_count > 0 || isMoving(snapshot);
	controls_->setVisible(!isFirstRun_);
	showReach();
	setTip(armed_, text(discreetKey("Dock.Armed.Help", isDiscreet)));
	const StatusWords words = statusWords(snapshot, now_ms, context_);

	setLabel(sign_, words.sign);
	setTone(sign_, words.tone);
	setLabel(line_, words.line);
	if (!isArmedHeld()) {
		const QSignalBlocker blocker{armed_};
		armed_->setChecked(snapshot.is_armed);
	}
	footer_->showNext(words, snapshot.is_panic, isDiscreet);
	ceiling_->showPercent(qRound(snapshot.ceiling * 100.0));
	if (snapshot.ceiling * 100.0 > CAUTION_PERCENT) {
		mayExceedCaution_ = true;
	}
	const bool isOther = snapshot.is_panic != isPanic_;
	if (snapshot.is_panic && !isPanic_) { /* whoever stops everything wants nothing stronger */
		isAskingToExceed_ = false;
	}
	isPanic_ = snapshot.is_panic;
	if (isOther) {
		tellStop();
	}
	isStopInDoubt_ = isStopInDoubt(snapshot);
	standing_ = noticeOf(snapshot, lease_ms_, bridge_->isLive(), bridge_->canShowPairingCodeLive(), isDiscreet);
	if (standing_.words.isEmpty()) {
		standing_ = {bridge_->settingsProblem(), Action::None};
	}
	showMostUrgent();
}

/* A stop that may not have arrived is said before anything is asked. */
void StatusHeader::showMostUrgent()
{
	if (isAskingToExceed_ && !isStopInDoubt_) {
		footer_->showNotice({text("Notice.HighCeiling", wantedCeiling_), Action::AllowCeiling, Action::NotNow});
	} else {
		footer_->showNotice(offer_ && !isStopInDoubt_ ? offer_() : standing_);
	}
}

void StatusHeader::offer(std::function<Notice()> offer)
{
	offer_ = std::move(offer);
	showMostUrgent();
}

bool StatusHeader::isArmedHeld() const
{
	return armedTouched_.isValid() && armedTouched_.elapsed() < TRUST_USER_MS;
}

bool StatusHeader::isHeld() const
{
	return isArmedHeld() || ceiling_->isHeld();
}

void StatusHeader::onArmedToggled(bool isArmed)
{
	if (bridge_->setArmed(isArmed)) {
		armedTouched_.start();
		return;
	}
	const QSignalBlocker blocker{armed_};
	armed_->setChecked(!isArmed);
}

void StatusHeader::onCeilingChanged(int percent)
{
	isAskingToExceed_ = percent > CAUTION_PERCENT && !mayExceedCaution_;
	if (isAskingToExceed_) {
		wantedCeiling_ = percent;
		percent = CAUTION_PERCENT;
		ceiling_->forcePercent(percent);
	}
	bridge_->setCeiling(percent / 100.0);
	/* From 80 % nothing changes in the engine, so no snapshot would bring the question. */
	showMostUrgent();
}

void StatusHeader::onCeilingSettled(int percent)
{
	const double ceiling = qMin(percent, mayExceedCaution_ ? 100 : CAUTION_PERCENT) / 100.0;

	bridge_->changeSettings([ceiling](engine_settings &settings) { settings.master_ceiling = ceiling; });
}

void StatusHeader::onFooterAction(Action action)
{
	if (isAskingToExceed_ && (action == Action::AllowCeiling || action == Action::NotNow)) {
		answerQuestion(action == Action::AllowCeiling);
		return;
	}
	if (offer_ && action == Action::Dismiss) {
		offer({});
	}
	emit actionRequested(action);
}

void StatusHeader::answerQuestion(bool isAllowed)
{
	isAskingToExceed_ = false;
	showMostUrgent();
	if (!isAllowed) {
		return;
	}
	mayExceedCaution_ = true;
	ceiling_->forcePercent(wantedCeiling_);
	bridge_->setCeiling(wantedCeiling_ / 100.0);
	onCeilingSettled(wantedCeiling_);
}
