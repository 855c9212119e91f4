// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_state.hpp"

#include "dock/widgets/text.hpp"

QString ruleMissing(const engine_rule &rule)
{
	if (!rule.is_missing_ref) {
		return {};
	}
	if (!*rule.missing_name) {
		return text("Rules.NothingChosen");
	}
	return text(rule.is_scene_missing ? "Rules.SceneMissing" : "Rules.SourceMissing", utf8(rule.missing_name));
}

QString ruleState(const engine_rule &rule, qint64 now_ms)
{
	if (rule.is_active && rule.ends_ms) {
		return text("Rules.RunningFor", durationText(rule.ends_ms - now_ms));
	}
	if (rule.is_active) {
		return text("Rules.Running");
	}
	if (rule.longest_ms > 0) {
		return text("Rules.EndedLongest", lengthText(rule.longest_ms));
	}
	if (rule.cooldown_ms > now_ms) {
		return text("Rules.CoolingDown", durationText(rule.cooldown_ms - now_ms));
	}
	return {};
}
