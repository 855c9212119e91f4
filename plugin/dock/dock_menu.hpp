// SPDX-License-Identifier: GPL-2.0-or-later
/* The dock's menu. Entries that do not apply are hidden when it opens. */
#pragma once

#include <QMenu>

#include "dock/bridge.hpp"
#include "dock/status/status_text.hpp"
#include "dock/view_settings.hpp"

class DockMenu : public QMenu {
	Q_OBJECT

      public:
	DockMenu(BridgePtr bridge, QWidget *parent, ViewPtr view = std::make_shared<ViewSettings>());

      signals:
	void actionRequested(Action action);

      private:
	QAction *addEntry(Action action);
	void showWhatApplies();
	void showWords(bool isDiscreet);
	void addPairingCode();
	void fillSimulator(const engine_snapshot &snapshot, const engine_settings &settings);
	void fillToyTypes(const engine_settings &settings);
	void addSwitch(QMenu *menu, const QString &name, bool isOn, std::function<void(bool)> onToggled);

	BridgePtr bridge_;
	ViewPtr view_;
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
