// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/guarded_slider.hpp"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"
#include "dock/widgets/value_label.hpp"

namespace {

constexpr int TRUST_USER_MS = 700;

} // namespace

GuardedSlider::GuardedSlider(const QString &name, QWidget *parent)
    : QWidget{parent},
      slider_{new QSlider{Qt::Horizontal, this}},
      value_{new ValueLabel{percentText(1), this}}
{
	auto *row = makeLayout<QHBoxLayout>(this);

	slider_->setRange(0, 100);
	slider_->setSingleStep(1);
	slider_->setPageStep(5);
	slider_->setMinimumWidth(60);
	setName(slider_, name);
	guardWheel(slider_);
	value_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
	value_->setText(percentText(0));
	row->addWidget(slider_, 1);
	row->addWidget(value_);
	connect(slider_, &QSlider::valueChanged, this, &GuardedSlider::onValueChanged);
	connect(slider_, &QSlider::sliderReleased, this, [this] { emit percentSettled(slider_->value()); });
}

int GuardedSlider::percent() const
{
	return slider_->value();
}

void GuardedSlider::showPercent(int percent)
{
	if (!isHeld()) {
		forcePercent(percent);
	}
}

bool GuardedSlider::isHeld() const
{
	return slider_->isSliderDown() || (touched_.isValid() && touched_.elapsed() < TRUST_USER_MS);
}

void GuardedSlider::forcePercent(int percent)
{
	const QSignalBlocker blocker{slider_};

	if (percent == slider_->value()) { /* the words say so too */
		return;
	}
	slider_->setValue(percent);
	setLabel(value_, percentText(slider_->value() / 100.0));
}

QSlider *GuardedSlider::slider() const
{
	return slider_;
}

void GuardedSlider::onValueChanged(int percent)
{
	touched_.start();
	setLabel(value_, percentText(percent / 100.0));
	emit percentChanged(percent);
	if (!slider_->isSliderDown()) {
		emit percentSettled(percent);
	}
}
