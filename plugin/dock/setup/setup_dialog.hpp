// SPDX-License-Identifier: GPL-2.0-or-later
/* The set-up: three pages with a live check. Not modal; closing it keeps what was entered with Next. Accepted: the last
 * page is done. */
#pragma once

#include <QDialog>

#include "dock/bridge.hpp"

class AccountPage;
class FinishPage;
class PairingPage;
class QLabel;
class QPushButton;
class QStackedWidget;
class Refresher;

class SetupDialog : public QDialog {
	Q_OBJECT

      public:
	enum Page { ACCOUNT = 0, PAIRING, FINISH };

	SetupDialog(BridgePtr bridge, Page page, bool isDiscreet, QWidget *parent);
	void openPage(Page page);
	Page page() const;
	void showDiscreet(bool isDiscreet);

      protected:
	bool event(QEvent *event) override;
	void hideEvent(QHideEvent *event) override;

      private:
	void build();
	void refresh();
	void showTitle();
	void focusPage();
	void concealAtOnce();
	void onNext();
	void beginAccountCheck();
	void followPairing(const engine_snapshot &snapshot);
	void followAccountCheck(const engine_snapshot &snapshot);

	BridgePtr bridge_;
	bool isDiscreet_;
	bool isUnasked_{false}; /* somebody went on before a phone was paired */
	QLabel *heading_;
	QStackedWidget *pages_;
	AccountPage *account_;
	PairingPage *pairing_;
	FinishPage *finish_;
	QPushButton *back_;
	QPushButton *next_;
	Refresher *refresher_;
	bool isChecking_{false};
	/* The connection of before Next may still be the one that is shown. */
	bool mayBeOldLink_{false};
	qint64 checkBegan_ms_{0};
};
