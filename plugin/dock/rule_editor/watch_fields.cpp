// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/watch_fields.hpp"

#include <utility>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QTimeEdit>
#include <QToolButton>

#include "dock/rule_editor/audio_threshold.hpp"
#include "dock/widgets/choice_box.hpp"
#include "dock/widgets/field_rows.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/number_fields.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/widgets/text.hpp"
#include "obs/choices.h"

namespace {

constexpr char TIME_FORMAT[] = "HH:mm";
constexpr int DEFAULT_THRESHOLD_DB = -30;
constexpr int HYSTERESIS_DB = 3;
constexpr int DEFAULT_RELEASE_MS = 400;

/* Every key that belongs to one type or another; gone when the type changes. */
QStringList typeKeys()
{
	return {"edge",     "ref",       "state", "at", "is",   "on_db", "off_db", "attack_ms", "release_ms",
		"every_ms", "jitter_ms", "from",  "to", "days", "event", "below",  "toys"};
}

QTimeEdit *makeTimeEdit(const QString &name, QWidget *parent)
{
	auto *edit = new QTimeEdit{parent};

	edit->setDisplayFormat(QString::fromUtf8(TIME_FORMAT));
	edit->setAccessibleName(name);
	guardWheel(edit);
	return edit;
}

} // namespace

