// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/dock_menu.hpp"

#include <utility>

#include <QDesktopServices>
#include <QUrl>

#include "dock/status/outcome_text.hpp"
#include "dock/transfer/transfer_files.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* One of each kind of function that toys have. */
constexpr const char *TOY_TYPES[] = {"lush",    "edge",   "nora",   "max",      "flexer",
				     "gravity", "tenera", "solace", "solacepro"};
constexpr int SLOW_MS = 1500;

constexpr char HELP_URL[] = "https://developer.lovense.com";

QStringList virtualToys(const engine_settings &settings)
{
	QStringList types;

	for (const auto &type : settings.simulator_toys) {
		if (*type) {
			types += utf8(type);
		}
	}
	return types;
}

void chooseToy(engine_settings &settings, const char *type, bool isChosen)
{
	QStringList types = virtualToys(settings);

	types.removeAll(utf8(type));
	if (isChosen) {
		types += utf8(type);
	}
	for (int i = 0; i < int(std::size(settings.simulator_toys)); i++) {
		copyText(settings.simulator_toys[i], types.value(i));
	}
}

} // namespace

DockMenu::DockMenu(BridgePtr bridge, QWidget *parent, ViewPtr view)
    : QMenu{parent},
      bridge_{std::move(bridge)},
      view_{std::move(view)}
{
	addEntry(Action::SetUp);
	pair_ = addEntry(Action::Pair);
	overlay_ = addAction(text("Menu.AddPairingCode"), this, &DockMenu::addPairingCode);
	addAction(text("Menu.AddOverlay"), this, &DockMenu::addOverlay);
	connect_ = addEntry(Action::Connect);
	backToToys_ = addEntry(Action::BackToToys);
	tryOut_ = addEntry(Action::TryOut);
	simulator_ = addMenu(text("Menu.VirtualToys"));
	/* Made once: a menu that is cleared keeps its submenus alive. */
	toyTypes_ = new QMenu{text("Menu.WhichToys"), simulator_};
	addEntry(Action::Tips);
	addEntry(Action::Options);
	addAction(text("Transfer.Import"), this, [this] { chooseImport(bridge_, parentWidget()); });
	addAction(text("Transfer.Export"), this,
		  [this] { chooseExport(bridge_, TRANSFER_EVERYTHING, parentWidget()); });
	addSeparator();
	addEntry(Action::Diagnostics);
	developerHelp_ = addAction(text("Menu.DeveloperHelp"), this,
				   [] { QDesktopServices::openUrl(QUrl{QString::fromUtf8(HELP_URL)}); });
	switchOff_ = addEntry(Action::SwitchOff);
	connect(this, &QMenu::aboutToShow, this, &DockMenu::showWhatApplies);
}

QAction *DockMenu::addEntry(Action action)
{
	return addAction(actionText(action), this, [this, action] { emit actionRequested(action); });
}

void DockMenu::showWhatApplies()
{
	SettingsCopy settings;
	const SnapshotRef snapshot = bridge_->snapshot();

	if (!snapshot || !bridge_->readSettings(settings)) {
		return;
	}
	const bool isSimulator = settings.value.mode == ENGINE_MODE_SIMULATOR;
	const bool isCloud = settings.value.mode == ENGINE_MODE_CLOUD;
	const bool isOff = settings.value.mode == ENGINE_MODE_OFF;
	const bool isSetUp = hasAccount(settings.value);
	showWords(view_->isDiscreet());
	connect_->setVisible(isSetUp && isOff);
	backToToys_->setVisible(isSetUp && isSimulator);
	pair_->setVisible(isCloud);
	overlay_->setVisible(isCloud);
	tryOut_->setVisible(!isSimulator);
	simulator_->menuAction()->setVisible(isSimulator);
	switchOff_->setVisible(!isOff);
	fillSimulator(*snapshot, settings.value);
}

