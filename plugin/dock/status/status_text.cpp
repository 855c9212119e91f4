// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/status/status_text.hpp"

#include <algorithm>
#include <iterator>

#include "dock/widgets/discreet.hpp"
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
	{Action::EndPause, "Action.EndPause"},
	{Action::Tips, "Tips.Open"},
	{Action::Options, "Options.Open"},
	{Action::UseRules, "Action.UseRules"},
	{Action::LeaveRulesOff, "Action.LeaveRulesOff"},
	{Action::RestoreRules, "Action.RestoreRules"},
	{Action::TryOut, "FirstRun.Try"},
	{Action::SwitchOff, "Menu.Disconnect"},
	{Action::Connect, "Action.Connect"},
	{Action::BackToToys, "Action.BackToToys"},
	{Action::OpenDraft, "Action.OpenDraft"},
	{Action::DiscardDraft, "Rule.Discard"},
	{Action::TryOverlay, "Action.TryOverlay"},
	{Action::Dismiss, "Setup.Close"},
};
static_assert(hasEachKey(ACTION_KEYS, Action::SetUp, Action::Dismiss));

constexpr TextKey<NextStep> NEXT_STEP_KEYS[] = {
	{NextStep::Scan, "NextStep.Scan"},
	{NextStep::OpenApp, "NextStep.OpenApp"},
	{NextStep::ConnectToy, "NextStep.ConnectToy"},
	{NextStep::Allow, "NextStep.Allow"},
	{NextStep::Arm, "NextStep.Arm"},
	{NextStep::PressTest, "NextStep.PressTest"},
	{NextStep::Resume, "NextStep.Resume"},
	{NextStep::BeFaster, "NextStep.BeFaster"},
	{NextStep::Connect, "NextStep.Connect"},
};
static_assert(hasEachKey(NEXT_STEP_KEYS, NextStep::Scan, NextStep::Connect));

/* In the order of engine_function_name(). */
constexpr const char *FUNCTION_KEYS[] = {
	"Function.Vibrate", "Function.Vibrate1", "Function.Vibrate2",  "Function.Vibrate3",
	"Function.Rotate",  "Function.Pump",     "Function.Thrusting", "Function.Fingering",
	"Function.Suction", "Function.Depth",    "Function.Stroke",    "Function.Oscillate",
};

/* Who says what stands behind a reason. */
constexpr char LOVENSE[] = "Notice.LovenseSays";
constexpr char TOKEN_SERVICE[] = "Notice.TokenServiceSays";
constexpr char PROXY[] = "Notice.ProxySays";
constexpr char EITHER[] = "Notice.ServiceSays"; /* Lovense, or the token service between */

