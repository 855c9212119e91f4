// SPDX-License-Identifier: GPL-2.0-or-later
/* The dock's content; also shown as a window from the Tools menu. Draws snapshots, posts what the user does. */
#pragma once

#include <functional>

#include <QMap>
#include <QPointer>
#include <QWidget>

#include "dock/bridge.hpp"
#include "dock/setup/setup_dialog.hpp"
#include "dock/status/status_text.hpp"
#include "dock/view_settings.hpp"

class ActivityList;
class DockMenu;
class FirstRunCard;
class OptionsDialog;
class Refresher;
class RuleEditor;
class RuleList;
class StatusFooter;
class StatusHeader;
class TipQueue;
class TipsDialog;
class ToyList;

class DockWidget : public QWidget {
	Q_OBJECT

      public:
	explicit DockWidget(BridgePtr bridge, QWidget *parent = nullptr,
			    ViewPtr view = std::make_shared<ViewSettings>());
	const ViewPtr &view() const;
	bool isTicking() const;
	void refresh();
	/* "Lovense for OBS", or a neutral word in discreet mode. */
	QString title() const;

	QSize sizeHint() const override;

      signals:
	void titleChanged(const QString &title);

      protected:
	bool event(QEvent *event) override;
	void keyPressEvent(QKeyEvent *event) override;
	void showEvent(QShowEvent *event) override;

      private:
	void build();
	void connectParts();
	void prepareActions();
	void showSnapshot(const engine_snapshot &snapshot);
	void showCard();
	bool isHeld() const;
	void openSetup(SetupDialog::Page page);
	void openOptions();
	void openTips();
	void focusNext();
	QWidget *mainWindow() const;
	QWidget *frame();
	void showBeside(QDialog *opened);
	/* NULL: it is open already, or cannot be. */
	RuleEditor *editRule(const QJsonObject &rule);
	void openDraft();
	void follow(RuleEditor *editor);
	void followDiscreet(QWidget *window, const std::function<void(bool)> &show);
	void tryWithoutToy();
	bool changeMode(engine_mode mode);
	void copyDiagnostics();

	BridgePtr bridge_;
	ViewPtr view_;
	QMap<Action, std::function<void()>> actions_;
	DockMenu *menu_;
	StatusFooter *footer_;
	StatusHeader *header_;
	FirstRunCard *card_;
	ToyList *toys_;
	RuleList *rules_;
	TipQueue *tips_;
	ActivityList *activity_;
	Refresher *refresher_;
	QPointer<SetupDialog> setup_;
	QPointer<OptionsDialog> options_;
	QPointer<TipsDialog> tipsPage_;
	quint64 shownRevision_{0};
	unsigned refreshes_{0};
	int shownState_{0};
	bool isChanging_{false};
	bool wasHeld_{false};
	bool isFirstTry_{false}; /* the first test of a virtual toy is to get the focus */
};
