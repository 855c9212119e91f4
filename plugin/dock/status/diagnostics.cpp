// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/diagnostics.hpp"

#include <obs-module.h>

#include <QSysInfo>

#include "dock/widgets/text.hpp"

namespace {

const char *modeName(engine_mode mode)
{
	switch (mode) {
	case ENGINE_MODE_CLOUD:
		return "cloud";
	case ENGINE_MODE_SIMULATOR:
		return "simulator";
	default:
		return "off";
	}
}

const char *routeChoiceName(engine_route_choice choice)
{
	switch (choice) {
	case ENGINE_ROUTE_SERVER:
		return "server";
	case ENGINE_ROUTE_LAN:
		return "lan";
	default:
		return "auto";
	}
}

const char *noteName(engine_toy_note note)
{
	switch (note) {
	case ENGINE_TOY_NOT_FOUND:
		return "not found";
	case ENGINE_TOY_NOT_CONNECTED:
		return "not connected";
	case ENGINE_TOY_UNSUPPORTED:
		return "unsupported";
	default:
		return "";
	}
}

const char *yesNo(bool is)
{
	return is ? "yes" : "no";
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
	const bool isService = settings.auth == ENGINE_AUTH_TOKEN_SERVICE;
	const bool isUsualApi = qstrcmp(settings.api_url, "https://api.lovense-api.com") == 0;

	return {
		QStringLiteral("mode %1, auth %2, route %3")
			.arg(QLatin1String{modeName(settings.mode)},
			     QLatin1String{isService ? "token_service" : "developer_token"},
			     QLatin1String{routeChoiceName(settings.route)}),
		QStringLiteral("website name set: %1, token set: %2, token service set: %3, own CA: %4, usual API: %5")
			.arg(QLatin1String{yesNo(*settings.platform)}, QLatin1String{yesNo(*settings.developer_token)},
			     QLatin1String{yesNo(*settings.token_service_url)}, QLatin1String{yesNo(*settings.ca_file)},
			     QLatin1String{yesNo(isUsualApi)}),
		QStringLiteral("lease %1 ms, gap %2 ms, arm on start %3")
			.arg(settings.lease_ms)
			.arg(settings.min_gap_ms)
			.arg(QLatin1String{yesNo(settings.arm_on_start)}),
	};
}

QString toyLine(const engine_toy &toy)
{
	return QStringLiteral("toy %1: type %2, connected %3, battery %4, functions 0x%5, ceiling %6 %7")
		.arg(utf8(toy.alias), utf8(toy.type), QLatin1String{yesNo(toy.is_online)})
		.arg(toy.battery)
		.arg(toy.functions, 0, 16)
		.arg(percentText(toy.ceiling), QLatin1String{noteName(toy.note)});
}

QStringList stateLines(const engine_snapshot &snapshot, bool isLive)
{
	QStringList lines{
		QStringLiteral("state %1, reason %2, armed %3, panic %4, live %5, ceiling %6")
			.arg(QLatin1String{engine_state_name(snapshot.state)},
			     QLatin1String{engine_reason_name(snapshot.reason)},
			     QLatin1String{yesNo(snapshot.is_armed)}, QLatin1String{yesNo(snapshot.is_panic)},
			     QLatin1String{yesNo(isLive)}, percentText(snapshot.ceiling)),
		QStringLiteral("route %1, round trip %2 ms, app %3 %4, rules %5")
			.arg(QLatin1String{engine_route_name(snapshot.route)})
			.arg(snapshot.round_trip_ms)
			.arg(utf8(snapshot.app_platform), utf8(snapshot.app_version))
			.arg(snapshot.rule_count),
	};

	for (size_t i = 0; i < snapshot.toy_count; i++) {
		lines += toyLine(snapshot.toys[i]);
	}
	for (size_t i = 0; i < snapshot.rule_count; i++) {
		const engine_rule &rule = snapshot.rules[i];
		lines += QStringLiteral("rule %1: trigger %2, %3, enabled %4, active %5, missing %6")
				 .arg(i + 1)
				 .arg(rule.trigger)
				 .arg(utf8(rule.kind), QLatin1String{yesNo(rule.is_enabled)},
				      QLatin1String{yesNo(rule.is_active)}, QLatin1String{yesNo(rule.is_missing_ref)});
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
			  .arg(clockTime, QLatin1String{engine_state_name(snapshot.state)},
			       QLatin1String{engine_reason_name(snapshot.reason)});
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
