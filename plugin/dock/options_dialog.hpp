// SPDX-License-Identifier: GPL-2.0-or-later
/* Settings that are rarely changed. Each takes effect at once. */
#pragma once

#include <QDialog>
#include <QTimer>

#include "dock/bridge.hpp"
#include "dock/view_settings.hpp"

class ChoiceBox;
class QCheckBox;
class QLabel;

class OptionsDialog : public QDialog {
	Q_OBJECT

      public:
	OptionsDialog(BridgePtr bridge, ViewPtr view, QWidget *parent);

      private:
	void addSwitch(const QString &name, bool engine_settings::*setting);
	void addAskedSwitch(QCheckBox *box, const QString &question, bool engine_settings::*setting);
	void buildRoute();
	void askFor(QCheckBox *box, const QString &question, bool engine_settings::*setting);
	void set(bool engine_settings::*setting, bool isOn);
	void change(const std::function<void(engine_settings &)> &edit);

	BridgePtr bridge_;
	ViewPtr view_;
	SettingsCopy settings_;
	ChoiceBox *route_;
	QCheckBox *discreet_;
	QTimer fitting_; /* the window to what is in it now */
	QLabel *problem_;
};
