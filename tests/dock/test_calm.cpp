// SPDX-License-Identifier: GPL-2.0-or-later
/* What comes and goes while something runs moves nothing that a hand may be about to press. */
#include <QAbstractButton>
#include <QLabel>
#include <QMap>
#include <QSlider>
#include <QtTest>

#include "dock/activity/activity_list.hpp"
#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/rule_list/steady_label.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/status/status_footer.hpp"
#include "dock/status/toy_list.hpp"
#include "dock/tips/tip_queue.hpp"
#include "dock/widgets/looks.hpp"

namespace {

struct Change {
	const char *name;
	void (*come)(engine_snapshot &snapshot);
};

const Change CHANGES[] = {
	{"a stop may not have arrived", [](engine_snapshot &snapshot) { snapshot.stop_unconfirmed = true; }},
	{"two phones", [](engine_snapshot &snapshot) { snapshot.reason = ENGINE_REASON_TWO_PHONES; }},
	{"a capped level",
	 [](engine_snapshot &snapshot) {
		 snapshot.toys[0].level[0] = 0.3;
		 snapshot.toys[0].is_capped = true;
		 snapshot.toys[0].actual = 0.3;
	 }},
	{"everything is stopped", [](engine_snapshot &snapshot) { snapshot.is_panic = true; }},
	{"disarmed", [](engine_snapshot &snapshot) { snapshot.is_armed = false; }},
	{"a pause", [](engine_snapshot &snapshot) { snapshot.paused_until_ms = 30000; }},
	{"a late way", [](engine_snapshot &snapshot) { snapshot.round_trip_ms = 900; }},
	{"something happened",
	 [](engine_snapshot &snapshot) {
		 snapshot.record_count = 1;
		 snapshot.records[0].serial = 1;
		 snapshot.records[0].outcome = HAPTICS_IGNORED_COOLDOWN;
	 }},
};

QMap<const QWidget *, QRect> placesIn(const DockWidget &dock)
{
	QMap<const QWidget *, QRect> places;

	for (const auto *widget : dock.findChildren<QWidget *>()) {
		const bool isPressed =
			qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QSlider *>(widget);
		if (isPressed && widget->isVisibleTo(&dock)) {
			places[widget] = {widget->mapTo(const_cast<DockWidget *>(&dock), QPoint{}), widget->size()};
		}
	}
	return places;
}

/* These are below all others, and made to grow. */
bool isBelow(const DockWidget &dock, const QWidget *widget)
{
	const QWidget *below[] = {dock.findChild<StatusFooter *>(), dock.findChild<ActivityList *>(),
				  dock.findChild<TipQueue *>()};

	return std::any_of(std::begin(below), std::end(below),
			   [widget](const QWidget *part) { return part->isAncestorOf(widget); });
}

} // namespace

class TestCalm : public QObject {
	Q_OBJECT

      private slots:
	void nothing_that_is_pressed_moves_data()
	{
		QTest::addColumn<int>("index");
		QTest::addColumn<int>("width");
		for (int i = 0; i < int(std::size(CHANGES)); i++) {
			for (const int width : {240, 320}) {
				QTest::newRow(qPrintable(
					QStringLiteral("%1 %2").arg(QString::fromUtf8(CHANGES[i].name)).arg(width)))
					<< i << width;
			}
		}
	}
	void nothing_that_is_pressed_moves()
	{
		QFETCH(int, index);
		QFETCH(int, width);
		Script script;
		engine_snapshot &snapshot = script.engine.snapshot;

		snapshot.state = ENGINE_READY;
		snapshot.is_armed = true;
		snapshot.round_trip_ms = 100;
		script.engine.addToy("Lush 3", 1);
		script.engine.addToy("Nora", 1 | 16);
		script.engine.addRule("a", "First");
		script.engine.addRule("b", "Second");
		script.engine.publish();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		dock.resize(width, 560);
		dock.show();
		for (int i = 0; i < 10; i++) {
			QCoreApplication::processEvents();
		}
		const auto before = placesIn(dock);
		CHANGES[index].come(snapshot);
		script.engine.publish();
		dock.refresh();
		for (int i = 0; i < 10; i++) {
			QCoreApplication::processEvents();
		}
		const auto after = placesIn(dock);
		for (auto place = before.cbegin(); place != before.cend(); ++place) {
			if (!isBelow(dock, place.key())) {
				QVERIFY2(after.contains(place.key()), qPrintable(place.key()->objectName()));
				QCOMPARE(after.value(place.key()), place.value());
			}
		}
	}

	/* Of what is measured once and asked for often: whatever changes is measured anew. */
	void a_label_that_wraps_is_as_high_as_its_text()
	{
		constexpr int WIDTHS[] = {400, 90, 120, 400};
		QWidget window;
		QLabel *label = makeWrappingLabel(&window, Tone::Plain, QStringLiteral("short"));
		QLabel plain{&window};
		plain.setTextFormat(Qt::PlainText);
		plain.setWordWrap(true);
		const auto check = [&] {
			plain.setFont(label->font());
			plain.setContentsMargins(label->contentsMargins());
			plain.setText(label->text());
			for (const int width : WIDTHS) {
				QCOMPARE(label->heightForWidth(width), plain.heightForWidth(width));
			}
		};
		window.show();
		check();
		label->setText(QStringLiteral(
			"a text that is longer, and needs more than one line where there is little room"));
		check();
		QFont large = label->font();
		large.setPointSizeF(large.pointSizeF() * 2);
		label->setFont(large);
		check();
		label->setContentsMargins(20, 5, 20, 5);
		check();
	}

	void the_line_of_a_rule_is_as_high_as_its_words()
	{
		SteadyLabel line{"line", nullptr};
		line.setWords(QStringLiteral("short"));
		line.show();
		const int oneLine = line.heightForWidth(400);
		QVERIFY(line.heightForWidth(10000) == oneLine && line.heightForWidth(20) >= oneLine);
		line.setWords(QStringLiteral("F9 \u2192 50 %")); /* the arrow may be of another font, and higher */
		QFont bold = line.label()->font();
		bold.setBold(true);
		const QRect needed =
			QFontMetrics{bold}.boundingRect(QRect{0, 0, 400, 1000}, Qt::TextWordWrap, line.words());
		QVERIFY(line.heightForWidth(400) >= needed.height());
		line.setWords(QStringLiteral(
			"words that are longer, and need more than one line where there is little room"));
		QVERIFY(line.heightForWidth(100) > oneLine);
		QCOMPARE(line.heightForWidth(10000), oneLine);
		QVERIFY(line.heightForWidth(100) > oneLine);
		QFont large = line.label()->font();
		large.setPointSizeF(large.pointSizeF() * 2);
		line.label()->setFont(large);
		QVERIFY(line.heightForWidth(10000) > oneLine);
	}
};

QTEST_MAIN(TestCalm)
#include "test_calm.moc"