/* What a reason is called, what the button beside it does, and whose words come with it. */
constexpr struct {
	engine_reason value;
	const char *key;
	Action action;
	const char *speaker = LOVENSE;
} REASONS[] = {
	{ENGINE_REASON_NO_TOKEN, "Reason.no_token", Action::SetUp},
	{ENGINE_REASON_NO_PLATFORM, "Reason.no_platform", Action::SetUp},
	{ENGINE_REASON_TOKEN_REJECTED, "Reason.token_rejected", Action::SetUp},
	{ENGINE_REASON_API_NOT_ENABLED, "Reason.api_not_enabled", Action::Dashboard},
	{ENGINE_REASON_USER_ID_REFUSED, "Reason.user_id_refused", Action::NewIdentity, EITHER},
	{ENGINE_REASON_WRONG_PLATFORM, "Reason.wrong_platform", Action::SetUp},
	{ENGINE_REASON_SERVICE_KEY_REJECTED, "Reason.service_key_rejected", Action::SetUp, TOKEN_SERVICE},
	{ENGINE_REASON_NO_USER_ID, "Reason.no_user_id", Action::NewIdentity},
	{ENGINE_REASON_BAD_CA_FILE, "Reason.bad_ca_file", Action::SetUp},
	{ENGINE_REASON_BAD_API_URL, "Reason.bad_api_url", Action::SetUp},
	{ENGINE_REASON_BAD_SERVICE_URL, "Reason.bad_service_url", Action::SetUp},
	{ENGINE_REASON_SERVICE_REFUSED, "Reason.service_refused", Action::SetUp, TOKEN_SERVICE},
	{ENGINE_REASON_BAD_TEXT, "Reason.bad_text", Action::SetUp},
	{ENGINE_REASON_PROXY_PASSWORD, "Reason.proxy_password", Action::RetryNow, PROXY},
	{ENGINE_REASON_BAD_PROXY, "Reason.bad_proxy", Action::RetryNow, PROXY},
	{ENGINE_REASON_BAD_LIBRARY, "Reason.bad_library", Action::Diagnostics},
	{ENGINE_REASON_UNREACHABLE, "Reason.unreachable", Action::RetryNow},
	{ENGINE_REASON_TLS, "Reason.tls", Action::RetryNow},
	{ENGINE_REASON_SERVICE_ERROR, "Reason.service_error", Action::RetryNow},
	{ENGINE_REASON_UNREADABLE_REPLY, "Reason.unreadable_reply", Action::RetryNow},
	{ENGINE_REASON_SERVICE_UNREACHABLE, "Reason.service_unreachable", Action::RetryNow, TOKEN_SERVICE},
	{ENGINE_REASON_SERVICE_FAILED, "Reason.service_failed", Action::RetryNow, TOKEN_SERVICE},
	{ENGINE_REASON_SERVICE_RATE_LIMITED, "Reason.service_rate_limited", Action::RetryNow, TOKEN_SERVICE},
	{ENGINE_REASON_PROXY_REFUSED, "Reason.proxy_refused", Action::RetryNow, PROXY},
	{ENGINE_REASON_SERVICE_TOKEN_REJECTED, "Reason.service_token_rejected", Action::RetryNow},
	{ENGINE_REASON_SERVICE_NOT_ENABLED, "Reason.service_not_enabled", Action::RetryNow},
	{ENGINE_REASON_OUT_OF_MEMORY, "Reason.out_of_memory", Action::RetryNow},
	{ENGINE_REASON_RATE_LIMITED, "Reason.rate_limited", Action::RetryNow},
	{ENGINE_REASON_SOCKET_REFUSED, "Reason.socket_refused", Action::RetryNow},
	{ENGINE_REASON_SOCKET_LOST, "Reason.socket_lost", Action::RetryNow},
	{ENGINE_REASON_NOT_SOCKET_IO_2, "Reason.not_socket_io_2", Action::Diagnostics},
	{ENGINE_REASON_NO_QR_CODE, "Reason.no_qr_code", Action::NewCode},
	{ENGINE_REASON_QR_TOO_LONG, "Reason.qr_too_long", Action::Diagnostics},
	{ENGINE_REASON_TOO_MANY_TOYS, "Reason.too_many_toys", Action::None},
	{ENGINE_REASON_TWO_PHONES, "Reason.two_phones", Action::None},
	{ENGINE_REASON_NETWORK_FAILED, "Reason.network_failed", Action::Diagnostics},
};
static_assert(hasEachKey(REASONS, engine_reason(ENGINE_REASON_NONE + 1), engine_reason(ENGINE_REASON_COUNT - 1)));

/* How the states before and after READY are shown; OFF stands for any other too. */
constexpr struct {
	engine_state value;
	const char *sign;
	Tone tone;
	NextStep next;
	Action action;
} STATES[] = {
	{ENGINE_OFF, SIGN_OFF, Tone::Muted, NextStep::None, Action::None},
	{ENGINE_SIGNING_IN, SIGN_WAITING, Tone::Muted, NextStep::None, Action::None},
	{ENGINE_CONNECTING, SIGN_WAITING, Tone::Muted, NextStep::None, Action::None},
	{ENGINE_WAITING_FOR_SCAN, SIGN_WAITING, Tone::Warning, NextStep::Scan, Action::Pair},
	{ENGINE_APP_OFFLINE, SIGN_WAITING, Tone::Warning, NextStep::OpenApp, Action::None},
	{ENGINE_NO_TOY, SIGN_WAITING, Tone::Warning, NextStep::ConnectToy, Action::None},
	{ENGINE_RETRYING, SIGN_BAD, Tone::Warning, NextStep::None, Action::None},
	{ENGINE_NEEDS_YOU, SIGN_BAD, Tone::Bad, NextStep::None, Action::None},
};

constexpr PluralKeys TOY_COUNT{"Dock.ToyCount.one", "Dock.ToyCount.few", "Dock.ToyCount.many", "Dock.ToyCount.other"};
constexpr PluralKeys DEVICE_COUNT{"Dock.DeviceCount.one", "Dock.DeviceCount.few", "Dock.DeviceCount.many",
				  "Dock.DeviceCount.other"};
constexpr PluralKeys VIRTUAL_TOY_COUNT{"Dock.VirtualToyCount.one", "Dock.VirtualToyCount.few",
				       "Dock.VirtualToyCount.many", "Dock.VirtualToyCount.other"};
