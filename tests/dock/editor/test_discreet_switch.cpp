// SPDX-License-Identifier: GPL-2.0-or-later
/* Windows that are open when names are hidden, or shown again: they say the same as the dock, and nothing that was
 * entered is lost. */
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMessageBox>
#include <QRadioButton>
#include <QSlider>
#include <QtTest>

#include "dock/dock_menu.hpp"
#include "dock/dock_widget.hpp"
#include "dock/editor/ready_script.hpp"
#include "dock/inspect.hpp"
#include "dock/rule_editor/more_fold.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rule_list/rule_list.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/setup/setup_dialog.hpp"
#include "dock/tips/tips_dialog.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/text.hpp"

class TestDiscreetSwitch : public QObject, private ReadyScript {
	Q_OBJECT

      private:
	std::unique_ptr<QMainWindow> main_;
	DockWidget *dock_{nullptr};

	void giveRule(const QJsonObject &rule)
	{
		const QJsonObject set{{"version", 1}, {"rules", QJsonArray{rule}}};

		script_->rules.json = QJsonDocument{set}.toJson().toStdString();
		script_->engine.addRule(qPrintable(ruleId(rule)), qPrintable(rule["name"].toString()));
		script_->engine.snapshot.rules_serial++;
		script_->engine.publish();
		dock_->findChild<Refresher *>()->tick();
	}
	void ask(Action action)
	{
		emit dock_->findChild<DockMenu *>()->actionRequested(action);
	}
	void setDiscreet(bool isDiscreet)
	{
		dock_->view()->setDiscreet(isDiscreet);
		QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
		QCoreApplication::processEvents();
	}
	RuleEditor *openEditor()
	{
		giveRule(makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {}));
		emit dock_->findChild<RuleList *>()->editRequested(ruleId(RuleBook{bridge_}.rules().first()));
		return editor();
	}
	RuleEditor *editor() const
	{
		const auto editors = main_->findChildren<RuleEditor *>();
		return editors.size() == 1 ? editors.first() : nullptr;
	}

      private slots:
	void init()
	{
		makeReady();
		main_ = std::make_unique<QMainWindow>();
		dock_ = new DockWidget{bridge_, main_.get()};
		main_->setCentralWidget(dock_);
		main_->resize(400, 700);
		main_->show();
		dock_->view()->setDiscreet(false);
	}
	void cleanup()
	{
		main_.reset();
		takeDown();
	}

	void an_editor_with_changes_goes_on_in_other_words()
	{
		RuleEditor *before = openEditor();
		QVERIFY(before);
		before->findChild<QLineEdit *>("name")->setText("Mine");
		before->findChild<GuardedSlider *>("level")->slider()->setValue(12);
		const QString plain = before->findChild<QLabel *>("sentence")->text();
		before->findChild<MoreFold *>()->setOpen(true);
		QCoreApplication::processEvents();
		const QRect place = before->geometry();
		const QJsonObject draft = before->draft();
		setDiscreet(true);
		RuleEditor *after = editor();
		QVERIFY(after && after->isVisible());
		QVERIFY(after->findChild<QLabel *>("sentence")->text() != plain);
		QCOMPARE(after->draft(), draft);
		QCOMPARE(after->geometry(), place);
		QVERIFY(after->findChild<MoreFold *>()->isOpen());
		after->reject();
		QVERIFY(after->findChild<QMessageBox *>()); /* it still knows that nothing is saved */
		setDiscreet(false);
		QCOMPARE(editor()->findChild<QLabel *>("sentence")->text(), plain);
		QCOMPARE(editor()->draft(), draft);
	}

	void an_editor_without_changes_closes_without_a_question()
	{
		QVERIFY(openEditor());
		setDiscreet(true);
		editor()->reject();
		QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
		QVERIFY(!editor());
	}

	void the_page_on_tips_follows()
	{
		ask(Action::Tips);
		auto *page = main_->findChild<TipsDialog *>();
		auto *folder = page->findChild<QLineEdit *>("recordPlace");
		QVERIFY(folder->isVisible());
		setDiscreet(true);
		QVERIFY(!folder->isVisible());
		setDiscreet(false);
		QVERIFY(folder->isVisible());
	}

	void the_set_up_follows()
	{
		ask(Action::SetUp);
		auto *setup = main_->findChild<SetupDialog *>();
		auto *simulator = setup->findChild<QRadioButton *>("simulator");
		setDiscreet(true);
		QVERIFY(!setup->windowTitle().contains(text("Module.Name")));
		QCOMPARE(simulator->text(), text(discreetKey("FirstRun.Try", true)));
		setDiscreet(false);
		QVERIFY(setup->windowTitle().contains(text("Module.Name")));
		QCOMPARE(simulator->text(), text("FirstRun.Try"));
	}
};

QTEST_MAIN(TestDiscreetSwitch)
#include "test_discreet_switch.moc"
