// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_editor/sound/heard_source.hpp"

HeardSource::HeardSource(const BridgePtr &bridge, QObject *parent)
    : QObject{parent},
      bridge_{bridge}
{
	connect(bridge.get(), &Bridge::cutting, this, &HeardSource::release);
}

HeardSource::~HeardSource()
{
	release();
}

void HeardSource::listenTo(const QString &sourceName)
{
	if (bridge_->isConnected()) {
		probe_.listenTo(sourceName);
	}
}

/* Once the bridge is cut the probe is empty. */
void HeardSource::release()
{
	if (bridge_->isConnected()) {
		probe_.release();
	}
}

float HeardSource::peakDb() const
{
	return probe_.peakDb();
}
