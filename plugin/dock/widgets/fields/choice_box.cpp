// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/fields/choice_box.hpp"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalBlocker>

#include "dock/widgets/fields/field_room.hpp"
#include "dock/widgets/looks.hpp"
#include "obs/choices.h"

namespace {

constexpr int NAME_CHARACTERS = 16;
constexpr int IS_NAME = Qt::UserRole + 1;

bool isSameReference(const QJsonObject &a, const QJsonObject &b)
{
	const QString uuid = a.value(QStringLiteral("uuid")).toString();

	if (!uuid.isEmpty() && !b.value(QStringLiteral("uuid")).toString().isEmpty()) {
		return uuid == b.value(QStringLiteral("uuid")).toString();
	}
	return a.value(QStringLiteral("name")) == b.value(QStringLiteral("name"));
}

bool isSame(const QJsonValue &a, const QJsonValue &b)
{
	return a.isObject() && b.isObject() ? isSameReference(a.toObject(), b.toObject()) : a == b;
}

QString labelOf(const QJsonValue &value)
{
	if (value.isObject()) {
		const QString name = value.toObject().value(QStringLiteral("name")).toString();
		return name.isEmpty() ? QString{} : text("Rule.MissingRef", name);
	}
	if (value.isArray()) {
		return QString::fromUtf8(QJsonDocument{value.toArray()}.toJson(QJsonDocument::Compact));
	}
	return value.toVariant().toString();
}

} // namespace

ChoiceBox::ChoiceBox(const QString &name, QWidget *parent)
    : QComboBox{parent}
{
	setAccessibleName(name);
	setSizeAdjustPolicy(QComboBox::AdjustToContents); /* so that other entries are a change of size */
	setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
	guardWheel(this);
	connect(this, qOverload<int>(&QComboBox::activated), this, &ChoiceBox::chosen);
}

void ChoiceBox::add(const QString &label, const QJsonValue &value)
{
	addItem(label, QVariant::fromValue(value));
}

void ChoiceBox::addName(const QString &name, const QJsonValue &value)
{
	add(name, value);
	setItemData(count() - 1, true, IS_NAME);
}

QJsonArray ChoiceBox::references() const
{
	choices list{};
	QJsonArray all;

	choices_list(&list, kind_);
	for (size_t i = 0; i < list.count; i++) {
		QJsonObject reference{{QStringLiteral("name"), utf8(list.items[i].name)}};
		if (*list.items[i].uuid) {
			reference[QStringLiteral("uuid")] = utf8(list.items[i].uuid);
		}
		all.append(reference);
	}
	choices_free(&list);
	return all;
}

void ChoiceBox::offer(const QJsonArray &references)
{
	while (count() > before_) {
		removeItem(count() - 1);
	}
	offered_ = references;
	for (const QJsonValue &reference : references) {
		addName(reference[QStringLiteral("name")].toString(), reference);
	}
}

void ChoiceBox::addReferences(choice_kind kind)
{
	kind_ = kind;
	before_ = count();
	offer(references());
}

bool ChoiceBox::refreshReferences()
{
	const QJsonArray now = kind_ && !isOpen_ ? references() : offered_;
	const QJsonValue chosen = json();

	if (now == offered_) {
		return false;
	}
	const QSignalBlocker blocker{this};
	offer(now);
	if (chosen.isUndefined()) {
		setCurrentIndex(find(chosen)); /* nothing is chosen for anybody */
	} else {
		select(chosen);
	}
	return true;
}

void ChoiceBox::showPopup()
{
	refreshReferences();
	isOpen_ = true;
	QComboBox::showPopup();
}

void ChoiceBox::hidePopup()
{
	isOpen_ = false;
	QComboBox::hidePopup();
}

QSize ChoiceBox::sizeHint() const
{
	const int name_px = fontMetrics().averageCharWidth() * NAME_CHARACTERS;
	int widest_px = name_px;

	ensurePolished();
	for (int i = 0; i < count(); i++) {
		const int text_px = fontMetrics().horizontalAdvance(itemText(i));
		widest_px = qMax(widest_px, isName(i) ? qMin(text_px, name_px) : text_px);
	}
	return {roomOf(*this, widest_px), QComboBox::sizeHint().height()};
}

QSize ChoiceBox::minimumSizeHint() const
{
	return sizeHint();
}

void ChoiceBox::load(const QJsonValue &value, const QJsonValue &missing)
{
	const QJsonValue &wanted = value.isUndefined() ? missing : value;

	refreshReferences();
	if (wanted.isUndefined() && find(wanted) < 0) {
		setCurrentIndex(count() ? 0 : -1);
	} else {
		select(wanted);
	}
}

void ChoiceBox::select(const QJsonValue &value)
{
	int index = find(value);

	if (index < 0) {
		addName(labelOf(value), value);
		index = count() - 1;
	}
	setCurrentIndex(index);
}

int ChoiceBox::find(const QJsonValue &value) const
{
	for (int i = 0; i < count(); i++) {
		if (isSame(itemData(i).toJsonValue(), value)) {
			return i;
		}
	}
	return -1;
}

bool ChoiceBox::isName(int index) const
{
	return itemData(index, IS_NAME).toBool();
}

QJsonValue ChoiceBox::json() const
{
	return currentIndex() < 0 ? QJsonValue{QJsonValue::Undefined} : currentData().toJsonValue();
}

QString ChoiceBox::word() const
{
	return json().toString();
}