constexpr PluralKeys VIRTUAL_DEVICE_COUNT{"Dock.VirtualDeviceCount.one", "Dock.VirtualDeviceCount.few",
					  "Dock.VirtualDeviceCount.many", "Dock.VirtualDeviceCount.other"};

uint onlineToys(const engine_snapshot &snapshot)
{
	uint count = 0;

	for (size_t i = 0; i < snapshot.toy_count; i++) {
		count += snapshot.toys[i].is_online ? 1 : 0;
	}
	return count;
}

QString readyLine(const engine_snapshot &snapshot, bool isDiscreet)
{
	const bool isSimulated = snapshot.route == ENGINE_VIA_SIMULATOR;
	const PluralKeys &own = isDiscreet ? DEVICE_COUNT : TOY_COUNT;
	const PluralKeys &simulated = isDiscreet ? VIRTUAL_DEVICE_COUNT : VIRTUAL_TOY_COUNT;
	const PluralKeys &count = isSimulated ? simulated : own;
	QStringList parts{text(snapshot.is_armed ? "State.Ready" : "State.NotArmed"),
			  countText(count, onlineToys(snapshot))};

	if (snapshot.round_trip_ms >= 0 && !isSimulated) {
		parts += QStringLiteral("%1\u00a0ms").arg(snapshot.round_trip_ms);
	}
	return parts.join(QStringLiteral(" \u00b7 "));
}

NextStep readyStep(const engine_snapshot &snapshot)
{
	if (snapshot.toy_events == ENGINE_TOY_EVENTS_ASKING) {
		return NextStep::Allow;
	}
	if (!snapshot.is_armed) {
		return NextStep::Arm;
	}
	if (snapshot.route == ENGINE_VIA_SIMULATOR) {
		return NextStep::None;
	}
	return snapshot.round_trip_ms > SLOW_MS ? NextStep::BeFaster : NextStep::None;
}

/* What the app says of their movement does not fit the Stop that they got. */
bool goesOnAfterStop(const engine_snapshot &snapshot)
{
	const auto *end = snapshot.toys + snapshot.toy_count;

	return std::any_of(snapshot.toys, end, [](const engine_toy &toy) { return toy.is_stop_unconfirmed; });
}

/* Before and after READY. */
StatusWords connectionWords(const engine_snapshot &snapshot, qint64 now_ms, const StatusContext &context)
{
	const auto *found = rowOf(STATES, snapshot.state);
	const auto &row = found ? *found : STATES[0];
	const QString line = snapshot.state == ENGINE_RETRYING
				     ? text("Dock.TryingAgainIn", durationText(snapshot.retry_at_ms - now_ms))
				     : text(discreetKey(state_text_key(snapshot.state), context.isDiscreet));

	if (snapshot.state == ENGINE_OFF && context.isSetUp) {
		return {utf8(row.sign), line, nextStepText(NextStep::Connect), row.tone, Action::Connect};
	}
	return {utf8(row.sign), line, nextStepText(row.next, context.isDiscreet), row.tone, row.action};
}

} // namespace

QString nextStepText(NextStep step, bool isDiscreet)
{
	return text(discreetKey(keyOf(NEXT_STEP_KEYS, step), isDiscreet));
}

QString toyName(const engine_toy &toy, int slot, bool isDiscreet)
{
	return isDiscreet ? text("Toy.Discreet", slot + 1) : utf8(*toy.name ? toy.name : toy.type);
}

bool hasAccount(const engine_settings &settings)
{
	if (settings.auth == ENGINE_AUTH_TOKEN_SERVICE) {
		return *settings.token_service_url;
	}
	return *settings.platform && *settings.developer_token;
}

bool isMoving(const engine_snapshot &snapshot)
{
	const auto *end = snapshot.toys + snapshot.toy_count;

	return std::any_of(snapshot.toys, end, [](const engine_toy &toy) { return engine_toy_level(&toy) > 0; });
}

bool changesByItself(const engine_snapshot &snapshot)
{
	if (snapshot.state == ENGINE_RETRYING || snapshot.state == ENGINE_WAITING_FOR_SCAN ||
	    snapshot.paused_until_ms || snapshot.is_resting || snapshot.queue_running) {
		return true;
	}
	for (size_t i = 0; i < snapshot.rule_count; i++) {
		if (snapshot.rules[i].is_active || snapshot.rules[i].cooldown_ms) {
			return true;
		}
	}
	return false;
}

