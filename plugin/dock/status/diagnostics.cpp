// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/diagnostics.hpp"

#include <obs-module.h>

#include <QGuiApplication>
#include <QSysInfo>

#include "dock/status/outcome_text.hpp"
#include "dock/widgets/text.hpp"
#include "haptics/rules/rule.h"
#include "obs/hotkey_names.h"
#include "obs/key_bindings.h"

namespace {

constexpr TextKey<engine_mode> MODES[] = {
	{ENGINE_MODE_OFF, "off"}, {ENGINE_MODE_CLOUD, "cloud"}, {ENGINE_MODE_SIMULATOR, "simulator"}};
constexpr TextKey<engine_auth> AUTHS[] = {{ENGINE_AUTH_DEVELOPER_TOKEN, "developer_token"},
					  {ENGINE_AUTH_TOKEN_SERVICE, "token_service"}};
constexpr TextKey<engine_route_choice> ROUTES[] = {
	{ENGINE_ROUTE_AUTO, "auto"}, {ENGINE_ROUTE_SERVER, "server"}, {ENGINE_ROUTE_LAN, "lan"}};
constexpr TextKey<engine_toy_note> NOTES[] = {
	{ENGINE_TOY_NOT_FOUND, "not found"},
	{ENGINE_TOY_NOT_CONNECTED, "not connected"},
	{ENGINE_TOY_UNSUPPORTED, "unsupported"},
	{ENGINE_TOY_UNKNOWN_TYPE, "unknown type"},
	{ENGINE_TOY_NEEDS_LAN, "needs the local network"},
};

constexpr TextKey<KeyReach> REACHES[] = {
	{KeyReach::Everywhere, "everywhere"},
	{KeyReach::FrontByWayland, "while OBS has the focus (Wayland)"},
	{KeyReach::FrontByPermission, "while OBS has the focus (no permission)"},
	{KeyReach::FrontBySetting, "while OBS has the focus (setting)"},
	{KeyReach::Behind, "while OBS has not the focus"},
	{KeyReach::Nowhere, "nowhere"},
};
constexpr TextKey<int> TRIGGERS[] = {
	{HAPTICS_TRIGGER_HOTKEY, "hotkey"}, {HAPTICS_TRIGGER_SCENE, "scene"},
	{HAPTICS_TRIGGER_SOURCE, "source"}, {HAPTICS_TRIGGER_MEDIA, "media"},
	{HAPTICS_TRIGGER_OUTPUT, "output"}, {HAPTICS_TRIGGER_REPLAY, "replay"},
	{HAPTICS_TRIGGER_AUDIO, "audio"},   {HAPTICS_TRIGGER_REQUEST, "request"},
	{HAPTICS_TRIGGER_TIMER, "timer"},   {HAPTICS_TRIGGER_CLOCK, "clock"},
	{HAPTICS_TRIGGER_TOY, "toy"},       {HAPTICS_TRIGGER_STUDIO_MODE, "studio mode"},
	{HAPTICS_TRIGGER_TIP, "tip"},
};
static_assert(hasEachKey(TRIGGERS, int(HAPTICS_TRIGGER_HOTKEY), int(HAPTICS_TRIGGER_TIP)));
constexpr TextKey<haptics_outcome> OUTCOMES[] = {
	{HAPTICS_FIRED, "fired"},
	{HAPTICS_CAPPED, "fired, capped"},
	{HAPTICS_EXTENDED, "made longer"},
	{HAPTICS_QUEUED, "queued"},
	{HAPTICS_ENDED, "ended"},
	{HAPTICS_ENDED_LONGEST, "ended by its longest run"},
	{HAPTICS_STOPPED, "stopped"},
	{HAPTICS_IGNORED_DISARMED, "no effect: disarmed"},
	{HAPTICS_IGNORED_PANIC, "no effect: stopped until resume"},
	{HAPTICS_IGNORED_COOLDOWN, "no effect: cooldown"},
	{HAPTICS_IGNORED_CONDITION, "no effect: condition"},
	{HAPTICS_IGNORED_DISABLED, "no effect: rule is off"},
	{HAPTICS_IGNORED_RUNNING, "no effect: running already"},
	{HAPTICS_IGNORED_BLOCKED, "no effect: blocked by a stop rule"},
	{HAPTICS_IGNORED_NO_TOY, "no effect: no toy"},
	{HAPTICS_IGNORED_OFFLINE, "no effect: no connection"},
	{HAPTICS_IGNORED_UNSUPPORTED, "no effect: unsupported"},
	{HAPTICS_IGNORED_NEEDS_LAN, "no effect: needs the local network"},
	{HAPTICS_IGNORED_UNKNOWN_RULE, "no effect: unknown rule"},
	{HAPTICS_IGNORED_BAD_VALUE, "no effect: bad value"},
	{HAPTICS_IGNORED_PAUSED, "no effect: paused"},
	{HAPTICS_IGNORED_OUTDATED, "no effect: outdated"},
	{HAPTICS_IGNORED_NO_RULE, "no effect: no rule for the amount"},
	{HAPTICS_IGNORED_QUEUE_FULL, "no effect: queue full"},
	{HAPTICS_IGNORED_EXPIRED, "left the queue: expired"},
	{HAPTICS_IGNORED_CLEARED, "left the queue: cleared"},
	{HAPTICS_IGNORED_SKIPPED, "skipped"},
	{HAPTICS_IGNORED_STOPPED, "left the queue: stopped"},
	{HAPTICS_IGNORED_NOT_ALLOWED, "no effect: not allowed"},
	{HAPTICS_PANIC, "STOP ALL"},
	{HAPTICS_RESUMED, "resumed"},
	{HAPTICS_ARMED, "armed"},
	{HAPTICS_DISARMED, "disarmed"},
	{HAPTICS_HALTED, "all stopped"},
};
static_assert(hasEachKey(OUTCOMES, HAPTICS_FIRED, HAPTICS_HALTED));
constexpr TextKey<haptics_halt_cause> CAUSES[] = {
	{HAPTICS_HALT_COLLECTION, "another scene collection"},
	{HAPTICS_HALT_PROFILE, "another profile"},
	{HAPTICS_HALT_STREAM_END, "end of the stream"},
	{HAPTICS_HALT_EXIT, "OBS closes"},
	{HAPTICS_HALT_LINK, "connection lost"},
	{HAPTICS_HALT_SUSPEND, "the computer was asleep"},
	{HAPTICS_HALT_SETTINGS, "new settings"},
	{HAPTICS_HALT_REQUEST, "a request"},
	{HAPTICS_HALT_PAUSE, "a pause"},
	{HAPTICS_HALT_REST, "a rest"},
	{HAPTICS_HALT_OFF, "disconnected, disarmed"},
	{HAPTICS_HALT_MODE, "other toys, disarmed"},
};
static_assert(hasEachKey(CAUSES, HAPTICS_HALT_COLLECTION, HAPTICS_HALT_MODE));

QLatin1String yesNo(bool is)
{
	return QLatin1String{is ? "yes" : "no"};
}

QString known(const QString &text)
{
	return text.isEmpty() ? QStringLiteral("unknown") : text;
}

QStringList versionLines(const QDateTime &now)
{
	return {
		QStringLiteral("lovense-for-obs %1, report of %2")
			.arg(QLatin1String{PLUGIN_VERSION},
			     now.toOffsetFromUtc(now.offsetFromUtc()).toString(Qt::ISODate)),
		QStringLiteral("OBS %1, built for %2.%3.%4")
			.arg(utf8(obs_get_version_string()))
			.arg(LIBOBS_API_MAJOR_VER)
			.arg(LIBOBS_API_MINOR_VER)
			.arg(LIBOBS_API_PATCH_VER),
		QStringLiteral("Qt %1, built for %2, display %3")
			.arg(QLatin1String{qVersion()}, QLatin1String{QT_VERSION_STR}, QGuiApplication::platformName()),
		QStringLiteral("System %1, %2").arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture()),
	};
}

