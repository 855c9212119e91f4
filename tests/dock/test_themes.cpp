// SPDX-License-Identifier: GPL-2.0-or-later
/* What is drawn in each theme that OBS ships: text stands out from its ground by 4.5:1, controls by 3:1. Measured on
 * the pixels of the ground and the colour of the text, which smoothing would hide. */
#include <QAbstractButton>
#include <QCheckBox>
#include <QDockWidget>
#include <QHash>
#include <QImage>
#include <QLabel>
#include <QMainWindow>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QStyleOptionButton>
#include <QStyleOptionSlider>
#include <QToolButton>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/obs_themes.hpp"
#include "dock/options_dialog.hpp"
#include "dock/rule_list/row_sizes.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/setup/setup_dialog.hpp"
#include "dock/situations.hpp"
#include "dock/theme/legible.hpp"
#include "dock/widgets/looks.hpp"

namespace {

QImage pictureOf(QWidget &window)
{
	for (int i = 0; i < 10; i++) {
		QCoreApplication::processEvents();
	}
	return window.grab().toImage();
}

QRect placeOf(const QWidget &widget, const QRect &part)
{
	return {widget.mapTo(widget.window(), part.topLeft()), part.size()};
}

/* The colour of most of the pixels. */
QColor groundOf(const QImage &picture, const QRect &place)
{
	const QRect seen = place.intersected(picture.rect());
	QHash<QRgb, int> counts;
	QRgb most = 0;

	for (int y = seen.top(); y <= seen.bottom(); y++) {
		for (int x = seen.left(); x <= seen.right(); x++) {
			const QRgb pixel = picture.pixel(x, y);
			if (++counts[pixel] > counts.value(most)) {
				most = pixel;
			}
		}
	}
	return QColor{most};
}

double strongestContrast(const QImage &picture, const QRect &place, const QColor &ground)
{
	const QRect seen = place.intersected(picture.rect());
	double strongest = 1;

	for (int y = seen.top(); y <= seen.bottom(); y++) {
		for (int x = seen.left(); x <= seen.right(); x++) {
			strongest = qMax(strongest, contrastOf(QColor{picture.pixel(x, y)}, ground));
		}
	}
	return strongest;
}

bool isDrawn(const QWidget &widget)
{
	return widget.isVisible() && widget.isEnabled() && !widget.visibleRegion().isEmpty();
}

QString faint(const QWidget &widget, const QString &words, double contrast, const QColor &front, const QColor &ground)
{
	return QStringLiteral("%1 '%2': %3:1, %4 on %5")
		.arg(QString::fromUtf8(widget.metaObject()->className()), words.left(40))
		.arg(contrast, 0, 'f', 2)
		.arg(front.name(), ground.name());
}

QStringList faintTexts(const QWidget &window, const QImage &picture)
{
	QStringList found;
	const auto check = [&](const QWidget *widget, const QString &words) {
		if (words.isEmpty() || !isDrawn(*widget)) {
			return;
		}
		const QColor front = widget->palette().color(widget->foregroundRole());
		/* Of a label that is one sign there is less ground than sign: what is around it counts. */
		const int margin = qobject_cast<const QLabel *>(widget) ? -4 : 3;
		const QColor ground =
			groundOf(picture, placeOf(*widget, widget->rect().adjusted(margin, margin, -margin, -margin)));
		if (contrastOf(front, ground) < LEAST_TEXT_CONTRAST) {
			found += faint(*widget, words, contrastOf(front, ground), front, ground);
		}
	};

	for (const auto *label : window.findChildren<QLabel *>()) {
		check(label, label->text());
	}
	for (const auto *button : window.findChildren<QPushButton *>()) {
		check(button, button->text());
	}
	for (const auto *box : window.findChildren<QCheckBox *>()) {
		check(box, box->text());
	}
	return found;
}

/* Only a slider itself may say how it is drawn. */
class OpenSlider : public QSlider {
      public:
	static constexpr auto describe = &OpenSlider::initStyleOption;
};

QRect handleOf(const QSlider &slider)
{
	QStyleOptionSlider option;

	(slider.*OpenSlider::describe)(&option);
	return slider.style()->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &slider);
}

