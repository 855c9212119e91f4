// SPDX-License-Identifier: GPL-2.0-or-later
/* What the dock says when something is wrong: one banner at a time, with a button that mends it, and never a modal box.
 */
#include <algorithm>

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock_menu.hpp"
#include "dock/dock_widget.hpp"
#include "dock/inspect.hpp"
#include "dock/status/notice_bar.hpp"
#include "dock/options_dialog.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/rules/rule_words.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr NextStep NO_STEP{0};

struct Case {
	const char *name;
	engine_state state;
	engine_reason reason;
	const char *serviceWords;
	Action action;         /* what the one button does */
	const char *bannerKey; /* locale key of the banner; NULL: none */
	NextStep nextStep;     /* below the status line; NO_STEP: none */
};

/* Every way in which nothing moves although the user wants it to. */
const Case CASES[] = {
	{"no token", ENGINE_NEEDS_YOU, ENGINE_REASON_NO_TOKEN, "", Action::SetUp, "Reason.no_token", NO_STEP},
	{"no website name", ENGINE_NEEDS_YOU, ENGINE_REASON_NO_PLATFORM, "", Action::SetUp, "Reason.no_platform",
	 NO_STEP},
	{"wrong token", ENGINE_NEEDS_YOU, ENGINE_REASON_TOKEN_REJECTED, "Invalid token", Action::SetUp,
	 "Reason.token_rejected", NO_STEP},
	{"api not enabled", ENGINE_NEEDS_YOU, ENGINE_REASON_API_NOT_ENABLED, "", Action::Dashboard,
	 "Reason.api_not_enabled", NO_STEP},
	{"website name differs", ENGINE_NEEDS_YOU, ENGINE_REASON_WRONG_PLATFORM, "platform error", Action::SetUp,
	 "Reason.wrong_platform", NO_STEP},
	{"user id refused", ENGINE_NEEDS_YOU, ENGINE_REASON_USER_ID_REFUSED, "", Action::NewIdentity,
	 "Reason.user_id_refused", NO_STEP},
	{"key refused", ENGINE_NEEDS_YOU, ENGINE_REASON_SERVICE_KEY_REJECTED, "", Action::SetUp,
	 "Reason.service_key_rejected", NO_STEP},
	{"no user id", ENGINE_NEEDS_YOU, ENGINE_REASON_NO_USER_ID, "", Action::NewIdentity, "Reason.no_user_id",
	 NO_STEP},
	{"bad CA file", ENGINE_NEEDS_YOU, ENGINE_REASON_BAD_CA_FILE, "", Action::SetUp, "Reason.bad_ca_file", NO_STEP},
	{"bad API address", ENGINE_NEEDS_YOU, ENGINE_REASON_BAD_API_URL, "", Action::SetUp, "Reason.bad_api_url",
	 NO_STEP},
	{"bad service address", ENGINE_NEEDS_YOU, ENGINE_REASON_BAD_SERVICE_URL, "", Action::SetUp,
	 "Reason.bad_service_url", NO_STEP},
	{"no token service", ENGINE_NEEDS_YOU, ENGINE_REASON_SERVICE_REFUSED, "HTTP 404: Not Found", Action::SetUp,
	 "Reason.service_refused", NO_STEP},
	{"bad text", ENGINE_NEEDS_YOU, ENGINE_REASON_BAD_TEXT, "", Action::SetUp, "Reason.bad_text", NO_STEP},
	{"proxy password", ENGINE_NEEDS_YOU, ENGINE_REASON_PROXY_PASSWORD, "HTTP 407", Action::RetryNow,
	 "Reason.proxy_password", NO_STEP},
	{"bad proxy", ENGINE_NEEDS_YOU, ENGINE_REASON_BAD_PROXY, "", Action::RetryNow, "Reason.bad_proxy", NO_STEP},
	{"bad library", ENGINE_NEEDS_YOU, ENGINE_REASON_BAD_LIBRARY, "", Action::Diagnostics, "Reason.bad_library",
	 NO_STEP},
	{"other protocol", ENGINE_NEEDS_YOU, ENGINE_REASON_NOT_SOCKET_IO_2, "", Action::Diagnostics,
	 "Reason.not_socket_io_2", NO_STEP},
	{"offline", ENGINE_RETRYING, ENGINE_REASON_UNREACHABLE, "", Action::RetryNow, "Reason.unreachable", NO_STEP},
	{"tls", ENGINE_RETRYING, ENGINE_REASON_TLS, "", Action::RetryNow, "Reason.tls", NO_STEP},
	{"service error", ENGINE_RETRYING, ENGINE_REASON_SERVICE_ERROR, "busy", Action::RetryNow,
	 "Reason.service_error", NO_STEP},
	{"unreadable reply", ENGINE_RETRYING, ENGINE_REASON_UNREADABLE_REPLY, "", Action::RetryNow,
	 "Reason.unreadable_reply", NO_STEP},
	{"token service offline", ENGINE_RETRYING, ENGINE_REASON_SERVICE_UNREACHABLE, "", Action::RetryNow,
	 "Reason.service_unreachable", NO_STEP},
	{"token service down", ENGINE_RETRYING, ENGINE_REASON_SERVICE_FAILED, "HTTP 502", Action::RetryNow,
	 "Reason.service_failed", NO_STEP},
	{"token service busy", ENGINE_RETRYING, ENGINE_REASON_SERVICE_RATE_LIMITED, "HTTP 429", Action::RetryNow,
	 "Reason.service_rate_limited", NO_STEP},
	{"proxy refused", ENGINE_RETRYING, ENGINE_REASON_PROXY_REFUSED, "HTTP 503", Action::RetryNow,
	 "Reason.proxy_refused", NO_STEP},
	{"the operator's token", ENGINE_RETRYING, ENGINE_REASON_SERVICE_TOKEN_REJECTED, "", Action::RetryNow,
	 "Reason.service_token_rejected", NO_STEP},
	{"the operator's account", ENGINE_RETRYING, ENGINE_REASON_SERVICE_NOT_ENABLED, "", Action::RetryNow,
	 "Reason.service_not_enabled", NO_STEP},
	{"out of memory", ENGINE_RETRYING, ENGINE_REASON_OUT_OF_MEMORY, "", Action::RetryNow, "Reason.out_of_memory",
	 NO_STEP},
	{"the worker ended", ENGINE_OFF, ENGINE_REASON_NETWORK_FAILED, "", Action::Diagnostics, "Reason.network_failed",
	 NO_STEP},
	{"rate limited", ENGINE_RETRYING, ENGINE_REASON_RATE_LIMITED, "", Action::RetryNow, "Reason.rate_limited",
	 NO_STEP},
	{"socket refused", ENGINE_RETRYING, ENGINE_REASON_SOCKET_REFUSED, "", Action::RetryNow, "Reason.socket_refused",
	 NO_STEP},
	{"socket lost", ENGINE_RETRYING, ENGINE_REASON_SOCKET_LOST, "", Action::RetryNow, "Reason.socket_lost",
	 NO_STEP},
	{"no code came", ENGINE_WAITING_FOR_SCAN, ENGINE_REASON_NO_QR_CODE, "", Action::NewCode, "Reason.no_qr_code",
	 NextStep::Scan},
	{"code fits no picture", ENGINE_WAITING_FOR_SCAN, ENGINE_REASON_QR_TOO_LONG, "", Action::Diagnostics,
	 "Reason.qr_too_long", NextStep::Scan},
	{"too many toys", ENGINE_READY, ENGINE_REASON_TOO_MANY_TOYS, "", Action::None, "Reason.too_many_toys",
	 NextStep::Arm},
	{"two phones", ENGINE_READY, ENGINE_REASON_TWO_PHONES, "", Action::None, "Reason.two_phones", NextStep::Arm},
	{"not scanned", ENGINE_WAITING_FOR_SCAN, ENGINE_REASON_NONE, "", Action::None, nullptr, NextStep::Scan},
	{"app offline", ENGINE_APP_OFFLINE, ENGINE_REASON_NONE, "", Action::None, nullptr, NextStep::OpenApp},
	{"no toy", ENGINE_NO_TOY, ENGINE_REASON_NONE, "", Action::None, nullptr, NextStep::ConnectToy},
	{"not armed", ENGINE_READY, ENGINE_REASON_NONE, "", Action::None, nullptr, NextStep::Arm},
};

} // namespace

