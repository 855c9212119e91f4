// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/toy_events_options.hpp"

#include <utility>

#include <QCheckBox>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>

#include "dock/status/toy_events_text.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* A dialog that is open does not grow by itself for words that need more lines. */
void growWindow(QWidget *window)
{
	QLayout *layout = window->layout();

	if (!layout || !window->isVisible()) {
		return;
	}
	layout->activate();
	if (layout->hasHeightForWidth()) {
		window->resize(window->width(), qMax(window->height(), layout->totalHeightForWidth(window->width())));
	}
}

} // namespace

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
	for (QLabel *label : {about_, state_, buttons_}) {
		label->setIndent(style()->pixelMetric(QStyle::PM_IndicatorWidth) +
				 style()->pixelMetric(QStyle::PM_CheckBoxLabelSpacing));
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
	/* In discreet mode nothing on the screen tells what is driven. */
	connect(view_.get(), &ViewSettings::changed, this, [this] { setVisible(!view_->isDiscreet()); });
	setVisible(!view_->isDiscreet());
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

	show(state_, isListening ? toyEventsText(*snapshot) : QString{});
	show(buttons_, snapshot && stops_->isChecked() ? toyButtonsText(*snapshot, view_->isDiscreet()) : QString{});
}

void ToyEventsOptions::show(QLabel *label, const QString &words)
{
	if (label->text() == words && label->isHidden() == words.isEmpty()) {
		return;
	}
	showLabel(label, words);
	growWindow(window());
}
