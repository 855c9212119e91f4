// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/rule_templates.hpp"

#include <QJsonDocument>

#include "dock/rules/rule_book.hpp"
#include "dock/rules/rule_summary.hpp"
#include "dock/widgets/text.hpp"

namespace {

/* Empty references are filled in when a rule is made. */
constexpr struct {
	const char *nameKey;
	const char *rule;
} TEMPLATES[] = {
	{"Template.HoldKey",
	 R"({"when": {"type": "hotkey"}, "run": {"mode": "while"}, "do": {"kind": "level", "level": 0.5},
	    "limit": {"max_run_ms": 30000}})"},
	{"Template.ReplayPulse",
	 R"({"when": {"type": "replay"}, "run": {"mode": "once", "duration_ms": 3000},
	    "do": {"kind": "preset", "preset": "pulse"}, "limit": {"cooldown_ms": 10000}})"},
	{"Template.FollowSound",
	 R"({"when": {"type": "audio", "ref": {}, "on_db": -20}, "run": {"mode": "while"},
	    "do": {"kind": "audio", "lo_db": -20, "hi_db": -5, "lo": 0.1, "hi": 0.5}, "limit": {"max_run_ms": 0}})"},
	{"Template.KeyOnOff",
	 R"({"when": {"type": "hotkey"}, "run": {"mode": "toggle"}, "do": {"kind": "level", "level": 0.2},
	    "limit": {"max_run_ms": 600000}})"},
	{"Template.SceneBackground",
	 R"({"when": {"type": "scene", "ref": {}}, "run": {"mode": "while"},
	    "only_if": [{"type": "output", "is": ["stream", "record"]}], "do": {"kind": "level", "level": 0.2},
	    "limit": {"max_run_ms": 0}})"},
	{"Template.LeaveSceneStops",
	 R"({"when": {"type": "scene", "ref": {}, "edge": "leave"}, "run": {"mode": "once"},
	    "do": {"kind": "stop"}})"},
	{"Template.GoLivePulses",
	 R"({"when": {"type": "output", "is": "stream"}, "run": {"mode": "once", "duration_ms": 3000},
	    "do": {"kind": "pattern", "steps": [0.6, 0.6, 0, 0.6, 0.6, 0, 0.6, 0.6, 0], "step_ms": 330}})"},
	{"Template.NowAndThen",
	 R"({"when": {"type": "timer", "every_ms": 90000, "jitter_ms": 60000}, "run": {"mode": "once",
	    "duration_ms": 5000}, "only_if": [{"type": "output", "is": "stream"}],
	    "do": {"kind": "level", "level": 0.3}})"},
	{"Template.OnRequest",
	 R"({"when": {"type": "request"}, "run": {"mode": "once", "duration_ms": 5000, "retrigger": "extend"},
	    "do": {"kind": "level", "level": 0.6, "level_from": "request"}, "limit": {"max_run_ms": 120000}})"},
	{"Template.Blank",
	 R"({"when": {"type": "hotkey"}, "run": {"mode": "once"}, "do": {"kind": "level", "level": 0.2}})"},
};

} // namespace

int ruleTemplateCount()
{
	return int(std::size(TEMPLATES));
}

QString ruleTemplateName(int index)
{
	return text(TEMPLATES[index].nameKey);
}

QJsonObject makeRuleFromTemplate(int index, const QString &sceneName, const QString &audioName)
{
	QJsonObject rule = QJsonDocument::fromJson(TEMPLATES[index].rule).object();
	QJsonObject when = rule.value(QStringLiteral("when")).toObject();

	if (when.contains(QStringLiteral("ref"))) {
		const bool isAudio = when.value(QStringLiteral("type")).toString() == QLatin1String{"audio"};
		when[QStringLiteral("ref")] = QJsonObject{{QStringLiteral("name"), isAudio ? audioName : sceneName}};
		rule[QStringLiteral("when")] = when;
	}
	rule[QStringLiteral("id")] = RuleBook::freshId();
	setRuleName(rule, ruleTemplateName(index), true);
	rule[QStringLiteral("enabled")] = true;
	return rule;
}

QString firstChoice(choice_kind kind)
{
	choices list{};

	choices_list(&list, kind);
	QString name = list.count ? utf8(list.items[0].name) : QString{};
	choices_free(&list);
	return name;
}
