// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/dock_widget.hpp"

#include <utility>

#include <QClipboard>
#include <QDateTime>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QUrl>
#include <QVBoxLayout>

#include "dock/activity/activity_list.hpp"
#include "dock/dock_menu.hpp"
#include "dock/setup/first_run_card.hpp"
#include "dock/widgets/ask.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/windows/return_key.hpp"
#include "dock/rule_list/rule_list.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/status/diagnostics.hpp"
#include "dock/status/status_footer.hpp"
#include "dock/status/status_header.hpp"
#include "dock/keys/stop_key.hpp"
#include "dock/widgets/text.hpp"
#include "dock/status/toy_list.hpp"
#include "dock/theme/legible.hpp"
#include "dock/tips/tip_queue.hpp"
#include "dock/transfer/transfer_files.hpp"

namespace {

constexpr int READ_EVERY_REFRESHES = 5;
constexpr char DASHBOARD_URL[] = "https://www.lovense.com/user/developer/info";

} // namespace

DockWidget::DockWidget(BridgePtr bridge, QWidget *parent, ViewPtr view)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      view_{std::move(view)},
      menu_{new DockMenu{bridge_, this, view_}},
      footer_{new StatusFooter{nullptr}}, /* its layout gives it a place, the last for Tab too */
      header_{new StatusHeader{bridge_, menu_, footer_, this}},
      card_{new FirstRunCard{this}},
      toys_{new ToyList{bridge_, this}},
      rules_{new RuleList{bridge_, view_, this}},
      tips_{new TipQueue{bridge_, this}},
      activity_{new ActivityList{this}},
      refresher_{new Refresher{this, [this] { refresh(); }}}
{
	keepLegible(this);
	build();
	prepareActions();
	connectParts();
	orderTabsByLayout(this);
}

void DockWidget::build()
{
	auto *column = new QVBoxLayout{this};
	auto *content = new QWidget{this};
	auto *sections = new QVBoxLayout{content};

	column->setContentsMargins(4, 4, 4, 4);
	tips_->hide(); /* else it takes part in the first layout, before a snapshot tells whether it is wanted */
	sections->setContentsMargins(0, 4, 0, 0);
	sections->setSpacing(12);
	toys_->setFolded(view_->areToysFolded());
	/* What grows while something runs is below what is pressed: nothing moves away under a hand. */
	sections->addWidget(card_);
	sections->addWidget(toys_);
	sections->addWidget(rules_);
	sections->addWidget(tips_);
	sections->addWidget(activity_, 1);
	column->addWidget(header_);
	auto *page = new PageScroll{content, this};
	/* Else all that stands at its right edge would move when the bar comes. */
	page->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
	/* In a low dock the page gives way before what stands above and below it. */
	page->setMinimumHeight(1);
	column->addWidget(page, 1);
	column->addWidget(footer_);
}

void DockWidget::prepareActions()
{
	actions_ = {
		{Action::SetUp, [this] { openSetup(SetupDialog::ACCOUNT); }},
		{Action::Pair, [this] { openSetup(SetupDialog::PAIRING); }},
		{Action::RetryNow, [this] { bridge_->retryNow(); }},
		{Action::NewCode, [this] { bridge_->newPairingCode(); }},
		{Action::ShowCode, [this] { bridge_->showPairingCode(); }},
		{Action::NewIdentity, [this] { bridge_->newIdentity(); }},
		{Action::Dashboard, [] { QDesktopServices::openUrl(QUrl{QString::fromUtf8(DASHBOARD_URL)}); }},
		{Action::Diagnostics, [this] { copyDiagnostics(); }},
		{Action::Options, [this] { openOptions(); }},
		{Action::Tips, [this] { openTips(); }},
		{Action::EndPause, [this] { bridge_->endPause(); }},
		{Action::TryOut, [this] { tryWithoutToy(); }},
		{Action::SwitchOff, [this] { changeMode(ENGINE_MODE_OFF); }},
		{Action::Connect, [this] { changeMode(ENGINE_MODE_CLOUD); }},
		{Action::BackToToys, [this] { changeMode(ENGINE_MODE_CLOUD); }},
		{Action::TryOverlay, [this] { menu_->tryOverlay(); }},
	};
}

