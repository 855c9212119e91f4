// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/watch_fields.hpp"

#include <QCheckBox>
#include <QGridLayout>
#include <QJsonArray>
#include <QSignalBlocker>

#include "dock/keys/key_field.hpp"
#include "dock/rule_editor/sound/audio_threshold.hpp"
#include "dock/rule_editor/time_field.hpp"
#include "dock/rule_editor/toy_fields.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/fields/number_fields.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/widgets/text.hpp"
#include "obs/choices.h"

namespace {

constexpr int HYSTERESIS_DB = 3;

/* Every key that belongs to one type or another; gone when the type changes. */
QStringList typeKeys()
{
	return {"edge",      "ref",  "state", "at",   "is",    "on_db", "off_db", "attack_ms", "release_ms", "every_ms",
		"jitter_ms", "from", "to",    "days", "event", "below", "toys",   "off_air",   "above",      "index"};
}

} // namespace

WatchFields::WatchFields(const BridgePtr &bridge, Use use, bool isDiscreet, QWidget *parent)
    : FormFields{parent},
      use_{use},
      type_{new ChoiceBox{text(use == Use::Trigger ? "Rule.Field.Trigger" : "Rule.Field.Condition"), this}},
      atStart_{new QCheckBox{text("Rule.Field.AtTransitionStart"), this}},
      threshold_{new NumberField{text("Rule.Field.LouderThan"), DECIBELS, this}},
      toy_{new ToyFields{bridge, isDiscreet, this}},
      from_{named("clockFrom", new TimeField{text("Rule.Field.From"), this})},
      to_{named("clockTo", new TimeField{text("Rule.Field.To"), this})},
      every_{new SecondsField{text("Rule.Field.Every"), 1000, 86400000, this}},
      hotkey_{new KeyField{bridge, KeyField::Saves::WhenAsked, text("Rule.Field.Key"), this}}
{
	addTypes(isDiscreet);
	addSources();
	addAudio(bridge);
	addWideRow(toy_, {"toy"});
	addTimes();
	addRow(text("Rule.Field.Key"), hotkey_, {"hotkey"});
	/* What the fields of another type hold stays for who comes back to it. */
	connect(type_, &ChoiceBox::chosen, this, &WatchFields::showRows);
	connect(hotkey_, &KeyField::changed, this, &FormFields::changed);
	reportChanges();
}

void WatchFields::addTypes(bool isDiscreet)
{
	const QStringList conditions = conditionTypes();

	for (const auto &[type, key] : TRIGGER_TYPES) {
		if (use_ == Use::Trigger || conditions.contains(QLatin1String{type})) {
			type_->add(text(discreetKey(key, isDiscreet)), type);
		}
	}
	if (use_ == Use::Trigger) {
		addField(named("trigger", type_), "type");
	} else {
		addKey(named("condition", type_), "type");
	}
}

QWidget *WatchFields::typeBox() const
{
	return type_;
}

void WatchFields::addSources()
{
	const struct {
		const char *type;
		choice_kind kind;
		const char *label;
	} references[] = {{"scene", CHOICE_SCENE, "Rule.Field.Scene"},
			  {"source", CHOICE_VIDEO_SOURCE, "Rule.Field.Source"},
			  {"media", CHOICE_MEDIA_SOURCE, "Rule.Field.MediaSource"},
			  {"audio", CHOICE_AUDIO_SOURCE, "Rule.Field.AudioSource"}};
	auto *output = new ChoiceBox{text("Rule.Field.Output"), OUTPUTS, this};

	for (const auto &reference : references) {
		auto *box = new ChoiceBox{text(reference.label), this};
		box->addReferences(reference.kind);
		references_[reference.type] = box;
		addNamedRow(box, {reference.type});
	}
	addField(new ChoiceBox{text("Rule.Field.SourceState"), SOURCE_STATES, this}, "state", "active", {"source"});
	output->add(text("Rule.Output.StreamOrRecord"), QJsonArray{"stream", "record"});
	addField(output, "is", "stream", {"output"});
}

void WatchFields::addAudio(const BridgePtr &bridge)
{
	auto *holdFor = new SecondsField{text("Rule.Field.HoldFor"), 0, 60000, this};

	addField(threshold_, "on_db", -30, {"audio"});
	addField(holdFor, "release_ms", 400, {"audio"});
	if (use_ == Use::Trigger) {
		meter_ = new AudioThreshold{bridge, this};
		addRow({}, meter_, {"audio"});
		makeRare(holdFor);
		connect(meter_, &AudioThreshold::thresholdMoved, threshold_, &QSpinBox::setValue);
		connect(threshold_, qOverload<int>(&QSpinBox::valueChanged), meter_, &AudioThreshold::setThresholdDb);
		connect(references_["audio"], &QComboBox::currentTextChanged, meter_, &AudioThreshold::setSource);
	}
	addSwitch(named("offAir", new CheckField{text("Rule.Field.OffAir"), this}), "off_air", {"media", "audio"});
}

