// SPDX-License-Identifier: GPL-2.0-or-later
/* What the ceilings leave of each rule. The core is asked, when something has changed that it depends on. UI thread. */
#pragma once

#include <optional>

#include <QString>

#include "engine/snapshot.h"

class RuleCaps {
      public:
	/* Rules, toys or ceilings are not those of the last call. */
	bool note(const engine_snapshot &snapshot);

      private:
	struct Toy {
		bool isOnline;
		quint32 functions;
		double ceiling;
		double functionCeiling[HAPTICS_MAX_FUNCTIONS];
	};
	struct Facts {
		quint64 rules;
		double ceiling;
		size_t toyCount;
		Toy toys[HAPTICS_MAX_TOYS];
	};

	Facts facts_{};
};

/* The level, 0..1, that a ceiling holds the rule down to; none: it gets what it asks for, or no toy takes part. */
std::optional<double> cappedLevel(const engine_snapshot &snapshot, const QString &ruleId);
