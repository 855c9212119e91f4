// SPDX-License-Identifier: GPL-2.0-or-later
/* The dock's menu. Entries that do not apply are hidden when it opens. */
#pragma once

#include <QMenu>

#include "dock/bridge.hpp"
#include "dock/status/status_text.hpp"
#include "dock/view_settings.hpp"
#include "obs/sources/overlay_placement.h"

class DockMenu : public QMenu {
	Q_OBJECT

      public:
	DockMenu(BridgePtr bridge, QWidget *parent, ViewPtr view = std::make_shared<ViewSettings>());
	/* Where the overlay was put that was added last, and that it shows nothing yet. */
	Notice overlayNotice() const;
	/* Plays a sample in it. */
	void tryOverlay();

      signals:
	void actionRequested(Action action);
	void overlayAdded();

      private:
	QAction *addEntry(Action action);
	void showWhatApplies();
	void showWords(bool isDiscreet);
	void addPairingCode();
	void addOverlay();
	void fillSimulator(const engine_snapshot &snapshot, const engine_settings &settings);
	void fillToyTypes(const engine_settings &settings);
	void addSwitch(QMenu *menu, const QString &name, bool isOn, std::function<void(bool)> onToggled);

	BridgePtr bridge_;
	ViewPtr view_;
	placed_source placed_{};
	QAction *pair_;
	QAction *connect_;
	QAction *backToToys_;
	QAction *tryOut_;
	QMenu *simulator_;
	QMenu *toyTypes_;
	QAction *overlay_;
	QAction *developerHelp_;
	QAction *switchOff_;
};
