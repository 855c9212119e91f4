// SPDX-License-Identifier: GPL-2.0-or-later
/* Page 1 of the set-up: the credentials. Saved secrets stay in the store; an
 * empty field keeps them. */
#pragma once

#include <QWidget>

#include "dock/bridge.hpp"

class FieldRows;
class QCheckBox;
class QLabel;
class QLineEdit;
class QRadioButton;

class AccountPage : public QWidget {
	Q_OBJECT

      public:
	/* What became of what was entered. Refused: with the sentence shown on the page. */
	enum class Outcome { Refused = 1, Unchanged, Changed };

	AccountPage(BridgePtr bridge, QWidget *parent);
	Outcome apply();
	bool isSimulator() const;
	/* Where typing or pasting begins; NULL: nowhere. */
	QLineEdit *firstField() const;
	/* Hides what is typed. */
	void conceal();
	/* The same when OBS goes live. */
	void concealWhenLiveBegins();
	/* Sign-in and connection while they are being checked. Calls concealWhenLiveBegins(). */
	void showSnapshot(const engine_snapshot &snapshot, qint64 now_ms);

      private:
	void build();
	void load();
	void showRows();
	void takeAddress(QLineEdit *field, const QString &pasted);
	void store(engine_settings &settings) const;
	QLineEdit *makeSecret(const QString &name);

	BridgePtr bridge_;
	FieldRows *form_;
	QRadioButton *ownToken_;
	QRadioButton *tokenService_;
	QRadioButton *simulator_;
	QLineEdit *platform_;
	QLabel *platformHelp_;
	QLineEdit *token_;
	QLineEdit *url_;
	QLineEdit *key_;
	QCheckBox *show_;
	QLabel *help_;
	QLabel *check_;
	bool isChecking_{false};
	bool wasLive_{false};
};