QStringList faintControls(const QWidget &window, const QImage &picture)
{
	QStringList found;
	const auto check = [&](const QWidget *widget, const QRect &part, const QString &words) {
		const QColor ground = groundOf(picture, placeOf(*widget, widget->rect()));
		const double contrast = strongestContrast(picture, placeOf(*widget, part), ground);
		if (isDrawn(*widget) && contrast < LEAST_CONTROL_CONTRAST) {
			found += faint(*widget, words, contrast, ground, ground);
		}
	};

	for (const auto *box : window.findChildren<QCheckBox *>()) {
		QStyleOptionButton option;
		option.initFrom(box);
		check(box, box->style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, box),
		      QStringLiteral("box of %1").arg(box->text()));
	}
	for (const auto *radio : window.findChildren<QRadioButton *>()) {
		QStyleOptionButton option;
		option.initFrom(radio);
		check(radio, radio->style()->subElementRect(QStyle::SE_RadioButtonIndicator, &option, radio),
		      radio->text());
	}
	for (const auto *slider : window.findChildren<QSlider *>()) {
		check(slider, handleOf(*slider).adjusted(-1, -1, 1, 1), slider->accessibleName());
	}
	return found;
}

/* How clearly a place changes. */
double strongestChange(const QImage &before, const QImage &after, const QRect &place)
{
	const QRect seen = place.intersected(before.rect()).intersected(after.rect());
	double strongest = 1;

	for (int y = seen.top(); y <= seen.bottom(); y++) {
		for (int x = seen.left(); x <= seen.right(); x++) {
			strongest = qMax(strongest, contrastOf(QColor{before.pixel(x, y)}, QColor{after.pixel(x, y)}));
		}
	}
	return strongest;
}

bool takesTab(const QWidget &widget)
{
	return isDrawn(widget) && (widget.focusPolicy() & Qt::TabFocus) && !widget.focusProxy();
}

/* Whoever has no mouse sees where the keyboard is. */
QStringList faintFocus(QWidget &window)
{
	QStringList found;
	const auto widgets = window.findChildren<QWidget *>();

	for (auto *widget : widgets) {
		if (!takesTab(*widget)) {
			continue;
		}
		if (auto *focused = QApplication::focusWidget()) {
			focused->clearFocus();
		}
		const QImage before = pictureOf(window);
		widget->setFocus(Qt::TabFocusReason);
		const double contrast = strongestChange(before, pictureOf(window),
							placeOf(*widget, widget->rect().adjusted(-3, -3, 3, 3)));
		if (contrast < LEAST_CONTROL_CONTRAST) {
			found += faint(*widget, QStringLiteral("focus of %1").arg(widget->accessibleName()), contrast,
				       {}, {});
		}
	}
	return found;
}

} // namespace

/* Themes know the frame of a dock by this name. */
class OBSDock : public QDockWidget {
	Q_OBJECT

      public:
	using QDockWidget::QDockWidget;
};

class TestThemes : public QObject {
	Q_OBJECT

      private:
	static void check(QWidget &window, const QString &name)
	{
		const QImage picture = pictureOf(window);
		const QString faint = (faintTexts(window, picture) + faintControls(window, picture)).join('\n');

		QVERIFY2(faint.isEmpty(), qPrintable(name + "\n" + faint));
	}

      private slots:
	void initTestCase_data()
	{
		QTest::addColumn<QString>("theme");
		const QStringList names = installedThemes() + newThemes();
		for (const QString &name : names.mid(FEW_LOOKS ? names.size() - 2 : 0)) {
			QTest::newRow(qPrintable(name)) << name;
		}
	}
	void init()
	{
		QFETCH_GLOBAL(QString, theme);
		QVERIFY(wearTheme(theme));
	}
	void cleanup()
	{
		takeThemeOff();
	}

