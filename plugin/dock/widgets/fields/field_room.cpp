// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/fields/field_room.hpp"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QFontMetrics>
#include <QStyleOptionComboBox>
#include <QStyleOptionSpinBox>

namespace {

constexpr int PROBE_PX = 400;      /* any width in which there is room for text */
constexpr int TEXT_MARGINS_PX = 4; /* of a line of text, both sides, as Qt draws it */
constexpr int CURSOR_PX = 2;

/* Of a field of that width, the part that is no room for text. */
template <typename Option>
int around(const QWidget &field, Option &option, QStyle::ComplexControl kind, QStyle::SubControl part)
{
	option.initFrom(&field);
	option.rect = QRect{0, 0, PROBE_PX, field.height()};
	option.subControls = QStyle::SC_All;
	return PROBE_PX - field.style()->subControlRect(kind, &option, part, &field).width();
}

} // namespace

int roomOf(const QAbstractSpinBox &box, int text_px)
{
	QStyleOptionSpinBox option;

	option.frame = box.hasFrame();
	option.buttonSymbols = box.buttonSymbols();
	return text_px + TEXT_MARGINS_PX + CURSOR_PX +
	       around(box, option, QStyle::CC_SpinBox, QStyle::SC_SpinBoxEditField);
}

int roomOf(const QComboBox &box, int text_px)
{
	QStyleOptionComboBox option;

	option.frame = box.hasFrame();
	option.editable = box.isEditable();
	return text_px + TEXT_MARGINS_PX + around(box, option, QStyle::CC_ComboBox, QStyle::SC_ComboBoxEditField);
}

int widestOf(const QStringList &texts, const QFontMetrics &metrics)
{
	int widest_px = 0;

	for (const QString &text : texts) {
		widest_px = std::max(widest_px, metrics.horizontalAdvance(text));
	}
	return widest_px;
}
