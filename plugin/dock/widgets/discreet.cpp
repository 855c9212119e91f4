// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/discreet.hpp"

#include <cstring>

#include "dock/widgets/text.hpp"

namespace {

constexpr WordKey IN_PLACE_OF[] = {
	{"State.NoToy", "Discreet.NoToy"},
	{"NextStep.Scan", "Discreet.Scan"},
	{"NextStep.OpenApp", "Discreet.OpenApp"},
	{"NextStep.ConnectToy", "Discreet.ConnectToy"},
	{"NextStep.Allow", "Discreet.Allow"},
	{"NextStep.PressTest", "Discreet.PressTest"},
	{"Notice.StopUnconfirmed", "Discreet.StopUnconfirmed"},
	{"Notice.StopNotObeyed", "Discreet.StopNotObeyed"},
	{"FirstRun.Words", "Discreet.FirstRun"},
	{"Dock.Armed.Help", "Discreet.Armed"},
	{"Toy.Ceilings", "Discreet.Ceilings"},
	{"Toy.Ceilings.Whole", "Discreet.WholeCeiling"},
	{"Toy.Stop", "Discreet.StopOne"},
	{"Activity.Ignored.NoToy", "Discreet.NoEffectNoToy"},
	{"Activity.Ignored.Unsupported", "Discreet.NoEffectUnsupported"},
	{"Rule.WouldSend.Nothing", "Discreet.SendsNothing"},
	{"Reason.unreachable", "Discreet.Unreachable"},
	{"Reason.service_error", "Discreet.ServiceError"},
	{"Reason.rate_limited", "Discreet.RateLimited"},
	{"Reason.socket_refused", "Discreet.SocketRefused"},
	{"Reason.socket_lost", "Discreet.SocketLost"},
	{"Reason.too_many_toys", "Discreet.TooMany"},
	{"Reason.two_phones", "Discreet.TwoPhones"},
	{"FirstRun.Try", "Menu.TryVirtual"},
	{"Dock.Toys", "Dock.Devices"},
	{"Notice.LovenseSays", "Notice.ServiceSays"},
};

} // namespace

const char *discreetKey(const char *key, bool isDiscreet)
{
	for (const WordKey &row : IN_PLACE_OF) {
		if (isDiscreet && strcmp(row.value, key) == 0) {
			return row.key;
		}
	}
	return key;
}