QStringList settingsLines(const engine_settings &settings)
{
	const bool isUsualApi = qstrcmp(settings.api_url, "https://api.lovense-api.com") == 0;

	return {
		QStringLiteral("mode %1, auth %2, route %3")
			.arg(utf8(keyOf(MODES, settings.mode)), utf8(keyOf(AUTHS, settings.auth)),
			     utf8(keyOf(ROUTES, settings.route))),
		QStringLiteral("website name set: %1, token set: %2, token service set: %3, own CA: %4, usual API: %5")
			.arg(yesNo(*settings.platform), yesNo(*settings.developer_token),
			     yesNo(*settings.token_service_url), yesNo(*settings.ca_file), yesNo(isUsualApi)),
		QStringLiteral("lease %1 ms, gap %2 ms, arm on start %3")
			.arg(settings.lease_ms)
			.arg(settings.min_gap_ms)
			.arg(yesNo(settings.arm_on_start)),
		QStringLiteral(
			"remote arm %1, tips allowed %2, code on air %3, stop at stream end %4, listen to toys %5, "
			"toy button stops %6")
			.arg(yesNo(settings.allow_remote_arm), yesNo(settings.allow_tips), yesNo(settings.code_on_air),
			     yesNo(settings.stop_when_stream_ends), yesNo(settings.toy_events),
			     yesNo(settings.toy_button_stops)),
	};
}

