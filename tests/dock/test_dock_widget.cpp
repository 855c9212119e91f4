// SPDX-License-Identifier: GPL-2.0-or-later
/* The dock over a scripted engine: what it shows for each state, and what it posts. */
#include <QCheckBox>
#include <QDialog>
#include <QFrame>
#include <QLabel>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSlider>
#include <QToolButton>
#include <QtTest>

#include "dock/status/outcome_text.hpp"
#include "dock/bridge.hpp"
#include "dock/dock_menu.hpp"
#include "dock/dock_widget.hpp"
#include "dock/setup/first_run_card.hpp"
#include "dock/setup/setup_dialog.hpp"
#include "dock/status/toy_row.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/inspect.hpp"
#include "dock/obs_themes.hpp"
#include "dock/options_dialog.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/status/status_text.hpp"
#include "dock/tips/tips_dialog.hpp"
#include "dock/widgets/text.hpp"

class TestDockWidget : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	BridgePtr bridge_;
	std::unique_ptr<DockWidget> dock_;

	void publish()
	{
		script_->engine.publish();
		dock_->refresh();
	}
	template <typename Widget> Widget *find(const char *name)
	{
		return dock_->findChild<Widget *>(QString::fromUtf8(name));
	}
	QPushButton *buttonNamed(const QString &name) const
	{
		for (auto *button : dock_->findChildren<QPushButton *>()) {
			if (button->isVisible() && button->text() == name) {
				return button;
			}
		}
		return nullptr;
	}
	void setAccount()
	{
		qstrncpy(script_->settings.value.platform, "My site", 16);
		qstrncpy(script_->settings.value.developer_token, "token", 16);
	}
	QString shown() const
	{
		return shownText(*dock_);
	}

      private slots:
	void init()
	{
		script_ = std::make_unique<Script>();
		bridge_ = std::make_shared<Bridge>(script_->parts());
		dock_ = std::make_unique<DockWidget>(bridge_);
		dock_->show();
	}
	void cleanup()
	{
		dock_.reset();
		bridge_.reset();
		script_.reset();
	}

	void first_run_offers_two_ways_to_begin()
	{
		QVERIFY(dock_->findChild<FirstRunCard *>()->isVisible());
		QVERIFY(find<QPushButton>("setUp")->isVisible());
	}

	/* What does nothing yet stood between STOP ALL and the first thing to press, which was out of sight. */
	void in_a_low_dock_the_first_thing_to_press_is_in_sight()
	{
		for (const QSize &size : {QSize{260, 400}, QSize{240, 320}}) {
			dock_->resize(size);
			publish();
			for (int i = 0; i < 10; i++) {
				QCoreApplication::processEvents();
			}
			const bool isLowest = size.height() == 320; /* one of the two ways has room */
			for (const char *name : {"stopAll", "setUp", isLowest ? "setUp" : "tryWithoutToy"}) {
				const auto *button = find<QPushButton>(name);
				QVERIFY2(button->visibleRegion().boundingRect() == button->rect(), name);
			}
			QVERIFY(!find<QWidget>("armed")->isVisible() && !find<QWidget>("ceiling")->isVisible());
			QVERIFY(find<QWidget>("stopKey")->isVisible()); /* with what is wrong with it */
		}
		setAccount();
		script_->engine.snapshot.state = ENGINE_CONNECTING;
		publish();
		QVERIFY(find<QWidget>("armed")->isVisible() && find<QWidget>("ceiling")->isVisible() &&
			find<QWidget>("stopKey")->isVisible());
	}

	/* The button that was pressed is gone. The focus went on to the menu. */
	void after_resume_the_focus_is_on_what_comes_next_data()
	{
		QTest::addColumn<bool>("isArmed");
		QTest::newRow("armed") << true;
		QTest::newRow("not armed") << false;
	}
	void after_resume_the_focus_is_on_what_comes_next()
	{
		QFETCH(bool, isArmed);
		engine_snapshot &snapshot = script_->engine.snapshot;
		setAccount();
		snapshot.state = ENGINE_READY;
		snapshot.is_armed = isArmed;
		snapshot.is_panic = true;
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
		publish();
		auto *resume = find<QPushButton>("resume");
		resume->setFocus();
		QTest::keyClick(resume, Qt::Key_Space);
		snapshot.is_panic = false;
		publish();
		const QWidget *next = find<QWidget>(isArmed ? "stopAll" : "armed");
		QCOMPARE(dock_->focusWidget(), next);
		/* Whoever is elsewhere stays there. */
		find<QToolButton>("addRule")->setFocus();
		snapshot.is_panic = true;
		publish();
		snapshot.is_panic = false;
		publish();
		QCOMPARE(dock_->focusWidget(), find<QToolButton>("addRule"));
	}

	void after_a_notice_is_answered_the_focus_is_on_what_comes_next()
	{
		setAccount();
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
		find<GuardedSlider>("ceiling")->slider()->setValue(95);
		auto *decline = find<QWidget>("notice")->findChild<QPushButton *>("decline");
		decline->setFocus();
		QTest::keyClick(decline, Qt::Key_Space);
		QVERIFY(!decline->isVisible());
		QCOMPARE(dock_->focusWidget(), find<QWidget>("armed"));
	}

	/* "Turn on Armed in the dock when you are ready" is the last that the set-up says. */
	void after_the_set_up_the_focus_is_on_the_box_that_arms()
	{
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
		auto *setUp = find<QPushButton>("setUp");
		setUp->setFocus();
		setUp->click();
		auto *dialog = dock_->findChild<SetupDialog *>();
		QVERIFY(QTest::qWaitForWindowActive(dialog));
		setAccount();
		script_->settings.value.mode = ENGINE_MODE_CLOUD;
		script_->engine.snapshot.state = ENGINE_READY;
		publish();                                /* the card is gone meanwhile */
		find<QToolButton>("addRule")->setFocus(); /* the set-up can be opened from elsewhere, too */
		dialog->openPage(SetupDialog::FINISH);
		dialog->findChild<QPushButton *>("next")->click();
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
		QTRY_COMPARE(QApplication::focusWidget(), find<QWidget>("armed"));
		QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
		QVERIFY(!script_->engine.hasPosted(HAPTICS_INTENT_STOP_ALL));
	}

	void return_presses_the_button_that_has_the_focus()
	{
		find<QPushButton>("setUp")->setFocus();
		QTest::keyClick(find<QPushButton>("setUp"), Qt::Key_Return);
		QVERIFY(dock_->findChild<SetupDialog *>());
		find<QPushButton>("stopAll")->setFocus();
		QTest::keyClick(find<QPushButton>("stopAll"), Qt::Key_Enter);
		QVERIFY(script_->engine.hasPosted(HAPTICS_INTENT_STOP_ALL));
	}

	void try_without_a_toy_is_one_click_to_a_simulator_that_is_armed()
	{
		find<QPushButton>("tryWithoutToy")->click();
		QCOMPARE(int(script_->settings.value.mode), int(ENGINE_MODE_SIMULATOR));
		QVERIFY(script_->engine.hasPosted(HAPTICS_INTENT_SET_ARMED));
		QVERIFY(script_->engine.lastPosted().on);
	}

	/* The button that was pressed is gone: the next one to press has the focus, and is told of beside it. */
	void who_tries_without_a_toy_is_led_to_the_first_test()
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		QVERIFY(QTest::qWaitForWindowActive(dock_.get()));
		auto *tryOut = find<QPushButton>("tryWithoutToy");
		tryOut->setFocus();
		QTest::keyClick(tryOut, Qt::Key_Space);
		script_->engine.addToy("lush", 1);
		script_->engine.addToy("nora", 1);
		snapshot.route = ENGINE_VIA_SIMULATOR;
		snapshot.state = ENGINE_READY;
		publish(); /* the toys are there, and it is armed next */
		snapshot.is_armed = true;
		publish();
		auto *row = dock_->findChild<ToyRow *>();
		QCOMPARE(dock_->focusWidget(), row->findChild<QWidget *>("test"));
		const auto *hint = find<QLabel>("testHint");
		QVERIFY(hint->isVisible());
		QCOMPARE(hint->text(), text("NextStep.PressTest"));
		QCOMPARE(hint->parentWidget(), row->parentWidget());
		QVERIFY(!find<QLabel>("next")->isVisible());
		/* Once: the focus is not pulled back. */
		find<QPushButton>("stopAll")->setFocus();
		publish();
		QCOMPARE(dock_->focusWidget(), find<QWidget>("stopAll"));
		/* A test ends the hint, and moves nothing. */
		QCoreApplication::processEvents();
		const auto *rules = find<QWidget>("rules");
		const int rulesAt = rules->mapTo(dock_.get(), QPoint{}).y();
		snapshot.toys[0].level[0] = 0.15;
		publish();
		QVERIFY(!hint->isVisible());
		QCoreApplication::processEvents();
		QCOMPARE(rules->mapTo(dock_.get(), QPoint{}).y(), rulesAt);
	}

	void stop_all_is_enabled_in_every_state_and_posts()
	{
		for (int state = ENGINE_OFF; state <= ENGINE_NEEDS_YOU; state++) {
			script_->engine.snapshot.state = engine_state(state);
			publish();
			auto *stop = find<QPushButton>("stopAll");
			QVERIFY(stop->isVisible() && stop->isEnabled() && stop->height() >= 32);
			script_->engine.posted.clear();
			QTest::keyClick(stop, Qt::Key_Space);
			QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_STOP_ALL));
		}
	}

	void green_is_only_what_may_move()
	{
		script_->engine.snapshot.state = ENGINE_READY;
		for (const bool isArmed : {false, true}) {
			script_->engine.snapshot.is_armed = isArmed;
			publish();
			int green = 0;
			for (const auto *label : dock_->findChildren<QLabel *>()) {
				green += label->property("class").toString() == QLatin1String{"text-success"};
			}
			QCOMPARE(green, isArmed ? 1 : 0);
			QCOMPARE(shown().contains(text("State.NotArmed")), !isArmed);
		}
	}

	void resume_is_as_wide_as_the_banner_of_the_stop()
	{
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.is_panic = true;
		publish();
		QCoreApplication::processEvents();
		const auto *banner = find<QFrame>("latched");
		QVERIFY(banner->isVisible());
		QCOMPARE(banner->width(), find<QPushButton>("stopAll")->width());
		QVERIFY(find<QPushButton>("resume")->width() > banner->width() * 9 / 10);
		script_->engine.snapshot.is_panic = false;
		publish();
		QVERIFY(!banner->isVisible());
	}

	/* It is done, however many there are: then nobody needs to be told how. */
	void how_to_test_is_told_until_something_has_moved()
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		snapshot.state = ENGINE_READY;
		snapshot.route = ENGINE_VIA_SIMULATOR;
		snapshot.is_armed = true;
		script_->engine.addToy("lush", 1);
		publish();
		QVERIFY(shown().contains(text("NextStep.PressTest")));
		snapshot.toys[0].level[0] = 0.15;
		publish();
		snapshot.toys[0].level[0] = 0;
		publish();
		QVERIFY(!shown().contains(text("NextStep.PressTest")));
		/* The window from the Tools menu need not tell it either. */
		DockWidget window{bridge_};
		window.show();
		window.refresh();
		QVERIFY(!shownText(window).contains(text("NextStep.PressTest")));
	}

	/* With a phone paired it draws nothing, and nobody would know why. */
	void a_pairing_code_that_draws_nothing_is_told_of()
	{
		setAccount();
		script_->settings.value.mode = ENGINE_MODE_CLOUD;
		const QString answer = text("Menu.PairingCodeAdded");
		auto *menu = dock_->findChild<DockMenu *>();
		for (const auto state : {ENGINE_WAITING_FOR_SCAN, ENGINE_READY}) {
			script_->engine.snapshot.state = state;
			publish();
			for (QAction *entry : menu->actions()) {
				if (entry->text() == text("Menu.AddPairingCode")) {
					entry->trigger();
				}
			}
			QCOMPARE(shown().contains(answer), state == ENGINE_READY);
		}
		QCOMPARE(script_->overlaysAdded, 2);
	}

	/* It draws nothing at rest: an empty frame without a word was all there was. */
	void an_overlay_that_was_added_is_told_of_with_a_sample_at_hand()
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		const QString where = text("Menu.OverlayAdded", "Scene A");
		const QString live = text("Menu.OverlayAdded.Live");
		setAccount();
		snapshot.state = ENGINE_READY;
		publish();
		const auto add = [this] {
			for (QAction *entry : dock_->findChild<DockMenu *>()->actions()) {
				if (entry->text() == text("Menu.AddOverlay")) {
					entry->trigger();
				}
			}
		};
		add();
		QVERIFY(shown().contains(where) && !shown().contains(live));
		QVERIFY(!shown().contains(QChar{0x25b2})); /* nothing is wrong */
		QCOMPARE(script_->activitiesTried, 0);     /* nothing is shown to anybody by itself */
		script_->isLive = true;
		publish();
		QVERIFY(shown().contains(where) && shown().contains(live));
		QPushButton *sample = buttonNamed(text("Action.TryOverlay"));
		QVERIFY(sample);
		sample->click();
		QCOMPARE(script_->activitiesTried, 1);
		QVERIFY(shown().contains(where)); /* who moves it in the scene looks at it again */
		buttonNamed(text("Action.TryOverlay"))->click();
		QCOMPARE(script_->activitiesTried, 2);
		buttonNamed(actionText(Action::Dismiss))->click();
		QVERIFY(!shown().contains(where));
		QCOMPARE(script_->activitiesTried, 2);
		/* Why nothing comes of it is said. */
		add();
		snapshot.is_panic = true;
		publish();
		buttonNamed(text("Action.TryOverlay"))->click();
		QVERIFY(shown().contains(outcomeText(HAPTICS_IGNORED_PANIC)));
		QCOMPARE(script_->activitiesTried, 2);
		snapshot.is_panic = false;
		script_->isOverlayThere = false;
		publish();
		add();
		buttonNamed(text("Action.TryOverlay"))->click();
		QVERIFY(shown().contains(text("Menu.OverlayGone")));
	}

	/* What may still move is said first. */
	void a_stop_in_doubt_is_said_before_the_overlay()
	{
		script_->engine.snapshot.state = ENGINE_READY;
		setAccount();
		for (QAction *entry : dock_->findChild<DockMenu *>()->actions()) {
			if (entry->text() == text("Menu.AddOverlay")) {
				entry->trigger();
			}
		}
		const QString where = text("Menu.OverlayAdded", "Scene A");
		script_->engine.snapshot.stop_unconfirmed = true;
		publish();
		QVERIFY(!shown().contains(where));
		script_->engine.snapshot.stop_unconfirmed = false;
		publish();
		QVERIFY(shown().contains(where));
	}

	void the_headings_stand_in_one_line()
	{
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.addToy("lush", 1);
		publish();
		QCoreApplication::processEvents();
		QVector<int> places;
		for (const auto *label : dock_->findChildren<QLabel *>()) {
			if (label->text() == text("Rules.Title") ||
			    label->text() == QStringLiteral("%1 (1)").arg(text("Dock.Toys"))) {
				places += label->mapTo(dock_.get(), label->contentsRect().topLeft()).x();
			}
		}
		QCOMPARE(places.size(), 2);
		QCOMPARE(places[0], places[1]);
	}

	/* Docked above others there may be little room: nothing lies over something else. */
	void a_low_dock_keeps_what_stops_and_resumes_whole()
	{
		dock_->resize(320, 390);
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.is_panic = true;
		script_->engine.addToy("lush", 1);
		publish();
		QCoreApplication::processEvents();
		const QString cut = clippedTexts(*dock_).join(QLatin1Char('\n'));
		QVERIFY2(cut.isEmpty(), qPrintable(cut));
	}

	/* The warning of the stop key shrinks to its sign before anything is cut off, and comes back with the room. */
	/* What is said in brief makes room, in which all could be said again, and so on. */
	void a_dock_of_any_height_settles()
	{
		class Counter : public QObject {
		      public:
			int count{0};
			bool eventFilter(QObject *, QEvent *event) override
			{
				count += event->type() == QEvent::LayoutRequest;
				return false;
			}
		};
		const auto settle = [] {
			for (int i = 0; i < 20; i++) {
				QCoreApplication::processEvents();
			}
		};
		Counter counter;
		dock_->installEventFilter(&counter);
		for (const bool isSetUp : {false, true}) {
			if (isSetUp) {
				setAccount();
				script_->engine.snapshot.state = ENGINE_READY;
				publish();
			}
			for (const int width : {240, 320, 470}) {
				for (int height = 700; height > 200; height--) {
					dock_->resize(width, height);
					settle();
					counter.count = 0;
					settle();
					QVERIFY2(counter.count == 0, qPrintable(QString::number(height)));
				}
			}
		}
	}

	void a_low_dock_says_in_brief_what_it_has_no_room_for()
	{
		if (!wearTheme(QStringLiteral("Yami"))) {
			QSKIP("no such theme in " THEME_DIR);
		}
		engine_snapshot &snapshot = script_->engine.snapshot;
		setAccount();
		snapshot.state = ENGINE_RETRYING;
		snapshot.reason = ENGINE_REASON_UNREACHABLE;
		snapshot.retry_at_ms = script_->engine.now_ms + 8000;
		dock_->resize(240, 320);
		publish();
		for (int i = 0; i < 20; i++) {
			QCoreApplication::processEvents();
		}
		QCOMPARE(dock_->height(), 320);
		const QString cut = clippedTexts(*dock_).join(QLatin1Char('\n'));
		QVERIFY2(cut.isEmpty(), qPrintable(cut));
		const auto *reach = find<QLabel>("stopKeyReach");
		const auto *name = find<QLabel>("stopKeyName");
		QVERIFY(!reach->isVisible());
		QCOMPARE(name->text(), QStringLiteral("\u25b2"));
		QCOMPARE(name->toolTip(), text("StopKey.None"));
		QCOMPARE(find<QPushButton>("stopAll")->accessibleDescription(), text("StopKey.None"));
		dock_->resize(240, 600);
		for (int i = 0; i < 20; i++) {
			QCoreApplication::processEvents();
		}
		QVERIFY(reach->isVisible());
		QCOMPARE(name->text(), text("StopKey.Name"));
		takeThemeOff();
	}

	void who_has_an_account_is_asked_before_virtual_toys_take_over()
	{
		setAccount();
		script_->settings.value.mode = ENGINE_MODE_CLOUD;
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		emit dock_->findChild<DockMenu *>()->actionRequested(Action::TryOut);
		QCOMPARE(int(script_->settings.value.mode), int(ENGINE_MODE_CLOUD));
		auto *question = dock_->findChild<QMessageBox *>();
		QVERIFY(question && !question->isModal());
		question->buttons().value(0)->click();
		QCOMPARE(int(script_->settings.value.mode), int(ENGINE_MODE_SIMULATOR));
		QVERIFY(!script_->engine.hasPosted(HAPTICS_INTENT_SET_ARMED));

		script_->engine.snapshot.route = ENGINE_VIA_SIMULATOR;
		publish();
		auto *back = buttonNamed(actionText(Action::BackToToys));
		QVERIFY(back);
		back->click();
		QCOMPARE(int(script_->settings.value.mode), int(ENGINE_MODE_CLOUD));
	}

	void who_disconnects_keeps_the_set_up_and_connects_by_a_click()
	{
		setAccount();
		script_->settings.value.mode = ENGINE_MODE_CLOUD;
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		emit dock_->findChild<DockMenu *>()->actionRequested(Action::SwitchOff);
		QCOMPARE(int(script_->settings.value.mode), int(ENGINE_MODE_OFF));
		script_->engine.snapshot.state = ENGINE_OFF;
		publish();
		QVERIFY(!dock_->findChild<FirstRunCard *>()->isVisible());
		QVERIFY(shown().contains(text("NextStep.Connect")));
		buttonNamed(actionText(Action::Connect))->click();
		QCOMPARE(int(script_->settings.value.mode), int(ENGINE_MODE_CLOUD));
	}

	void copied_diagnostics_are_told_in_the_dock()
	{
		emit dock_->findChild<DockMenu *>()->actionRequested(Action::Diagnostics);
		QVERIFY(shown().contains(text("Diagnostics.Copied")));
	}

	void the_toys_fold_and_stay_folded()
	{
		script_->engine.addToy("lush", 1);
		publish();
		auto *heading = find<QAbstractButton>("toys");
		const auto *stop = find<QAbstractButton>("stop");
		QVERIFY(heading->isVisible() && stop->isVisible());
		heading->click();
		publish();
		QVERIFY(!stop->isVisible() && dock_->view()->areToysFolded());
		const DockWidget again{bridge_, nullptr, dock_->view()};
		QVERIFY(!again.findChild<QAbstractButton *>(QStringLiteral("toys"))->isChecked());
		heading->click();
		QVERIFY(stop->isVisible() && !dock_->view()->areToysFolded());
	}

	void panic_shows_resume_as_a_separate_button()
	{
		auto *resume = find<QPushButton>("resume");
		QVERIFY(!resume->isVisible());
		script_->engine.snapshot.is_panic = true;
		publish();
		QVERIFY(shown().contains(text("State.Stopped")));
		QVERIFY(resume->isVisible() && !resume->isDefault());
		resume->click();
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_RESUME));
	}

	void every_reason_has_its_sentence()
	{
		for (int reason = ENGINE_REASON_NONE + 1; reason < ENGINE_REASON_COUNT; reason++) {
			script_->engine.snapshot.state = ENGINE_NEEDS_YOU;
			script_->engine.snapshot.reason = engine_reason(reason);
			publish();
			const QString sentence = reasonText(engine_reason(reason), "");
			QVERIFY2(!sentence.isEmpty() && !sentence.startsWith("Reason."), qPrintable(sentence));
			QVERIFY2(shown().contains(sentence), qPrintable(sentence));
		}
	}

	void settings_that_were_lost_are_told_unless_something_is_more_urgent()
	{
		script_->settings.problem = "Your settings were damaged.";
		publish();
		QVERIFY(shown().contains("were damaged"));
		script_->engine.snapshot.state = ENGINE_NEEDS_YOU;
		script_->engine.snapshot.reason = ENGINE_REASON_NO_TOKEN;
		publish();
		QVERIFY(!shown().contains("were damaged"));
	}

	void a_full_mailbox_shows_the_old_armed_state_again()
	{
		script_->engine.isMailboxFull = true;
		find<QCheckBox>("armed")->click();
		QVERIFY(!find<QCheckBox>("armed")->isChecked());
	}

	void the_wheel_does_not_move_an_unfocused_ceiling()
	{
		auto *slider = find<GuardedSlider>("ceiling")->slider();
		const int before = slider->value();
		slider->clearFocus();
		QWheelEvent up{{5, 5},
			       slider->mapToGlobal(QPoint{5, 5}),
			       {},
			       {0, 240},
			       Qt::NoButton,
			       Qt::NoModifier,
			       Qt::NoScrollPhase,
			       false};
		QApplication::sendEvent(slider, &up);
		QCOMPARE(slider->value(), before);
		QVERIFY(!script_->engine.hasPosted(HAPTICS_INTENT_SET_CEILING));
	}

	void a_ceiling_above_eighty_asks_once()
	{
		auto *slider = find<GuardedSlider>("ceiling")->slider();
		slider->setValue(95);
		publish();
		QCOMPARE(script_->engine.lastPosted().value, 0.8);
		const QString name = actionText(Action::AllowCeiling);
		QPushButton *allow = nullptr;
		for (auto *button : dock_->findChildren<QPushButton *>()) {
			allow = button->text() == name ? button : allow;
		}
		QVERIFY(allow && allow->isVisible());
		allow->click();
		QCOMPARE(script_->engine.lastPosted().value, 0.95);
		slider->setValue(90);
		QCOMPARE(script_->engine.lastPosted().value, 0.9);
	}

	void the_question_comes_from_exactly_eighty_too()
	{
		script_->engine.snapshot.ceiling = 0.8;
		publish();
		find<GuardedSlider>("ceiling")->slider()->setValue(95);
		QVERIFY(buttonNamed(actionText(Action::AllowCeiling)));
	}

	void the_question_can_be_declined()
	{
		auto *slider = find<GuardedSlider>("ceiling")->slider();
		script_->engine.snapshot.state = ENGINE_NEEDS_YOU;
		script_->engine.snapshot.reason = ENGINE_REASON_NO_TOKEN;
		slider->setValue(95);
		publish();
		QVERIFY(!shown().contains(text("Reason.no_token")));
		QVERIFY(buttonNamed(actionText(Action::NotNow)));
		buttonNamed(actionText(Action::NotNow))->click();
		QVERIFY(!buttonNamed(actionText(Action::AllowCeiling)));
		QVERIFY(shown().contains(text("Reason.no_token")));
		publish();
		QVERIFY(!buttonNamed(actionText(Action::AllowCeiling)));
		QCOMPARE(slider->value(), 80);
		QCOMPARE(script_->engine.lastPosted().value, 0.8);
	}

	void a_stop_that_may_not_have_arrived_comes_before_the_question()
	{
		find<GuardedSlider>("ceiling")->slider()->setValue(95);
		script_->engine.snapshot.stop_unconfirmed = true;
		publish();
		QVERIFY2(shown().contains(text("Notice.StopUnconfirmed", 3)), qPrintable(shown()));
		QVERIFY(!buttonNamed(actionText(Action::AllowCeiling)));
		script_->engine.snapshot.stop_unconfirmed = false;
		publish();
		QVERIFY(buttonNamed(actionText(Action::AllowCeiling)));
	}

	void stop_all_drops_the_question()
	{
		find<GuardedSlider>("ceiling")->slider()->setValue(95);
		script_->engine.snapshot.is_panic = true;
		publish();
		QVERIFY(!buttonNamed(actionText(Action::AllowCeiling)));
		script_->engine.snapshot.is_panic = false;
		publish();
		QVERIFY(!buttonNamed(actionText(Action::AllowCeiling)));
	}

	/* The engine's answer came while the user's choice was shown, and differs. */
	void what_the_engine_made_of_a_change_is_shown_in_the_end()
	{
		script_->engine.addToy("lush", 1);
		publish();
		auto *armed = find<QCheckBox>("armed");
		auto *ceiling = find<GuardedSlider>("ceiling");
		GuardedSlider *own = nullptr;
		dock_->findChild<QAbstractButton *>(QStringLiteral("expand"))->click();
		for (auto *each : dock_->findChildren<GuardedSlider *>()) {
			own = each != ceiling ? each : own;
		}
		armed->click();
		ceiling->slider()->setValue(50);
		own->slider()->setValue(60);
		publish();
		QVERIFY(armed->isChecked());
		QCOMPARE(ceiling->percent(), 50);
		QCOMPARE(own->percent(), 60);
		QTRY_VERIFY(!armed->isChecked());
		QTRY_COMPARE(ceiling->percent(), 30);
		QTRY_COMPARE(own->percent(), 100);
	}

	void changing_a_setting_leaves_the_others_alone()
	{
		script_->settings.value.master_ceiling = 0.9;
		qstrncpy(script_->settings.value.developer_token, "keep", 8);
		QVERIFY(bridge_->changeSettings([](engine_settings &settings) { settings.arm_on_start = true; }));
		QCOMPARE(script_->settings.value.master_ceiling, 0.9);
		QCOMPARE(script_->settings.value.developer_token, "keep");
		QVERIFY(script_->settings.value.arm_on_start);
	}

	void a_toy_shows_what_it_is_and_can_be_tested_and_stopped()
	{
		script_->engine.addToy("lush", 1);
		script_->engine.addToy("nora", 1 | 16);
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.is_armed = true;
		script_->engine.snapshot.toys[1].level[4] = 0.32;
		publish();
		QVERIFY(!shown().contains(QStringLiteral("Rotate")));
		dock_->findChildren<QAbstractButton *>(QStringLiteral("expand"))[1]->click();
		QVERIFY(shown().contains(
			QStringLiteral("%1 \u00b7 %2").arg(text("Function.Vibrate"), text("Function.Rotate"))));
		QVERIFY(shown().contains(percentText(0.32)));
		const auto tests = dock_->findChildren<QAbstractButton *>(QStringLiteral("test"));
		QCOMPARE(tests.size(), 2);
		tests[1]->click();
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_TEST_TOY));
		QCOMPARE(script_->engine.lastPosted().toys, 2u);
		dock_->findChildren<QAbstractButton *>(QStringLiteral("stop"))[0]->click();
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_STOP_TOY));
		QCOMPARE(script_->engine.lastPosted().toys, 1u);
	}

	void a_toys_test_says_why_it_would_move_nothing()
	{
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		auto *test = dock_->findChild<QAbstractButton *>(QStringLiteral("test"));
		QVERIFY(!test->isEnabled());
		QCOMPARE(test->toolTip(), text("Rule.WouldSend.NotNow", text("Activity.Ignored.Disarmed")));
		QCOMPARE(test->accessibleName(), listText({text("Toy.Test"), "lush"}));
		script_->engine.snapshot.is_armed = true;
		publish();
		QVERIFY(test->isEnabled());
		QCOMPARE(test->toolTip(), text("Toy.Test"));
		script_->engine.snapshot.toys[0].is_online = false;
		publish();
		QVERIFY(!test->isEnabled());
		QCOMPARE(test->toolTip(), sendsNothingText("t1"));
	}

	/* In words where the row is open, and nothing moves as it comes and goes with each run. */
	void an_opened_toy_says_that_a_ceiling_limits_it()
	{
		script_->engine.addToy("nora", 1 | 16);
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		const auto *details = find<QLabel>("details");
		const auto isTold = [details] {
			return details->isVisible() && details->text().contains(text("Toy.Capped"));
		};
		const auto place = [&] {
			for (int i = 0; i < 20; i++) { /* a change of layout wanders up one parent at a time */
				QCoreApplication::processEvents();
			}
			return dock_->findChild<ToyRow *>()->geometry();
		};
		QVERIFY(!isTold());
		dock_->findChild<QAbstractButton *>(QStringLiteral("expand"))->click();
		const QRect before = place();
		QVERIFY(!isTold());
		script_->engine.snapshot.toys[0].is_capped = true;
		publish();
		QVERIFY(isTold());
		QCOMPARE(place(), before);
		dock_->findChild<QAbstractButton *>(QStringLiteral("expand"))->click();
		QVERIFY(!isTold());
	}

	void a_toys_own_ceiling_is_saved_under_its_id()
	{
		script_->engine.addToy("nora", 1 | 16);
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		dock_->findChild<QAbstractButton *>(QStringLiteral("expand"))->click();
		auto sliders = dock_->findChildren<GuardedSlider *>();
		sliders.removeOne(find<GuardedSlider>("ceiling"));
		QCOMPARE(sliders.size(), 3);
		sliders[2]->slider()->setValue(40);
		QTRY_COMPARE(int(script_->settings.value.ceiling_count), 1);
		QCOMPARE(script_->settings.value.ceilings[0].toy_id, "id-of-nora");
		QCOMPARE(script_->settings.value.ceilings[0].function[4], 0.4);
		QCOMPARE(script_->settings.value.ceilings[0].all, 1.0);
		QCOMPARE(script_->settings.value.ceilings[0].function[0], 1.0);
	}

	/* They are made when it is opened. */
	void a_toys_ceilings_are_those_of_now_when_it_is_opened()
	{
		script_->engine.addToy("nora", 1);
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		script_->engine.snapshot.toys[0].functions = 1 | 16;
		script_->engine.snapshot.toys[0].ceiling = 0.7;
		script_->engine.snapshot.toys[0].function_ceiling[4] = 0.2;
		publish();
		auto *expand = dock_->findChild<QAbstractButton *>(QStringLiteral("expand"));
		const auto percents = [&] {
			QVector<int> all;
			for (auto *each : dock_->findChildren<GuardedSlider *>()) {
				if (each != find<GuardedSlider>("ceiling")) {
					all += each->percent();
				}
			}
			return all;
		};
		expand->click();
		QCOMPARE(percents(), (QVector<int>{70, 100, 20}));
		expand->click();
		script_->engine.snapshot.toys[0].ceiling = 0.5;
		publish();
		expand->click();
		QCOMPARE(percents(), (QVector<int>{50, 100, 20}));
		/* As in a tree: the keys stay, and nothing below or beside it is pressed next. */
		expand->setFocus();
		for (const auto &[key, isOpen] :
		     {std::pair{Qt::Key_Left, false}, {Qt::Key_Left, false}, {Qt::Key_Right, true}}) {
			QTest::keyClick(expand, key);
			QCOMPARE(expand->isChecked(), isOpen);
			QCOMPARE(dock_->window()->focusWidget(), expand);
		}
	}

	void a_toy_too_many_is_told_that_its_ceiling_is_not_kept()
	{
		engine_settings &settings = script_->settings.value;
		settings.ceiling_count = std::size(settings.ceilings);
		for (size_t i = 0; i < settings.ceiling_count; i++) {
			snprintf(settings.ceilings[i].toy_id, sizeof(settings.ceilings[i].toy_id), "other-%zu", i);
		}
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		dock_->findChild<QAbstractButton *>(QStringLiteral("expand"))->click();
		auto sliders = dock_->findChildren<GuardedSlider *>();
		sliders.removeOne(find<GuardedSlider>("ceiling"));
		sliders[0]->slider()->setValue(40);
		QTRY_VERIFY(shown().contains(text("Toy.Ceilings.Full")));
		QTRY_COMPARE(sliders[0]->percent(), 100);
		settings.ceiling_count--;
		sliders[0]->slider()->setValue(40);
		QTRY_VERIFY(!shown().contains(text("Toy.Ceilings.Full")));
		QCOMPARE(settings.ceilings[15].toy_id, "id-of-lush");
	}

	void what_the_app_says_of_a_toy_is_shown()
	{
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.toys[0].note = ENGINE_TOY_UNSUPPORTED;
		publish();
		QVERIFY(shown().contains(text("Toy.Unsupported")));
		script_->engine.snapshot.toys[0].note = ENGINE_TOY_FINE;
		publish();
		QVERIFY(!shown().contains(text("Toy.Unsupported")));
	}

	/* By another profile, by OBS's settings, in a dock that floats: no window of the dock's is activated. */
	void the_stop_key_follows_every_change_of_the_bindings()
	{
		const auto *button = find<QPushButton>("stopAll");

		QVERIFY(!button->text().contains("F12"));
		script_->stopKey = "Ctrl + F12";
		QTRY_VERIFY(button->text().contains("Ctrl + F12"));
		script_->stopKey = "F10";
		QTRY_VERIFY(button->text().contains("(F10)"));
		script_->stopKey = "";
		QTRY_VERIFY(!button->text().contains("("));
		QCOMPARE(button->accessibleName(), text("Dock.StopAll"));
	}

	/* It is written beside its field as well. */
	void a_long_stop_key_makes_no_dock_wider()
	{
		setAccount();
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		auto *button = find<QPushButton>("stopAll");
		QCoreApplication::processEvents();
		const int least = dock_->minimumSizeHint().width();
		script_->stopKey = "Ctrl + Alt + Shift + Backspace";
		dock_->resize(600, 600);
		QTRY_VERIFY(button->text().contains("Backspace"));
		QCoreApplication::processEvents();
		dock_->resize(least, 600);
		QCoreApplication::processEvents();
		QCOMPARE(dock_->width(), least);
		QCOMPARE(button->text(), QStringLiteral("\u25a0  %1").arg(text("Dock.StopAll")));
		QVERIFY(button->accessibleName().contains("Backspace"));
		const QString cut = clippedTexts(*dock_).join(QLatin1Char('\n'));
		QVERIFY2(cut.isEmpty(), qPrintable(cut));
		dock_->resize(600, 600);
		QVERIFY(button->text().contains("Backspace"));
	}

	void where_the_stop_key_works_is_said_beside_the_button()
	{
		setAccount();
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		script_->stopKey = "F9";
		QVERIFY(!shown().contains(text("StopKey.FrontBySetting")));
		script_->keyWorld.focusType = "DisableHotkeysOutOfFocus";
		QTRY_VERIFY(shown().contains(text("StopKey.FrontBySetting")));
		QCOMPARE(find<QPushButton>("stopAll")->accessibleDescription(), text("StopKey.FrontBySetting"));
		script_->keyWorld = KeyWorld{true, true, "NeverDisableHotkeys", "/a folder/stop-all.sh"};
		QTRY_VERIFY(shown().contains(text("StopKey.FrontByWayland")));
		QVERIFY(find<QLabel>("stopKeyReach")->toolTip().contains("bash '/a folder/stop-all.sh'"));
		script_->stopKey = ""; /* no key is promised then, but asked for */
		QTRY_VERIFY(!shown().contains(text("StopKey.FrontByWayland")));
		QVERIFY(find<QLabel>("stopKeyReach")->text() == text("StopKey.None"));
	}

	void a_rule_can_be_switched_run_and_edited_by_mouse_and_keys()
	{
		script_->rules.json =
			R"({"version": 1, "rules": [{"id": "r1", "name": "First"}, {"id": "r2", "name": "Second"}]})";
		script_->engine.addRule("r1", "First");
		script_->engine.addRule("r2", "Second");
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.snapshot.is_armed = true;
		publish();
		const auto rows = dock_->findChildren<RuleRow *>();
		QCOMPARE(rows.size(), 2);
		rows[1]->findChild<QAbstractButton *>(QStringLiteral("run"))->click();
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_RUN_RULE));
		QCOMPARE(script_->engine.lastPosted().id, "r2");
		rows[0]->setFocus();
		QTest::keyClick(rows[0], Qt::Key_Space);
		QCOMPARE(int(script_->engine.lastPosted().kind), int(HAPTICS_INTENT_RULE_ENABLED));
		QCOMPARE(script_->engine.lastPosted().id, "r1");
		QVERIFY(!script_->engine.lastPosted().on);
		QTest::keyClick(rows[0], Qt::Key_Return);
		QVERIFY(dock_->findChild<QDialog *>());
	}

	void a_running_rule_counts_down()
	{
		dock_->resize(400, 900); /* with the row in sight */
		script_->engine.addRule("r1", "First");
		script_->engine.rules[0].is_active = true;
		script_->engine.rules[0].ends_ms = script_->engine.now_ms + 5000;
		publish();
		QTRY_VERIFY(shown().contains(durationText(5000)));
		script_->engine.now_ms += 2000;
		dock_->refresh();
		QVERIFY(shown().contains(durationText(3000)));
	}

	void discreet_mode_shows_no_names()
	{
		script_->engine.addToy("lush", 1);
		qstrncpy(script_->engine.snapshot.toys[0].nickname, "Sunshine", 16);
		publish();
		QVERIFY(shown().contains(QStringLiteral("Sunshine")));
		OptionsDialog options{bridge_, dock_->view(), dock_.get()};
		options.setAttribute(Qt::WA_DeleteOnClose, false);
		QVERIFY(!dock_->view()->isDiscreet());
		options.findChild<QCheckBox *>(QStringLiteral("discreet"))->click();
		QVERIFY(dock_->view()->isDiscreet());
		dock_->refresh();
		QVERIFY(!shown().contains(QStringLiteral("Sunshine")) && !shown().contains(QStringLiteral("lush")));
		for (auto *expand : dock_->findChildren<QAbstractButton *>(QStringLiteral("expand"))) {
			expand->setChecked(true);
		}
		for (const char *telling : {"Dock.Toys", "Function.Vibrate"}) {
			QVERIFY2(!shown().contains(text(telling)), telling);
		}
	}

	/* In whatever state it is, and whatever has happened. */
	void discreet_mode_tells_in_no_state_what_is_driven()
	{
		engine_snapshot &snapshot = script_->engine.snapshot;
		dock_->view()->setDiscreet(true);
		snapshot.route = ENGINE_VIA_SIMULATOR;
		snapshot.record_count = 1;
		snapshot.records[0].outcome = HAPTICS_IGNORED_NO_TOY;
		snapshot.records[0].serial = 1;
		script_->engine.addRule("a", "Boost");
		qstrncpy(snapshot.records[0].rule_id, "a", 8);
		const auto check = [this](const QString &when) {
			publish();
			QStringList all{shown()};
			for (const auto *each : dock_->findChildren<QWidget *>()) {
				all += {each->toolTip(), each->accessibleName(), each->accessibleDescription()};
			}
			for (const auto *list : dock_->findChildren<QListWidget *>()) {
				all += list->count() ? list->item(0)->text() : QString{};
			}
			static const QRegularExpression telling{QStringLiteral("\\btoy|lovense"),
								QRegularExpression::CaseInsensitiveOption};
			for (const QString &words : all) {
				QVERIFY2(!words.contains(telling), qPrintable(when + ": " + words));
			}
		};
		for (int state = ENGINE_OFF; state < ENGINE_NEEDS_YOU; state++) {
			snapshot.state = engine_state(state);
			for (const engine_reason reason :
			     {ENGINE_REASON_NONE, ENGINE_REASON_UNREACHABLE, ENGINE_REASON_SERVICE_ERROR,
			      ENGINE_REASON_SOCKET_LOST, ENGINE_REASON_TWO_PHONES, ENGINE_REASON_TOO_MANY_TOYS}) {
				snapshot.reason = reason;
				snapshot.is_armed = !snapshot.is_armed;
				check(QStringLiteral("state %1, reason %2").arg(state).arg(int(reason)));
			}
		}
		snapshot.reason = ENGINE_REASON_NONE;
		script_->engine.addToy("lush", 1 | 16);
		check("ready");
		snapshot.stop_unconfirmed = true;
		check("unconfirmed");
		snapshot.toys[0].is_stop_unconfirmed = true;
		check("not obeyed");
	}

	void options_begin_at_the_first_one()
	{
		OptionsDialog options{bridge_, dock_->view(), dock_.get()};
		options.setAttribute(Qt::WA_DeleteOnClose, false);
		const auto *first = qobject_cast<QCheckBox *>(options.focusWidget());
		QVERIFY(first && first->text() == text("Options.ArmOnStart"));
	}

	/* Also where the desktop would give them to OBS's main window. */
	void keys_go_on_in_the_window_that_opened_a_dialog()
	{
		QWidget opener;
		QWidget other;
		opener.show();
		other.show();
		QDialog *const dialogs[] = {new OptionsDialog{bridge_, dock_->view(), &opener},
					    new TipsDialog{bridge_, false, &opener},
					    new SetupDialog{bridge_, SetupDialog::ACCOUNT, false, &opener}};
		for (QDialog *dialog : dialogs) {
			dialog->show();
			other.activateWindow();
			QTRY_COMPARE(QApplication::activeWindow(), &other);
			dialog->reject();
			QTRY_COMPARE(QApplication::activeWindow(), &opener);
		}
	}

	void a_toys_button_is_offered_as_a_stop_key_where_toys_are_listened_to()
	{
		script_->engine.addToy("lush", 1);
		publish();
		OptionsDialog options{bridge_, dock_->view(), dock_.get()};
		options.setAttribute(Qt::WA_DeleteOnClose, false);
		auto *listens = options.findChild<QCheckBox *>(QStringLiteral("toyEvents"));
		auto *stops = options.findChild<QCheckBox *>(QStringLiteral("toyButtonStops"));
		auto *state = options.findChild<QLabel *>(QStringLiteral("toyEventsState"));
		auto *buttons = options.findChild<QLabel *>(QStringLiteral("toyButtonsState"));
		QVERIFY(!listens->isChecked() && !stops->isEnabled() && state->isHidden() && buttons->isHidden());
		script_->engine.snapshot.toy_events = ENGINE_TOY_EVENTS_CLOSED;
		publish();
		listens->click();
		QVERIFY(script_->settings.value.toy_events && stops->isEnabled());
		QCOMPARE(state->text(), text("ToyEvents.Closed"));
		stops->click();
		QVERIFY(script_->settings.value.toy_button_stops);
		QCOMPARE(buttons->text(), text("ToyEvents.ButtonsStopNothing"));
		listens->click();
		QVERIFY(!script_->settings.value.toy_events && script_->settings.value.toy_button_stops);
		QVERIFY(stops->isEnabled() && !buttons->isHidden()); /* to be switched off */
	}

	void a_toy_row_tells_what_the_app_reports()
	{
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.toys[0].actual = 0.5;
		script_->engine.snapshot.toys[0].is_moved_by_other = true;
		script_->engine.snapshot.report_median_us = 2300;
		script_->engine.snapshot.report_p99_us = 41000;
		publish();
		QVERIFY(shown().contains(text("Toy.MovedByOther")));
		QStringList tips;
		for (const auto *part : dock_->findChildren<QWidget *>()) {
			tips += part->toolTip();
		}
		QVERIFY(tips.contains(text("Toy.Actual", percentText(0.5)) + QLatin1Char('\n') +
				      text("Toy.ReportTime", QStringLiteral("2.3"), QStringLiteral("41"))));
	}

	void what_opens_a_way_for_others_needs_a_second_yes_data()
	{
		QTest::addColumn<QString>("name");
		QTest::addColumn<QString>("words");
		QTest::newRow("remote arming") << "remoteArm" << text("Options.AskRemoteArm");
		QTest::newRow("the code on air") << "codeOnAir" << text("Options.AskCodeOnAir");
	}
	void what_opens_a_way_for_others_needs_a_second_yes()
	{
		QFETCH(QString, name);
		QFETCH(QString, words);
		const bool &setting = name == QLatin1String{"codeOnAir"} ? script_->settings.value.code_on_air
									 : script_->settings.value.allow_remote_arm;
		OptionsDialog options{bridge_, dock_->view(), nullptr};
		options.setAttribute(Qt::WA_DeleteOnClose, false);
		auto *box = options.findChild<QCheckBox *>(name);
		box->setChecked(true);
		QVERIFY(!setting && !box->isChecked());
		auto *question = options.findChild<QMessageBox *>();
		QVERIFY(question && !question->isModal());
		QCOMPARE(question->text(), words);
		question->buttons().value(0)->click();
		QVERIFY(setting && box->isChecked());
		box->setChecked(false);
		QVERIFY(!setting);
	}

	void a_hidden_dock_has_no_timer()
	{
		QVERIFY(dock_->isTicking());
		dock_->hide();
		QVERIFY(!dock_->isTicking());
		dock_->show();
		QEvent closed{QEvent::Type(int(QEvent::User) + int(QEvent::Close))};
		QApplication::sendEvent(dock_.get(), &closed);
		QVERIFY(!dock_->isTicking());
	}

	void a_dock_that_outlives_the_engine_never_touches_it()
	{
		script_->engine.addToy("lush", 1);
		script_->engine.snapshot.state = ENGINE_READY;
		publish();
		bridge_->cut();
		const int calls = script_->engine.calls;
		find<QPushButton>("stopAll")->click();
		find<QCheckBox>("armed")->click();
		dock_->refresh();
		dock_->hide();
		dock_->show();
		dock_.reset();
		QCOMPARE(script_->engine.calls, calls);
		QCOMPARE(script_->engine.snapshotsHeld, 0);
	}
};

QTEST_MAIN(TestDockWidget)
#include "test_dock_widget.moc"