void DockWidget::connectParts()
{
	const auto act = [this](Action action) { actions_.value(action, [] {})(); };

	connect(view_.get(), &ViewSettings::changed, this, [this] {
		shownRevision_ = 0;
		toys_->setFolded(view_->areToysFolded());
		emit titleChanged(title());
	});
	connect(bridge_.get(), &Bridge::answered, footer_, &StatusFooter::say);
	connect(footer_, &StatusFooter::focusLost, this, &DockWidget::focusNext);
	connect(bridge_.get(), &Bridge::discreetWanted, this, [this](bool isDiscreet) {
		if (isDiscreet != view_->isDiscreet()) { /* the other dock that shares it may have been faster */
			view_->setDiscreet(isDiscreet);
		}
	});
	connect(header_, &StatusHeader::actionRequested, this, act);
	connect(toys_, &ToyList::foldToggled, this, [this](bool isFolded) {
		if (isFolded != view_->areToysFolded()) {
			view_->setToysFolded(isFolded);
		}
	});
	connect(toys_, &ToyList::rowsChanged, this, [this] { orderTabsByLayout(this); });
	connect(card_, &FirstRunCard::actionRequested, this, act);
	connect(menu_, &DockMenu::actionRequested, this, act);
	connect(menu_, &DockMenu::overlayAdded, header_,
		[this] { header_->offer([this] { return menu_->overlayNotice(); }); });
	connect(activity_, &ActivityList::copied, footer_, [this] { footer_->say(text("Activity.Copied")); });
	connect(tips_, &TipQueue::pageRequested, this, &DockWidget::openTips);
	connect(rules_, &RuleList::rowsChanged, this, [this] { orderTabsByLayout(this); });
	connect(rules_, &RuleList::importRequested, this, [this] { chooseImport(bridge_, this); });
	connect(rules_, &RuleList::exportRequested, this, [this] { chooseExport(bridge_, TRANSFER_RULES_ONLY, this); });
	connect(rules_, &RuleList::draftRequested, this, &DockWidget::openDraft);
	connect(rules_, &RuleList::editRequested, this,
		[this](const QString &id) { editRule(RuleBook{bridge_}.rule(id)); });
	connect(rules_, &RuleList::addRequested, this, [this](int templateIndex) {
		editRule(makeRuleFromTemplate(templateIndex, firstChoice(CHOICE_SCENE),
					      firstChoice(CHOICE_AUDIO_SOURCE)));
	});
}

const ViewPtr &DockWidget::view() const
{
	return view_;
}

bool DockWidget::isTicking() const
{
	return refresher_->isTicking();
}

QString DockWidget::title() const
{
	return text(discreetKey("Module.Name", view_->isDiscreet()));
}

QSize DockWidget::sizeHint() const
{
	return {320, 560};
}

/* What cannot be whole is said in brief, before anything is cut off. */
bool DockWidget::event(QEvent *event)
{
	const bool isDone = QWidget::event(event);

	if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize) {
		const int least = static_cast<QBoxLayout *>(layout())->minimumHeightForWidth(width());
		header_->setBrief(least + header_->savedHeight(header_->width()) > height());
	}
	return isDone;
}

void DockWidget::keyPressEvent(QKeyEvent *event)
{
	if (!pressByReturn(this, *event)) {
		QWidget::keyPressEvent(event);
	}
}

void DockWidget::showEvent(QShowEvent *event)
{
	header_->readOccasional();
	rules_->readOccasional();
	QWidget::showEvent(event);
}