class TestNotices : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	std::unique_ptr<DockWidget> dock_;
	QList<QUrl> opened_;

	void publish()
	{
		script_->engine.publish();
		dock_->refresh();
	}
	void show(const Case &each)
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		snapshot.state = each.state;
		snapshot.reason = each.reason;
		qstrncpy(snapshot.service_words, each.serviceWords, sizeof(snapshot.service_words));
		snapshot.retry_at_ms = script_->engine.now_ms + 8000;
		publish();
	}
	NoticeBar *bar() const
	{
		return dock_->findChild<NoticeBar *>(QStringLiteral("notice"));
	}
	int visibleBars() const
	{
		const auto all = dock_->findChildren<NoticeBar *>();
		return int(std::count_if(all.cbegin(), all.cend(),
					 [](const NoticeBar *each) { return each->isVisible(); }));
	}
	QPushButton *button() const
	{
		return bar()->findChild<QPushButton *>();
	}
	/* What the button is for has happened. */
	bool isDone(Action action)
	{
		switch (action) {
		case Action::SetUp:
			return dock_->findChild<SetupDialog *>() != nullptr;
		case Action::Dashboard:
			return opened_.size() == 1 && opened_[0].scheme() == "https";
		case Action::NewIdentity:
			return script_->settings.identities == 1;
		case Action::RetryNow:
			return script_->engine.retries == 1;
		case Action::NewCode:
			return script_->engine.newCodes == 1;
		case Action::Diagnostics:
			return QGuiApplication::clipboard()->text().startsWith("lovense-for-obs");
		default:
			return true;
		}
	}
	static QStringList modalWindows()
	{
		QStringList found;

		for (const QWidget *window : QApplication::topLevelWidgets()) {
			if (window->isVisible() && window->isModal()) {
				found +=
					window->metaObject()->className() + QStringLiteral(" ") + window->windowTitle();
			}
		}
		return found;
	}
	/* Every entry of the menu, those of its menus too. */
	static void triggerAll(QMenu &menu)
	{
		emit menu.aboutToShow();
		const auto entries = menu.actions();
		for (QAction *entry : entries) {
			if (entry->menu()) {
				triggerAll(*entry->menu());
			} else if (!entry->isSeparator()) {
				entry->trigger();
			}
		}
	}

      public slots:
	void takeUrl(const QUrl &url)
	{
		opened_ += url;
	}

      private slots:
	void initTestCase()
	{
		for (const char *scheme : {"https", "http", "file"}) {
			QDesktopServices::setUrlHandler(scheme, this, "takeUrl");
		}
	}
	void init()
	{
		script_ = std::make_unique<Script>();
		dock_ = std::make_unique<DockWidget>(std::make_shared<Bridge>(script_->parts()));
		dock_->show();
		opened_.clear();
		QGuiApplication::clipboard()->clear();
	}
	void cleanup()
	{
		dock_.reset();
		script_.reset();
	}

	/* "The service" alone leaves open whom to ask. */
	void words_are_told_with_who_said_them()
	{
		const std::pair<engine_reason, const char *> speakers[] = {
			{ENGINE_REASON_SERVICE_ERROR, "Notice.LovenseSays"},
			{ENGINE_REASON_SERVICE_REFUSED, "Notice.TokenServiceSays"},
			{ENGINE_REASON_SERVICE_KEY_REJECTED, "Notice.TokenServiceSays"},
			{ENGINE_REASON_PROXY_PASSWORD, "Notice.ProxySays"},
			{ENGINE_REASON_USER_ID_REFUSED, "Notice.ServiceSays"},
		};
		for (const auto &[reason, key] : speakers) {
			QVERIFY(reasonText(reason, "no").endsWith(text(key, QStringLiteral("no"))));
			QVERIFY(!reasonText(reason, "").contains(text(key, QString{})));
		}
	}
	void each_state_has_its_sentence_and_its_button_data()
	{
		QTest::addColumn<int>("index");
		for (int i = 0; i < int(std::size(CASES)); i++) {
			QTest::newRow(CASES[i].name) << i;
		}
	}
	void each_state_has_its_sentence_and_its_button()
	{
		QFETCH(int, index);
		const Case &each = CASES[index];
		show(each);
		const QString shown = shownText(*dock_);
		QCOMPARE(visibleBars(), each.bannerKey ? 1 : 0);
		QCOMPARE(bar()->isVisible(), each.bannerKey != nullptr);
		if (each.bannerKey) {
			QVERIFY2(shown.contains(text(each.bannerKey)), qPrintable(shown));
		}
		QVERIFY2(shown.contains(QString::fromUtf8(each.serviceWords)), qPrintable(shown));
		if (each.nextStep != NO_STEP) {
			QVERIFY2(shown.contains(nextStepText(each.nextStep)), qPrintable(shown));
		}
		QCOMPARE(each.state == ENGINE_RETRYING, shown.contains(durationText(8000)));
		if (each.action != Action::None) {
			QVERIFY(button()->isVisible());
			QCOMPARE(button()->text(), actionText(each.action));
			QVERIFY(!isDone(each.action));
			button()->click();
			QVERIFY(isDone(each.action));
		}
		QCOMPARE(modalWindows(), QStringList{});
	}

	void a_banner_goes_when_its_cause_is_gone()
	{
		show(CASES[0]);
		QVERIFY(bar()->isVisible());
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.reason = ENGINE_REASON_NONE;
		publish();
		QVERIFY(!bar()->isVisible());
	}

	void a_slow_way_is_said_with_what_helps()
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		snapshot.state = ENGINE_READY;
		snapshot.is_armed = true;
		snapshot.route = ENGINE_VIA_SERVER;
		snapshot.round_trip_ms = 800;
		publish();
		QVERIFY(!shownText(*dock_).contains(nextStepText(NextStep::BeFaster)));
		snapshot.round_trip_ms = 801;
		publish();
		QVERIFY(shownText(*dock_).contains(nextStepText(NextStep::BeFaster)));
		QVERIFY(shownText(*dock_).contains(QStringLiteral("801\u00a0ms")));
	}

	void while_live_the_code_is_shown_only_where_its_owner_allowed_that()
	{
		script_->isLive = true;
		script_->engine.snapshot.state = ENGINE_WAITING_FOR_SCAN;
		publish();
		QVERIFY(shownText(*dock_).contains(text("Notice.CodeHiddenLive")));
		QVERIFY(!button()->isVisible());

		script_->permission.always_sources = 1; /* a setting of a source: no snapshot comes for it */
		dock_->refresh();
		QVERIFY(shownText(*dock_).contains(text("Notice.CodeShownLive")));
		QCOMPARE(button()->text(), actionText(Action::ShowCode));
		button()->click();
		QCOMPARE(int(script_->permission.show_requests), 1);
		QCOMPARE(script_->engine.newCodes, 1);
	}

	void two_answers_stand_side_by_side_where_there_is_room()
	{
		auto *banner = dock_->findChild<NoticeBar *>(QStringLiteral("rulesQuestion"));
		script_->rules.question = RULES_QUESTION_LOST;
		for (const int width : {260, 600, 260}) {
			dock_->resize(width, 600);
			publish();
			QCoreApplication::processEvents();
			const auto buttons = banner->findChildren<QPushButton *>();
			QCOMPARE(dock_->width(), width);
			QCOMPARE(buttons[0]->y() == buttons[1]->y(), width == 600);
		}
	}

	void what_becomes_of_the_rules_is_one_click_data()
	{
		QTest::addColumn<int>("question");
		QTest::addColumn<QString>("sentence");
		QTest::addColumn<QString>("yes");
		QTest::addColumn<QString>("no");
		QTest::newRow("foreign") << int(RULES_QUESTION_FOREIGN) << text("Rules.Question.Foreign")
					 << actionText(Action::UseRules) << actionText(Action::LeaveRulesOff);
		QTest::newRow("lost") << int(RULES_QUESTION_LOST) << text("Rules.Question.Lost")
				      << actionText(Action::RestoreRules) << actionText(Action::NotNow);
	}
	void what_becomes_of_the_rules_is_one_click()
	{
		QFETCH(int, question);
		QFETCH(QString, sentence);
		QFETCH(QString, yes);
		QFETCH(QString, no);
		auto *banner = dock_->findChild<NoticeBar *>(QStringLiteral("rulesQuestion"));
		QVERIFY(banner);
		publish();
		QVERIFY(!banner->isVisible());
		for (const bool isYes : {true, false}) {
			script_->rules.question = rules_question(question);
			publish();
			QVERIFY(shownText(*dock_).contains(sentence));
			const auto buttons = banner->findChildren<QPushButton *>();
			QCOMPARE(buttons.size(), 2);
			QCOMPARE(buttons[0]->text(), yes);
			QCOMPARE(buttons[1]->text(), no);
			buttons[isYes ? 0 : 1]->click();
			QCOMPARE(script_->rules.answers.size(), size_t(1));
			QCOMPARE(bool(script_->rules.answers[0]), isYes);
			QVERIFY(!banner->isVisible());
			script_->rules.answers.clear();
		}
	}

	void while_live_nothing_opens_a_modal_box()
	{
		script_->rules.json = R"({"version": 1, "rules": [{"id": "r1", "name": "First"}]})";
		script_->settings.value.mode = ENGINE_MODE_CLOUD;
		script_->isLive = true;
		script_->engine.snapshot.state = ENGINE_WAITING_FOR_SCAN;
		script_->engine.addToy("lush", 1);
		script_->engine.addRule("r1", "First");
		publish();
		dock_->activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
		dock_->findChild<RuleRow *>()->setFocus();
		const auto menus = dock_->findChildren<QMenu *>();
		QVERIFY(menus.size() >= 3);
		for (QMenu *menu : menus) {
			if (!qobject_cast<QMenu *>(menu->parent())) {
				triggerAll(*menu);
			}
		}
		auto *options = dock_->findChild<OptionsDialog *>();
		QVERIFY(options);
		options->findChild<QAbstractButton *>("remoteArm")->click();
		QVERIFY(dock_->findChild<SetupDialog *>());
		QVERIFY(!dock_->findChildren<QFileDialog *>().isEmpty());
		QVERIFY(dock_->findChildren<QMessageBox *>().size() >= 2);
		QCOMPARE(modalWindows(), QStringList{});
	}

	void in_discreet_mode_the_options_do_not_tell_what_is_driven()
	{
		const auto view = std::make_shared<ViewSettings>();
		OptionsDialog options{std::make_shared<Bridge>(script_->parts()), view, nullptr};
		options.setAttribute(Qt::WA_DeleteOnClose, false);
		options.show();
		const auto *box = options.findChild<QAbstractButton *>("toyEvents");
		for (const bool isDiscreet : {true, false, true}) {
			view->setDiscreet(isDiscreet);
			QCOMPARE(box->isVisible(), !isDiscreet);
		}
		OptionsDialog anew{std::make_shared<Bridge>(script_->parts()), view, nullptr};
		anew.setAttribute(Qt::WA_DeleteOnClose, false);
		anew.show();
		QVERIFY(!anew.findChild<QAbstractButton *>("toyEvents")->isVisible());
		view->setDiscreet(false);
	}
};

QTEST_MAIN(TestNotices)
#include "test_notices.moc"
