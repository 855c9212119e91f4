// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/toy_events_options.hpp"

#include <utility>

#include <QCheckBox>
#include <QLabel>
#include <QVBoxLayout>

#include "dock/status/toy_events_text.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/text.hpp"

ToyEventsOptions::ToyEventsOptions(BridgePtr bridge, ViewPtr view, const engine_settings &settings, Change change,
				   QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      view_{std::move(view)},
      change_{std::move(change)},
      listens_{named("toyEvents", new QCheckBox{text("Options.ToyEvents"), this})},
      stops_{named("toyButtonStops", new QCheckBox{text("Options.ToyButtonStops"), this})},
      about_{makeWrappingLabel(this, Tone::Muted, text("Options.ToyEvents.About"))},
      state_{named("toyEventsState", makeWrappingLabel(this, Tone::Muted))},
      buttons_{named("toyButtonsState", makeWrappingLabel(this, Tone::Warning))}
{
	auto *column = makeLayout<QVBoxLayout>(this);

	for (QWidget *part : std::initializer_list<QWidget *>{listens_, about_, state_, stops_, buttons_}) {
		column->addWidget(part);
	}
	listens_->setChecked(settings.toy_events);
	stops_->setChecked(settings.toy_button_stops);
	connect(listens_, &QCheckBox::toggled, this, [this](bool isOn) {
		change_([isOn](engine_settings &edited) { edited.toy_events = isOn; });
		followSwitches();
	});
	connect(stops_, &QCheckBox::toggled, this, [this](bool isOn) {
		change_([isOn](engine_settings &edited) { edited.toy_button_stops = isOn; });
		followSwitches();
	});
	new Refresher{this, [this] { refresh(); }};
	followSwitches();
}

/* A stop key is offered only where a button can be heard. */
void ToyEventsOptions::followSwitches()
{
	stops_->setEnabled(listens_->isChecked() || stops_->isChecked());
	refresh();
}

void ToyEventsOptions::refresh()
{
	const SnapshotRef snapshot = bridge_->snapshot();
	const bool isListening = snapshot && listens_->isChecked();

	showLabel(state_, isListening ? toyEventsText(*snapshot) : QString{});
	showLabel(buttons_,
		  snapshot && stops_->isChecked() ? toyButtonsText(*snapshot, view_->isDiscreet()) : QString{});
}
