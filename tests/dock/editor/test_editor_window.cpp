// SPDX-License-Identifier: GPL-2.0-or-later
/* The rule editor as a window: nothing in it is lost, cut off, or a patch of another colour, and its keys stay in it.
 */
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QSlider>
#include <QToolButton>
#include <QtTest>

#include "dock/dock_menu.hpp"
#include "dock/dock_widget.hpp"
#include "dock/editor/ready_script.hpp"
#include "dock/inspect.hpp"
#include "dock/keys/key_capture.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rule_editor/time_field.hpp"
#include "dock/rule_list/rule_list.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/guarded_slider.hpp"
#include "dock/widgets/page_scroll.hpp"
#include "dock/widgets/text.hpp"

class TestEditorWindow : public QObject, private ReadyScript {
	Q_OBJECT

      private:
	std::unique_ptr<QMainWindow> main_;
	QPointer<RuleEditor> editor_;

	void open(const QJsonObject &rule)
	{
		editor_ = new RuleEditor{bridge_, rule, false, main_.get()};
		editor_->show();
	}
	void bringToFront()
	{
		editor_->activateWindow();
		QTRY_COMPARE(QApplication::activeWindow(), editor_.data());
	}
	static QJsonObject holdKey()
	{
		return makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
	}
	static QJsonObject waitingFor(const QJsonObject &when)
	{
		QJsonObject rule = holdKey();
		rule["when"] = when;
		rule["run"] = QJsonObject{{"mode", "once"}};
		return rule;
	}
	template <typename Widget> Widget *find(const char *name)
	{
		return editor_->findChild<Widget *>(QString::fromUtf8(name));
	}
	void changeSomething()
	{
		find<GuardedSlider>("level")->slider()->setValue(12);
	}
	QMessageBox *question()
	{
		return editor_ ? editor_->findChild<QMessageBox *>() : nullptr;
	}
	QAbstractButton *answer(const QString &words)
	{
		for (auto *button : question()->buttons()) {
			if (button->text() == words) {
				return button;
			}
		}
		return nullptr;
	}
	ChoiceBox *sceneBox()
	{
		for (auto *box : editor_->findChildren<ChoiceBox *>()) {
			if (box->accessibleName() == text("Rule.Field.Scene") && box->isVisible()) {
				return box;
			}
		}
		return nullptr;
	}
	QString chosenScene()
	{
		return editor_->draft()["when"].toObject()["ref"].toObject()["name"].toString();
	}
	static void settle()
	{
		for (int i = 0; i < 20; i++) {
			QCoreApplication::processEvents();
		}
	}

      private slots:
	void init()
	{
		makeReady();
		main_ = std::make_unique<QMainWindow>();
		main_->show();
	}
	void cleanup()
	{
		delete editor_;
		main_.reset();
		takeDown();
		qApp->setStyleSheet({});
	}
	void the_title_names_the_rule()
	{
		QJsonObject rule = holdKey();
		rule["name"] = "Boost";
		rule.remove("name_follows");
		open(rule);
		QCOMPARE(editor_->windowTitle(), text("Rule.Title.Named", "Boost"));
		find<QLineEdit>("name")->setFocus();
		QTest::keyClick(find<QLineEdit>("name"), Qt::Key_End);
		QTest::keyClicks(find<QLineEdit>("name"), " 2");
		QCOMPARE(editor_->windowTitle(), text("Rule.Title.Named", "Boost 2"));
		find<QLineEdit>("name")->clear();
		QCOMPARE(editor_->windowTitle(), text("Rule.Title"));
	}

	void the_title_of_a_copy_names_the_copy()
	{
		QJsonObject rule = holdKey();
		rule["name"] = "Boost";
		open(rule);
		find<QPushButton>("duplicate")->click();
		QStringList titles;
		for (const auto *editor : main_->findChildren<RuleEditor *>()) {
			titles += editor->windowTitle();
		}
		titles.removeAll(editor_->windowTitle());
		QCOMPARE(titles, QStringList{text("Rule.Title.Named", text("Rules.CopyOf", "Boost", 2))});
	}