/* It draws something only while a phone can be paired: who sees nothing in the scene is told why. */
void DockMenu::addPairingCode()
{
	const SnapshotRef snapshot = bridge_->snapshot();
	const bool isAdded = overlay_add_to_current_scene();

	if (isAdded && snapshot && snapshot->state != ENGINE_WAITING_FOR_SCAN) {
		emit bridge_->answered(text("Menu.PairingCodeAdded"));
	}
}

/* It draws nothing at rest: who sees an empty frame is told why, and how to see more. */
void DockMenu::addOverlay()
{
	if (activity_add_to_current_scene(&placed_)) {
		emit overlayAdded();
	}
}

Notice DockMenu::overlayNotice() const
{
	QStringList sentences{text("Menu.OverlayAdded", utf8(placed_.scene))};

	if (bridge_->isLive()) {
		sentences += text("Menu.OverlayAdded.Live");
	}
	return {sentencesText(sentences), Action::TryOverlay, Action::Dismiss, false};
}

void DockMenu::tryOverlay()
{
	const SnapshotRef snapshot = bridge_->snapshot();

	if (snapshot && snapshot->is_panic) { /* a stop holds for samples too */
		emit bridge_->answered(
			text("Rule.WouldSend.NotNow", outcomeText(HAPTICS_IGNORED_PANIC, {}, 0, view_->isDiscreet())));
	} else if (!activity_try(placed_.source)) {
		emit bridge_->answered(text("Menu.OverlayGone"));
	}
}

/* Others may look at the screen. */
void DockMenu::showWords(bool isDiscreet)
{
	tryOut_->setText(text(discreetKey("FirstRun.Try", isDiscreet)));
	backToToys_->setText(actionText(Action::BackToToys, isDiscreet));
	simulator_->setTitle(text(discreetKey("Menu.VirtualToys", isDiscreet)));
	developerHelp_->setVisible(!isDiscreet);
	toyTypes_->menuAction()->setVisible(!isDiscreet);
}

void DockMenu::addSwitch(QMenu *menu, const QString &name, bool isOn, std::function<void(bool)> onToggled)
{
	QAction *entry = menu->addAction(name);

	entry->setCheckable(true);
	entry->setChecked(isOn);
	connect(entry, &QAction::toggled, this, std::move(onToggled));
}

void DockMenu::fillSimulator(const engine_snapshot &snapshot, const engine_settings &settings)
{
	const bool isOnline = snapshot.state == ENGINE_READY || snapshot.state == ENGINE_NO_TOY;

	simulator_->clear();
	addSwitch(simulator_, text("Menu.VirtualPhoneOnline"), isOnline,
		  [this](bool isOn) { bridge_->simulateApp(isOn); });
	addSwitch(simulator_, text("Menu.SlowConnection"), settings.simulator_latency_ms > 0, [this](bool isOn) {
		bridge_->changeSettings(
			[isOn](engine_settings &changed) { changed.simulator_latency_ms = isOn ? SLOW_MS : 0; });
	});
	simulator_->addSeparator();
	for (size_t i = 0; i < snapshot.toy_count; i++) {
		addSwitch(simulator_, toyName(snapshot.toys[i], int(i), view_->isDiscreet()),
			  snapshot.toys[i].is_online, [this, i](bool isOn) { bridge_->simulateToy(i, isOn); });
	}
	simulator_->addSeparator();
	fillToyTypes(settings);
	simulator_->addMenu(toyTypes_);
}

void DockMenu::fillToyTypes(const engine_settings &settings)
{
	const QStringList chosen = virtualToys(settings);
	const bool isFull = chosen.size() == int(std::size(settings.simulator_toys));

	toyTypes_->clear();
	for (const char *type : TOY_TYPES) {
		const bool isChosen = chosen.contains(utf8(type));
		addSwitch(toyTypes_, utf8(type), isChosen, [this, type](bool isOn) {
			bridge_->changeSettings([=](engine_settings &changed) { chooseToy(changed, type, isOn); });
		});
		/* One toy stays: none would mean the usual ones. */
		toyTypes_->actions().last()->setEnabled(isChosen ? chosen.size() > 1 : !isFull);
	}
}
