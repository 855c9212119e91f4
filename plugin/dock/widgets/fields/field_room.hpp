// SPDX-License-Identifier: GPL-2.0-or-later
/* How wide a field must be so that nothing it shows is cut: asked of the style, since themes give fields padding and
 * buttons of any width, and those of OBS 32 a least width that layouts take in place of what a field asks for. */
#pragma once

#include <algorithm>

#include <QEvent>
#include <QFontMetrics>
#include <QStringList>
#include <QStyle>

class QAbstractSpinBox;
class QComboBox;

/* Pixels of the whole field, with text_px of text in it. */
int roomOf(const QAbstractSpinBox &box, int text_px);
int roomOf(const QComboBox &box, int text_px);
int widestOf(const QStringList &texts, const QFontMetrics &metrics);

/* A box for numbers that has the room of its longest value, in every theme and layout. */
template <typename Box> class RoomyBox : public Box {
      public:
	using Box::Box;

	QSize sizeHint() const override
	{
		this->ensurePolished();
		return {room(), Box::sizeHint().height()};
	}
	QSize minimumSizeHint() const override
	{
		return sizeHint();
	}

      protected:
	/* With the longest among them; without suffix. */
	virtual QStringList values() const
	{
		return {this->textFromValue(this->minimum()), this->textFromValue(this->maximum())};
	}
	/* Once another value may be the longest. */
	void keepRoom()
	{
		this->setMinimumWidth(room());
	}
	/* A theme sets its own least width before it tells of the change. */
	bool event(QEvent *event) override
	{
		const bool isTaken = Box::event(event);

		if (event->type() == QEvent::Polish || event->type() == QEvent::StyleChange ||
		    event->type() == QEvent::FontChange) {
			keepRoom();
		}
		return isTaken;
	}

      private:
	int room() const
	{
		const QFontMetrics metrics = this->fontMetrics();
		const int value_px = widestOf(values(), metrics) + metrics.horizontalAdvance(this->suffix());

		return roomOf(*this, std::max(value_px, metrics.horizontalAdvance(this->specialValueText())));
	}
};