QString functionNames(uint32_t functions)
{
	QStringList names;

	for (int i = 0; i < HAPTICS_MAX_FUNCTIONS; i++) {
		if (functions & (UINT32_C(1) << i)) {
			names += utf8(engine_function_name(i));
		}
	}
	return names.isEmpty() ? QStringLiteral("none") : names.join(QLatin1Char('+'));
}

QString toyLine(const engine_toy &toy)
{
	const QString note = utf8(keyOf(NOTES, toy.note));
	QString line =
		QStringLiteral("toy %1: type %2, connected %3, battery %4, functions %5, ceiling %6, sent %7, "
			       "reported %8")
			.arg(utf8(toy.alias), utf8(toy.type), yesNo(toy.is_online),
			     toy.battery >= 0 ? QString::number(toy.battery) : known({}), functionNames(toy.functions),
			     percentText(toy.ceiling), percentText(engine_toy_level(&toy)),
			     known(toy.actual >= 0 ? percentText(toy.actual) : QString{}));

	if (toy.is_moved_by_other) {
		line += QStringLiteral(", moved by something else");
	}
	return note.isEmpty() ? line : QStringLiteral("%1, %2").arg(line, note);
}

/* By its place in the list: names are the user's own. */
QString ruleOf(const engine_snapshot &snapshot, const char *id)
{
	for (size_t i = 0; *id && i < snapshot.rule_count; i++) {
		if (qstrcmp(snapshot.rules[i].id, id) == 0) {
			return QStringLiteral("rule %1").arg(i + 1);
		}
	}
	return *id ? QStringLiteral("a rule that is gone") : QStringLiteral("no rule");
}

QString recordWords(const engine_snapshot &snapshot, const haptics_record &record)
{
	const bool isOfAll = record.outcome >= HAPTICS_PANIC; /* no rule takes part */
	const QString who = isOfAll ? QString{} : ruleOf(snapshot, record.rule_id) + QStringLiteral(": ");
	QString line = who + utf8(keyOf(OUTCOMES, record.outcome));

	if (record.outcome == HAPTICS_FIRED || record.outcome == HAPTICS_CAPPED) {
		line += QStringLiteral(", wanted %1, sent %2")
				.arg(percentText(record.wanted), percentText(record.sent));
	}
	if (record.outcome == HAPTICS_HALTED) {
		line += QStringLiteral(", cause: %1").arg(known(utf8(keyOf(CAUSES, record.cause))));
	}
	return line;
}

QString keyWords(const engine_rule &rule)
{
	const QByteArray hotkey = QByteArray{RULE_HOTKEY_PREFIX} + rule.id;

	if (rule.trigger != HAPTICS_TRIGGER_HOTKEY) {
		return {};
	}
	return QStringLiteral(", key set %1").arg(yesNo(hotkey_key(hotkey.constData()).key != OBS_KEY_NONE));
}

QStringList ruleLines(const engine_snapshot &snapshot)
{
	QStringList lines;

	for (size_t i = 0; i < snapshot.rule_count; i++) {
		const engine_rule &rule = snapshot.rules[i];
		lines += QStringLiteral("rule %1: trigger %2, %3, enabled %4, active %5, conditions met %6, missing %7")
				 .arg(i + 1)
				 .arg(utf8(keyOf(TRIGGERS, rule.trigger)), utf8(rule.kind), yesNo(rule.is_enabled),
				      yesNo(rule.is_active), yesNo(rule.are_conditions_met),
				      yesNo(rule.is_missing_ref)) +
			 keyWords(rule);
	}
	return lines;
}

QString measured(qint64 time, const char *unit)
{
	return known(time >= 0 ? QStringLiteral("%1 %2").arg(time).arg(QLatin1String{unit}) : QString{});
}

