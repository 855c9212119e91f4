// SPDX-License-Identifier: GPL-2.0-or-later
/* What the ceilings leave of each rule. The core is asked, when something has changed that it depends on. UI thread. */
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "engine/snapshot.h"

class RuleCaps {
      public:
	/* Rules, toys or ceilings are not those of the last call. */
	bool note(const engine_snapshot &snapshot);

      private:
	std::vector<double> facts_; /* the numbers of the last call */
};

/* The ceiling, 0..1, that holds the rule down; none: even the highest that it asks for is let through, or no toy takes
 * part. */
std::optional<double> cappedLevel(const engine_snapshot &snapshot, const engine_rule &rule);