	/* It lay exactly over the original, as if only the name had changed. */
	void a_copy_opens_aside()
	{
		open(holdKey());
		find<QPushButton>("duplicate")->click();
		const auto editors = main_->findChildren<RuleEditor *>();
		QCOMPARE(editors.size(), 2);
		const RuleEditor *copy = editors[0] == editor_ ? editors[1] : editors[0];
		QVERIFY(copy->pos() != editor_->pos());
		QVERIFY(qAbs(copy->y() - editor_->y()) >= editor_->fontMetrics().lineSpacing());
		QVERIFY(copy->screen()->availableGeometry().contains(copy->geometry()));
	}

	/* It saved, and closed, with the condition that was to go. */
	void return_presses_the_button_that_has_the_keys()
	{
		QJsonObject rule = holdKey();
		rule["only_if"] = QJsonArray{QJsonObject{{"type", "output"}, {"is", "stream"}}};
		open(rule);
		bringToFront();
		for (auto *bin : editor_->findChildren<QToolButton *>()) {
			if (bin->accessibleName() == text("Rule.RemoveCondition")) {
				bin->setFocus();
				QTest::keyClick(bin, Qt::Key_Return);
			}
		}
		QVERIFY(editor_ && editor_->isVisible());
		QCOMPARE(editor_->draft()["only_if"].toArray().size(), 0);
		auto *more = find<QAbstractButton>("more");
		more->setFocus();
		QTest::keyClick(more, Qt::Key_Return);
		QVERIFY(editor_->isVisible() && more->isChecked());
		find<QPushButton>("duplicate")->setFocus();
		QTest::keyClick(find<QPushButton>("duplicate"), Qt::Key_Return);
		QCOMPARE(main_->findChildren<RuleEditor *>().size(), 2);
		QVERIFY(script_->rules.json.find(rule["id"].toString().toStdString()) == std::string::npos);
		bringToFront();
		find<QLineEdit>("name")->setFocus();
		QTest::keyClick(find<QLineEdit>("name"), Qt::Key_Return);
		QTRY_VERIFY(!editor_);
		QVERIFY(!script_->rules.json.empty());
	}

	/* "More" opened below the edge of a window that had room to grow. */
	void what_folds_out_is_in_sight()
	{
		open(holdKey());
		settle();
		const auto *bar = editor_->findChild<PageScroll *>()->verticalScrollBar();
		const int before = editor_->height();
		find<QAbstractButton>("more")->setChecked(true);
		settle();
		QVERIFY(editor_->height() > before);
		QVERIFY(!bar->isVisible() ||
			editor_->frameGeometry().height() >= editor_->screen()->availableGeometry().height());
		QTRY_COMPARE(bar->value(), bar->maximum()); /* what the screen has no room for is scrolled to */
		find<QAbstractButton>("more")->setChecked(false);
		settle();
		QCOMPARE(editor_->height(), before);
	}

	void it_grows_for_what_it_has_to_say()
	{
		open(holdKey());
		settle();
		const auto *bar = editor_->findChild<PageScroll *>()->verticalScrollBar();
		const int before = editor_->height();
		changeSomething();
		editor_->close();
		settle();
		QVERIFY(find<QLabel>("kept")->isVisible());
		QVERIFY(editor_->height() > before && !bar->isVisible());
	}

	void escape_closes_what_nobody_has_changed()
	{
		open(holdKey());
		QTest::keyClick(editor_, Qt::Key_Escape);
		QTRY_VERIFY(!editor_);
	}

	void escape_asks_before_changes_are_lost()
	{
		open(holdKey());
		changeSomething();
		QTest::keyClick(editor_, Qt::Key_Escape);
		QVERIFY(editor_ && editor_->isVisible() && question() && question()->isVisible());
		QCOMPARE(question()->text(), text("Rule.AskLeave"));
		QTest::keyClick(editor_, Qt::Key_Escape);
		QCOMPARE(editor_->findChildren<QMessageBox *>().size(), 1);
		question()->button(QMessageBox::Cancel)->click();
		QTRY_VERIFY(!question());
		QVERIFY(editor_->isVisible());
		QCOMPARE(find<GuardedSlider>("level")->percent(), 12);
		QTest::keyClick(editor_, Qt::Key_Escape);
		answer(text("Rule.Discard"))->click();
		QTRY_VERIFY(!editor_);
		QVERIFY(!script_->rules.json.empty() && script_->rules.json.find("0.12") == std::string::npos);
	}

