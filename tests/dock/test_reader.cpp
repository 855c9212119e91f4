// SPDX-License-Identifier: GPL-2.0-or-later
/* What a screen reader tells of the dock: each control is told from every other, a rule is an item that is on or off,
 * and what happens is told where the focus is. */
#include <QAbstractButton>
#include <QAccessible>
#include <QCheckBox>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/fake_frontend.hpp"
#include "dock/inspect.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/rule_list/rule_row_reader.hpp"
#include "dock/situations.hpp"
#include "dock/widgets/text.hpp"

class TestReader : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	std::unique_ptr<DockWidget> dock_;

	void open()
	{
		script_->engine.publish();
		dock_ = std::make_unique<DockWidget>(std::make_shared<Bridge>(script_->parts()));
		dock_->resize(320, 900);
		dock_->show();
		dock_->refresh();
	}
	void look()
	{
		script_->engine.publish();
		dock_->refresh();
	}
	static QAccessibleInterface *face(QWidget *widget)
	{
		return QAccessible::queryAccessibleInterface(widget);
	}
	RuleRow *row()
	{
		return dock_->findChild<RuleRow *>();
	}

      private slots:
	static void initTestCase()
	{
		installRuleRowReader();
	}
	static void cleanupTestCase()
	{
		removeRuleRowReader();
	}
	void init()
	{
		script_ = std::make_unique<Script>();
	}
	void cleanup()
	{
		dock_.reset();
		script_.reset();
	}

	void each_control_is_told_from_every_other_data()
	{
		addSituations();
	}
	void each_control_is_told_from_every_other()
	{
		QFETCH(int, index);
		SITUATIONS[index].arise(*script_);
		open();
		for (auto *expand : dock_->findChildren<QAbstractButton *>(QStringLiteral("expand"))) {
			expand->setChecked(true);
		}
		QStringList names;
		for (auto *widget : dock_->findChildren<QWidget *>()) {
			const bool isControl =
				qobject_cast<QAbstractButton *>(widget) || qobject_cast<QSlider *>(widget);
			if (isControl && widget->isVisibleTo(dock_.get())) {
				names += face(widget)->text(QAccessible::Name);
			}
		}
		for (const QString &name : names) {
			QVERIFY2(names.count(name) == 1, qPrintable(name));
		}
	}

	void a_rule_is_an_item_that_is_on_or_off()
	{
		script_->engine.addRule("a", "Boost");
		open();
		QCOMPARE(int(face(row())->role()), int(QAccessible::ListItem));
		QVERIFY(face(row())->state().checkable && face(row())->state().checked);
		script_->engine.rules[0].is_enabled = false;
		look();
		QVERIFY(!face(row())->state().checked);
		const QString told = face(row())->text(QAccessible::Name);
		QVERIFY2(told.startsWith(QStringLiteral("Boost. ")) && !told.contains(QStringLiteral("  ")),
			 qPrintable(told));
	}

	/* The name of most rules is the description of what they do. */
	void a_rule_that_is_called_what_it_does_says_so_once()
	{
		const QString words = QStringLiteral("Scene: Hot cam \u2192 20 %");
		const QJsonObject rule{
			{"id", "a"},
			{"name", words},
			{"when", QJsonObject{{"type", "scene"}, {"ref", QJsonObject{{"name", "Hot cam"}}}}},
			{"run", QJsonObject{{"mode", "while"}}},
			{"do", QJsonObject{{"kind", "level"}, {"level", 0.2}}}};
		const QJsonObject set{{"version", 1}, {"rules", QJsonArray{rule}}};
		script_->rules.json = QJsonDocument{set}.toJson().toStdString();
		script_->engine.addRule("a", words.toUtf8().constData());
		open();
		for (const QString &told : {row()->accessibleName(), shownText(*row())}) {
			QVERIFY2(QString{told}.replace(QChar::Nbsp, ' ').count(words) == 1, qPrintable(told));
		}
		script_->engine.rules[0].is_active = true;
		look();
		QCOMPARE(row()->findChild<QLabel *>("line")->text(), text("Rules.Running"));
	}

	void whoever_stops_all_hears_it()
	{
		script_->engine.snapshot.state = ENGINE_READY;
		script_->stopKey = "F12";
		open();
		auto *stop = dock_->findChild<QPushButton *>("stopAll");
		const QString before = stop->accessibleName();
		script_->engine.snapshot.is_panic = true;
		look();
		QVERIFY2(stop->accessibleName().contains(text("State.Stopped")), qPrintable(stop->accessibleName()));
		script_->engine.snapshot.is_panic = false;
		look();
		QCOMPARE(stop->accessibleName(), before);
	}
};

QTEST_MAIN(TestReader)
#include "test_reader.moc"