WatchFields::WatchFields(BridgePtr bridge, Use use, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      use_{use},
      form_{new FieldRows{this}},
      type_{new ChoiceBox{text(use == Use::Trigger ? "Rule.Field.Trigger" : "Rule.Field.OnlyIf"), this}},
      state_{new ChoiceBox{text("Rule.Field.SourceState"), this}},
      output_{new ChoiceBox{text("Rule.Field.Output"), this}},
      edge_{new ChoiceBox{text("Rule.Field.StartOrEnd"), this}},
      toyEvent_{new ChoiceBox{text("Rule.Field.ToyEvent"), this}},
      below_{new QSpinBox{this}},
      atStart_{new QCheckBox{text("Rule.Field.AtTransitionStart"), this}},
      threshold_{new DecibelField{text("Rule.Field.LouderThan"), this}},
      release_{new SecondsField{text("Rule.Field.HoldFor"), 0, 60000, this}},
      every_{new SecondsField{text("Rule.Field.Every"), 1000, 86400000, this}},
      jitter_{new SecondsField{text("Rule.Field.Jitter"), 0, 86400000, this}},
      from_{makeTimeEdit(text("Rule.Field.From"), this)},
      to_{makeTimeEdit(text("Rule.Field.To"), this)},
      hotkey_{makeWrappingLabel(this)}
{
	build();
}

void WatchFields::build()
{
	const auto notify = [this] {
		if (!isLoading_) {
			emit changed();
		}
	};

	const QStringList conditions = conditionTypes();
	for (const auto &[type, key] : TRIGGER_TYPES) {
		if (use_ == Use::Trigger || conditions.contains(QLatin1String{type})) {
			type_->add(text(key), QLatin1String{type});
		}
	}
	auto *column = new QVBoxLayout{this};
	column->setContentsMargins(0, 0, 0, 0);
	column->addWidget(form_);
	form_->addRow(type_->accessibleName(), type_);
	buildSources();
	buildTimes();
	connect(type_, &ChoiceBox::chosen, this, &WatchFields::onTypeChosen);
	for (auto *box : findChildren<ChoiceBox *>()) {
		if (box != type_) {
			connect(box, &ChoiceBox::chosen, this, notify);
		}
	}
	for (auto *field : findChildren<QSpinBox *>()) {
		connect(field, qOverload<int>(&QSpinBox::valueChanged), this, notify);
	}
	for (auto *field : findChildren<QDoubleSpinBox *>()) {
		connect(field, qOverload<double>(&QDoubleSpinBox::valueChanged), this, notify);
	}
	for (auto *field : findChildren<QTimeEdit *>()) {
		connect(field, &QTimeEdit::timeChanged, this, notify);
	}
	for (auto *field : findChildren<QAbstractButton *>()) {
		connect(field, &QAbstractButton::toggled, this, notify);
	}
}

void WatchFields::buildSources()
{
	const struct {
		const char *type;
		choice_kind kind;
		const char *label;
	} references[] = {{"scene", CHOICE_SCENE, "Rule.Field.Scene"},
			  {"source", CHOICE_VIDEO_SOURCE, "Rule.Field.Source"},
			  {"media", CHOICE_MEDIA_SOURCE, "Rule.Field.MediaSource"},
			  {"audio", CHOICE_AUDIO_SOURCE, "Rule.Field.AudioSource"}};

	for (const auto &reference : references) {
		auto *box = new ChoiceBox{text(reference.label), this};
		box->addReferences(reference.kind);
		references_[reference.type] = box;
		addRow({reference.type}, text(reference.label), box);
	}
	state_->addWords(SOURCE_STATES);
	addRow({"source"}, text("Rule.Field.SourceState"), state_);
	output_->addWords(OUTPUTS);
	output_->add(text("Rule.Output.StreamOrRecord"), QJsonArray{"stream", "record"});
	addRow({"output"}, text("Rule.Field.Output"), output_);
	toyEvent_->addWords(TOY_EVENTS);
	addRow({"toy"}, text("Rule.Field.ToyEvent"), toyEvent_);
	below_->setRange(1, 100);
	below_->setSuffix(QStringLiteral(" %"));
	below_->setAccessibleName(text("Rule.Field.BatteryBelow"));
	guardWheel(below_);
	addRow({"toy"}, text("Rule.Field.BatteryBelow"), below_);
	addRow({"audio"}, text("Rule.Field.LouderThan"), threshold_);
	addRow({"audio"}, text("Rule.Field.HoldFor"), release_);
	if (use_ == Use::Trigger) {
		meter_ = new AudioThreshold{bridge_, this};
		addRow({"audio"}, QString{}, meter_);
		connect(meter_, &AudioThreshold::thresholdMoved, threshold_, &QSpinBox::setValue);
		connect(threshold_, qOverload<int>(&QSpinBox::valueChanged), meter_, &AudioThreshold::setThresholdDb);
		connect(references_["audio"], &QComboBox::currentTextChanged, meter_, &AudioThreshold::setSource);
	}
}

void WatchFields::buildTimes()
{
	edge_->addWords(EDGES);
	addRow({"scene", "source", "media", "output", "audio", "clock", "toy", "studio_mode", "hotkey", "request"},
	       text("Rule.Field.StartOrEnd"), edge_);
	addRow({"scene"}, QString{}, atStart_);
	addRow({"timer"}, text("Rule.Field.Every"), every_);
	addRow({"timer"}, text("Rule.Field.Jitter"), jitter_);
	addRow({"clock"}, text("Rule.Field.From"), from_);
	addRow({"clock"}, text("Rule.Field.To"), to_);
	addRow({"clock"}, QString{}, makeDays());
	addRow({"hotkey"}, QString{}, hotkey_);
}

QWidget *WatchFields::makeDays()
{
	auto *row = new QWidget{this};
	auto *layout = new QHBoxLayout{row};

	layout->setContentsMargins(0, 0, 0, 0);
	layout->setSpacing(2);
	for (const WordKey &weekday : WEEKDAYS) {
		const QString name = text(weekday.key);
		auto *day = new QToolButton{row};
		day->setText(name);
		day->setAccessibleName(name);
		day->setCheckable(true);
		day->setFocusPolicy(Qt::StrongFocus);
		layout->addWidget(day);
		days_ += day;
	}
	layout->addStretch(1);
	return row;
}

void WatchFields::addRow(const QStringList &types, const QString &label, QWidget *field)
{
	typesOfRow_[field] = types;
	form_->addRow(label, field);
}

void WatchFields::showRowsOf(const QString &type)
{
	for (auto row = typesOfRow_.cbegin(); row != typesOfRow_.cend(); ++row) {
		const bool isTriggerOnly = row.key() == atStart_ || row.key() == edge_;
		const bool isShown = row.value().contains(type) && (use_ == Use::Trigger || !isTriggerOnly);
		form_->setRowVisible(row.key(), isShown);
	}
}

void WatchFields::onTypeChosen()
{
	load({{QStringLiteral("type"), type_->word()}}, property("ruleId").toString());
	emit changed();
}

void WatchFields::load(const QJsonObject &watch, const QString &ruleId)
{
	const QString type = watch.value(QStringLiteral("type")).toString();

	isLoading_ = true;
	setProperty("ruleId", ruleId);
	type_->select(type);
	for (auto box = references_.cbegin(); box != references_.cend(); ++box) {
		if (box.key() == type && watch.contains(QStringLiteral("ref"))) {
			box.value()->select(watch.value(QStringLiteral("ref")));
		} else {
			box.value()->setCurrentIndex(box.value()->count() ? 0 : -1);
		}
	}
	state_->select(watch.value(QStringLiteral("state")).toString(QStringLiteral("active")));
	output_->select(watch.contains(QStringLiteral("is")) ? watch.value(QStringLiteral("is"))
							     : QJsonValue{QStringLiteral("stream")});
	toyEvent_->select(watch.value(QStringLiteral("event")).toString(QStringLiteral("online")));
	edge_->select(watch.value(QStringLiteral("edge")).toString(QStringLiteral("enter")));
	below_->setValue(watch.value(QStringLiteral("below")).toInt(20));
	atStart_->setChecked(watch.value(QStringLiteral("at")).toString() == QLatin1String{"transition_start"});
	every_->load(watch, "every_ms", 60000);
	jitter_->load(watch, "jitter_ms", 0);
	loadAudio(watch);
	loadClock(watch);
	showHotkey(ruleId);
	showRowsOf(type);
	isLoading_ = false;
}

void WatchFields::loadAudio(const QJsonObject &watch)
{
	threshold_->setValue(qRound(watch.value(QStringLiteral("on_db")).toDouble(DEFAULT_THRESHOLD_DB)));
	release_->load(watch, "release_ms", DEFAULT_RELEASE_MS);
	if (meter_) {
		meter_->setThresholdDb(threshold_->value());
		meter_->setSource(references_["audio"]->value().toObject().value(QStringLiteral("name")).toString());
	}
}

void WatchFields::loadClock(const QJsonObject &watch)
{
	const QString format = QString::fromUtf8(TIME_FORMAT);
	const QJsonArray chosen = watch.value(QStringLiteral("days")).toArray();

	from_->setTime(
		QTime::fromString(watch.value(QStringLiteral("from")).toString(QStringLiteral("20:00")), format));
	to_->setTime(QTime::fromString(watch.value(QStringLiteral("to")).toString(QStringLiteral("23:00")), format));
	for (int i = 0; i < days_.size(); i++) {
		days_[i]->setChecked(chosen.isEmpty() || chosen.contains(QLatin1String{WEEKDAYS[i].word}));
	}
}

void WatchFields::showHotkey(const QString &ruleId)
{
	char keys[64] = "";

	hotkey_binding_text(QStringLiteral("lovense-for-obs.rule.%1").arg(ruleId).toUtf8().constData(), keys,
			    sizeof(keys));
	setLabel(hotkey_, *keys ? text("Rule.Key", utf8(keys)) : text("Rule.NoKey"));
}

QJsonObject WatchFields::store(QJsonObject base) const
{
	const QString type = type_->word();

	if (base.value(QStringLiteral("type")).toString() != type) {
		for (const QString &key : typeKeys()) {
			base.remove(key);
		}
	}
	base[QStringLiteral("type")] = type;
	storeFields(type, base);
	return base;
}

void WatchFields::storeFields(const QString &type, QJsonObject &watch) const
{
	if (use_ == Use::Trigger && typesOfRow_[edge_].contains(type)) {
		watch[QStringLiteral("edge")] = edge_->value();
	}
	if (references_.contains(type)) {
		const QJsonValue reference = references_[type]->value();
		watch[QStringLiteral("ref")] = reference.isObject() ? reference : QJsonValue{QJsonObject{}};
	}
	if (type == QLatin1String{"scene"} && use_ == Use::Trigger) {
		watch[QStringLiteral("at")] =
			QLatin1String{atStart_->isChecked() ? "transition_start" : "transition_end"};
	} else if (type == QLatin1String{"source"}) {
		watch[QStringLiteral("state")] = state_->value();
	} else if (type == QLatin1String{"output"}) {
		watch[QStringLiteral("is")] = output_->value();
	} else if (type == QLatin1String{"toy"}) {
		watch[QStringLiteral("event")] = toyEvent_->value();
		watch[QStringLiteral("below")] = below_->value();
	} else if (type == QLatin1String{"timer"}) {
		watch[QStringLiteral("every_ms")] = every_->ms(); /* the one time without a default */
		jitter_->store(watch, "jitter_ms");
	} else if (type == QLatin1String{"audio"}) {
		storeAudio(watch);
	} else if (type == QLatin1String{"clock"}) {
		storeClock(watch);
	}
}

void WatchFields::storeAudio(QJsonObject &watch) const
{
	const QJsonValue off = watch.value(QStringLiteral("off_db"));

	watch[QStringLiteral("on_db")] = threshold_->value();
	if (off.isDouble() && off.toDouble() > threshold_->value()) {
		watch[QStringLiteral("off_db")] = threshold_->value() - HYSTERESIS_DB;
	}
	release_->store(watch, "release_ms");
}

void WatchFields::storeClock(QJsonObject &watch) const
{
	QJsonArray chosen;

	for (int i = 0; i < days_.size(); i++) {
		if (days_[i]->isChecked()) {
			chosen.append(QLatin1String{WEEKDAYS[i].word});
		}
	}
	watch[QStringLiteral("from")] = from_->time().toString(QString::fromUtf8(TIME_FORMAT));
	watch[QStringLiteral("to")] = to_->time().toString(QString::fromUtf8(TIME_FORMAT));
	watch[QStringLiteral("days")] = chosen;
}
