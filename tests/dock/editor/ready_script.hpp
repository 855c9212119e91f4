// SPDX-License-Identifier: GPL-2.0-or-later
/* What a rule editor opens over in its tests: an engine that is ready and armed, with one toy. */
#pragma once

#include <memory>

#include "dock/bridge.hpp"
#include "dock/scripted_engine.hpp"

class ReadyScript {
      protected:
	/* Before each test, and after it once its windows are gone. */
	void makeReady()
	{
		script_ = std::make_unique<Script>();
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.is_armed = true;
		script_->engine.publish();
		bridge_ = std::make_shared<Bridge>(script_->parts());
	}
	void takeDown()
	{
		bridge_.reset();
		script_.reset();
	}

	std::unique_ptr<Script> script_;
	BridgePtr bridge_;
};
