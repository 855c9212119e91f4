// SPDX-License-Identifier: GPL-2.0-or-later
/* What the dock costs: processor time of the UI thread while it shows moving meters and counting rules, and while it is
 * hidden; the longest time it keeps the UI thread; how long a level takes from the engine to the screen. No OBS: the
 * dock's own sources over a scripted engine, drawn by Qt's software painter.
 *
 * usage: bench_dock SECONDS [THEME]        prints one JSON object
 *        bench_dock --count TICKS [THEME]  does countOpening() once and countTicks() for so many ticks, for a program
 *                                          that counts instructions
 * THEME: as in obs_themes.hpp; without one the plain style of Qt. */
#include <algorithm>
#include <cmath>
#include <ctime>

#include <QApplication>
#include <QEvent>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QTextStream>
#include <QTimer>

#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/obs_themes.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/status/toy_list.hpp"
#include "dock/widgets/level_meter.hpp"
#include "dock/widgets/refresher.hpp"

namespace {

constexpr int TOYS = 8;
constexpr int RULES = 100;
constexpr int PUBLISH_EVERY_MS = 20; /* more often than the dock looks */
constexpr int PUBLISHED_A_TICK = Refresher::PERIOD_MS / PUBLISH_EVERY_MS;
constexpr int64_t NS_PER_MS = 1000000;
/* No multiple of the dock's period: levels come at every moment of it. */
constexpr int LEVEL_EVERY_MS = 317;

int64_t nowNs(clockid_t clock)
{
	timespec time{};

	clock_gettime(clock, &time);
	return time.tv_sec * 1000 * NS_PER_MS + time.tv_nsec;
}

/* Notes how long each event of the UI thread takes, when it is told to: asking for the time costs some, too. */
class TimedApplication : public QApplication {
      public:
	using QApplication::QApplication;
	int64_t longest_ns{0};
	bool isTiming{false};

	bool notify(QObject *receiver, QEvent *event) override
	{
		if (!isTiming) {
			return QApplication::notify(receiver, event);
		}
		const int64_t begin_ns = nowNs(CLOCK_THREAD_CPUTIME_ID);
		const bool isTaken = QApplication::notify(receiver, event);

		longest_ns = qMax(longest_ns, nowNs(CLOCK_THREAD_CPUTIME_ID) - begin_ns);
		return isTaken;
	}
};

/* How long each new level of the first toy takes until it is painted. */
class LevelWatch : public QObject {
      public:
	LevelWatch(Script &script, QWidget *meter)
	    : script_{script}
	{
		meter->installEventFilter(this);
		QObject::connect(&timer_, &QTimer::timeout, this, [this] { change(); });
		timer_.setTimerType(Qt::PreciseTimer);
		timer_.start(LEVEL_EVERY_MS);
	}
	double longest() const
	{
		return delays_ms_.isEmpty() ? 0 : *std::max_element(delays_ms_.cbegin(), delays_ms_.cend());
	}
	int count() const
	{
		return int(delays_ms_.size());
	}

      protected:
	bool eventFilter(QObject *, QEvent *event) override
	{
		if (event->type() == QEvent::Paint && changed_ns_) {
			delays_ms_ += double(nowNs(CLOCK_MONOTONIC) - changed_ns_) / NS_PER_MS;
			changed_ns_ = 0;
		}
		return false;
	}

      private:
	void change()
	{
		double &level = script_.engine.snapshot.toys[0].level[0];

		if (changed_ns_) { /* the one before is not on the screen yet */
			return;
		}
		level = level < 0.5 ? 0.9 : 0.1;
		script_.engine.now_ms += LEVEL_EVERY_MS;
		script_.engine.publish();
		changed_ns_ = nowNs(CLOCK_MONOTONIC);
	}

