// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/status_text.hpp"

#include "dock/widgets/plural.hpp"
#include "dock/widgets/text.hpp"
#include "obs/sources/state_text.h"

namespace {

constexpr char SIGN_GOOD[] = "\u25cf";
constexpr char SIGN_WAITING[] = "\u25d0";
constexpr char SIGN_OFF[] = "\u25cb";
constexpr char SIGN_BAD[] = "\u25b2";
constexpr char SIGN_STOPPED[] = "\u25a0";
/* From here on what a toy does no longer seems to belong to what happens on the screen. */
constexpr int SLOW_MS = 800;

constexpr TextKey<Action> ACTION_KEYS[] = {
	{Action::SetUp, "Action.SetUp"},
	{Action::Pair, "Action.Pair"},
	{Action::RetryNow, "Action.RetryNow"},
	{Action::NewCode, "Action.NewCode"},
	{Action::NewIdentity, "Action.NewUserId"},
	{Action::Dashboard, "Action.OpenDashboard"},
	{Action::Diagnostics, "Action.CopyDiagnostics"},
	{Action::AllowCeiling, "Action.Allow"},
	{Action::NotNow, "Action.NotNow"},
	{Action::ShowCode, "Action.ShowCode"},
};
static_assert(hasEachKey(ACTION_KEYS, Action::SetUp, Action::ShowCode));

constexpr TextKey<NextStep> NEXT_STEP_KEYS[] = {
	{NextStep::Scan, "NextStep.Scan"},
	{NextStep::OpenApp, "NextStep.OpenApp"},
	{NextStep::ConnectToy, "NextStep.ConnectToy"},
	{NextStep::Arm, "NextStep.Arm"},
	{NextStep::PressTest, "NextStep.PressTest"},
	{NextStep::Resume, "NextStep.Resume"},
	{NextStep::BeFaster, "NextStep.BeFaster"},
};
static_assert(hasEachKey(NEXT_STEP_KEYS, NextStep::Scan, NextStep::BeFaster));

constexpr TextKey<engine_reason> REASON_KEYS[] = {
	{ENGINE_REASON_NO_TOKEN, "Reason.no_token"},
	{ENGINE_REASON_NO_PLATFORM, "Reason.no_platform"},
	{ENGINE_REASON_TOKEN_REJECTED, "Reason.token_rejected"},
	{ENGINE_REASON_API_NOT_ENABLED, "Reason.api_not_enabled"},
	{ENGINE_REASON_USER_ID_REFUSED, "Reason.user_id_refused"},
	{ENGINE_REASON_WRONG_PLATFORM, "Reason.wrong_platform"},
	{ENGINE_REASON_SERVICE_KEY_REJECTED, "Reason.service_key_rejected"},
	{ENGINE_REASON_NO_USER_ID, "Reason.no_user_id"},
	{ENGINE_REASON_BAD_CA_FILE, "Reason.bad_ca_file"},
	{ENGINE_REASON_BAD_API_URL, "Reason.bad_api_url"},
	{ENGINE_REASON_BAD_SERVICE_URL, "Reason.bad_service_url"},
	{ENGINE_REASON_UNREACHABLE, "Reason.unreachable"},
	{ENGINE_REASON_TLS, "Reason.tls"},
	{ENGINE_REASON_SERVICE_ERROR, "Reason.service_error"},
	{ENGINE_REASON_UNREADABLE_REPLY, "Reason.unreadable_reply"},
	{ENGINE_REASON_SERVICE_TOKEN_REJECTED, "Reason.service_token_rejected"},
	{ENGINE_REASON_SERVICE_NOT_ENABLED, "Reason.service_not_enabled"},
	{ENGINE_REASON_OUT_OF_MEMORY, "Reason.out_of_memory"},
	{ENGINE_REASON_RATE_LIMITED, "Reason.rate_limited"},
	{ENGINE_REASON_SOCKET_REFUSED, "Reason.socket_refused"},
	{ENGINE_REASON_SOCKET_LOST, "Reason.socket_lost"},
	{ENGINE_REASON_NOT_SOCKET_IO_2, "Reason.not_socket_io_2"},
	{ENGINE_REASON_NO_QR_CODE, "Reason.no_qr_code"},
	{ENGINE_REASON_QR_TOO_LONG, "Reason.qr_too_long"},
	{ENGINE_REASON_NETWORK_FAILED, "Reason.network_failed"},
};
static_assert(hasEachKey(REASON_KEYS, engine_reason(ENGINE_REASON_NONE + 1), engine_reason(ENGINE_REASON_COUNT - 1)));

constexpr PluralKeys TOY_COUNT{"Dock.ToyCount.one", "Dock.ToyCount.few", "Dock.ToyCount.many", "Dock.ToyCount.other"};
constexpr PluralKeys VIRTUAL_TOY_COUNT{"Dock.VirtualToyCount.one", "Dock.VirtualToyCount.few",
				       "Dock.VirtualToyCount.many", "Dock.VirtualToyCount.other"};

StatusWords words(const char *sign, Tone tone, const QString &line, const QString &next = {},
		  Action action = Action::None)
{
	return {utf8(sign), line, next, tone, action};
}

uint onlineToys(const engine_snapshot &snapshot)
{
	uint count = 0;

	for (size_t i = 0; i < snapshot.toy_count; i++) {
		count += snapshot.toys[i].is_online ? 1 : 0;
	}
	return count;
}

QString readyLine(const engine_snapshot &snapshot)
{
	const bool isSimulated = snapshot.route == ENGINE_VIA_SIMULATOR;
	QStringList parts{text("State.Ready"),
			  countText(isSimulated ? VIRTUAL_TOY_COUNT : TOY_COUNT, onlineToys(snapshot))};

	if (snapshot.round_trip_ms >= 0 && !isSimulated) {
		parts += QStringLiteral("%1 ms").arg(snapshot.round_trip_ms);
	}
	return parts.join(QStringLiteral(" \u00b7 "));
}

QString readyStep(const engine_snapshot &snapshot)
{
	if (!snapshot.is_armed) {
		return nextStepText(NextStep::Arm);
	}
	if (snapshot.route == ENGINE_VIA_SIMULATOR) {
		return nextStepText(NextStep::PressTest);
	}
	return snapshot.round_trip_ms > SLOW_MS ? nextStepText(NextStep::BeFaster) : QString{};
}

} // namespace