QStringList stateLines(const engine_snapshot &snapshot, const DiagnosticsFacts &facts)
{
	QStringList lines{
		QStringLiteral("state %1, reason %2, armed %3, panic %4, live %5, ceiling %6")
			.arg(utf8(engine_state_name(snapshot.state)), utf8(engine_reason_name(snapshot.reason)),
			     yesNo(snapshot.is_armed), yesNo(snapshot.is_panic), yesNo(facts.isLive),
			     percentText(snapshot.ceiling)),
		QStringLiteral("route %1, round trip %2, app %3, rules %4")
			.arg(utf8(engine_route_name(snapshot.route)), measured(snapshot.round_trip_ms, "ms"),
			     known(QStringLiteral("%1 %2")
					   .arg(utf8(snapshot.app_platform), utf8(snapshot.app_version))
					   .trimmed()))
			.arg(snapshot.rule_count),
		QStringLiteral("stop key set: %1, works %2; paused %3, resting %4, tips allowed %5, waiting %6")
			.arg(yesNo(facts.hasStopKey), utf8(keyOf(REACHES, facts.reach)),
			     yesNo(snapshot.paused_until_ms != 0), yesNo(snapshot.is_resting),
			     yesNo(snapshot.are_tips_allowed))
			.arg(snapshot.waiting_count),
		QStringLiteral("toy events %1, from command to report: median %2, p99 %3")
			.arg(utf8(engine_toy_events_name(snapshot.toy_events)),
			     measured(snapshot.report_median_us, "us"), measured(snapshot.report_p99_us, "us")),
	};

	for (size_t i = 0; i < snapshot.toy_count; i++) {
		lines += toyLine(snapshot.toys[i]);
	}
	return lines + ruleLines(snapshot);
}

template <typename List> void keepNewest(List &lines, const typename List::value_type &line)
{
	lines += line;
	if (lines.size() > StateHistory::CAPACITY) {
		lines.removeFirst();
	}
}

} // namespace

void StateHistory::note(const engine_snapshot &snapshot, const QDateTime &now, qint64 now_ms)
{
	if (snapshot.state != state_ || snapshot.reason != reason_) {
		state_ = snapshot.state;
		reason_ = snapshot.reason;
		const QString line = QStringLiteral("%1 %2 %3")
					     .arg(now.toString(Qt::ISODate), utf8(engine_state_name(snapshot.state)),
						  utf8(engine_reason_name(snapshot.reason)));
		keepNewest(lines_, line);
		if (snapshot.reason > ENGINE_REASON_NONE) {
			lastProblem_ = line;
		}
	}
	for (size_t i = 0; i < snapshot.record_count; i++) {
		const haptics_record &record = snapshot.records[i];
		if (record.serial > lastSerial_) {
			lastSerial_ = record.serial;
			const QDateTime when = now.addMSecs(record.time_ms - now_ms);
			happen(record.outcome,
			       {when.toString(QStringLiteral("HH:mm:ss.zzz")), recordWords(snapshot, record), 1});
		}
	}
}

const QStringList &StateHistory::lines() const
{
	return lines_;
}

const QString &StateHistory::lastProblem() const
{
	return lastProblem_;
}

void StateHistory::happen(haptics_outcome outcome, const Happened &now)
{
	const int last = int(activity_.size()) - 1;
	Happened added = now;

	for (int i = last; i >= 0 && i > last - foldDepth(outcome); i--) {
		if (activity_[i].what == now.what) {
			added.times += activity_.takeAt(i).times;
			break;
		}
	}
	keepNewest(activity_, added);
}

QStringList StateHistory::activity() const
{
	QStringList lines;

	for (const Happened &each : activity_) {
		const QString line = QStringLiteral("%1 %2").arg(each.when, each.what);
		lines += each.times > 1 ? QStringLiteral("%1 (%2 times)").arg(line).arg(each.times) : line;
	}
	return lines;
}

QString diagnosticsText(const engine_snapshot &snapshot, const DiagnosticsFacts &facts, const engine_settings &settings,
			const StateHistory &history)
{
	const QString problem =
		history.lastProblem().isEmpty() ? QStringLiteral("none since OBS started") : history.lastProblem();

	return (versionLines(facts.now) + settingsLines(settings) + stateLines(snapshot, facts) +
		QStringList{QStringLiteral("last problem: %1").arg(problem), QStringLiteral("activity:")} +
		history.activity() + QStringList{QStringLiteral("history:")} + history.lines())
		       .join(QLatin1Char('\n')) +
	       QLatin1Char('\n');
}