	/* A trigger with more fields hid the last of them behind a scroll bar, on a screen that had the room. */
	void it_grows_with_its_form()
	{
		open(holdKey());
		settle();
		const auto *bar = editor_->findChild<PageScroll *>()->verticalScrollBar();
		const int before = editor_->height();
		QVERIFY(!bar->isVisible());
		find<ChoiceBox>("trigger")->select("source");
		emit find<ChoiceBox>("trigger")->chosen();
		settle();
		QVERIFY(editor_->height() > before);
		QVERIFY(!bar->isVisible());
		editor_->resize(editor_->width(), before); /* a person's wish, as long as the form is the same */
		changeSomething();
		settle();
		QCOMPARE(editor_->height(), before);
	}

	/* In a small screen, below it; what comes to the form later does not cover it either. */
	void what_stops_all_stays_in_sight()
	{
		auto *frame = new QDockWidget{main_.get()};
		auto *dock = new DockWidget{bridge_, frame};
		frame->setWidget(dock);
		frame->setFloating(true);
		main_->setGeometry(0, 0, 780, 780);
		frame->setGeometry(150, 20, 480, 700);
		frame->show();
		QTRY_VERIFY(dock->findChild<QPushButton *>("stopAll")->isVisible());
		emit dock->findChild<RuleList *>()->addRequested(STARTER_HOLD_KEY);
		editor_ = main_->findChild<RuleEditor *>();
		QVERIFY(editor_);
		const auto isFree = [this, dock] {
			const auto *stop = dock->findChild<QPushButton *>("stopAll");
			return !editor_->frameGeometry().intersects({stop->mapToGlobal(QPoint{}), stop->size()});
		};
		QVERIFY(isFree());
		find<ChoiceBox>("trigger")->select("clock");
		emit find<ChoiceBox>("trigger")->chosen();
		find<QAbstractButton>("more")->setChecked(true);
		settle();
		QVERIFY(isFree());
		const QRect place = editor_->geometry();
		QVERIFY2(editor_->screen()->availableGeometry().contains(place),
			 qPrintable(QStringLiteral("%1,%2 %3x%4")
					    .arg(place.x())
					    .arg(place.y())
					    .arg(place.width())
					    .arg(place.height())));
	}

	/* Set-up and options lay over it. */
	void what_stops_all_stays_in_sight_of_the_other_windows_too()
	{
		auto *frame = new QDockWidget{main_.get()};
		auto *dock = new DockWidget{bridge_, frame};
		frame->setWidget(dock);
		frame->setFloating(true);
		const QRect screen = main_->screen()->availableGeometry();
		main_->setGeometry(0, 0, 780, 700);
		frame->setGeometry(screen.right() - 260, 20, 250, 400);
		frame->show();
		const auto *stop = dock->findChild<QPushButton *>("stopAll");
		QTRY_VERIFY(stop->isVisible());
		for (const Action action : {Action::SetUp, Action::Options}) {
			emit dock->findChild<DockMenu *>()->actionRequested(action);
			QDialog *opened = nullptr;
			for (auto *dialog : frame->findChildren<QDialog *>()) {
				opened = dialog->isVisible() ? dialog : opened;
			}
			QVERIFY(opened);
			QVERIFY(!opened->frameGeometry().intersects({stop->mapToGlobal(QPoint{}), stop->size()}));
			opened->close();
		}
	}

	/* Each collection has its own scenes, and OBS asks nobody before it opens another. */
	void the_scenes_on_offer_are_those_of_now()
	{
		open(waitingFor({{"type", "scene"}, {"ref", QJsonObject{{"name", "Scene B"}}}}));
		auto *scenes = sceneBox();
		QVERIFY(scenes && scenes->isVisible());
		find<QLineEdit>("name")->setText("Typed");
		script_->choices = {"Scene C", "Scene D"};
		QTRY_COMPARE(scenes->itemText(0), QStringLiteral("Scene C"));
		QCOMPARE(scenes->count(), 3);
		QCOMPARE(scenes->currentText(), text("Rule.MissingRef", "Scene B"));
		QCOMPARE(chosenScene(), QStringLiteral("Scene B"));
		QCOMPARE(find<QLineEdit>("name")->text(), QStringLiteral("Typed"));
		script_->choices = {"Scene A", "Scene B"}; /* and back */
		QTRY_COMPARE(scenes->currentText(), QStringLiteral("Scene B"));
		QCOMPARE(scenes->count(), 2);
		scenes->setCurrentIndex(0);
		script_->choices = {"Scene A"};
		QTRY_COMPARE(scenes->count(), 1);
		QCOMPARE(chosenScene(), QStringLiteral("Scene A"));
	}