void DockWidget::refresh()
{
	/* Keys change with OBS's settings, with the profile, and by other plugins: nothing tells of all of them. */
	if (++refreshes_ % READ_EVERY_REFRESHES == 0) {
		header_->readOccasional();
		rules_->readOccasional();
	}
	footer_->dropOldAnswer();
	/* While a control shows what the user has set, snapshots do not move it: drawn once more when it is let go. */
	const bool mustShowAgain = std::exchange(wasHeld_, isHeld()) || wasHeld_ || isChanging_;

	if (!mustShowAgain && bridge_->revision() == shownRevision_) {
		return;
	}
	if (const SnapshotRef snapshot = bridge_->snapshot()) {
		shownRevision_ = snapshot->revision;
		isChanging_ = changesByItself(*snapshot);
		showSnapshot(*snapshot);
		isChanging_ = isChanging_ || rules_->isChanging(bridge_->nowMs());
	}
}

bool DockWidget::isHeld() const
{
	return header_->isHeld() || toys_->isHeld();
}

void DockWidget::showSnapshot(const engine_snapshot &snapshot)
{
	const qint64 now_ms = bridge_->nowMs();
	const QDateTime now = QDateTime::currentDateTimeUtc(); /* for the local time a file is looked at */

	bridge_->note(snapshot);
	if (std::exchange(shownState_, int(snapshot.state)) != int(snapshot.state)) {
		header_->readOccasional();
	}
	header_->showSnapshot(snapshot, now_ms, view_->isDiscreet());
	showCard();
	toys_->showToys(snapshot, view_->isDiscreet());
	if (isFirstTry_ && toys_->isVisible()) {
		isFirstTry_ = !snapshot.is_panic && !toys_->focusFirstTest();
	}
	tips_->showSnapshot(snapshot, now_ms, view_->isDiscreet());
	rules_->showRules(snapshot, now_ms);
	activity_->addRecords(snapshot, now_ms, now, view_->isDiscreet());
}

void DockWidget::showCard()
{
	const QWidget *focus = window()->focusWidget();
	const bool isFocused = focus && card_->isAncestorOf(focus);

	if (header_->isFirstRun()) {
		card_->showWords(view_->isDiscreet());
	}
	card_->setVisible(header_->isFirstRun());
	if (isFocused) {
		focusNext();
	}
}

/* Where the button that was pressed is gone. */
void DockWidget::focusNext()
{
	if (!card_->isVisibleTo(this)) {
		header_->focusNext();
	} else if (!card_->isAncestorOf(window()->focusWidget())) {
		card_->focusFirst();
	}
}

/* Who has nothing set up yet wants to see something move at once; who has is asked, and arms by hand. */
void DockWidget::tryWithoutToy()
{
	SettingsCopy settings;

	if (!bridge_->readSettings(settings)) {
		return;
	}
	if (hasAccount(settings.value)) {
		const bool isDiscreet = view_->isDiscreet();
		const QString title = text(discreetKey("FirstRun.Try", isDiscreet));
		ask(this, {title, text(discreetKey("Dock.AskTryOut", isDiscreet)), title, QMessageBox::AcceptRole},
		    [this] { changeMode(ENGINE_MODE_SIMULATOR); });
		return;
	}
	/* The engine disarms when the mode changes, so this order arms the virtual toys. */
	if (changeMode(ENGINE_MODE_SIMULATOR)) {
		bridge_->setArmed(true);
		isFirstTry_ = true;
	}
}

bool DockWidget::changeMode(engine_mode mode)
{
	QString error;
	const bool isChanged =
		bridge_->changeSettings([mode](engine_settings &settings) { settings.mode = mode; }, &error);

	if (!error.isEmpty()) {
		footer_->say(error);
	}
	return isChanged;
}

void DockWidget::copyDiagnostics()
{
	SettingsCopy settings;
	const SnapshotRef snapshot = bridge_->snapshot();

	if (!snapshot || !bridge_->readSettings(settings)) {
		return;
	}
	const DiagnosticsFacts facts{QDateTime::currentDateTime(), bridge_->isLive(), !stopKeyName().isEmpty(),
				     keyReach(currentKeyWorld())};
	QGuiApplication::clipboard()->setText(diagnosticsText(*snapshot, facts, settings.value, bridge_->history()));
	footer_->say(text("Diagnostics.Copied"));
}
