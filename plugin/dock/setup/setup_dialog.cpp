// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/setup_dialog.hpp"

#include <utility>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

#include "dock/setup/account_page.hpp"
#include "dock/setup/finish_page.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/setup/pairing_page.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/windows/return_key.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* A link whose settings have changed is closed within half a second, come what may. A sign-in on a fast network can
 * begin and end between two looks at it; whatever stands this long after Next stands on what was entered. */
constexpr int OLD_LINK_MS = 2000;

constexpr TextKey<SetupDialog::Page> PAGE_KEYS[] = {
	{SetupDialog::ACCOUNT, "Setup.Account"},
	{SetupDialog::PAIRING, "Setup.Pair"},
	{SetupDialog::FINISH, "Setup.Finish"},
};
static_assert(hasEachKey(PAGE_KEYS, SetupDialog::ACCOUNT, SetupDialog::FINISH));

bool isSignedIn(engine_state state)
{
	return state == ENGINE_WAITING_FOR_SCAN || state == ENGINE_APP_OFFLINE || state == ENGINE_NO_TOY ||
	       state == ENGINE_READY;
}

} // namespace

SetupDialog::SetupDialog(BridgePtr bridge, Page page, bool isDiscreet, QWidget *parent)
    : QDialog{parent},
      bridge_{std::move(bridge)},
      isDiscreet_{isDiscreet},
      heading_{makeHeading({}, this)},
      pages_{new QStackedWidget{this}},
      account_{new AccountPage{bridge_, pages_}},
      pairing_{new PairingPage{bridge_, pages_}},
      finish_{new FinishPage{bridge_, pages_}},
      back_{named("back", new QPushButton{text("Setup.Back"), this})},
      next_{named("next", new QPushButton{this})},
      refresher_{new Refresher{this, [this] { refresh(); }}}
{
	setAttribute(Qt::WA_DeleteOnClose);
	build();
	account_->showDiscreet(isDiscreet_);
	openPage(page);
	connect(back_, &QPushButton::clicked, this, [this] { openPage(Page(pages_->currentIndex() - 1)); });
	connect(next_, &QPushButton::clicked, this, &SetupDialog::onNext);
	connect(pairing_, &PairingPage::confirmed, this, [this] { openPage(FINISH); });
	connect(bridge_.get(), &Bridge::cutting, this, &QDialog::close);
	refresher_->setWhilePressed([this] { concealAtOnce(); });
}

void SetupDialog::build()
{
	auto *column = new QVBoxLayout{this};
	auto *buttons = new QHBoxLayout;
	auto *close = new QPushButton{text("Setup.Close"), this};

	column->setContentsMargins(14, 14, 14, 14);
	column->setSpacing(12);
	back_->setAutoDefault(false);
	close->setAutoDefault(false);
	next_->setDefault(true);
	setThemeClass(next_, "button-primary", "");
	pages_->addWidget(account_);
	pages_->addWidget(pairing_);
	pages_->addWidget(finish_);
	buttons->addWidget(close);
	buttons->addStretch(1);
	buttons->addWidget(back_);
	buttons->addWidget(next_);
	column->addWidget(heading_);
	column->addWidget(pages_, 1);
	column->addLayout(buttons);
	connect(close, &QPushButton::clicked, this, &QDialog::close);
	orderTabsByLayout(this);
	fitWindow(this, 80, 22);
	giveKeysBack(this);
	letReturnPress(this);
}

SetupDialog::Page SetupDialog::page() const
{
	return Page(pages_->currentIndex());
}

void SetupDialog::openPage(Page page)
{
	isChecking_ = false;
	if (page == PAIRING && account_->isSimulator()) {
		page = pages_->currentIndex() == FINISH ? ACCOUNT : FINISH;
	}
	if (page != PAIRING) {
		pairing_->conceal();
	}
	if (page != ACCOUNT) {
		account_->conceal();
	}
	pages_->setCurrentIndex(page);
	showTitle();
	back_->setEnabled(page != ACCOUNT);
	next_->setText(text(page == FINISH ? "Setup.End" : "Setup.Next"));
	refresh();
	focusPage();
}

