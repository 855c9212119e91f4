// SPDX-License-Identifier: GPL-2.0-or-later
/* What a rule does, and what it lacks, in words. Pure but for the locale. */
#pragma once

#include <QString>

#include "engine/snapshot.h"

/* "0:42 left", "Cooldown 3 s"; empty when it just waits. */
QString ruleState(const engine_rule &rule, qint64 now_ms);
/* "Scene ... is missing"; empty when all it names is there. */
QString ruleMissing(const engine_rule &rule);