QString nextStepText(NextStep step)
{
	return text(keyOf(NEXT_STEP_KEYS, step));
}

QString toyName(const engine_toy &toy, int slot, bool isDiscreet)
{
	return isDiscreet ? text("Toy.Discreet", slot + 1) : utf8(*toy.name ? toy.name : toy.type);
}

StatusWords statusWords(const engine_snapshot &snapshot, qint64 now_ms)
{
	const QString line = text(state_text_key(snapshot.state));

	if (snapshot.is_panic) {
		return words(SIGN_STOPPED, Tone::Bad, text("State.Stopped"), nextStepText(NextStep::Resume));
	}
	if (snapshot.state == ENGINE_READY && snapshot.paused_until_ms > now_ms) {
		return words(SIGN_STOPPED, Tone::Warning,
			     text("Dock.PausedFor", durationText(snapshot.paused_until_ms - now_ms)));
	}
	switch (snapshot.state) {
	case ENGINE_SIGNING_IN:
	case ENGINE_CONNECTING:
		return words(SIGN_WAITING, Tone::Muted, line);
	case ENGINE_WAITING_FOR_SCAN:
		return words(SIGN_WAITING, Tone::Warning, line, nextStepText(NextStep::Scan), Action::Pair);
	case ENGINE_APP_OFFLINE:
		return words(SIGN_WAITING, Tone::Warning, line, nextStepText(NextStep::OpenApp));
	case ENGINE_NO_TOY:
		return words(SIGN_WAITING, Tone::Warning, line, nextStepText(NextStep::ConnectToy));
	case ENGINE_READY:
		return words(SIGN_GOOD, Tone::Good, readyLine(snapshot), readyStep(snapshot));
	case ENGINE_RETRYING:
		return words(SIGN_BAD, Tone::Warning,
			     text("Dock.TryingAgainIn", durationText(snapshot.retry_at_ms - now_ms)));
	case ENGINE_NEEDS_YOU:
		return words(SIGN_BAD, Tone::Bad, line);
	case ENGINE_OFF:
		break;
	}
	return words(SIGN_OFF, Tone::Muted, line);
}

