// SPDX-License-Identifier: GPL-2.0-or-later
/* What the dock shows while nothing is set up: two ways to begin. */
#pragma once

#include <QFrame>

#include "dock/status/status_text.hpp"

class FirstRunCard : public QFrame {
	Q_OBJECT

      public:
	explicit FirstRunCard(QWidget *parent);

      signals:
	void actionRequested(Action action);
};