QString testHint(const engine_snapshot &snapshot, bool hasMoved, bool isDiscreet)
{
	const bool isNext = snapshot.state == ENGINE_READY && snapshot.route == ENGINE_VIA_SIMULATOR &&
			    snapshot.is_armed && !snapshot.is_panic && !hasMoved;

	return isNext ? nextStepText(NextStep::PressTest, isDiscreet) : QString{};
}

StatusWords statusWords(const engine_snapshot &snapshot, qint64 now_ms, const StatusContext &context)
{
	if (snapshot.is_panic) {
		return {utf8(SIGN_STOPPED), text("State.Stopped"), nextStepText(NextStep::Resume), Tone::Bad,
			Action::None};
	}
	if (snapshot.state == ENGINE_READY && snapshot.paused_until_ms > now_ms) {
		const QString line = text("Dock.PausedFor", durationText(snapshot.paused_until_ms - now_ms));
		return {utf8(SIGN_STOPPED), line, {}, Tone::Warning, Action::EndPause};
	}
	if (snapshot.state == ENGINE_READY && snapshot.is_resting) {
		const QString line = text("Dock.RestingFor", durationText(snapshot.rest_until_ms - now_ms));
		return {utf8(SIGN_STOPPED), line, {}, Tone::Warning, Action::EndPause};
	}
	if (snapshot.state == ENGINE_READY) {
		/* Green says that something may move. */
		const bool isArmed = snapshot.is_armed;
		const bool isAway = snapshot.route == ENGINE_VIA_SIMULATOR && context.isSetUp;
		return {utf8(isArmed ? SIGN_GOOD : SIGN_OFF), readyLine(snapshot, context.isDiscreet),
			nextStepText(readyStep(snapshot), context.isDiscreet), isArmed ? Tone::Good : Tone::Plain,
			isAway ? Action::BackToToys : Action::None};
	}
	return connectionWords(snapshot, now_ms, context);
}

bool isStopInDoubt(const engine_snapshot &snapshot)
{
	return snapshot.stop_unconfirmed || goesOnAfterStop(snapshot);
}

Notice noticeOf(const engine_snapshot &snapshot, int lease_ms, bool isLive, bool canShowLive, bool isDiscreet)
{
	if (goesOnAfterStop(snapshot)) {
		return {text(discreetKey("Notice.StopNotObeyed", isDiscreet)), Action::None};
	}
	if (snapshot.stop_unconfirmed) {
		return {text(discreetKey("Notice.StopUnconfirmed", isDiscreet), (lease_ms + 999) / 1000), Action::None};
	}
	if (snapshot.state == ENGINE_NEEDS_YOU || snapshot.state == ENGINE_RETRYING ||
	    snapshot.reason == ENGINE_REASON_NO_QR_CODE || snapshot.reason == ENGINE_REASON_QR_TOO_LONG ||
	    snapshot.reason == ENGINE_REASON_TOO_MANY_TOYS || snapshot.reason == ENGINE_REASON_TWO_PHONES ||
	    snapshot.reason == ENGINE_REASON_NETWORK_FAILED) {
		return {reasonText(snapshot.reason, snapshot.service_words, isDiscreet), reasonAction(snapshot.reason)};
	}
	if (isLive && snapshot.state == ENGINE_WAITING_FOR_SCAN) {
		return {text(canShowLive ? "Notice.CodeShownLive" : "Notice.CodeHiddenLive"),
			canShowLive ? Action::ShowCode : Action::None};
	}
	return {QString{}, Action::None};
}

QString reasonText(engine_reason reason, const char *serviceWords, bool isDiscreet)
{
	const auto *row = rowOf(REASONS, reason);
	QString sentence = row ? text(discreetKey(row->key, isDiscreet)) : QString{};

	if (!row || sentence.isEmpty() || !*serviceWords) {
		return sentence;
	}
	return sentencesText({sentence, text(discreetKey(row->speaker, isDiscreet), utf8(serviceWords))});
}

Action reasonAction(engine_reason reason)
{
	const auto *row = rowOf(REASONS, reason);

	return row ? row->action : Action::None;
}

QString actionText(Action action, bool isDiscreet)
{
	return text(discreetKey(keyOf(ACTION_KEYS, action), isDiscreet));
}

QString functionText(int index, bool isDiscreet)
{
	if (isDiscreet) {
		return text("Toy.DiscreetFunction", index + 1);
	}
	return index >= 0 && index < int(std::size(FUNCTION_KEYS)) ? text(FUNCTION_KEYS[index])
								   : utf8(engine_function_name(index));
}

QString functionNamed(const QString &name)
{
	const int known = engine_function_index(name.toUtf8().constData());

	return known >= 0 ? functionText(known) : name;
}