Notice noticeOf(const engine_snapshot &snapshot, int lease_ms, bool isLive, bool canShowLive)
{
	if (snapshot.stop_unconfirmed) {
		return {text("Notice.StopUnconfirmed", (lease_ms + 999) / 1000), Action::None};
	}
	if (snapshot.state == ENGINE_NEEDS_YOU || snapshot.state == ENGINE_RETRYING) {
		return {reasonText(snapshot.reason, snapshot.service_words), reasonAction(snapshot.reason)};
	}
	if (snapshot.reason == ENGINE_REASON_NO_QR_CODE || snapshot.reason == ENGINE_REASON_QR_TOO_LONG ||
	    snapshot.reason == ENGINE_REASON_NETWORK_FAILED) {
		return {reasonText(snapshot.reason, snapshot.service_words), reasonAction(snapshot.reason)};
	}
	if (isLive && snapshot.state == ENGINE_WAITING_FOR_SCAN) {
		return {text(canShowLive ? "Notice.CodeShownLive" : "Notice.CodeHiddenLive"),
			canShowLive ? Action::ShowCode : Action::None};
	}
	return {QString{}, Action::None};
}

QString reasonText(engine_reason reason, const char *serviceWords)
{
	QString sentence = text(keyOf(REASON_KEYS, reason));

	if (sentence.isEmpty() || !*serviceWords) {
		return sentence;
	}
	return sentence + QLatin1Char(' ') + text("Notice.ServiceSays", utf8(serviceWords));
}

Action reasonAction(engine_reason reason)
{
	switch (reason) {
	case ENGINE_REASON_NO_TOKEN:
	case ENGINE_REASON_NO_PLATFORM:
	case ENGINE_REASON_TOKEN_REJECTED:
	case ENGINE_REASON_WRONG_PLATFORM:
	case ENGINE_REASON_SERVICE_KEY_REJECTED:
	case ENGINE_REASON_BAD_CA_FILE:
	case ENGINE_REASON_BAD_API_URL:
	case ENGINE_REASON_BAD_SERVICE_URL:
		return Action::SetUp;
	case ENGINE_REASON_API_NOT_ENABLED:
		return Action::Dashboard;
	case ENGINE_REASON_USER_ID_REFUSED:
	case ENGINE_REASON_NO_USER_ID:
		return Action::NewIdentity;
	case ENGINE_REASON_UNREACHABLE:
	case ENGINE_REASON_TLS:
	case ENGINE_REASON_SERVICE_ERROR:
	case ENGINE_REASON_UNREADABLE_REPLY:
	case ENGINE_REASON_SERVICE_TOKEN_REJECTED:
	case ENGINE_REASON_SERVICE_NOT_ENABLED:
	case ENGINE_REASON_OUT_OF_MEMORY:
	case ENGINE_REASON_RATE_LIMITED:
	case ENGINE_REASON_SOCKET_REFUSED:
	case ENGINE_REASON_SOCKET_LOST:
		return Action::RetryNow;
	case ENGINE_REASON_NO_QR_CODE:
		return Action::NewCode;
	case ENGINE_REASON_NOT_SOCKET_IO_2:
	case ENGINE_REASON_QR_TOO_LONG:
	case ENGINE_REASON_NETWORK_FAILED:
		return Action::Diagnostics;
	default:
		return Action::None;
	}
}

QString actionText(Action action)
{
	return text(keyOf(ACTION_KEYS, action));
}
