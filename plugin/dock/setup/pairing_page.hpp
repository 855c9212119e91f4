// SPDX-License-Identifier: GPL-2.0-or-later
/* Page 2 of the set-up: the code, how far pairing has come, and whose phone it is. */
#pragma once

#include <QVector>
#include <QWidget>

#include "dock/bridge.hpp"

class QLabel;
class QPushButton;
class QrView;

class PairingPage : public QWidget {
	Q_OBJECT

      public:
	PairingPage(BridgePtr bridge, QWidget *parent);
	void showSnapshot(const engine_snapshot &snapshot, bool isDiscreet);
	/* Takes the picture of the code away, and the permission to show it while live. */
	void conceal();
	/* Takes a code away that may no longer be seen. Nothing on the page moves. */
	void withdrawCode(const engine_snapshot &snapshot);
	/* To the question that waits for an answer. false: there is none. */
	bool focusQuestion();
	/* It asks whose phone it is: its own buttons go on from there. */
	bool isAsking() const;
	/* Somebody has paired a phone: it has to ask. */
	static bool mustAsk(const engine_snapshot &snapshot);

      signals:
	/* It is the streamer's phone. */
	void confirmed();

      private:
	void build();
	bool mayShowCode(const engine_snapshot &snapshot) const;
	void showCode(const engine_snapshot &snapshot);
	void showChecklist(const engine_snapshot &snapshot);
	void showProblem(const engine_snapshot &snapshot);
	void showPhone(const engine_snapshot &snapshot, bool isDiscreet);

	BridgePtr bridge_;
	QrView *code_;
	QLabel *words_;
	QLabel *problem_;
	QLabel *digits_;
	QLabel *notScanned_;
	QLabel *liveQuestion_;
	QPushButton *reveal_;
	QPushButton *newCode_;
	QVector<QLabel *> checks_;
	QLabel *phone_;
	QPushButton *me_;
	QPushButton *notMe_;
	bool isRevealed_{false};
};
