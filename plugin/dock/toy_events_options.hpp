// SPDX-License-Identifier: GPL-2.0-or-later
/* The switches for what toys tell, and how that stands now. */
#pragma once

#include <functional>

#include <QWidget>

#include "dock/bridge.hpp"
#include "dock/view_settings.hpp"

class QCheckBox;
class QLabel;

class ToyEventsOptions : public QWidget {
	Q_OBJECT

      public:
	using Change = std::function<void(const std::function<void(engine_settings &)> &)>;

	/* change: puts edited settings in force, and says what went wrong. */
	ToyEventsOptions(BridgePtr bridge, ViewPtr view, const engine_settings &settings, Change change,
			 QWidget *parent);
	/* Shows how it stands now; called by itself while it is visible. */
	void refresh();

      private:
	void followSwitches();
	void show(QLabel *label, const QString &words);

	BridgePtr bridge_;
	ViewPtr view_;
	Change change_;
	QCheckBox *listens_;
	QCheckBox *stops_;
	QLabel *about_;
	QLabel *state_;
	QLabel *buttons_;
};
