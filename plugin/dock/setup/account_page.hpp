// SPDX-License-Identifier: GPL-2.0-or-later
/* Page 1 of the set-up: the credentials. Saved secrets stay in the store; an
 * empty field keeps them. */
#pragma once

#include <QWidget>

#include "dock/bridge.hpp"

class AccountField;
class FieldRows;
class QLabel;
class QPushButton;
class QRadioButton;

class AccountPage : public QWidget {
	Q_OBJECT

      public:
	/* What became of what was entered. Refused: with the sentence shown on the page. */
	enum class Outcome { Refused = 1, Unchanged, Changed };

	AccountPage(BridgePtr bridge, QWidget *parent);
	void showDiscreet(bool isDiscreet);
	Outcome apply();
	bool isSimulator() const;
	/* To the field at fault, or else where typing or pasting begins. */
	Q_INVOKABLE void focusFirst();
	/* Hides what is typed. */
	void conceal();
	/* The same when OBS goes live. */
	void concealWhenLiveBegins();
	/* Sign-in and connection while they are being checked. Calls concealWhenLiveBegins(). */
	void showSnapshot(const engine_snapshot &snapshot, qint64 now_ms);

      protected:
	bool eventFilter(QObject *object, QEvent *event) override;

      private:
	void build();
	void alignNames();
	void load();
	void showRows();
	void takeAddress(AccountField *field, const QString &pasted);
	void store(engine_settings &settings) const;
	void blame(AccountField *guilty, const QString &sentence);
	void blameSetting(const QString &error);
	void blameMissing(engine_reason reason);
	void followFailure(const engine_snapshot &snapshot, const QString &sentence);
	AccountField *fieldOf(engine_reason reason) const;

	BridgePtr bridge_;
	FieldRows *form_;
	QRadioButton *ownToken_;
	QRadioButton *tokenService_;
	QRadioButton *simulator_;
	AccountField *platform_;
	QLabel *platformHelp_;
	AccountField *token_;
	AccountField *url_;
	AccountField *key_;
	QPushButton *help_;
	QLabel *check_;
	bool isChecking_{false};
	quint64 checkedRevision_{0}; /* what the engine said before the check began */
	engine_reason blamedFor_{ENGINE_REASON_NONE};
	bool wasLive_{false};
};
