// SPDX-License-Identifier: GPL-2.0-or-later
/* The set-up dialog: what it saves, what it shows of each step, and that it can be walked by keys alone. */
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QToolButton>
#include <QtTest>

#include <cmath>

#include "dock/keys/key_field.hpp"
#include "dock/bridge.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/inspect.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/setup/qr_view.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/setup/setup_dialog.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/status/outcome_text.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"

class TestSetup : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	BridgePtr bridge_;
	QPointer<SetupDialog> dialog_;

	void open(SetupDialog::Page page)
	{
		delete dialog_;
		dialog_ = new SetupDialog{bridge_, page, false, nullptr};
		dialog_->show();
	}
	template <typename Widget> Widget *find(const char *name)
	{
		return dialog_->findChild<Widget *>(QString::fromUtf8(name));
	}
	void publish(engine_state state)
	{
		script_->engine.snapshot.state = state;
		script_->engine.publish();
		dialog_->openPage(dialog_->page());
	}
	/* As the engine does it, with no page opened. */
	void publishQuietly(engine_state state)
	{
		script_->engine.snapshot.state = state;
		script_->engine.publish();
	}
	/* Whatever the next look at the engine leads to has happened when the check shows this round trip. */
	void lookAgain(engine_state state)
	{
		script_->engine.snapshot.state = state;
		script_->engine.snapshot.route = ENGINE_VIA_SERVER;
		script_->engine.snapshot.round_trip_ms++;
		script_->engine.publish();
		QTRY_VERIFY(find<QLabel>("check")->text().contains(
			QStringLiteral("%1\u00a0ms").arg(script_->engine.snapshot.round_trip_ms)));
	}
	void saveAccount()
	{
		script_->settings.value.mode = ENGINE_MODE_CLOUD;
		qstrncpy(script_->settings.value.platform, "Site", 8);
		qstrncpy(script_->settings.value.developer_token, "old", 8);
	}
	/* As OBS 29 puts one on; empty: none. */
	void putCode()
	{
		qstrncpy(script_->engine.snapshot.qr_payload, "{\"type\":5,\"data\":\"secret\"}", 64);
		qstrncpy(script_->engine.snapshot.qr_code, "482913", 16);
		script_->engine.snapshot.qr_serial++;
	}

      private slots:
	void init()
	{
		script_ = std::make_unique<Script>();
		bridge_ = std::make_shared<Bridge>(script_->parts());
	}
	void cleanup()
	{
		delete dialog_;
		bridge_.reset();
		script_.reset();
	}

	void a_token_is_pasted_and_checked()
	{
		open(SetupDialog::ACCOUNT);
		QCOMPARE(find<QLineEdit>("token")->echoMode(), QLineEdit::Password);
		find<QLineEdit>("platform")->setText(" My Site ");
		find<QLineEdit>("token")->setText(" tok en ");
		find<QPushButton>("next")->click();
		const engine_settings &saved = script_->settings.value;
		QCOMPARE(int(saved.mode), int(ENGINE_MODE_CLOUD));
		QCOMPARE(int(saved.auth), int(ENGINE_AUTH_DEVELOPER_TOKEN));
		QCOMPARE(saved.platform, "My Site");
		QCOMPARE(saved.developer_token, "tok en");
		QVERIFY(find<QLineEdit>("token")->text().isEmpty());
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);

		script_->engine.snapshot.state = ENGINE_WAITING_FOR_SCAN;
		script_->engine.publish();
		QTRY_COMPARE(dialog_->page(), SetupDialog::PAIRING);
	}

	void an_empty_secret_keeps_the_saved_one()
	{
		qstrncpy(script_->settings.value.developer_token, "old", 8);
		open(SetupDialog::ACCOUNT);
		find<QLineEdit>("platform")->setText("Site");
		find<QPushButton>("next")->click();
		QCOMPARE(script_->settings.value.developer_token, "old");
		QVERIFY(!shownText(*dialog_).contains("old"));
	}

	void a_token_address_is_saved()
	{
		open(SetupDialog::ACCOUNT);
		for (auto *choice : dialog_->findChildren<QRadioButton *>()) {
			if (choice->text() == text("Account.UseService")) {
				choice->click();
			}
		}
		QVERIFY(!find<QLineEdit>("token")->isVisible());
		find<QLineEdit>("url")->setText("https://host.example/token");
		find<QLineEdit>("key")->setText("k");
		find<QPushButton>("next")->click();
		QCOMPARE(int(script_->settings.value.auth), int(ENGINE_AUTH_TOKEN_SERVICE));
		QCOMPARE(script_->settings.value.token_service_url, "https://host.example/token");
		QCOMPARE(script_->settings.value.token_service_key, "k");
	}

	void an_address_with_its_key_is_one_paste_into_any_field()
	{
		open(SetupDialog::ACCOUNT);
		dialog_->activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(dialog_));
		QCOMPARE(QApplication::focusWidget(), find<QLineEdit>("platform"));
		QGuiApplication::clipboard()->setText("https://host.example/token  k-1\n");
		QTest::keyClick(QApplication::focusWidget(), Qt::Key_V, Qt::ControlModifier);
		QVERIFY(find<QLineEdit>("url")->isVisible());
		QCOMPARE(find<QLineEdit>("url")->text(), QStringLiteral("https://host.example/token"));
		QCOMPARE(find<QLineEdit>("key")->text(), QStringLiteral("k-1"));
		QVERIFY(find<QLineEdit>("platform")->text().isEmpty());
		find<QPushButton>("next")->click();
		QCOMPARE(int(script_->settings.value.auth), int(ENGINE_AUTH_TOKEN_SERVICE));
		QCOMPARE(script_->settings.value.token_service_key, "k-1");
	}

	void a_website_name_of_two_words_stays_where_it_is()
	{
		open(SetupDialog::ACCOUNT);
		QTest::keyClicks(find<QLineEdit>("platform"), "My https Site");
		QCOMPARE(find<QLineEdit>("platform")->text(), QStringLiteral("My https Site"));
		QVERIFY(!find<QLineEdit>("url")->isVisible());
	}

	void a_refused_setting_is_said_and_nothing_goes_on()
	{
		open(SetupDialog::ACCOUNT);
		script_->settings.refuse = "platform must not be empty.";
		find<QPushButton>("next")->click();
		QCOMPARE(find<QLabel>("platformFault")->text(),
			 text("Account.WebsiteName") + QStringLiteral(" must not be empty."));
		QVERIFY(find<QLabel>("check")->text().isEmpty());
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);
		QCOMPARE(script_->settings.writes, 0);
		script_->settings.refuse = "No setting is named here.";
		find<QPushButton>("next")->click();
		QVERIFY(!find<QLabel>("platformFault")->isVisible());
		QCOMPARE(find<QLabel>("check")->text(), QStringLiteral("No setting is named here."));
	}

	/* What the engine still says of the settings before took the place of the refusal. */
	void a_refusal_is_not_hidden_by_a_fault_from_before()
	{
		script_->engine.snapshot.reason = ENGINE_REASON_NO_TOKEN;
		script_->engine.snapshot.state = ENGINE_NEEDS_YOU;
		script_->engine.publish();
		open(SetupDialog::ACCOUNT);
		find<QAbstractButton>("tokenService")->click();
		script_->settings.refuse = "token_service_url must be an https:// address.";
		QTest::keyClicks(find<QLineEdit>("url"), "host.example/token");
		find<QPushButton>("next")->click();
		script_->engine.publish();
		dialog_->findChild<Refresher *>()->tick();
		QCOMPARE(find<QLabel>("urlFault")->text(),
			 text("Account.ServiceUrl") + QStringLiteral(" must be an https:// address."));
	}

	/* Each of them with a sentence of its own below the field, a sign in it, and the focus. */
	void the_field_at_fault_is_marked_and_has_the_focus()
	{
		const struct {
			engine_reason reason;
			engine_auth auth;
			const char *field;
		} cases[] = {
			{ENGINE_REASON_NO_PLATFORM, ENGINE_AUTH_DEVELOPER_TOKEN, "platform"},
			{ENGINE_REASON_WRONG_PLATFORM, ENGINE_AUTH_DEVELOPER_TOKEN, "platform"},
			{ENGINE_REASON_NO_TOKEN, ENGINE_AUTH_DEVELOPER_TOKEN, "token"},
			{ENGINE_REASON_TOKEN_REJECTED, ENGINE_AUTH_DEVELOPER_TOKEN, "token"},
			{ENGINE_REASON_API_NOT_ENABLED, ENGINE_AUTH_DEVELOPER_TOKEN, "token"},
			{ENGINE_REASON_NO_TOKEN, ENGINE_AUTH_TOKEN_SERVICE, "url"},
			{ENGINE_REASON_BAD_SERVICE_URL, ENGINE_AUTH_TOKEN_SERVICE, "url"},
			{ENGINE_REASON_SERVICE_REFUSED, ENGINE_AUTH_TOKEN_SERVICE, "url"},
			{ENGINE_REASON_SERVICE_UNREACHABLE, ENGINE_AUTH_TOKEN_SERVICE, "url"},
			{ENGINE_REASON_SERVICE_KEY_REJECTED, ENGINE_AUTH_TOKEN_SERVICE, "key"},
		};

		saveAccount();
		for (const auto &each : cases) {
			script_->settings.value.auth = each.auth;
			script_->engine.snapshot.reason = ENGINE_REASON_NONE;
			script_->engine.snapshot.state = ENGINE_SIGNING_IN;
			script_->engine.publish();
			open(SetupDialog::ACCOUNT);
			auto *field = find<QLineEdit>(each.field);
			auto *fault = find<QLabel>((QByteArray{each.field} + "Fault").constData());
			find<QPushButton>("next")->click();
			find<QPushButton>("next")->setFocus();
			QVERIFY(!fault->isVisible());
			script_->engine.snapshot.reason = each.reason;
			publishQuietly(ENGINE_NEEDS_YOU);
			QTRY_COMPARE(fault->text(), each.reason == ENGINE_REASON_NO_TOKEN
							    ? text("Account.Missing")
							    : reasonText(each.reason, ""));
			QVERIFY(fault->isVisible());
			QCOMPARE(field->accessibleDescription(), fault->text());
			QVERIFY(!field->actions().isEmpty());
			QCOMPARE(field->findChild<QToolButton *>()->accessibleName(), fault->text());
			QCOMPARE(dialog_->focusWidget(), field);
			QVERIFY(find<QLabel>("check")->text().isEmpty()); /* once is enough */
			QTest::keyClicks(field, "x");                     /* who corrects it needs no mark */
			QVERIFY(!fault->isVisible() && field->actions().isEmpty());
		}
	}

	void of_two_empty_fields_both_are_marked_and_the_first_has_the_focus()
	{
		open(SetupDialog::ACCOUNT);
		find<QRadioButton>("ownToken")->setChecked(true);
		find<QPushButton>("next")->click();
		find<QPushButton>("next")->setFocus();
		script_->engine.snapshot.reason = ENGINE_REASON_NO_TOKEN;
		publishQuietly(ENGINE_NEEDS_YOU);
		QTRY_VERIFY(find<QLabel>("tokenFault")->isVisible());
		QVERIFY(find<QLabel>("platformFault")->isVisible());
		QCOMPARE(dialog_->focusWidget(), find<QLineEdit>("platform"));
	}

	/* Left to itself, the focus was on the first of the choices. */
	void the_choice_that_is_made_has_the_focus()
	{
		script_->settings.value.mode = ENGINE_MODE_SIMULATOR;
		open(SetupDialog::ACCOUNT);
		QVERIFY(QTest::qWaitForWindowActive(dialog_));
		QVERIFY(find<QRadioButton>("simulator")->isChecked());
		QCOMPARE(dialog_->focusWidget(), find<QRadioButton>("simulator"));
	}

	/* Arrow keys go from one choice to the next, so they stay among them. */
	void a_click_on_a_choice_leads_to_its_first_field()
	{
		open(SetupDialog::ACCOUNT);
		QVERIFY(QTest::qWaitForWindowActive(dialog_));
		auto *service = find<QRadioButton>("tokenService");
		QTest::mouseClick(service, Qt::LeftButton, {}, QPoint{8, service->height() / 2});
		QTRY_COMPARE(dialog_->focusWidget(), find<QLineEdit>("url"));
		auto *own = find<QRadioButton>("ownToken");
		QTest::mouseClick(own, Qt::LeftButton, {}, QPoint{8, own->height() / 2});
		QTRY_COMPARE(dialog_->focusWidget(), find<QLineEdit>("platform"));
		own->setFocus();
		QTest::keyClick(own, Qt::Key_Down);
		QCoreApplication::processEvents();
		QVERIFY(service->isChecked());
		QCOMPARE(dialog_->focusWidget(), service);
	}

	void tab_comes_to_the_choice_that_is_made()
	{
		open(SetupDialog::ACCOUNT);
		QVERIFY(QTest::qWaitForWindowActive(dialog_));
		for (const char *name : {"ownToken", "tokenService", "simulator"}) {
			find<QRadioButton>(name)->setChecked(true);
			for (const char *each : {"ownToken", "tokenService", "simulator"}) {
				QCOMPARE(usableByKeys(*dialog_).contains(find<QWidget>(each)),
					 qstrcmp(each, name) == 0);
			}
		}
	}

	/* What the engine said of the settings before stands until it has heard of the new ones. */
	void a_fault_from_before_is_not_one_of_what_was_entered()
	{
		saveAccount();
		script_->engine.snapshot.reason = ENGINE_REASON_TOKEN_REJECTED;
		script_->engine.snapshot.state = ENGINE_NEEDS_YOU;
		script_->engine.publish();
		open(SetupDialog::ACCOUNT);
		QVERIFY(find<QLabel>("tokenFault")->isVisible());
		QCOMPARE(dialog_->focusWidget(), find<QLineEdit>("token"));
		QTest::keyClicks(find<QLineEdit>("token"), "new");
		find<QPushButton>("next")->click();
		QVERIFY(!find<QLabel>("tokenFault")->isVisible());
		publishQuietly(ENGINE_NEEDS_YOU);
		QTRY_VERIFY(find<QLabel>("tokenFault")->isVisible());
	}

	void an_answer_that_comes_at_once_is_one_of_what_was_entered()
	{
		open(SetupDialog::ACCOUNT);
		script_->settings.onWrite = [this] {
			script_->engine.snapshot.reason = ENGINE_REASON_TOKEN_REJECTED;
			publishQuietly(ENGINE_NEEDS_YOU);
		};
		QTest::keyClicks(find<QLineEdit>("token"), "wrong");
		find<QPushButton>("next")->click();
		QTRY_VERIFY(find<QLabel>("tokenFault")->isVisible());
		QCOMPARE(dialog_->focusWidget(), find<QLineEdit>("token"));
	}

	void a_rejected_secret_leaves_nothing_that_looks_like_one()
	{
		saveAccount();
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.publish();
		open(SetupDialog::ACCOUNT);
		auto *token = find<QLineEdit>("token");
		QCOMPARE(token->placeholderText(), text("Account.Saved"));
		QVERIFY(token->font().italic()); /* is not content */
		QTest::keyClicks(token, "t");
		QVERIFY(!token->font().italic());
		token->clear();
		script_->engine.snapshot.reason = ENGINE_REASON_TOKEN_REJECTED;
		publish(ENGINE_NEEDS_YOU);
		QCOMPARE(token->placeholderText(), QString{});
		QCOMPARE(find<QLabel>("tokenFault")->text(), reasonText(ENGINE_REASON_TOKEN_REJECTED, ""));
	}

	void the_check_shows_why_it_fails_and_stays()
	{
		open(SetupDialog::ACCOUNT);
		find<QPushButton>("next")->click();
		script_->engine.snapshot.state = ENGINE_NEEDS_YOU;
		script_->engine.snapshot.reason = ENGINE_REASON_WRONG_PLATFORM;
		qstrncpy(script_->engine.snapshot.service_words, "platform error", 32);
		script_->engine.publish();
		QTRY_VERIFY(find<QLabel>("platformFault")->text().contains(text("Reason.wrong_platform")));
		QVERIFY(find<QLabel>("platformFault")->text().contains("platform error"));
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);
	}

	/* The engine says what it stopped for the new settings while the old connection still stands. */
	void the_old_connection_proves_nothing_about_a_new_token()
	{
		saveAccount();
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.publish();
		open(SetupDialog::ACCOUNT);
		find<QLineEdit>("token")->setText("wrong");
		find<QPushButton>("next")->click();
		lookAgain(ENGINE_READY);
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);
		script_->engine.snapshot.reason = ENGINE_REASON_TOKEN_REJECTED;
		publishQuietly(ENGINE_NEEDS_YOU);
		QTRY_VERIFY(find<QLabel>("tokenFault")->text().contains(text("Reason.token_rejected")));
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);
		script_->engine.snapshot.reason = ENGINE_REASON_NONE;
		publishQuietly(ENGINE_WAITING_FOR_SCAN);
		QTRY_COMPARE(dialog_->page(), SetupDialog::PAIRING);
	}

	void a_new_connection_made_between_two_looks_counts()
	{
		saveAccount();
		script_->engine.snapshot.state = ENGINE_READY;
		open(SetupDialog::ACCOUNT);
		find<QLineEdit>("token")->setText("new");
		find<QPushButton>("next")->click();
		script_->engine.now_ms += 1900;
		lookAgain(ENGINE_READY);
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);
		script_->engine.now_ms += 100;
		QTRY_COMPARE(dialog_->page(), SetupDialog::PAIRING);
	}

	void next_without_a_change_goes_on_when_signed_in()
	{
		saveAccount();
		script_->engine.snapshot.state = ENGINE_APP_OFFLINE;
		open(SetupDialog::ACCOUNT);
		find<QPushButton>("next")->click();
		QCOMPARE(dialog_->page(), SetupDialog::PAIRING);
		QCOMPARE(script_->engine.retries, 0);
		find<QPushButton>("back")->click();
		find<QLineEdit>("token")->setText("old");
		find<QPushButton>("next")->click();
		QCOMPARE(dialog_->page(), SetupDialog::PAIRING);
	}

	void next_without_a_change_tries_again_what_has_failed()
	{
		saveAccount();
		script_->engine.snapshot.state = ENGINE_NEEDS_YOU;
		open(SetupDialog::ACCOUNT);
		find<QPushButton>("next")->click();
		QCOMPARE(script_->engine.retries, 1);
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);
		publishQuietly(ENGINE_WAITING_FOR_SCAN);
		QTRY_COMPARE(dialog_->page(), SetupDialog::PAIRING);
	}

	void the_pairing_page_says_what_went_wrong()
	{
		open(SetupDialog::PAIRING);
		publish(ENGINE_CONNECTING);
		QVERIFY(!find<QLabel>("problem")->isVisible());
		script_->engine.snapshot.reason = ENGINE_REASON_TOKEN_REJECTED;
		publish(ENGINE_NEEDS_YOU);
		QVERIFY(shownText(*dialog_).contains(text("Reason.token_rejected")));
	}

	void the_code_is_shown_and_gone_at_once_when_scanned()
	{
		open(SetupDialog::PAIRING);
		putCode();
		publish(ENGINE_WAITING_FOR_SCAN);
		QVERIFY(find<QrView>("code")->hasCode() && find<QrView>("code")->isVisible());
		QVERIFY(find<QLabel>("digits")->text().contains("482913"));
		publish(ENGINE_NO_TOY);
		QVERIFY(!find<QrView>("code")->hasCode() && !find<QrView>("code")->isVisible());
		QVERIFY(!shownText(*dialog_).contains("482913"));
	}

	void while_live_the_code_waits_behind_a_question()
	{
		open(SetupDialog::PAIRING);
		putCode();
		script_->isLive = true;
		publish(ENGINE_WAITING_FOR_SCAN);
		QVERIFY(!find<QrView>("code")->hasCode());
		QVERIFY(!shownText(*dialog_).contains("482913"));
		QVERIFY(find<QPushButton>("reveal")->isVisible() && !find<QPushButton>("reveal")->isDefault());
		find<QPushButton>("reveal")->click();
		QTRY_VERIFY(find<QrView>("code")->hasCode());
		dialog_->hide();
		dialog_->show();
		QVERIFY(!find<QrView>("code")->hasCode());
	}

	void an_output_that_begins_hides_the_code_with_no_other_news()
	{
		open(SetupDialog::PAIRING);
		putCode();
		publish(ENGINE_WAITING_FOR_SCAN);
		QTRY_VERIFY(find<QrView>("code")->hasCode());
		script_->isLive = true; /* another plugin's output: the engine hears nothing of it */
		QTRY_VERIFY(!find<QrView>("code")->hasCode());
		QVERIFY(find<QPushButton>("reveal")->isVisible());
	}

	void leave_to_show_the_code_ends_with_the_broadcast()
	{
		open(SetupDialog::PAIRING);
		putCode();
		script_->isLive = true;
		publish(ENGINE_WAITING_FOR_SCAN);
		find<QPushButton>("reveal")->click();
		QTRY_VERIFY(find<QrView>("code")->hasCode());
		script_->isLive = false;
		publish(ENGINE_WAITING_FOR_SCAN);
		QVERIFY(find<QrView>("code")->hasCode());
		script_->isLive = true;
		publish(ENGINE_WAITING_FOR_SCAN);
		QVERIFY(!find<QrView>("code")->hasCode());
		QVERIFY(find<QPushButton>("reveal")->isVisible());
	}

	/* Beside each secret, for this one. */
	void what_is_typed_hides_when_a_broadcast_begins()
	{
		open(SetupDialog::ACCOUNT);
		auto *show = find<QCheckBox>("tokenShow");
		auto *showKey = find<QCheckBox>("keyShow");
		show->setChecked(true);
		QCOMPARE(find<QLineEdit>("token")->echoMode(), QLineEdit::Normal);
		QCOMPARE(find<QLineEdit>("key")->echoMode(), QLineEdit::Password);
		showKey->setChecked(true);
		QCOMPARE(find<QLineEdit>("key")->echoMode(), QLineEdit::Normal);
		script_->isLive = true; /* the engine hears nothing of it */
		QTRY_VERIFY(!show->isChecked() && !showKey->isChecked());
		QCOMPARE(find<QLineEdit>("token")->echoMode(), QLineEdit::Password);
		QCOMPARE(find<QLineEdit>("key")->echoMode(), QLineEdit::Password);
		show->setChecked(true); /* who asks for it while live means it, for this broadcast */
		publish(ENGINE_OFF);
		QVERIFY(show->isChecked());
		script_->isLive = false;
		publish(ENGINE_OFF);
		script_->isLive = true;
		publish(ENGINE_OFF);
		QVERIFY(!show->isChecked());
	}

	void what_is_typed_hides_with_its_page()
	{
		open(SetupDialog::ACCOUNT);
		auto *show = find<QCheckBox>("tokenShow");
		show->setChecked(true);
		dialog_->hide();
		QVERIFY(!show->isChecked());
		dialog_->show();
		show->setChecked(true);
		dialog_->openPage(SetupDialog::PAIRING);
		QVERIFY(!show->isChecked());
	}

	void a_phone_that_comes_is_asked_about_and_yes_goes_on()
	{
		open(SetupDialog::PAIRING);
		publish(ENGINE_WAITING_FOR_SCAN);
		QCOMPARE(dialog_->focusWidget(), find<QPushButton>("next"));
		qstrncpy(script_->engine.snapshot.app_platform, "android", 16);
		publishQuietly(ENGINE_NO_TOY);
		QTRY_COMPARE(dialog_->focusWidget(), find<QPushButton>("me"));
		QVERIFY(!find<QPushButton>("next")->isEnabled()); /* else it would pass the question over */
		find<QPushButton>("me")->click();
		QCOMPARE(dialog_->page(), SetupDialog::FINISH);
		QVERIFY(find<QPushButton>("next")->isEnabled());
		QCOMPARE(script_->settings.identities, 0);
	}

	/* The code may be on air: who went on was never asked whose phone it was. */
	void a_phone_that_comes_later_is_asked_about_too()
	{
		open(SetupDialog::PAIRING);
		publish(ENGINE_WAITING_FOR_SCAN);
		find<QPushButton>("next")->click();
		QCOMPARE(dialog_->page(), SetupDialog::FINISH);
		publishQuietly(ENGINE_NO_TOY);
		QTRY_COMPARE(dialog_->page(), SetupDialog::PAIRING);
		QVERIFY(find<QPushButton>("me")->isVisible());
		find<QPushButton>("me")->click();
		publishQuietly(ENGINE_READY);
		QTest::qWait(0);
		QCOMPARE(dialog_->page(), SetupDialog::FINISH);
	}

	/* Who is back at the account is asked when they come to the phone again. */
	void a_phone_that_comes_leads_nobody_away_from_the_account()
	{
		open(SetupDialog::PAIRING);
		publish(ENGINE_WAITING_FOR_SCAN);
		find<QPushButton>("next")->click();
		dialog_->openPage(SetupDialog::ACCOUNT);
		publishQuietly(ENGINE_NO_TOY);
		QTest::qWait(0);
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);
	}

	/* Names as their makers write them; what is not known is left out. */
	void the_phone_is_told_in_words()
	{
		const struct {
			const char *platform, *version, *toy;
			QString words;
		} cases[] = {
			{"ios", "7.76.0", "lush",
			 text("Pair.WithToys", text("Pair.OnPlatform", "Lovense Remote 7.76.0", "iOS"), "lush")},
			{"android", "", "", text("Pair.OnPlatform", "Lovense Remote", "Android")},
			{"Toaster", "1", "", text("Pair.OnPlatform", "Lovense Remote 1", "Toaster")},
			{"", "7.76.0", "", "Lovense Remote 7.76.0"},
			{"", "", "", "Lovense Remote"},
		};

		for (const auto &each : cases) {
			engine_snapshot &snapshot = script_->engine.snapshot;
			snapshot.toy_count = 0;
			if (*each.toy) {
				script_->engine.addToy(each.toy, 1);
			}
			qstrncpy(snapshot.app_platform, each.platform, sizeof(snapshot.app_platform));
			qstrncpy(snapshot.app_version, each.version, sizeof(snapshot.app_version));
			snapshot.state = *each.toy ? ENGINE_READY : ENGINE_NO_TOY;
			open(SetupDialog::PAIRING);
			publish(snapshot.state);
			const QString words = text("Pair.IsThisYou", each.words);
			QVERIFY2(shownText(*dialog_).contains(words), qPrintable(shownText(*dialog_)));
		}
	}

	void a_strangers_phone_can_be_sent_away()
	{
		open(SetupDialog::PAIRING);
		qstrncpy(script_->engine.snapshot.app_platform, "android", 16);
		publish(ENGINE_NO_TOY);
		QVERIFY(shownText(*dialog_).contains("Android"));
		find<QPushButton>("notMe")->click();
		QCOMPARE(script_->settings.identities, 1);
	}

	void finish_adds_the_chosen_rules_and_leaves_disarmed()
	{
		script_->engine.addToy("lush", 1);
		open(SetupDialog::FINISH);
		publish(ENGINE_READY);
		find<QPushButton>("next")->click();
		QVERIFY(QString::fromStdString(script_->rules.json).contains("\"hotkey\""));
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_SET_ARMED));
		QVERIFY(!script_->engine.lastPosted().on);
		QTRY_VERIFY(!dialog_);
	}

	/* A rule of the starters could begin at once where it was armed before. */
	void it_is_disarmed_before_a_rule_is_added()
	{
		script_->engine.snapshot.is_armed = true;
		open(SetupDialog::FINISH);
		script_->rules.refuse = "The rules cannot be changed.";
		find<QPushButton>("next")->click();
		QVERIFY(shownText(*dialog_).contains("The rules cannot be changed."));
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_SET_ARMED));
		QVERIFY(!script_->engine.lastPosted().on);
	}

	void the_test_lets_itself_through_and_arms_nothing()
	{
		script_->engine.addToy("lush", 1);
		script_->engine.addToy("nora", 1 | 16);
		open(SetupDialog::FINISH);
		publish(ENGINE_READY);
		QVERIFY(!find<QLabel>("felt")->isVisible());
		find<QPushButton>("test")->click();
		QVERIFY(find<QLabel>("felt")->isVisible());
		find<QPushButton>("back")->click();
		QCOMPARE(script_->engine.posted.size(), size_t{1});
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_TEST_TOY));
		QVERIFY(script_->engine.lastPosted().on);
		QCOMPARE(script_->engine.lastPosted().toys, 0u); /* all that are there */
	}

	void whether_it_was_felt_is_asked_and_both_answers_lead_on()
	{
		script_->stopKey = "F12";
		script_->engine.addToy("lush", 1);
		open(SetupDialog::FINISH);
		publish(ENGINE_READY);
		QVERIFY(dialog_->focusWidget() != find<QPushButton>("test")); /* Enter would move toys */
		find<QPushButton>("test")->click();
		QCOMPARE(dialog_->focusWidget(), find<QPushButton>("yes"));
		find<QPushButton>("no")->click();
		QVERIFY(shownText(*dialog_).contains(text("Finish.NotFelt")));
		QCOMPARE(dialog_->focusWidget(), find<QPushButton>("test"));
		find<QPushButton>("test")->click();
		QVERIFY(!shownText(*dialog_).contains(text("Finish.NotFelt")));
		find<QPushButton>("yes")->click();
		QVERIFY(shownText(*dialog_).contains(text("Finish.Felt")));
		QVERIFY(!find<QLabel>("felt")->isVisible());
		QVERIFY(qobject_cast<QCheckBox *>(dialog_->focusWidget()));
	}

	void after_yes_a_missing_stop_key_is_not_passed_over()
	{
		script_->engine.addToy("lush", 1);
		open(SetupDialog::FINISH);
		publish(ENGINE_READY);
		find<QPushButton>("test")->click();
		find<QPushButton>("yes")->click();
		QCOMPARE(dialog_->focusWidget(), find<QWidget>("stopKey")->findChild<QWidget *>("key"));
		QVERIFY(find<QLabel>("stopKeyWords")->text().contains(text("Finish.NoStopKey")));
		/* Once: it can be left out. */
		find<QPushButton>("test")->click();
		find<QPushButton>("yes")->click();
		QVERIFY(qobject_cast<QCheckBox *>(dialog_->focusWidget()));
	}

	/* What viewers may do is chosen, each part of it. */
	void tips_are_offered_and_nothing_of_it_is_chosen_by_itself()
	{
		const auto finish = [this](QStringList chosen) {
			script_->rules.json = R"({"version":1,"rules":[]})";
			script_->engine.posted.clear();
			open(SetupDialog::FINISH);
			for (const QString &name : chosen) {
				dialog_->findChild<QCheckBox *>(name)->click();
			}
			find<QPushButton>("next")->click();
			return QString::fromStdString(script_->rules.json);
		};
		const auto hasAllowed = [this] {
			for (const haptics_intent &intent : script_->engine.posted) {
				if (intent.kind == HAPTICS_INTENT_SET_TIPS_ALLOWED) {
					return intent.on;
				}
			}
			return false;
		};

		QVERIFY(!finish({}).contains("\"tip\""));
		QVERIFY(!hasAllowed());
		QCOMPARE(finish({"ladder"}).count("\"tip\""), 5);
		QVERIFY(!hasAllowed());
		QVERIFY(!QString::fromStdString(script_->rules.json).contains("budget"));
		const QString all = finish({"ladder", "tipsAllowed", "budget"});
		QCOMPARE(all.count("\"tip\""), 5);
		QVERIFY(all.contains("\"move_minutes\":30"));
		QVERIFY(hasAllowed());
		open(SetupDialog::FINISH); /* they are there */
		QVERIFY(!dialog_->findChild<QCheckBox *>("ladder")->isVisible());
	}

	void the_switch_for_viewers_belongs_to_the_bands()
	{
		open(SetupDialog::FINISH);
		auto *ladder = find<QCheckBox>("ladder");
		auto *allowed = find<QCheckBox>("tipsAllowed");
		QVERIFY(ladder->isVisible() && !ladder->isChecked() && !allowed->isVisible());
		ladder->click();
		allowed->click();
		QVERIFY(allowed->isVisible());
		ladder->click();
		find<QPushButton>("next")->click();
		for (const haptics_intent &intent : script_->engine.posted) {
			QVERIFY(intent.kind != HAPTICS_INTENT_SET_TIPS_ALLOWED);
		}
	}

	void a_test_that_was_not_sent_is_not_asked_about()
	{
		script_->engine.addToy("lush", 1);
		open(SetupDialog::FINISH);
		publish(ENGINE_READY);
		script_->engine.isMailboxFull = true;
		find<QPushButton>("test")->click();
		QVERIFY(!find<QLabel>("felt")->isVisible());
	}

	void the_test_says_why_it_would_move_nothing()
	{
		const auto whyNot = [this] {
			publish(script_->engine.snapshot.state);
			auto *test = find<QPushButton>("test");
			return test->isEnabled() ? QString{} : test->toolTip();
		};
		script_->engine.snapshot.state = ENGINE_READY;
		open(SetupDialog::FINISH);
		QCOMPARE(whyNot(), sendsNothingText());
		script_->engine.addToy("lush", 1);
		QCOMPARE(whyNot(), QString{});
		script_->engine.snapshot.is_panic = true;
		QCOMPARE(whyNot(), text("Rule.WouldSend.NotNow", text("Activity.Ignored.StoppedAll")));
		script_->engine.snapshot.is_panic = false;
		script_->engine.snapshot.state = ENGINE_APP_OFFLINE;
		QCOMPARE(whyNot(), text("Rule.WouldSend.NotNow", text("Activity.Ignored.NotConnected")));
	}

	void a_missing_stop_key_is_warned_of()
	{
		open(SetupDialog::FINISH);
		QVERIFY(shownText(*dialog_).contains(text("Finish.NoStopKey")));
		script_->stopKey = "Ctrl + F12";
		open(SetupDialog::FINISH);
		QVERIFY(!shownText(*dialog_).contains(text("Finish.NoStopKey")));
		QVERIFY(shownText(*dialog_).contains("Ctrl + F12"));
	}

	void what_the_ceiling_lets_through_of_the_first_rule_is_told()
	{
		script_->engine.snapshot.ceiling = 0.5;
		open(SetupDialog::FINISH);
		QVERIFY(!shownText(*dialog_).contains(text("Rules.Row.Capped", percentText(0.5))));
		script_->engine.snapshot.ceiling = 0.3;
		script_->engine.publish();
		QTRY_VERIFY(shownText(*dialog_).contains(text("Rules.Row.Capped", percentText(0.3))));
	}

	/* On the scale of the dock's. */
	void the_ceiling_ends_at_eighty_and_says_where_it_goes_on()
	{
		script_->engine.snapshot.ceiling = 0.3;
		open(SetupDialog::FINISH);
		auto *ceiling = find<QSlider>("");
		for (auto *slider : dialog_->findChildren<QSlider *>()) {
			ceiling = slider;
		}
		QCOMPARE(ceiling->maximum(), 100);
		ceiling->setValue(95);
		QCOMPARE(ceiling->value(), 80);
		QCOMPARE(script_->settings.value.master_ceiling, 0.8);
		QVERIFY(find<QLabel>("mostWords")->isVisible());
		ceiling->setValue(40);
		QVERIFY(!find<QLabel>("mostWords")->isVisible());
		QCOMPARE(script_->settings.value.master_ceiling, 0.4);
	}

	/* It was the default button, whatever had the keys. */
	void return_on_close_goes_nowhere_else()
	{
		open(SetupDialog::FINISH);
		dialog_->activateWindow();
		for (auto *button : dialog_->findChildren<QPushButton *>()) {
			if (button->text() == text("Setup.Close")) {
				button->setFocus();
				QTest::keyClick(button, Qt::Key_Return);
				break;
			}
		}
		QTRY_VERIFY(!dialog_);
		QVERIFY(RuleBook{bridge_}.rules().isEmpty());
	}

	void the_stop_key_is_set_on_the_last_page()
	{
		open(SetupDialog::FINISH);
		dialog_->activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(dialog_));
		auto *field = find<KeyField>("stopKey");
		QVERIFY(field->isVisible());
		QTest::mouseClick(field->findChild<QPushButton *>("key"), Qt::LeftButton);
		QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return); /* is a key here, and not Finish */
		QCOMPARE(script_->stopKey, std::string{"Return"});
		QTest::mouseClick(field->findChild<QPushButton *>("key"), Qt::LeftButton);
		QTest::keyClick(QApplication::focusWidget(), Qt::Key_F12);
		QCOMPARE(script_->stopKey, std::string{"F12"});
		QVERIFY(dialog_->isVisible());
		QVERIFY(shownText(*dialog_).contains("F12") && !shownText(*dialog_).contains("Return"));
	}

	void a_stop_key_bound_meanwhile_ends_the_warning()
	{
		open(SetupDialog::FINISH);
		QVERIFY(shownText(*dialog_).contains(text("Finish.NoStopKey")));
		script_->stopKey = "Ctrl + F12";
		QTRY_VERIFY(!shownText(*dialog_).contains(text("Finish.NoStopKey")));
		QVERIFY(shownText(*dialog_).contains("Ctrl + F12"));
	}

	void where_the_stop_key_works_is_said_with_what_to_do()
	{
		const QString helper = QStringLiteral("/it's here/stop-all.sh");
		const QString command = text("StopKey.Desktop", "bash '/it'\\''s here/stop-all.sh'");

		script_->stopKey = "F9";
		open(SetupDialog::FINISH);
		QVERIFY(!shownText(*dialog_).contains(text("StopKey.FrontBySetting")));
		script_->keyWorld.focusType = "DisableHotkeysOutOfFocus";
		QTRY_VERIFY(shownText(*dialog_).contains(text("StopKey.FrontBySetting")));
		script_->keyWorld = KeyWorld{true, true, "", helper};
		QTRY_VERIFY(shownText(*dialog_).contains(text("StopKey.FrontByWayland")));
		QVERIFY(shownText(*dialog_).contains(command));
		script_->stopKey = ""; /* the way for this desktop is shown before a key is bound in vain */
		QTRY_VERIFY(shownText(*dialog_).contains(text("Finish.NoStopKey")));
		QVERIFY(shownText(*dialog_).contains(command));
	}

	void the_simulator_needs_no_pairing_page()
	{
		script_->settings.value.mode = ENGINE_MODE_SIMULATOR;
		open(SetupDialog::ACCOUNT);
		find<QPushButton>("next")->click();
		QCOMPARE(dialog_->page(), SetupDialog::FINISH);
		find<QPushButton>("back")->click();
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);
	}

	void tab_goes_round_through_every_page_data()
	{
		QTest::addColumn<int>("page");
		QTest::addColumn<QString>("choice");
		QTest::newRow("own token") << int(SetupDialog::ACCOUNT) << "ownToken";
		QTest::newRow("token service") << int(SetupDialog::ACCOUNT) << "tokenService";
		QTest::newRow("pairing") << int(SetupDialog::PAIRING) << "";
		QTest::newRow("finish") << int(SetupDialog::FINISH) << "";
	}
	void tab_goes_round_through_every_page()
	{
		QFETCH(int, page);
		QFETCH(QString, choice);
		putCode();
		script_->engine.snapshot.state = ENGINE_WAITING_FOR_SCAN;
		script_->engine.publish();
		open(SetupDialog::Page(page));
		if (!choice.isEmpty()) {
			dialog_->findChild<QRadioButton *>(choice)->setChecked(true);
		}
		QVERIFY(QTest::qWaitForWindowActive(dialog_));
		for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) {
			const QString missed = unreachedBy(key, *dialog_).join(QLatin1Char('\n'));
			QVERIFY2(missed.isEmpty(), qPrintable(missed));
		}
	}

	/* Website name, Tab, token, Enter, (scan), Enter, Enter. */
	void keys_alone_lead_through_it()
	{
		open(SetupDialog::ACCOUNT);
		dialog_->activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(dialog_));
		find<QLineEdit>("platform")->setFocus();
		QTest::keyClicks(QApplication::focusWidget(), "Site");
		QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
		QCOMPARE(QApplication::focusWidget(), find<QLineEdit>("token"));
		QTest::keyClicks(QApplication::focusWidget(), "token");
		QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
		QCOMPARE(script_->settings.value.developer_token, "token");
		putCode();
		script_->engine.snapshot.state = ENGINE_WAITING_FOR_SCAN;
		script_->engine.publish();
		QTRY_COMPARE(dialog_->page(), SetupDialog::PAIRING);
		publish(ENGINE_READY);
		QTest::keyClick(dialog_.data(), Qt::Key_Return);
		QCOMPARE(dialog_->page(), SetupDialog::FINISH);
		QTest::keyClick(dialog_.data(), Qt::Key_Return);
		QTRY_VERIFY(!dialog_);
	}

	void cutting_the_bridge_closes_it()
	{
		open(SetupDialog::PAIRING);
		putCode();
		publish(ENGINE_WAITING_FOR_SCAN);
		bridge_->cut();
		const int calls = script_->engine.calls;
		QTRY_VERIFY(!dialog_);
		QCOMPARE(script_->engine.calls, calls);
	}
};

QTEST_MAIN(TestSetup)
#include "test_setup.moc"
