// SPDX-License-Identifier: GPL-2.0-or-later
/* Why an intent would do nothing now, in words: kept for as long as nothing has changed that it depends on. UI thread.
 */
#pragma once

#include <QString>
#include <QVector>

#include "engine/snapshot.h"
#include "haptics/intent.h"

class HeldReason {
      public:
	/* "": it would do something. The intent is the same each time; of one toy it is asked with more facts. */
	const QString &why(const engine_snapshot &snapshot, const haptics_intent &intent, bool isDiscreet,
			   const QVector<double> &more = {});

      private:
	QVector<double> facts_;
	QString why_;
	unsigned timesSame_{0};
};