	/* That scenes come and go is no edit, and chooses nothing. */
	void other_scenes_change_nothing_in_a_rule()
	{
		script_->choices = {};
		open(waitingFor({{"type", "scene"}}));
		const QJsonObject before = editor_->draft();
		script_->choices = {"Scene C"};
		QTRY_COMPARE(sceneBox()->count(), 1);
		QCOMPARE(editor_->draft(), before);
		QTest::keyClick(editor_, Qt::Key_Escape);
		QTRY_VERIFY(!editor_);
	}

	/* A list that is open stays as it is under the mouse. */
	void an_open_list_is_left_alone()
	{
		open(waitingFor({{"type", "scene"}, {"ref", QJsonObject{{"name", "Scene B"}}}}));
		auto *scenes = sceneBox();
		scenes->showPopup();
		script_->choices = {"Scene C"};
		QVERIFY(!scenes->refreshReferences());
		QCOMPARE(scenes->count(), 2);
		scenes->hidePopup();
		QVERIFY(scenes->refreshReferences());
	}

	void a_new_key_is_not_lost_without_a_question_either()
	{
		open(holdKey());
		emit editor_->findChild<KeyCapture *>()->captured({0, OBS_KEY_F9});
		QTest::keyClick(editor_, Qt::Key_Escape);
		QVERIFY(editor_ && question());
	}

	void the_question_saves_too()
	{
		open(holdKey());
		changeSomething();
		QTest::keyClick(editor_, Qt::Key_Escape);
		question()->button(QMessageBox::Save)->click();
		QTRY_VERIFY(!editor_);
		QVERIFY(script_->rules.json.find("0.12") != std::string::npos);
	}

	void what_cannot_be_saved_is_not_offered_to_be()
	{
		open(holdKey());
		script_->rules.refuse = "rules[0].do: is odd";
		changeSomething();
		QTest::keyClick(editor_, Qt::Key_Escape);
		QVERIFY(!question()->button(QMessageBox::Save)->isEnabled());
	}

	/* As OBS does with every dialog of its main window when it opens another scene collection. */
	void another_collection_takes_no_text_away()
	{
		open(holdKey());
		changeSomething();
		editor_->close();
		settle();
		QVERIFY(editor_ && editor_->isVisible() && !question());
		QVERIFY(find<QLabel>("kept")->isVisible());
		QCOMPARE(find<GuardedSlider>("level")->percent(), 12);
		bridge_->cut();
		QTRY_VERIFY(!editor_);
	}

	/* A new one is saved wherever it is; what was a rule of the collection before is not. */
	void what_is_kept_says_how_it_gets_into_the_other_collection()
	{
		for (const bool isNew : {true, false}) {
			QJsonObject rule = holdKey();
			QString error;
			QVERIFY(isNew || RuleBook{bridge_}.save(rule, &error));
			open(rule);
			changeSomething();
			editor_->close();
			settle();
			QVERIFY(shownText(*editor_).contains(text(isNew ? "Rule.Kept.New" : "Rule.Kept")));
			delete editor_;
		}
	}

	void another_collection_closes_what_nobody_has_changed()
	{
		open(holdKey());
		editor_->close();
		QTRY_VERIFY(!editor_);
	}

	void a_copy_is_not_lost_without_a_question_either()
	{
		open(holdKey());
		find<QPushButton>("duplicate")->click();
		QPointer<RuleEditor> copy;
		for (auto *each : main_->findChildren<RuleEditor *>()) {
			if (each != editor_) {
				copy = each;
			}
		}
		QVERIFY(copy);
		QTest::keyClick(copy, Qt::Key_Escape);
		QVERIFY(copy && copy->findChild<QMessageBox *>());
		delete copy;
	}

