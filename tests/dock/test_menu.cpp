// SPDX-License-Identifier: GPL-2.0-or-later
/* The dock's menu: what it offers in each mode, and the virtual toys. */
#include <QAction>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock_menu.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"

class TestMenu : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	std::unique_ptr<DockMenu> menu_;

	static QAction *find(const QMenu &menu, const QString &name)
	{
		for (QAction *entry : menu.actions()) {
			if (entry->text() == name) {
				return entry;
			}
			if (QAction *inner = entry->menu() ? find(*entry->menu(), name) : nullptr) {
				return inner;
			}
		}
		return nullptr;
	}
	QAction *open(const QString &name)
	{
		script_->engine.publish();
		emit menu_->aboutToShow();
		return find(*menu_, name);
	}
	QStringList types() const
	{
		QStringList all;

		for (const auto &type : script_->settings.value.simulator_toys) {
			all += utf8(type);
		}
		all.removeAll(QString{});
		return all;
	}

      private slots:
	void init()
	{
		script_ = std::make_unique<Script>();
		menu_ = std::make_unique<DockMenu>(std::make_shared<Bridge>(script_->parts()), nullptr);
		script_->engine.snapshot.state = ENGINE_READY;
		script_->settings.value.mode = ENGINE_MODE_SIMULATOR;
		qstrncpy(script_->settings.value.simulator_toys[0], "lush", 32);
		qstrncpy(script_->settings.value.simulator_toys[1], "nora", 32);
		script_->engine.addToy("lush", 1);
		script_->engine.addToy("nora", 1 | 16);
	}
	void cleanup()
	{
		menu_.reset();
		script_.reset();
	}

	void only_what_applies_is_offered()
	{
		const QString pair = actionText(Action::Pair);
		QVERIFY(!open(pair)->isVisible());
		QVERIFY(open(text("Menu.VirtualToys"))->isVisible());
		QVERIFY(!open(text("FirstRun.Try"))->isVisible());
		script_->settings.value.mode = ENGINE_MODE_CLOUD;
		QVERIFY(open(pair)->isVisible());
		QVERIFY(!open(text("Menu.VirtualToys"))->isVisible());
		script_->settings.value.mode = ENGINE_MODE_OFF;
		QVERIFY(!open(text("Menu.Disconnect"))->isVisible());
	}

	void the_way_back_is_one_entry_for_who_has_an_account()
	{
		const QString connect = actionText(Action::Connect);
		const QString back = actionText(Action::BackToToys);
		QVERIFY(!open(connect)->isVisible() && !open(back)->isVisible());
		qstrncpy(script_->settings.value.platform, "My site", 16);
		qstrncpy(script_->settings.value.developer_token, "token", 16);
		QVERIFY(!open(connect)->isVisible() && open(back)->isVisible());
		script_->settings.value.mode = ENGINE_MODE_OFF;
		QVERIFY(open(connect)->isVisible() && !open(back)->isVisible());
		script_->settings.value.mode = ENGINE_MODE_CLOUD;
		QVERIFY(!open(connect)->isVisible() && !open(back)->isVisible());
		QVERIFY(open(text("FirstRun.Try"))->isVisible());
	}

	void discreet_it_names_nothing_that_is_driven()
	{
		const auto view = std::make_shared<ViewSettings>();
		menu_ = std::make_unique<DockMenu>(std::make_shared<Bridge>(script_->parts()), nullptr, view);
		QVERIFY(open(text("Menu.DeveloperHelp"))->isVisible());
		view->setDiscreet(true);
		QVERIFY(!open(text("Menu.DeveloperHelp"))->isVisible());
		for (const QString &name :
		     {text("Menu.VirtualToys"), text("FirstRun.Try"), actionText(Action::BackToToys)}) {
			QVERIFY2(!open(name), qPrintable(name));
		}
		QVERIFY(open(text("Toy.Discreet", 2)));
		QVERIFY(!open(text("Menu.WhichToys"))->isVisible());
	}

	void what_opens_a_dialog_says_so_in_one_way()
	{
		for (const Action action : {Action::SetUp, Action::Pair, Action::Tips, Action::Options}) {
			QVERIFY2(actionText(action).endsWith(QStringLiteral("\u2026")), qPrintable(actionText(action)));
		}
	}

	void what_viewers_see_can_be_added_in_any_mode()
	{
		for (const auto mode : {ENGINE_MODE_OFF, ENGINE_MODE_CLOUD, ENGINE_MODE_SIMULATOR}) {
			script_->settings.value.mode = mode;
			QVERIFY(open(text("Menu.AddOverlay"))->isVisible());
		}
		open(text("Menu.AddOverlay"))->trigger();
		QCOMPARE(script_->activitiesAdded, 1);
		QCOMPARE(script_->overlaysAdded, 0);
	}

	void a_virtual_phone_can_go_offline()
	{
		QAction *app = open(text("Menu.VirtualPhoneOnline"));
		QVERIFY(app->isChecked());
		app->trigger();
		QVERIFY(!script_->engine.isVirtualAppOnline);
	}

	void a_virtual_toy_can_go_offline()
	{
		QAction *toy = open("nora");
		QVERIFY(toy->isChecked());
		toy->trigger();
		QVERIFY(!script_->engine.snapshot.toys[1].is_online);
		QVERIFY(script_->engine.snapshot.toys[0].is_online);
	}

	void the_virtual_way_can_be_slow()
	{
		open(text("Menu.SlowConnection"))->trigger();
		QVERIFY(script_->settings.value.simulator_latency_ms > 800);
		QVERIFY(open(text("Menu.SlowConnection"))->isChecked());
		open(text("Menu.SlowConnection"))->trigger();
		QCOMPARE(script_->settings.value.simulator_latency_ms, 0);
	}

	void opening_it_again_and_again_makes_nothing_more()
	{
		open(text("Menu.WhichToys"));
		const auto menus = menu_->findChildren<QObject *>().size();
		for (int i = 0; i < 10; i++) {
			open(text("Menu.WhichToys"));
		}
		QCOMPARE(menu_->findChildren<QObject *>().size(), menus);
	}

	void virtual_toys_are_chosen_up_to_four_and_never_none()
	{
		const auto choose = [this](const char *type) {
			return find(*open(text("Menu.WhichToys"))->menu(), utf8(type));
		};
		QVERIFY(choose("lush")->isChecked() && !choose("max")->isChecked());
		choose("max")->trigger();
		choose("solace")->trigger();
		QCOMPARE(types(), (QStringList{"lush", "nora", "max", "solace"}));
		QVERIFY(!choose("edge")->isEnabled());
		choose("lush")->trigger();
		choose("nora")->trigger();
		choose("max")->trigger();
		QCOMPARE(types(), QStringList{"solace"});
		QVERIFY(!choose("solace")->isEnabled());
	}
};

QTEST_MAIN(TestMenu)
#include "test_menu.moc"
