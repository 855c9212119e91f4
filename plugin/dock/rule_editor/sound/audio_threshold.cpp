// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/sound/audio_threshold.hpp"

#include <QVBoxLayout>

#include "dock/rule_editor/sound/heard_source.hpp"
#include "dock/widgets/level_meter.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr double FLOOR_DB = -60.0;

double shareOf(double level_db)
{
	return qBound(0.0, 1.0 - level_db / FLOOR_DB, 1.0);
}

} // namespace

AudioThreshold::AudioThreshold(const BridgePtr &bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{bridge},
      heard_{new HeardSource{bridge, this}},
      meter_{new LevelMeter{text("Rule.AudioNow"), this}},
      refresher_{new Refresher{this, [this] { refresh(); }}}
{
	auto *column = makeLayout<QVBoxLayout>(this);

	column->addWidget(meter_);
	meter_->setToolTip(text("Rule.AudioNow"));
	meter_->setMarkMovable(true);
	connect(meter_, &LevelMeter::markMoved, this, [this](double mark) {
		threshold_db_ = qRound(FLOOR_DB * (1.0 - mark));
		emit thresholdMoved(threshold_db_);
	});
}

void AudioThreshold::setSource(const QString &name)
{
	source_ = name;
}

void AudioThreshold::setThresholdDb(int threshold_db)
{
	threshold_db_ = threshold_db;
	refresh();
}

void AudioThreshold::refresh()
{
	if (!bridge_->isConnected()) {
		return;
	}
	if (isVisible()) {
		heard_->listenTo(source_);
	}
	const double level_db = heard_->peakDb();
	meter_->showLevel(shareOf(level_db), shareOf(threshold_db_), false);
	meter_->setValueText(level_db < FLOOR_DB ? QStringLiteral("-\u221e dB")
						 : QStringLiteral("%1 dB").arg(qRound(level_db)));
}

void AudioThreshold::hideEvent(QHideEvent *event)
{
	heard_->release();
	QWidget::hideEvent(event);
}
