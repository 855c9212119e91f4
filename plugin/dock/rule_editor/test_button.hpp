// SPDX-License-Identifier: GPL-2.0-or-later
/* Tries the rule of a form: a press begins, and the next one ends what it began; so does its window when it closes.
 * Meanwhile it tells the time left. UI thread. */
#pragma once

#include <QPushButton>

#include "dock/bridge.hpp"

class TestButton : public QPushButton {
	Q_OBJECT

      public:
	TestButton(BridgePtr bridge, QWidget *parent);
	~TestButton() override;
	/* Tries the first of the rules, which does this. */
	void begin(const haptics_rules *rules, const QJsonObject &action);
	/* Ends what begin() began; nothing else. */
	void end();
	/* whyNot: why nothing would move; "": something would. */
	void refresh(const engine_snapshot &snapshot, const QString &whyNot);
	/* Has the room of all that it may say. */
	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;

      signals:
	/* Somebody wants the rule tried. */
	void asked();

      protected:
	void hideEvent(QHideEvent *event) override;

      private:
	void follow(const engine_snapshot &snapshot);
	void showWords(qint64 left_ms);

	BridgePtr bridge_;
	uint32_t run_{0}; /* that it has begun; 0: it is over */
	bool isRunning_{false};
	qint64 due_ms_{0}; /* by then it is seen, or it never began */
};
