// SPDX-License-Identifier: GPL-2.0-or-later
/* The ceilings of one toy: of the whole toy, then of each of its functions, unless it has only one. */
#pragma once

#include <QStringList>
#include <QVector>

#include "dock/bridge.hpp"
#include "dock/widgets/fields/field_rows.hpp"

class GuardedSlider;
class QTimer;

/* mask: as in engine_toy. Discreet ones are numbered. */
QStringList functionNames(quint32 mask, bool isDiscreet);

class ToyCeilings : public FieldRows {
	Q_OBJECT

      public:
	ToyCeilings(BridgePtr bridge, QWidget *parent);
	/* whose: the toy's name, for a screen reader. Sliders are made when this is called first. */
	void showToy(const engine_toy &toy, const QString &whose, bool isDiscreet);
	/* One of them shows what the user has just set. */
	bool isHeld() const;
	/* The settings have no room for ceilings of another toy. */
	bool hasNoRoom() const;

      signals:
	/* New sliders came. */
	void rebuilt();

      private:
	void rebuild(const QString &whose, const QStringList &parts);
	void save();

	BridgePtr bridge_;
	QTimer *saveTimer_;
	QByteArray toyId_;
	QStringList shownNames_; /* of the toy and its parts */
	QVector<int> functions_;
	QVector<GuardedSlider *> sliders_; /* [0] the whole toy */
	bool hasNoRoom_{false};
};