	void every_state_of_the_dock_can_be_read()
	{
		for (const Situation &situation : SITUATIONS) {
			Script script;
			QMainWindow window;
			auto *frame = new OBSDock{&window};
			situation.arise(script);
			script.engine.publish();
			frame->setWidget(new DockWidget{std::make_shared<Bridge>(script.parts())});
			window.addDockWidget(Qt::RightDockWidgetArea, frame);
			window.resize(700, 900);
			window.show();
			check(window, QString::fromUtf8(situation.name));
		}
	}

	void the_dialogs_can_be_read()
	{
		Script script;
		const auto bridge = std::make_shared<Bridge>(script.parts());
		QPointer<QDialog> setUp = new SetupDialog{bridge, SetupDialog::ACCOUNT, false, nullptr};
		QPointer<QDialog> options = new OptionsDialog{bridge, std::make_shared<ViewSettings>(), nullptr};
		for (QDialog *dialog : {setUp.data(), options.data()}) {
			showOnTop(dialog);
			check(*dialog, dialog->windowTitle());
		}
		delete setUp;
		delete options;
	}

	void the_focus_is_seen_wherever_it_is()
	{
		Script script;
		QMainWindow window;
		auto *frame = new OBSDock{&window};
		script.engine.snapshot.state = ENGINE_READY;
		script.engine.snapshot.are_tips_allowed = true;
		script.engine.addToy("nora", 1 | 16);
		script.engine.addRule("a", "First");
		script.engine.addRule("b", "Second");
		script.engine.publish();
		const auto bridge = std::make_shared<Bridge>(script.parts());
		frame->setWidget(new DockWidget{bridge});
		window.addDockWidget(Qt::RightDockWidgetArea, frame);
		window.resize(500, 900);
		window.show();
		window.activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(&window));
		QString faint = faintFocus(window).join('\n');
		QVERIFY2(faint.isEmpty(), qPrintable(faint));
		QPointer<QDialog> setUp = new SetupDialog{bridge, SetupDialog::ACCOUNT, false, nullptr};
		showOnTop(setUp);
		QVERIFY(QTest::qWaitForWindowActive(setUp));
		faint = faintFocus(*setUp).join('\n');
		delete setUp;
		QVERIFY2(faint.isEmpty(), qPrintable(faint));
	}

	/* Without colour, too. */
	void a_ticked_box_is_told_from_one_that_is_not()
	{
		QFETCH_GLOBAL(QString, theme);
		QWidget window;
		QCheckBox box{&window};
		keepLegible(&window);
		box.move(5, 5);
		window.resize(60, 40);
		window.show();
		const QImage before = pictureOf(window);
		box.setChecked(true);
		const QImage after = pictureOf(window);
		after.scaled(240, 160).save(QStringLiteral(SCREENSHOT_DIR "/box-%1.png").arg(theme));
		QVERIFY(strongestChange(before, after, window.rect()) >= LEAST_CONTROL_CONTRAST);
	}

	void what_is_folded_out_looks_like_no_choice_data()
	{
		QTest::addColumn<QString>("name");
		for (const char *name : {"toys", "rulesHeading", "more", "expand"}) {
			QTest::newRow(name) << QString::fromUtf8(name);
		}
	}
	void what_is_folded_out_looks_like_no_choice()
	{
		QFETCH(QString, name);
		QWidget window;
		QToolButton heading{&window};
		keepLegible(&window);
		heading.setObjectName(name);
		heading.setAutoRaise(true);
		heading.setCheckable(true);
		heading.setChecked(true);
		heading.setGeometry(20, 10, 60, 24);
		window.resize(100, 44);
		window.show();
		const QImage picture = pictureOf(window);
		QCOMPARE(groundOf(picture, heading.geometry()), groundOf(picture, window.rect()));
	}

	/* The row that the keys go to, chosen or not. */
	void the_mark_of_a_rule_is_seen()
	{
		QWidget list;
		const RowSizes sizes{&list};
		RuleRow row{QStringLiteral("a"), sizes, nullptr};
		row.resize(300, 60);
		row.show();
		for (const bool isSelected : {false, true}) {
			row.setCurrent(false);
			row.setSelected(isSelected);
			const QImage before = pictureOf(row);
			row.setCurrent(true);
			const double contrast = strongestChange(before, pictureOf(row), QRect{0, 0, 4, 60});
			QVERIFY2(contrast >= LEAST_CONTROL_CONTRAST, qPrintable(QString::number(contrast)));
		}
	}

	/* Where a rule goes that is dragged. */
	void the_place_of_what_is_dragged_is_seen()
	{
		QWidget window;
		QFrame mark{&window};
		keepLegible(&window);
		mark.setObjectName(QStringLiteral("dropMark"));
		mark.setFrameShape(QFrame::HLine);
		mark.setGeometry(10, 20, 80, 3);
		window.resize(100, 44);
		window.show();
		const QImage picture = pictureOf(window);
		const double contrast = contrastOf(QColor{picture.pixel(50, 21)}, groundOf(picture, window.rect()));
		QVERIFY2(contrast >= LEAST_CONTROL_CONTRAST, qPrintable(QString::number(contrast)));
	}

	void a_radio_button_does_not_touch_its_words()
	{
		QWidget window;
		QRadioButton radio{QStringLiteral("words"), &window};
		QCheckBox box{QStringLiteral("words"), &window};
		keepLegible(&window);
		window.show();
		QStyleOptionButton option;
		option.initFrom(&radio);
		option.text = radio.text();
		const QRect sign = radio.style()->subElementRect(QStyle::SE_RadioButtonIndicator, &option, &radio);
		const QRect words = radio.style()->subElementRect(QStyle::SE_RadioButtonContents, &option, &radio);
		QVERIFY2(words.left() - sign.right() > 3, qPrintable(QString::number(words.left() - sign.right())));
	}

	/* A click is where the eyes are already. */
	void no_ring_comes_with_a_click()
	{
		Script script;
		script.engine.snapshot.state = ENGINE_READY;
		script.engine.publish();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		dock.show();
		dock.activateWindow();
		QVERIFY(QTest::qWaitForWindowActive(&dock));
		auto *armed = dock.findChild<QCheckBox *>(QStringLiteral("armed"));
		const auto ring = [&] { return dock.findChild<QWidget *>(QStringLiteral("focusRing")); };
		armed->setFocus(Qt::TabFocusReason);
		QVERIFY(ring());
		const QRect place{armed->mapTo(ring()->parentWidget(), QPoint{}), armed->size()};
		QVERIFY(ring()->isVisible() && ring()->geometry().intersects(place));
		armed->clearFocus();
		QVERIFY(!ring()->isVisible());
		QTest::mouseClick(armed, Qt::LeftButton, {}, QPoint{8, armed->height() / 2});
		QVERIFY(!ring()->isVisible());
	}

	void stop_all_is_red_and_so_is_the_banner_after_it()
	{
		Script script;
		script.engine.snapshot.is_panic = true;
		script.engine.publish();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		dock.show();
		const QImage picture = pictureOf(dock);
		for (const char *name : {"stopAll", "latched"}) {
			const auto *part = dock.findChild<QWidget *>(QString::fromUtf8(name));
			const QColor ground = groundOf(picture, placeOf(*part, part->rect().adjusted(3, 3, -3, -3)));
			QVERIFY2(ground.red() > 2 * ground.green() && ground.red() > 2 * ground.blue(),
				 qPrintable(ground.name()));
		}
	}

	/* While the dock is open. */
	void another_theme_is_followed()
	{
		Script script;
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		dock.show();
		wearTheme(QStringLiteral("32 Light"));
		check(dock, QStringLiteral("then light"));
		wearTheme(QStringLiteral("32 Yami"));
		check(dock, QStringLiteral("then dark"));
		const auto *stop = dock.findChild<QWidget *>(QStringLiteral("stopAll"));
		QCOMPARE(groundOf(pictureOf(dock), placeOf(*stop, stop->rect().adjusted(3, 3, -3, -3))),
			 QColor{"#c01c37"});
	}
};

QTEST_MAIN(TestThemes)
#include "test_themes.moc"
