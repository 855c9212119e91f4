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
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/inspect.hpp"
#include "dock/setup/qr_view.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/setup/setup_dialog.hpp"
#include "dock/status/outcome_text.hpp"
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
			QStringLiteral("%1 ms").arg(script_->engine.snapshot.round_trip_ms)));
	}
	void saveAccount()
	{
		script_->settings.value.mode = ENGINE_MODE_CLOUD;
		qstrncpy(script_->settings.value.platform, "Site", 8);
		qstrncpy(script_->settings.value.developer_token, "old", 8);
	}
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
		QCOMPARE(find<QLabel>("check")->text(), QStringLiteral("platform must not be empty."));
		QCOMPARE(dialog_->page(), SetupDialog::ACCOUNT);
		QCOMPARE(script_->settings.writes, 0);
	}

	void the_check_shows_why_it_fails_and_stays()
	{
		open(SetupDialog::ACCOUNT);
		find<QPushButton>("next")->click();
		script_->engine.snapshot.state = ENGINE_NEEDS_YOU;
		script_->engine.snapshot.reason = ENGINE_REASON_WRONG_PLATFORM;
		qstrncpy(script_->engine.snapshot.service_words, "platform error", 32);
		script_->engine.publish();
		QTRY_VERIFY(find<QLabel>("check")->text().contains(text("Reason.wrong_platform")));
		QVERIFY(find<QLabel>("check")->text().contains("platform error"));
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
		QTRY_VERIFY(find<QLabel>("check")->text().contains(text("Reason.token_rejected")));
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

	void what_is_typed_hides_when_a_broadcast_begins()
	{
		open(SetupDialog::ACCOUNT);
		auto *show = find<QCheckBox>("showInput");
		show->setChecked(true);
		QCOMPARE(find<QLineEdit>("token")->echoMode(), QLineEdit::Normal);
		QCOMPARE(find<QLineEdit>("key")->echoMode(), QLineEdit::Normal);
		script_->isLive = true; /* the engine hears nothing of it */
		QTRY_VERIFY(!show->isChecked());
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
		auto *show = find<QCheckBox>("showInput");
		show->setChecked(true);
		dialog_->hide();
		QVERIFY(!show->isChecked());
		dialog_->show();
		show->setChecked(true);
		dialog_->openPage(SetupDialog::PAIRING);
		QVERIFY(!show->isChecked());
	}

	void a_strangers_phone_can_be_sent_away()
	{
		open(SetupDialog::PAIRING);
		qstrncpy(script_->engine.snapshot.app_platform, "android", 16);
		publish(ENGINE_NO_TOY);
		QVERIFY(shownText(*dialog_).contains("android"));
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
		QVERIFY(shownText(*dialog_).contains(text("Finish.StopKey", "Ctrl + F12")));
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