	void keys_that_undo_stay_in_the_window()
	{
		int undone = 0;
		for (const char *keys : {"Ctrl+Z", "Ctrl+Y", "Ctrl+Shift+Z"}) {
			auto *action = new QAction{main_.get()};
			action->setShortcut(QKeySequence{QString::fromUtf8(keys)});
			action->setShortcutContext(Qt::ApplicationShortcut);
			connect(action, &QAction::triggered, this, [&undone] { undone++; });
			main_->addAction(action);
		}
		main_->activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(main_.get()));
		QTest::keyClick(main_.get(), Qt::Key_Z, Qt::ControlModifier);
		QCOMPARE(undone, 1);
		open(holdKey());
		bringToFront();
		for (QWidget *field : QVector<QWidget *>{find<GuardedSlider>("level")->slider(),
							 find<QComboBox>("kind"), find<QPushButton>("test"), editor_}) {
			field->setFocus();
			QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier);
			QTest::keyClick(field, Qt::Key_Y, Qt::ControlModifier);
			QTest::keyClick(field, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
		}
		QCOMPARE(undone, 1);
		auto *name = find<QLineEdit>("name");
		name->selectAll();
		QTest::keyClicks(name, "Other");
		QTest::keyClick(name, Qt::Key_Z, Qt::ControlModifier);
		QVERIFY(name->text() != QStringLiteral("Other"));
		QCOMPARE(undone, 1);
	}

	/* A window that grows when it is shown already is granted that late, or never, and its page is cut off. */
	void it_opens_in_the_size_that_it_needs()
	{
		for (const auto &[type, key] : TRIGGER_TYPES) {
			open(waitingFor(QJsonObject{{"type", type}}));
			const int width = editor_->width();
			settle();
			QCOMPARE(editor_->width(), width);
			delete editor_;
		}
	}

	void it_opens_as_tall_as_its_form_and_no_taller_than_the_screen()
	{
		QJsonArray conditions;
		for (int i = 0; i < 4; i++) {
			conditions += QJsonObject{{"type", "clock"}};
		}
		QJsonObject tall = holdKey();
		tall["only_if"] = conditions;
		open(waitingFor(QJsonObject{{"type", "request"}}));
		settle();
		const auto *page = editor_->findChild<PageScroll *>();
		const int screenHeight = editor_->screen()->availableGeometry().height();
		QVERIFY(page->height() >= page->pageHeight(page->width()) || editor_->height() > screenHeight * 8 / 10);
		delete editor_;
		open(tall);
		settle();
		QVERIFY(editor_->height() <= screenHeight);
		QVERIFY(editor_->height() > screenHeight * 8 / 10);
	}

	void nothing_is_cut_off_where_the_form_is_longer_than_its_view()
	{
		open(waitingFor(QJsonObject{{"type", "clock"}}));
		editor_->resize(0, 0);
		settle();
		QVERIFY2(clippedTexts(*editor_).isEmpty(), qPrintable(clippedTexts(*editor_).join('\n')));
	}

	void a_page_that_is_wider_than_its_view_is_found()
	{
		QDialog window;
		auto *row = new QHBoxLayout{&window};
		auto *page = new QWidget;
		(new QHBoxLayout{page})->addWidget(new QLineEdit{page});
		auto *scroll = new PageScroll{page, &window};
		row->addWidget(scroll);
		window.show();
		settle();
		QCOMPARE(clippedTexts(window), QStringList{});
		page->setMinimumWidth(scroll->width() + 12);
		scroll->setFixedWidth(scroll->width());
		settle();
		QVERIFY(!clippedTexts(window).isEmpty());
	}

	void a_number_that_does_not_fit_is_found()
	{
		QWidget window;
		QDoubleSpinBox box{&window};

		box.setMaximum(86400);
		box.resize(box.sizeHint());
		window.resize(300, 60);
		window.show();
		QCOMPARE(clippedTexts(window), QStringList{});
		box.resize(50, box.height());
		QVERIFY(!clippedTexts(window).isEmpty());
	}

	void a_long_page_asks_for_no_window_that_leaves_the_screen()
	{
		auto *page = new QWidget;
		auto *content = new QWidget{page};
		(new QHBoxLayout{page})->addWidget(content);
		content->setMinimumHeight(5000);
		const PageScroll scroll{page, nullptr};
		QVERIFY(scroll.pageHeight(300) >= 5000);
		QVERIFY(scroll.sizeHint().height() < 1000);
	}

	void the_form_has_the_colour_of_its_window()
	{
		qApp->setStyleSheet("QDialog { background-color: rgb(200, 30, 40); }");
		open(holdKey());
		settle();
		const QWidget *form = editor_->findChild<PageScroll *>()->widget();
		const QImage picture = editor_->grab().toImage();
		const QPoint corner = form->mapTo(editor_.data(), QPoint{1, 1});
		QCOMPARE(picture.pixelColor(corner), picture.pixelColor(1, 1));
		QCOMPARE(picture.pixelColor(corner), QColor(200, 30, 40));
	}

	void chosen_days_have_a_tick()
	{
		open(waitingFor(QJsonObject{{"type", "clock"}, {"days", QJsonArray{"mon", "sun"}}}));
		QStringList ticked;
		for (const auto *box : editor_->findChildren<QCheckBox *>()) {
			for (const WordKey &day : WEEKDAYS) {
				ticked += box->text() == text(day.key) && box->isChecked() ? QStringList{day.value}
											   : QStringList{};
			}
		}
		QCOMPARE(ticked, (QStringList{"mon", "sun"}));
	}

	void a_time_is_typed_and_stepped()
	{
		open(waitingFor(QJsonObject{{"type", "clock"}, {"from", "23:59"}, {"to", "01:00"}}));
		const auto fields = editor_->findChildren<TimeField *>();
		QCOMPARE(fields[0]->text(), QStringLiteral("23:59"));
		fields[0]->findChild<QLineEdit *>()->setCursorPosition(5);
		QTest::keyClick(fields[0], Qt::Key_Up);
		QCOMPARE(editor_->draft()["when"].toObject()["from"].toString(), QStringLiteral("00:00"));
		fields[0]->findChild<QLineEdit *>()->setCursorPosition(0);
		QTest::keyClick(fields[0], Qt::Key_Down);
		QCOMPARE(editor_->draft()["when"].toObject()["from"].toString(), QStringLiteral("23:00"));
		fields[0]->selectAll();
		QTest::keyClicks(fields[0], "7:05");
		QCOMPARE(editor_->draft()["when"].toObject()["from"].toString(), QStringLiteral("07:05"));
		fields[0]->selectAll();
		QTest::keyClicks(fields[0], "2130");
		QCOMPARE(editor_->draft()["when"].toObject()["from"].toString(), QStringLiteral("21:30"));
		fields[0]->selectAll();
		QTest::keyClicks(fields[0], "25x");
		QVERIFY(!fields[0]->text().contains('x'));
		QCOMPARE(editor_->draft()["when"].toObject()["to"].toString(), QStringLiteral("01:00"));
	}

	void what_few_rules_need_folds_away()
	{
		open(holdKey());
		auto *more = find<QToolButton>("more");
		const auto *priority = [this]() -> QWidget * {
			for (auto *box : editor_->findChildren<ChoiceBox *>()) {
				if (box->accessibleName() == text("Rule.Field.Priority")) {
					return box;
				}
			}
			return nullptr;
		}();
		QVERIFY(priority && !priority->isVisible());
		QTest::keyClick(more, Qt::Key_Space);
		QVERIFY(priority->isVisible());
		QCOMPARE(namelessWidgets(*editor_), QStringList{});
		QCOMPARE(strayTabSteps(*editor_), QStringList{});
	}

	void tab_goes_round_through_every_form_data()
	{
		QTest::addColumn<QString>("field");
		QTest::addColumn<QString>("word");
		for (const WordKey &type : TRIGGER_TYPES) {
			QTest::newRow(type.value) << text("Rule.Field.Trigger") << text(type.key);
		}
		for (const WordKey &kind : ACTION_KINDS) {
			QTest::newRow(kind.value) << text("Rule.Field.Action") << text(kind.key);
		}
	}
	void tab_goes_round_through_every_form()
	{
		QFETCH(QString, field);
		QFETCH(QString, word);
		QJsonObject rule = holdKey();
		rule["only_if"] = QJsonArray{QJsonObject{{"type", "output"}, {"is", "stream"}}};
		open(rule);
		bringToFront();
		for (auto *box : editor_->findChildren<ChoiceBox *>()) {
			if (box->accessibleName() == field) {
				box->setCurrentIndex(box->findText(word));
				emit box->activated(box->currentIndex());
			}
		}
		find<QToolButton>("more")->click();
		for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) {
			const QString missed = unreachedBy(key, *editor_).join(QLatin1Char('\n'));
			QVERIFY2(missed.isEmpty(), qPrintable(missed));
		}
	}

	void a_rare_thing_that_is_set_is_seen_at_once()
	{
		QJsonObject rule = holdKey();
		rule["limit"] = QJsonObject{{"priority", 2}};
		open(rule);
		QVERIFY(find<QToolButton>("more")->isChecked());
		delete editor_;
		open(holdKey());
		QVERIFY(!find<QToolButton>("more")->isChecked());
	}

	void a_new_condition_has_the_focus()
	{
		open(holdKey());
		bringToFront();
		for (auto *button : editor_->findChildren<QPushButton *>()) {
			if (button->text() == text("Rule.AddCondition")) {
				button->setFocus();
				QTest::keyClick(button, Qt::Key_Space);
			}
		}
		const auto *box = qobject_cast<ChoiceBox *>(QApplication::focusWidget());
		QVERIFY(box && box->currentText() == text("Rule.Field.OnlyIf"));
	}

	/* What it does is as before. */
	void a_key_that_is_set_leaves_the_name_alone()
	{
		open(holdKey());
		auto *key = find<KeyCapture>("key");
		key->setFocus();
		QTest::keyClick(key, Qt::Key_Space);
		QTest::keyClick(key, Qt::Key_F9);
		QCOMPARE(find<QLineEdit>("name")->text(), text("Template.HoldKey"));
		find<GuardedSlider>("level")->slider()->setValue(30);
		QVERIFY(find<QLineEdit>("name")->text() != text("Template.HoldKey"));
	}

	void a_condition_reads_as_a_sentence()
	{
		QJsonObject rule = holdKey();
		rule["only_if"] = QJsonArray{QJsonObject{{"type", "output"}, {"is", "stream"}, {"not", true}}};
		open(rule);
		QStringList shown;
		for (const auto *box : editor_->findChildren<ChoiceBox *>()) {
			shown += box->isVisible() ? box->currentText() : QString{};
		}
		QVERIFY(shown.contains(text("Rule.Field.OnlyIfNot")));
		QVERIFY(find<QLabel>("sentence")->text().contains(text("Rule.NotIf", text("Rule.If.Stream"))));
		QCOMPARE(editor_->draft()["only_if"].toArray()[0].toObject()["not"], QJsonValue{true});
	}

	void what_would_be_sent_follows_what_is_heard()
	{
		open(makeRuleFromTemplate(STARTER_FOLLOW_SOUND, {}, "Mic")); /* at -18 dB; -20..-5 dB: 10..50 % */
		script_->engine.snapshot.ceiling = 1;
		script_->engine.publish();
		QTRY_VERIFY(find<QLabel>("wouldSend")->text().contains(percentText(0.15)));
		QVERIFY(find<QPushButton>("test")->isEnabled());
		delete editor_;
		open(makeRuleFromTemplate(STARTER_FOLLOW_SOUND, {}, "Quiet"));
		QTRY_COMPARE(find<QLabel>("wouldSend")->text(), text("Rule.WouldSend.Silent"));
		QVERIFY(find<QPushButton>("test")->isEnabled());
	}

	void a_blank_rule_can_be_saved_as_it_is()
	{
		open(makeRuleFromTemplate(ruleTemplateCount() - 1, {}, {}));
		QCOMPARE(editor_->draft()["name"].toString(), text("Template.Blank"));
		QVERIFY(find<QPushButton>("save")->isEnabled());
	}
};

QTEST_MAIN(TestEditorWindow)
#include "test_editor_window.moc"
