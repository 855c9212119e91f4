// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/row_sizes.hpp"

#include <QCheckBox>
#include <QSpacerItem>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/value_label.hpp"

namespace {

class RowBox : public QCheckBox {
      public:
	RowBox(const QCheckBox *measured, QWidget *row)
	    : QCheckBox{row},
	      measured_{measured}
	{
	}
	QSize sizeHint() const override
	{
		return measured_->sizeHint();
	}
	QSize minimumSizeHint() const override
	{
		return measured_->minimumSizeHint();
	}

      private:
	const QCheckBox *measured_;
};

class RoomForTime : public QSpacerItem {
      public:
	explicit RoomForTime(ValueLabel *measured)
	    : QSpacerItem{0, 0},
	      measured_{measured}
	{
	}
	QSize sizeHint() const override
	{
		return measured_->reserved();
	}
	QSize minimumSize() const override
	{
		return measured_->reserved();
	}

      private:
	ValueLabel *measured_;
};

} // namespace

RowSizes::RowSizes(QWidget *parent)
    : box_{new QCheckBox{parent}},
      time_{makeTime(parent)}
{
	box_->hide();
	time_->hide();
}

QCheckBox *RowSizes::makeBox(QWidget *row) const
{
	return new RowBox{box_, row};
}

ValueLabel *RowSizes::makeTime(QWidget *row) const
{
	auto *time = new ValueLabel{QStringLiteral("00:00"), row};

	setTone(time, Tone::Muted);
	time->setAlignment(Qt::AlignHCenter);
	return time;
}

QSpacerItem *RowSizes::makeRoomForTime() const
{
	return new RoomForTime{time_};
}
