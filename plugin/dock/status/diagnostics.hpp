// SPDX-License-Identifier: GPL-2.0-or-later
/* What a helper needs to know, without anything secret or personal: no tokens, ids, addresses, codes, names of toys'
 * owners, rules, scenes or files. In English, for whoever reads the report. */
#pragma once

#include <QString>
#include <QStringList>

#include "engine/engine.h"

/* Notes how the connection changed while the dock was looking. */
class StateHistory {
      public:
	enum { CAPACITY = 50 };

	void note(const engine_snapshot &snapshot, const QString &clockTime);
	const QStringList &lines() const;

      private:
	QStringList lines_;
	int state_{0};
	int reason_{0};
};

QString diagnosticsText(const engine_snapshot &snapshot, bool isLive, const engine_settings &settings,
			const StateHistory &history);
