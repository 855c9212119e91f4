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
	{"Dock.AskTryOut", "Discreet.AskTryOut"},
	{"Action.BackToToys", "Discreet.BackToToys"},
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
	{"Module.Name", "Dock.DiscreetTitle"},
	{"FirstRun.Try", "Menu.TryVirtual"},
	{"Menu.VirtualToys", "Menu.VirtualDevices"},
	{"Tips.Allowed", "Tips.Allowed.Discreet"},
	{"Dock.Toys", "Dock.Devices"},
	{"Notice.LovenseSays", "Notice.ServiceSays"},
	{"Rule.Field.Toys", "Dock.Devices"},
	{"Rule.AllToys", "Discreet.All"},
	{"Rule.Trigger.Toy", "Discreet.Trigger"},
	{"Rule.Field.ToyEvent", "Discreet.Event"},
	{"Rule.Do.Level.All", "Discreet.Level"},
	{"Rule.Do.Pattern.All", "Discreet.Pattern"},
	{"Rule.Do.Preset.All", "Discreet.Preset"},
	{"Rule.Do.Position.All", "Discreet.Position"},
	{"Rule.Do.Audio.All", "Discreet.Audio"},
	{"Rule.Do.Stop.All", "Discreet.Stop"},
	{"Rule.When.ToyConnected", "Discreet.When"},
	{"Rule.When.ToyConnected.Ends", "Discreet.When.Ends"},
	{"Rule.While.ToyConnected", "Discreet.While"},
	{"Rule.If.ToyConnected", "Discreet.If"},
	{"Rule.When.BatteryLow", "Discreet.When"},
	{"Rule.When.BatteryLow.Ends", "Discreet.When.Ends"},
	{"Rule.While.BatteryLow", "Discreet.While"},
	{"Rule.If.BatteryLow", "Discreet.If"},
	{"Rule.When.ToyButton", "Discreet.When"},
	{"Rule.When.ToyButton.Ends", "Discreet.When.Ends"},
	{"Rule.While.ToyButton", "Discreet.While"},
	{"Rule.If.ToyButton", "Discreet.If"},
	{"Rule.When.ToyShake", "Discreet.When"},
	{"Rule.When.ToyShake.Ends", "Discreet.When.Ends"},
	{"Rule.While.ToyShake", "Discreet.While"},
	{"Rule.If.ToyShake", "Discreet.If"},
	{"Rule.When.ToyDepth", "Discreet.When"},
	{"Rule.When.ToyDepth.Ends", "Discreet.When.Ends"},
	{"Rule.While.ToyDepth", "Discreet.While"},
	{"Rule.If.ToyDepth", "Discreet.If"},
	{"Rule.When.ToyMotion", "Discreet.When"},
	{"Rule.When.ToyMotion.Ends", "Discreet.When.Ends"},
	{"Rule.While.ToyMotion", "Discreet.While"},
	{"Rule.If.ToyMotion", "Discreet.If"},
};

} // namespace

const char *discreetKey(const char *key, bool isDiscreet)
{
	if (!isDiscreet) {
		return key;
	}
	for (const WordKey &row : IN_PLACE_OF) {
		if (strcmp(row.value, key) == 0) {
			return row.key;
		}
	}
	return key;
}
