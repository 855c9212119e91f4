// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/form_fields.hpp"

#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/fields/number_fields.hpp"

void FormFields::addSwitch(CheckField *field, const char *key, const QStringList &kinds)
{
	addRow({}, field, kinds);
	addKey(field, key, false);
}

void FormFields::reportChanges()
{
	const auto report = [this](const auto &fields, auto signal) {
		for (auto *field : fields) {
			connect(field, signal, this, &FormFields::changed);
		}
	};

	report(findChildren<ChoiceBox *>(), &ChoiceBox::chosen);
	report(findChildren<QSpinBox *>(), qOverload<int>(&QSpinBox::valueChanged));
	report(findChildren<QDoubleSpinBox *>(), qOverload<double>(&QDoubleSpinBox::valueChanged));
	report(findChildren<QAbstractButton *>(), &QAbstractButton::toggled);
	report(findChildren<GuardedSlider *>(), &GuardedSlider::percentChanged);
}

void FormFields::loadFields(const QJsonObject &object)
{
	for (const Key &key : keys_) {
		key.field->load(object.value(key.name), key.missing);
	}
}

void FormFields::storeFields(QJsonObject &object, const QStringList &keysOfKinds) const
{
	if (object.value(keys_.first().name) != keys_.first().field->json()) {
		for (const QString &key : keysOfKinds) {
			object.remove(key);
		}
	}
	for (const Key &key : keys_) {
		if (!key.widget->isHidden()) {
			object.insert(key.name, key.field->json());
		}
	}
}