void SetupDialog::showTitle()
{
	const QString title = text(keyOf(PAGE_KEYS, page()));

	setLabel(heading_, QStringLiteral("%1/3  %2").arg(page() + 1).arg(title));
	setWindowTitle(QStringLiteral("%1 - %2").arg(title, text(discreetKey("Module.Name", isDiscreet_))));
}

void SetupDialog::showDiscreet(bool isDiscreet)
{
	isDiscreet_ = isDiscreet;
	account_->showDiscreet(isDiscreet);
	showTitle();
	refresh();
}

/* Where the next thing to do is. */
void SetupDialog::focusPage()
{
	if (page() == ACCOUNT) {
		account_->focusFirst();
	} else if (page() == FINISH) {
		finish_->focusFirst();
	} else if (!pairing_->focusQuestion()) {
		next_->setFocus();
	}
}

void SetupDialog::onNext()
{
	switch (page()) {
	case ACCOUNT:
		beginAccountCheck();
		break;
	case PAIRING:
		isUnasked_ = true; /* else the page's own buttons go on */
		openPage(FINISH);
		break;
	case FINISH:
		if (finish_->finish()) {
			accept();
		}
		break;
	}
}

/* Settings that are the same make no new sign-in: what stands counts, and what has failed is tried again. */
void SetupDialog::beginAccountCheck()
{
	const SnapshotRef before = bridge_->snapshot();
	const AccountPage::Outcome outcome = account_->apply();

	isChecking_ = before && outcome != AccountPage::Outcome::Refused;
	if (!isChecking_) {
		return;
	}
	if (account_->isSimulator()) {
		openPage(FINISH);
		return;
	}
	mayBeOldLink_ = outcome == AccountPage::Outcome::Changed && isSignedIn(before->state);
	checkBegan_ms_ = bridge_->nowMs();
	if (outcome == AccountPage::Outcome::Unchanged && !isSignedIn(before->state)) {
		bridge_->retryNow();
	}
	refresh();
}

void SetupDialog::refresh()
{
	const SnapshotRef snapshot = bridge_->snapshot();

	if (!snapshot) {
		return;
	}
	account_->showSnapshot(*snapshot, bridge_->nowMs());
	followPairing(*snapshot);
	if (page() == PAIRING) {
		pairing_->showSnapshot(*snapshot, isDiscreet_);
	}
	next_->setEnabled(page() != PAIRING || !pairing_->isAsking());
	finish_->showSnapshot(*snapshot);
	if (page() == FINISH) { /* the key may be bound meanwhile */
		finish_->readStopKey();
	}
	followAccountCheck(*snapshot);
}

/* Whoever went on before the scan is asked all the same. */
void SetupDialog::followPairing(const engine_snapshot &snapshot)
{
	if (isUnasked_ && page() == FINISH && PairingPage::mustAsk(snapshot)) {
		isUnasked_ = false;
		openPage(PAIRING);
	}
}

/* What viewers must not see does not wait for a button to be let go. */
void SetupDialog::concealAtOnce()
{
	account_->concealWhenLiveBegins();
	if (const SnapshotRef snapshot = bridge_->snapshot()) {
		pairing_->withdrawCode(*snapshot);
	}
}

/* A connection from before Next says nothing about what was entered. */
void SetupDialog::followAccountCheck(const engine_snapshot &snapshot)
{
	if (!isChecking_) {
		return;
	}
	if (!isSignedIn(snapshot.state) || bridge_->nowMs() - checkBegan_ms_ >= OLD_LINK_MS) {
		mayBeOldLink_ = false;
	}
	if (isSignedIn(snapshot.state) && !mayBeOldLink_) {
		openPage(PAIRING);
	}
}

/* What comes onto a page has room, also where it wraps. */
bool SetupDialog::event(QEvent *event)
{
	const bool isDone = QDialog::event(event);

	if (event->type() == QEvent::LayoutRequest) {
		resize(width(), qMax(height(), layout()->totalHeightForWidth(width())));
	}
	return isDone;
}

void SetupDialog::hideEvent(QHideEvent *event)
{
	pairing_->conceal();
	account_->conceal();
	QDialog::hideEvent(event);
}
