// SPDX-License-Identifier: GPL-2.0-or-later
/* What a dock of eight toys and a hundred rules does while little or nothing happens: it draws what has changed, and
 * nothing else. Counted in events, never in time. */
#include <QAbstractEventDispatcher>
#include <QAccessible>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QtTest>

#include "dock/activity/activity_list.hpp"
#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/rule_list/rule_row.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/status/toy_row.hpp"
#include "dock/widgets/level_meter.hpp"
#include "dock/widgets/refresher.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int TOYS = 8;
constexpr int RULES = 100;
constexpr int TICKS = 20;

/* What is sent about a widget when it is drawn, placed, or told something new. */
const QVector<QEvent::Type> STIRS = {QEvent::Paint,
				     QEvent::UpdateRequest,
				     QEvent::LayoutRequest,
				     QEvent::Resize,
				     QEvent::Move,
				     QEvent::Show,
				     QEvent::Hide,
				     QEvent::ShowToParent,
				     QEvent::HideToParent,
				     QEvent::Polish,
				     QEvent::StyleChange,
				     QEvent::PaletteChange,
				     QEvent::FontChange,
				     QEvent::EnabledChange,
				     QEvent::ToolTipChange,
				     QEvent::DynamicPropertyChange,
				     QEvent::ContentsRectChange};
const QVector<QEvent::Type> PLACING = {QEvent::LayoutRequest, QEvent::Resize, QEvent::Move};

/* Notes what happens to the widgets of a dock for as long as it lives. */
class Stirs : public QObject {
      public:
	explicit Stirs(const QWidget *root)
	    : root_{root}
	{
		qApp->installEventFilter(this);
		QAccessible::setActive(true);
		told = 0;
		QAccessible::installUpdateHandler(note);
	}
	~Stirs() override
	{
		QAccessible::installUpdateHandler(nullptr);
		QAccessible::setActive(false);
	}
	/* "LayoutRequest of the QLabel 'missing'", each once. */
	QStringList of(const QVector<QEvent::Type> &types) const
	{
		QStringList sentences;

		for (const auto &stir : stirs_) {
			if (types.contains(stir.first)) {
				sentences +=
					QStringLiteral("%1 of the %2 '%3'")
						.arg(QMetaEnum::fromType<QEvent::Type>().valueToKey(stir.first),
						     stir.second->metaObject()->className(), stir.second->objectName());
			}
		}
		sentences.removeDuplicates();
		return sentences;
	}
	int count(QEvent::Type type, const QWidget *widget) const
	{
		return int(stirs_.count(qMakePair(type, widget)));
	}
	template <typename Kind> QSet<const Kind *> painted() const
	{
		QSet<const Kind *> widgets;

		for (const auto &stir : stirs_) {
			if (const auto *widget = qobject_cast<const Kind *>(stir.second)) {
				if (stir.first == QEvent::Paint) {
					widgets.insert(widget);
				}
			}
		}
		return widgets;
	}
	static inline int told{0}; /* to screen readers */

      protected:
	bool eventFilter(QObject *object, QEvent *event) override
	{
		const auto *widget = qobject_cast<QWidget *>(object);

		if (widget && STIRS.contains(event->type()) && (widget == root_ || root_->isAncestorOf(widget))) {
			stirs_ += qMakePair(event->type(), widget);
		}
		return false;
	}

      private:
	static void note(QAccessibleEvent *)
	{
		told++;
	}

	const QWidget *root_;
	QVector<QPair<QEvent::Type, const QWidget *>> stirs_;
};

/* What a label says when it is painted first. */
class FirstPaint : public QObject {
      public:
	explicit FirstPaint(QLabel *label)
	{
		label->installEventFilter(this);
	}
	QString text;

      protected:
	bool eventFilter(QObject *object, QEvent *event) override
	{
		if (event->type() == QEvent::Paint && text.isNull()) {
			text = static_cast<QLabel *>(object)->text();
		}
		return false;
	}
};

/* Timers of the widget and of all in it. */
int timersOf(const QObject &root)
{
	QList<QObject *> all = root.findChildren<QObject *>();
	int count = 0;

	all += const_cast<QObject *>(&root);
	for (QObject *object : std::as_const(all)) {
		count += int(QAbstractEventDispatcher::instance()->registeredTimers(object).size());
	}
	return count;
}

} // namespace

