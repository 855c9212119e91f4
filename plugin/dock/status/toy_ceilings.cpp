// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/toy_ceilings.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <QLabel>
#include <QSlider>
#include <QTimer>

#include "dock/status/status_text.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* A drag moves a ceiling at most this often; each move is also saved. */
constexpr int SAVE_DELAY_MS = 100;

QVector<int> functionsIn(quint32 mask)
{
	QVector<int> functions;

	for (int i = 0; i < HAPTICS_MAX_FUNCTIONS && engine_function_name(i); i++) {
		if (mask & (UINT32_C(1) << i)) {
			functions += i;
		}
	}
	return functions;
}

engine_toy_ceiling *findOrAddCeiling(engine_settings &settings, const QByteArray &toyId)
{
	constexpr size_t capacity = sizeof(settings.ceilings) / sizeof(settings.ceilings[0]);

	for (size_t i = 0; i < settings.ceiling_count; i++) {
		/* An app may write the same id in upper or lower case. */
		if (qstricmp(toyId.constData(), settings.ceilings[i].toy_id) == 0) {
			return &settings.ceilings[i];
		}
	}
	static_assert(capacity == 16, "as Toy.Ceilings.Full says");
	if (settings.ceiling_count == capacity) {
		return nullptr;
	}
	engine_toy_ceiling *ceiling = &settings.ceilings[settings.ceiling_count++];
	*ceiling = {};
	qstrncpy(ceiling->toy_id, toyId.constData(), sizeof(ceiling->toy_id));
	ceiling->all = 1.0;
	std::fill(std::begin(ceiling->function), std::end(ceiling->function), 1.0);
	return ceiling;
}

} // namespace

QStringList functionNames(quint32 mask, bool isDiscreet)
{
	QStringList names;

	for (const int function : functionsIn(mask)) {
		names += functionText(function, isDiscreet);
	}
	return names;
}

ToyCeilings::ToyCeilings(BridgePtr bridge, QWidget *parent)
    : FieldRows{parent},
      bridge_{std::move(bridge)},
      saveTimer_{new QTimer{this}}
{
	saveTimer_->setSingleShot(true);
	saveTimer_->setInterval(SAVE_DELAY_MS);
	connect(saveTimer_, &QTimer::timeout, this, &ToyCeilings::save);
}

void ToyCeilings::showToy(const engine_toy &toy, const QString &whose, bool isDiscreet)
{
	const QStringList functions = functionNames(toy.functions, isDiscreet);
	const QStringList parts = QStringList{text(discreetKey("Toy.Ceilings.Whole", isDiscreet))} +
				  (functions.size() > 1 ? functions : QStringList{});
	const QStringList names = QStringList{whose} + parts;

	toyId_ = toy.toy_id;
	if (names != shownNames_) {
		shownNames_ = names;
		functions_ = functionsIn(toy.functions);
		rebuild(whose, parts);
	}
	sliders_[0]->showPercent(qRound(toy.ceiling * 100.0));
	for (int i = 1; i < sliders_.size(); i++) {
		sliders_[i]->showPercent(qRound(toy.function_ceiling[functions_[i - 1]] * 100.0));
	}
}

void ToyCeilings::rebuild(const QString &whose, const QStringList &parts)
{
	sliders_.clear();
	clear();
	for (const QString &part : parts) {
		const QString ceiling = text("Toy.Ceilings.Of", part);
		auto *slider = new GuardedSlider{ceiling, this};
		setTold(slider->slider(), listText({ceiling, whose}), {});
		connect(slider, &GuardedSlider::percentChanged, saveTimer_, qOverload<>(&QTimer::start));
		/* One below the other: a dock may be narrow. */
		addWideRow(makeWrappingLabel(this, Tone::Plain, ceiling));
		addWideRow(slider);
		sliders_ += slider;
	}
	emit rebuilt();
}

bool ToyCeilings::isHeld() const
{
	return std::any_of(sliders_.cbegin(), sliders_.cend(), [](const auto *slider) { return slider->isHeld(); });
}

bool ToyCeilings::hasNoRoom() const
{
	return hasNoRoom_;
}

void ToyCeilings::save()
{
	bridge_->changeSettings([this](engine_settings &settings) {
		engine_toy_ceiling *ceiling = findOrAddCeiling(settings, toyId_);

		hasNoRoom_ = !ceiling;
		if (hasNoRoom_) {
			return;
		}
		ceiling->all = sliders_[0]->percent() / 100.0;
		for (int i = 1; i < sliders_.size(); i++) {
			ceiling->function[functions_[i - 1]] = sliders_[i]->percent() / 100.0;
		}
	});
}
