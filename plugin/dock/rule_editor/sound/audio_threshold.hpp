// SPDX-License-Identifier: GPL-2.0-or-later
/* A live meter of one source with the threshold as a mark that can be dragged: nobody sets decibels blind. */
#pragma once

#include <QWidget>

#include "dock/bridge.hpp"

class HeardSource;
class LevelMeter;
class Refresher;

class AudioThreshold : public QWidget {
	Q_OBJECT

      public:
	AudioThreshold(const BridgePtr &bridge, QWidget *parent);
	void setSource(const QString &name);
	void setThresholdDb(int threshold_db);

      signals:
	/* By the user. */
	void thresholdMoved(int threshold_db);

      protected:
	void hideEvent(QHideEvent *event) override;

      private:
	void refresh();

	BridgePtr bridge_;
	HeardSource *heard_;
	LevelMeter *meter_;
	Refresher *refresher_;
	QString source_;
	int threshold_db_{-30};
};
