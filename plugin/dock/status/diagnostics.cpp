// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/diagnostics.hpp"

#include <obs-module.h>

#include <QSysInfo>

#include "dock/widgets/text.hpp"

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

QLatin1String yesNo(bool is)
{
	return QLatin1String{is ? "yes" : "no"};
}

QStringList versionLines()
{
	return {
		QStringLiteral("lovense-for-obs %1").arg(QLatin1String{PLUGIN_VERSION}),
		QStringLiteral("OBS %1, built for %2.%3.%4")
			.arg(utf8(obs_get_version_string()))
			.arg(LIBOBS_API_MAJOR_VER)
			.arg(LIBOBS_API_MINOR_VER)
			.arg(LIBOBS_API_PATCH_VER),
		QStringLiteral("Qt %1, built for %2").arg(QLatin1String{qVersion()}, QLatin1String{QT_VERSION_STR}),
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
	};
}

QString toyLine(const engine_toy &toy)
{
	return QStringLiteral("toy %1: type %2, connected %3, battery %4, functions 0x%5, ceiling %6, actual %7 %8")
		.arg(utf8(toy.alias), utf8(toy.type), yesNo(toy.is_online))
		.arg(toy.battery)
		.arg(toy.functions, 0, 16)
		.arg(percentText(toy.ceiling), toy.actual >= 0 ? percentText(toy.actual) : QStringLiteral("unknown"),
		     utf8(keyOf(NOTES, toy.note)));
}

QStringList stateLines(const engine_snapshot &snapshot, bool isLive)
{
	QStringList lines{
		QStringLiteral("state %1, reason %2, armed %3, panic %4, live %5, ceiling %6")
			.arg(utf8(engine_state_name(snapshot.state)), utf8(engine_reason_name(snapshot.reason)),
			     yesNo(snapshot.is_armed), yesNo(snapshot.is_panic), yesNo(isLive),
			     percentText(snapshot.ceiling)),
		QStringLiteral("route %1, round trip %2 ms, app %3 %4, rules %5")
			.arg(utf8(engine_route_name(snapshot.route)))
			.arg(snapshot.round_trip_ms)
			.arg(utf8(snapshot.app_platform), utf8(snapshot.app_version))
			.arg(snapshot.rule_count),
		QStringLiteral("toy events %1, from command to report: median %2 us, p99 %3 us")
			.arg(utf8(engine_toy_events_name(snapshot.toy_events)))
			.arg(snapshot.report_median_us)
			.arg(snapshot.report_p99_us),
	};

	for (size_t i = 0; i < snapshot.toy_count; i++) {
		lines += toyLine(snapshot.toys[i]);
	}
	for (size_t i = 0; i < snapshot.rule_count; i++) {
		const engine_rule &rule = snapshot.rules[i];
		lines += QStringLiteral("rule %1: trigger %2, %3, enabled %4, active %5, missing %6")
				 .arg(i + 1)
				 .arg(rule.trigger)
				 .arg(utf8(rule.kind), yesNo(rule.is_enabled), yesNo(rule.is_active),
				      yesNo(rule.is_missing_ref));
	}
	return lines;
}

} // namespace

void StateHistory::note(const engine_snapshot &snapshot, const QString &clockTime)
{
	if (snapshot.state == state_ && snapshot.reason == reason_) {
		return;
	}
	state_ = snapshot.state;
	reason_ = snapshot.reason;
	lines_ += QStringLiteral("%1 %2 %3")
			  .arg(clockTime, utf8(engine_state_name(snapshot.state)),
			       utf8(engine_reason_name(snapshot.reason)));
	if (lines_.size() > CAPACITY) {
		lines_.removeFirst();
	}
}

const QStringList &StateHistory::lines() const
{
	return lines_;
}

QString diagnosticsText(const engine_snapshot &snapshot, bool isLive, const engine_settings &settings,
			const StateHistory &history)
{
	return (versionLines() + settingsLines(settings) + stateLines(snapshot, isLive) +
		QStringList{QStringLiteral("history:")} + history.lines())
		       .join(QLatin1Char('\n')) +
	       QLatin1Char('\n');
}