void WatchFields::addTimes()
{
	addRow({}, atStart_, {"scene"});
	makeRare(atStart_);
	addField(every_, "every_ms", 60000, {"timer"});
	addField(new SecondsField{text("Rule.Field.Jitter"), 0, 86400000, this}, "jitter_ms", 0, {"timer"});
	addField(from_, "from", "20:00", {"clock"});
	addField(to_, "to", "23:00", {"clock"});
	addRow({}, makeDays(), {"clock"});
	addField(new AmountField{text("Rule.Field.AmountFrom"), AmountField::End::Needed, this}, "from", 1, {"tip"});
	addField(new AmountField{text("Rule.Field.AmountTo"), AmountField::End::MayBeOpen, this}, "to", 0, {"tip"});
}

/* Boxes with a tick: what is chosen shows in every theme, and without colour. */
QWidget *WatchFields::makeDays()
{
	constexpr int DAYS_PER_LINE = 4;
	auto *field = new QWidget{this};
	auto *grid = makeLayout<QGridLayout>(field);

	for (const WordKey &weekday : WEEKDAYS) {
		auto *day = new QCheckBox{text(weekday.key), field};
		grid->addWidget(day, int(days_.size()) / DAYS_PER_LINE, int(days_.size()) % DAYS_PER_LINE);
		days_ += day;
	}
	grid->setColumnStretch(DAYS_PER_LINE, 1);
	return field;
}

void WatchFields::load(const QJsonObject &watch, const QString &ruleId)
{
	const QSignalBlocker blocker{this};

	ruleId_ = ruleId;
	loadFields(watch);
	for (auto box = references_.cbegin(); box != references_.cend(); ++box) {
		const bool isOfType = box.key() == type_->word();
		box.value()->load(isOfType ? watch.value(QStringLiteral("ref")) : QJsonValue::Undefined,
				  QJsonValue::Undefined);
	}
	toy_->load(watch);
	atStart_->setChecked(watch.value(QStringLiteral("at")).toString() == QLatin1String{"transition_start"});
	if (meter_) {
		meter_->setThresholdDb(threshold_->value());
		meter_->setSource(references_["audio"]->json().toObject().value(QStringLiteral("name")).toString());
	}
	const QJsonArray chosen = watch.value(QStringLiteral("days")).toArray();
	for (int i = 0; i < days_.size(); i++) {
		days_[i]->setChecked(chosen.isEmpty() || chosen.contains(QLatin1String{WEEKDAYS[i].value}));
	}
	hotkey_->setHotkey(ruleHotkey(ruleId_));
	showRows();
}

/* What is about a moment in time is no condition. */
void WatchFields::showRows()
{
	showRowsOf(type_->word());
	if (use_ == Use::Condition) {
		setRowVisible(atStart_, false);
	}
}

void WatchFields::setCounting(bool isBegin, bool isEnd)
{
	from_->setEnabled(isBegin);
	to_->setEnabled(isEnd);
}

void WatchFields::refreshKey()
{
	if (hotkey_->isVisible()) {
		hotkey_->refresh();
	}
}

bool WatchFields::saveKey()
{
	return type_->word() != QLatin1String{"hotkey"} || hotkey_->save();
}

bool WatchFields::hasNewKey() const
{
	return type_->word() == QLatin1String{"hotkey"} && hotkey_->hasNewKey();
}

QJsonObject WatchFields::newKey() const
{
	return hotkey_->newKey();
}

void WatchFields::takeNewKey(const QJsonObject &kept)
{
	hotkey_->takeNewKey(kept);
}

QJsonObject WatchFields::store(QJsonObject base) const
{
	const QString type = type_->word();

	storeFields(base, typeKeys());
	if (references_.contains(type)) {
		const QJsonValue reference = references_[type]->json();
		base[QStringLiteral("ref")] = reference.isObject() ? reference : QJsonValue{QJsonObject{}};
	}
	if (!atStart_->isHidden()) {
		base[QStringLiteral("at")] =
			QLatin1String{atStart_->isChecked() ? "transition_start" : "transition_end"};
	}
	if (type == QLatin1String{"timer"}) {
		base[QStringLiteral("every_ms")] = every_->ms(); /* the one time without a default */
	} else if (type == QLatin1String{"audio"}) {
		storeHysteresis(base);
	} else if (type == QLatin1String{"clock"}) {
		storeDays(base);
	} else if (type == QLatin1String{"toy"}) {
		toy_->store(base);
	}
	return base;
}

void WatchFields::storeHysteresis(QJsonObject &watch) const
{
	const QString off = QStringLiteral("off_db");

	if (watch.value(off).isDouble() && watch.value(off).toDouble() > threshold_->value()) {
		watch[off] = threshold_->value() - HYSTERESIS_DB;
	}
}

void WatchFields::storeDays(QJsonObject &watch) const
{
	QJsonArray chosen;

	for (int i = 0; i < days_.size(); i++) {
		if (days_[i]->isChecked()) {
			chosen.append(QLatin1String{WEEKDAYS[i].value});
		}
	}
	watch[QStringLiteral("days")] = chosen;
}
