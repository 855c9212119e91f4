// SPDX-License-Identifier: GPL-2.0-or-later
/* The level of one audio source for as long as the bridge stands: after that libobs may be gone, and nothing is asked
 * of it any more. */
#pragma once

#include <QObject>

#include "dock/bridge.hpp"
#include "dock/rule_editor/sound/audio_probe.hpp"

class HeardSource : public QObject {
	Q_OBJECT

      public:
	HeardSource(const BridgePtr &bridge, QObject *parent);
	Q_DISABLE_COPY_MOVE(HeardSource)
	~HeardSource() override;
	/* As those of AudioProbe. */
	void listenTo(const QString &sourceName);
	void release();
	float peakDb() const;

      private:
	BridgePtr bridge_;
	AudioProbe probe_;
};
