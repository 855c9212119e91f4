// SPDX-License-Identifier: GPL-2.0-or-later
/* What the dock costs: processor time of the UI thread while it shows moving meters and counting rules, and while it is
 * hidden; and the longest time it keeps the UI thread. No OBS: the dock's own sources over a scripted engine, drawn by
 * Qt's software painter. Prints one JSON object.
 *
 * usage: bench_dock SECONDS */
#include <QApplication>
#include <QDeadlineTimer>
#include <QEvent>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QTextStream>
#include <QTimer>

#include <cmath>
#include <ctime>

#include "dock/bridge.hpp"
#include "dock/dock_widget.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/widgets/refresher.hpp"

namespace {

constexpr int TOYS = 8;
constexpr int RULES = 100;
constexpr int PUBLISH_EVERY_MS = 20; /* more often than the dock looks */
constexpr int64_t NS_PER_MS = 1000000;

int64_t nowNs(clockid_t clock)
{
	timespec time{};

	clock_gettime(clock, &time);
	return time.tv_sec * 1000 * NS_PER_MS + time.tv_nsec;
}

/* Notes how long each event of the UI thread takes. */
class TimedApplication : public QApplication {
      public:
	using QApplication::QApplication;
	int64_t longest_ns{0};

	bool notify(QObject *receiver, QEvent *event) override
	{
		const int64_t begin_ns = nowNs(CLOCK_THREAD_CPUTIME_ID);
		const bool isTaken = QApplication::notify(receiver, event);

		longest_ns = qMax(longest_ns, nowNs(CLOCK_THREAD_CPUTIME_ID) - begin_ns);
		return isTaken;
	}
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
}

void move(Script &script, int step)
{
	for (int i = 0; i < TOYS; i++) {
		script.engine.snapshot.toys[i].level[0] = 0.5 + 0.5 * std::sin(step / 10.0 + i);
	}
	script.engine.now_ms += PUBLISH_EVERY_MS;
	script.engine.publish();
}

/* Percent of one processor that the UI thread used in so many seconds. */
double load(double seconds)
{
	const int64_t cpu_ns = nowNs(CLOCK_THREAD_CPUTIME_ID);
	const int64_t begin_ns = nowNs(CLOCK_MONOTONIC);

	QTimer::singleShot(int(seconds * 1000), qApp, &QCoreApplication::quit);
	QCoreApplication::exec();
	return 100.0 * double(nowNs(CLOCK_THREAD_CPUTIME_ID) - cpu_ns) / double(nowNs(CLOCK_MONOTONIC) - begin_ns);
}

/* Processor time from nothing to the first picture of the dock, with a row for each toy and rule. */
double open(DockWidget &dock)
{
	const int64_t begin_ns = nowNs(CLOCK_THREAD_CPUTIME_ID);

	dock.show();
	dock.findChild<Refresher *>()->tick();
	QCoreApplication::processEvents();
	return double(nowNs(CLOCK_THREAD_CPUTIME_ID) - begin_ns) / NS_PER_MS;
}

} // namespace

int main(int argc, char **argv)
{
	TimedApplication application{argc, argv};
	const double seconds = argc > 1 ? QByteArray{argv[1]}.toDouble() : 20;
	Script script;
	QTimer publisher;
	int step = 0;

	fill(script);
	script.engine.publish();
	QObject::connect(&publisher, &QTimer::timeout, qApp, [&] { move(script, step++); });
	publisher.start(PUBLISH_EVERY_MS);
	const double alone = load(seconds);
	DockWidget dock{std::make_shared<Bridge>(script.parts())};
	dock.resize(360, 900);
	QLabel first{QStringLiteral("F9")};
	first.show();
	QCoreApplication::processEvents(); /* the first drawing reads fonts */
	const double opening_ms = open(dock);
	load(1);
	dock.hide();
	const double hidden = load(seconds);
	dock.show();
	load(1);
	application.longest_ns = 0;
	const double visible = load(seconds);
	QTextStream{stdout} << QJsonDocument{QJsonObject{
						     {"seconds", seconds},
						     {"toys", TOYS},
						     {"rules", RULES},
						     {"opening_ms", opening_ms},
						     {"engine_alone_percent", alone},
						     {"hidden_percent", hidden},
						     {"visible_percent", visible},
						     {"longest_event_ms", double(application.longest_ns) / NS_PER_MS}}}
				       .toJson();
	return 0;
}
