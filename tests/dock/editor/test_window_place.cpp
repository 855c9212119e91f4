// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the editor opens and grows: what stops all is never under it while there is another place. */
#include <QtTest>

#include "dock/widgets/windows/window_place.hpp"

namespace {

const QRect SCREEN{0, 0, 1920, 1050};
const QSize EDITOR{620, 700};
constexpr int LEAST = 300;

} // namespace

class TestWindowPlace : public QObject {
	Q_OBJECT

      private:
	/* Of a dock there: its header. */
	static Surroundings around(const QRect &dock, const QRect &parent = SCREEN)
	{
		return {SCREEN, parent, dock, {dock.topLeft(), QSize{dock.width(), 150}}};
	}

      private slots:
	void it_is_over_the_middle_where_that_covers_nothing()
	{
		const QRect place = windowPlace(around({1500, 20, 400, 900}), EDITOR, LEAST);
		QCOMPARE(place.size(), EDITOR);
		QVERIFY((place.center() - SCREEN.center()).manhattanLength() <= 2);
	}

	void it_goes_beside_a_dock_in_the_middle()
	{
		for (const int x : {560, 700, 900, 1000}) {
			const QRect dock{x, 200, 400, 800};
			const QRect place = windowPlace(around(dock), EDITOR, LEAST);
			QVERIFY2(!place.intersects(dock), qPrintable(QString::number(x)));
			QVERIFY(SCREEN.contains(place));
			QCOMPARE(place.size(), EDITOR);
		}
	}

	void it_goes_below_the_header_where_no_side_has_room()
	{
		const QRect dock{500, 0, 900, 1000};
		const Surroundings here = around(dock);
		const QRect place = windowPlace(here, {620, 1000}, LEAST);
		QVERIFY(!place.intersects(here.kept));
		QVERIFY(SCREEN.contains(place));
		QCOMPARE(place.top(), here.kept.bottom() + 1);
		QCOMPARE(place.bottom(), SCREEN.bottom());
	}

	/* What cannot be seen is of no use either. */
	void it_is_never_lower_than_its_least()
	{
		const Surroundings here = around({500, 650, 900, 400});
		const QRect place = windowPlace(here, {620, 1000}, LEAST);
		QCOMPARE(place.height(), 1000);
	}

	void nothing_to_keep_is_nothing_to_avoid()
	{
		const Surroundings here{SCREEN, SCREEN, {}, {}};
		QCOMPARE(windowPlace(here, EDITOR, LEAST).size(), EDITOR);
		QCOMPARE(windowGrown(here, {10, 10, 600, 500}, 100), QRect(10, 10, 600, 600));
	}

	void it_grows_downwards_first()
	{
		const QRect frame{100, 300, 620, 700};
		QCOMPARE(windowGrown(around({1400, 0, 400, 900}), frame, 40), frame.adjusted(0, 0, 0, 40));
		QCOMPARE(windowGrown(around({1400, 0, 400, 900}), frame, 150),
			 QRect(QPoint(100, 200), QPoint(719, SCREEN.bottom())));
	}

	void it_grows_no_further_than_the_screen()
	{
		const QRect grown = windowGrown(around({1400, 0, 400, 900}), {100, 300, 620, 700}, 2000);
		QCOMPARE(grown.top(), SCREEN.top());
		QCOMPARE(grown.bottom(), SCREEN.bottom());
	}

	void it_does_not_grow_over_what_it_stands_below()
	{
		const Surroundings here = around({500, 100, 900, 900});
		const QRect frame{500, here.kept.bottom() + 31, 620, 600};
		const QRect grown = windowGrown(here, frame, 2000);
		QCOMPARE(grown.top(), here.kept.bottom() + 1);
		QCOMPARE(grown.bottom(), SCREEN.bottom());
	}
};

QTEST_APPLESS_MAIN(TestWindowPlace)
#include "test_window_place.moc"
