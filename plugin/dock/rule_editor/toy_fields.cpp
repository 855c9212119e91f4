// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/toy_fields.hpp"

#include <QSignalBlocker>

#include "dock/rules/rule_choices.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int USUAL_BUTTONS = 4;

/* Every key that belongs to one event or another. */
QStringList eventKeys()
{
	return {"below", "above", "index"};
}

} // namespace

ChoiceBox *makeToyChoice(const BridgePtr &bridge, bool isDiscreet, QWidget *parent)
{
	const SnapshotRef snapshot = bridge->snapshot();
	auto *toys = new ChoiceBox{text(discreetKey("Rule.Field.Toys", isDiscreet)), parent};

	toys->add(text(discreetKey("Rule.AllToys", isDiscreet)), QStringLiteral("all"));
	for (size_t i = 0; snapshot && i < snapshot->toy_count; i++) {
		const engine_toy &toy = snapshot->toys[i];
		toys->addName(QStringLiteral("%1 (%2)").arg(toyName(toy, int(i), isDiscreet), utf8(toy.alias)),
			      utf8(toy.alias));
	}
	return toys;
}

ToyFields::ToyFields(const BridgePtr &bridge, bool isDiscreet, QWidget *parent)
    : FormFields{parent},
      event_{new ChoiceBox{text(discreetKey("Rule.Field.ToyEvent", isDiscreet)), TOY_EVENTS, this}},
      toys_{makeToyChoice(bridge, isDiscreet, this)},
      above_{new NumberField{text("Rule.Field.Above"), PART_PERCENT, this}},
      below_{new NumberField{text("Rule.Field.Below"), LEVEL_PERCENT, this}}
{
	auto *button = new ChoiceBox{text("Rule.Field.ToyButton"), this};

	button->add(text("Rule.ToyButton.Any"), QJsonValue{QJsonValue::Undefined});
	for (int i = 0; i < USUAL_BUTTONS; i++) {
		button->add(QString::number(i + 1), i);
	}
	addField(event_, "event", "online");
	addField(toys_, "toys", "all");
	addField(new NumberField{text("Rule.Field.BatteryBelow"), BATTERY_PERCENT, this}, "below", 20,
		 {"battery_below"});
	addField(button, "index", QJsonValue::Undefined, {"button"});
	addField(above_, "above", 0.5, {"depth", "motion"});
	addField(below_, "below", 0.4, {"depth", "motion"});
	connect(event_, &ChoiceBox::chosen, this, [this] {
		load({{"event", event_->word()}, {"toys", toys_->json()}});
	});
}

void ToyFields::load(const QJsonObject &watch)
{
	const QSignalBlocker blocker{this};

	loadFields(watch);
	showRowsOf(event_->word());
}

void ToyFields::store(QJsonObject &watch) const
{
	storeFields(watch, eventKeys());
	if (!above_->isHidden() && below_->value() > above_->value()) {
		watch[QStringLiteral("below")] = above_->json();
	}
}