class TestIdle : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	std::unique_ptr<DockWidget> dock_;

	engine_snapshot &snapshot() const
	{
		return script_->engine.snapshot;
	}
	void tick() const
	{
		dock_->findChild<Refresher *>()->tick();
		QCoreApplication::processEvents();
	}
	void runLast() const
	{
		script_->engine.rules.back().is_active = true;
		script_->engine.rules.back().ends_ms = script_->engine.now_ms + 30000;
		script_->engine.publish();
		tick();
	}
	QList<RuleRow *> rows() const
	{
		return dock_->findChildren<RuleRow *>();
	}

      private slots:
	void init()
	{
		script_ = std::make_unique<Script>();
		snapshot().state = ENGINE_READY;
		snapshot().route = ENGINE_VIA_SERVER;
		snapshot().is_armed = true;
		snapshot().round_trip_ms = 140;
		for (int i = 0; i < TOYS; i++) {
			script_->engine.addToy("nora", 1 | 16);
		}
		for (int i = 0; i < RULES; i++) {
			script_->engine.addRule(qPrintable(QString::number(i)),
						qPrintable(QStringLiteral("Rule %1").arg(i)));
		}
		script_->engine.publish();
		dock_ = std::make_unique<DockWidget>(std::make_shared<Bridge>(script_->parts()));
		dock_->resize(360, 8000); /* every row is seen */
		dock_->show();
		for (QTimer *timer : dock_->findChild<Refresher *>()->findChildren<QTimer *>()) {
			timer->stop(); /* it looks when the test says so */
		}
		for (int i = 0; i < TICKS; i++) {
			tick();
		}
		QCOMPARE(rows().size(), RULES);
		QVERIFY(!rows().last()->visibleRegion().isEmpty());
	}
	void cleanup()
	{
		dock_.reset();
		script_.reset();
	}

	void without_news_nothing_stirs()
	{
		const Stirs stirs{dock_.get()};

		for (int i = 0; i < TICKS; i++) {
			tick();
		}
		QCOMPARE(stirs.of(STIRS).join(QLatin1Char('\n')), QString{});
		QCOMPARE(Stirs::told, 0);
	}

	void news_that_say_the_same_stir_nothing()
	{
		const Stirs stirs{dock_.get()};

		for (int i = 0; i < TICKS; i++) {
			script_->engine.now_ms += Refresher::PERIOD_MS;
			script_->engine.publish();
			tick();
		}
		QCOMPARE(stirs.of(STIRS).join(QLatin1Char('\n')), QString{});
		QCOMPARE(Stirs::told, 0);
	}

	void a_level_is_painted_alone()
	{
		const Stirs stirs{dock_.get()};

		for (int i = 0; i < TICKS; i++) {
			snapshot().toys[0].level[0] = (i + 1.0) / TICKS;
			script_->engine.publish();
			tick();
		}
		QCOMPARE(stirs.painted<LevelMeter>().size(), 1);
		QCOMPARE(stirs.painted<ToyRow>().size(), 0);
		QCOMPARE(stirs.painted<RuleRow>().size(), 0);
		QCOMPARE(stirs.of(PLACING).join(QLatin1Char('\n')), QString{});
	}

	void rules_that_run_count_down_in_their_rows_alone()
	{
		for (int i = 0; i < RULES; i += 2) {
			script_->engine.rules[size_t(i)].is_active = true;
			script_->engine.rules[size_t(i)].ends_ms = script_->engine.now_ms + 30000;
		}
		script_->engine.publish();
		tick();
		const Stirs stirs{dock_.get()};
		for (int i = 0; i < TICKS; i++) {
			script_->engine.now_ms += Refresher::PERIOD_MS;
			tick();
		}
		QCOMPARE(stirs.painted<RuleRow>().size(), RULES / 2);
		QCOMPARE(stirs.of(PLACING).join(QLatin1Char('\n')), QString{});
	}

	void rules_out_of_sight_are_right_when_they_come_into_it_data()
	{
		QTest::addColumn<bool>("isScrolled");
		QTest::newRow("scrolled to") << true;
		QTest::newRow("the dock grows") << false;
	}
	void rules_out_of_sight_are_right_when_they_come_into_it()
	{
		QFETCH(bool, isScrolled);
		auto *line = rows().last()->findChild<QLabel *>(QStringLiteral("line"));

		runLast();
		dock_->resize(360, 600);
		tick();
		QVERIFY(line->visibleRegion().isEmpty());
		QVERIFY(line->text().contains(durationText(30000)));
		script_->engine.now_ms += 5000;
		tick();
		QVERIFY(line->text().contains(durationText(30000))); /* nobody sees it */
		const FirstPaint seen{line};
		if (isScrolled) {
			QScrollBar *bar = dock_->findChild<QScrollArea *>()->verticalScrollBar();
			bar->setValue(rows().last()->mapTo(dock_->findChild<QScrollArea *>()->widget(), QPoint{}).y());
		} else {
			dock_->resize(360, 8000);
		}
		QCoreApplication::processEvents();
		QVERIFY2(seen.text.contains(durationText(25000)), qPrintable(seen.text));
	}

	void rules_out_of_sight_count_where_the_screen_is_read_aloud()
	{
		const RuleRow *row = rows().last();

		runLast();
		dock_->resize(360, 600);
		tick();
		script_->engine.now_ms += 5000;
		tick();
		const QString names =
			row->accessibleName() + row->findChild<QLabel *>(QStringLiteral("line"))->accessibleName();
		QCOMPARE(names.count(durationText(25000)), 2);
	}

	/* Each alone would lay out the whole dock, and move what is below. */
	void a_hundred_rules_come_at_once()
	{
		const std::vector<engine_rule> rules = script_->engine.rules;

		script_->engine.rules.clear();
		snapshot().rules_serial++;
		script_->engine.publish();
		tick();
		QCOMPARE(rows().size(), 0);
		const Stirs stirs{dock_.get()};
		script_->engine.rules = rules;
		snapshot().rules_serial++;
		script_->engine.publish();
		tick();
		QCOMPARE(rows().size(), RULES);
		QVERIFY(rows().last()->isVisible());
		const int moves = stirs.count(QEvent::Move, dock_->findChild<ActivityList *>());
		QVERIFY2(moves < RULES / 10, qPrintable(QString::number(moves)));
	}

	void hidden_it_leaves_no_timer_whatever_runs()
	{
		snapshot().toys[0].level[0] = 1;
		script_->engine.rules[0].is_active = true;
		script_->engine.rules[0].ends_ms = script_->engine.now_ms + 30000;
		script_->engine.publish();
		dock_->hide();
		dock_->show();
		tick();
		QVERIFY(timersOf(*dock_) > 0);
		dock_->hide();
		QCoreApplication::processEvents();
		QCOMPARE(timersOf(*dock_), 0);
		const int calls = script_->engine.calls;
		script_->engine.publish();
		QCoreApplication::processEvents();
		QCOMPARE(script_->engine.calls, calls);
	}
};

QTEST_MAIN(TestIdle)
#include "test_idle.moc"