	Script &script_;
	QTimer timer_;
	int64_t changed_ns_{0}; /* 0: what was published is painted */
	QVector<double> delays_ms_;
};

void fill(Script &script)
{
	script.engine.snapshot.state = ENGINE_READY;
	script.engine.snapshot.route = ENGINE_VIA_SERVER;
	script.engine.snapshot.is_armed = true;
	script.engine.snapshot.round_trip_ms = 140;
	for (int i = 0; i < TOYS; i++) {
		script.engine.addToy("nora", 1 | 16);
	}
	for (int i = 0; i < RULES; i++) {
		script.engine.addRule(qPrintable(QStringLiteral("r%1").arg(i)),
				      qPrintable(QStringLiteral("Rule %1").arg(i)));
		script.engine.rules.back().is_active = i % 2 == 0;
		script.engine.rules.back().ends_ms = 60000;
	}
	script.engine.publish();
}

void move(Script &script, int step)
{
	for (int i = 0; i < TOYS; i++) {
		script.engine.snapshot.toys[i].level[0] = 0.5 + 0.5 * std::sin(step / 10.0 + i);
	}
	script.engine.now_ms += PUBLISH_EVERY_MS;
	if (script.engine.now_ms % 60000 < PUBLISH_EVERY_MS) { /* the rules count for as long as it takes */
		for (engine_rule &rule : script.engine.rules) {
			rule.ends_ms += 60000;
		}
	}
	script.engine.publish();
}

/* Percent of one processor that the UI thread used in so many seconds. In a loop of its own: where a program quits, Qt
 * 6 closes its windows. */
double load(double seconds)
{
	QEventLoop loop;
	const int64_t cpu_ns = nowNs(CLOCK_THREAD_CPUTIME_ID);
	const int64_t begin_ns = nowNs(CLOCK_MONOTONIC);

	QTimer::singleShot(int(seconds * 1000), &loop, &QEventLoop::quit);
	loop.exec();
	return 100.0 * double(nowNs(CLOCK_THREAD_CPUTIME_ID) - cpu_ns) / double(nowNs(CLOCK_MONOTONIC) - begin_ns);
}

/* Qt draws the first window of a program much more slowly than the others: it reads fonts. */
void warmUp()
{
	QLabel first{QStringLiteral("F9")};

	first.show();
	QCoreApplication::processEvents();
}

void settle(DockWidget &dock)
{
	dock.findChild<Refresher *>()->tick();
	QCoreApplication::processEvents();
}

QJsonObject measure(TimedApplication &application, double seconds)
{
	Script script;
	QTimer publisher;
	QJsonObject figures{{"seconds", seconds}, {"toys", TOYS}, {"rules", RULES}};
	int step = 0;

	fill(script);
	QObject::connect(&publisher, &QTimer::timeout, qApp, [&] { move(script, step++); });
	publisher.start(PUBLISH_EVERY_MS);
	figures["engine_alone_percent"] = load(seconds);
	warmUp();
	int64_t begin_ns = nowNs(CLOCK_THREAD_CPUTIME_ID);
	DockWidget dock{std::make_shared<Bridge>(script.parts())};
	dock.resize(360, 900);
	figures["making_ms"] = double(nowNs(CLOCK_THREAD_CPUTIME_ID) - begin_ns) / NS_PER_MS;
	begin_ns = nowNs(CLOCK_THREAD_CPUTIME_ID);
	dock.show();
	settle(dock);
	figures["opening_ms"] = double(nowNs(CLOCK_THREAD_CPUTIME_ID) - begin_ns) / NS_PER_MS;
	load(1);
	dock.hide();
	figures["hidden_percent"] = load(seconds);
	begin_ns = nowNs(CLOCK_THREAD_CPUTIME_ID);
	dock.show();
	settle(dock);
	figures["opening_again_ms"] = double(nowNs(CLOCK_THREAD_CPUTIME_ID) - begin_ns) / NS_PER_MS;
	load(1);
	figures["visible_percent"] = load(seconds);
	application.isTiming = true;
	load(seconds);
	application.isTiming = false;
	figures["longest_event_ms"] = double(application.longest_ns) / NS_PER_MS;
	publisher.stop();
	LevelWatch watch{script, dock.findChild<ToyList *>()->findChild<LevelMeter *>()};
	load(seconds);
	figures["levels"] = watch.count();
	figures["level_on_screen_ms"] = watch.longest();
	return figures;
}

} // namespace

/* Not in a namespace and never inlined: their names are given to the program that counts. */
void countOpening(DockWidget &dock);
void countTicks(DockWidget &dock, Script &script, int ticks);

__attribute__((noinline)) void countOpening(DockWidget &dock)
{
	dock.show();
	settle(dock);
}

__attribute__((noinline)) void countTicks(DockWidget &dock, Script &script, int ticks)
{
	for (int i = 0; i < ticks * PUBLISHED_A_TICK; i++) {
		move(script, i);
		if (i % PUBLISHED_A_TICK == 0) {
			settle(dock);
		}
	}
}

int main(int argc, char **argv)
{
	TimedApplication application{argc, argv};
	const QStringList arguments = QCoreApplication::arguments();
	const bool isCount = arguments.value(1) == QLatin1String{"--count"};

	if (!wearTheme(arguments.value(isCount ? 3 : 2))) {
		return 1;
	}
	if (isCount) {
		Script script;
		fill(script);
		warmUp();
		DockWidget dock{std::make_shared<Bridge>(script.parts())};
		dock.resize(360, 900);
		countOpening(dock);
		dock.findChild<Refresher *>()->findChild<QTimer *>()->stop();
		settle(dock);
		countTicks(dock, script, arguments.value(2).toInt());
		return 0;
	}
	QTextStream{stdout}
		<< QJsonDocument{measure(application, arguments.value(1, QStringLiteral("20")).toDouble())}.toJson();
	return 0;
}
