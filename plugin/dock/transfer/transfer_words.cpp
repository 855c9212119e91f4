// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/transfer/transfer_words.hpp"

#include <cstdlib>

#include <QJsonDocument>
#include <QJsonObject>

#include "dock/rules/rule_words.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"
#include "obs/stores/transfer/transfer_keys.h"
#include "obs/hotkey_names.h"
#include "obs/stores/transfer/transfer_options.h"

namespace {

constexpr double CAUTION_LEVEL = 0.8;

constexpr TextKey<transfer_group> GROUP_KEYS[] = {
	{TRANSFER_RULES, "Rules.Title"},
	{TRANSFER_CEILINGS, "Transfer.Group.Ceilings"},
	{TRANSFER_OPTIONS, "Options.Title"},
	{TRANSFER_KEYS, "Transfer.Group.Keys"},
};
static_assert(hasEachKey(GROUP_KEYS, TRANSFER_RULES, TRANSFER_KEYS));

constexpr WordKey OPTION_KEYS[] = {
	{"route", "Options.Route"},
	{"stop_when_stream_ends", "Options.StopAtStreamEnd"},
	{"toy_events", "Options.ToyEvents"},
	{"toy_button_stops", "Options.ToyButtonStops"},
	{"lease_ms", "Transfer.Option.Lease"},
	{"min_gap_ms", "Transfer.Option.Gap"},
	{TRANSFER_DISCREET, "Options.Discreet"},
	{"arm_on_start", "Options.ArmOnStart"},
	{"allow_remote_arm", "Options.RemoteArm"},
	{"allow_tips", "Tips.Allowed"},
	{"code_on_air", "Options.CodeOnAir"},
	{"queue", "Tips.Limits"},
	{"budget", "Transfer.Option.Budget"},
	{"blocked", "Tips.Blocked"},
	{"goal", "Tips.Goal"},
	{"once_gap_ms", "Transfer.Option.OnceGap"},
	{"only_if", "Transfer.Option.OnlyIf"},
};

constexpr WordKey ROUTE_KEYS[] = {
	{"auto", "Options.Route.Auto"},
	{"server", "Options.Route.Server"},
	{"lan", "Options.Route.Lan"},
};

/* What follows from a permission. */
constexpr WordKey PERMISSION_KEYS[] = {
	{"arm_on_start", "Transfer.AskArmOnStart"},
	{"allow_remote_arm", "Options.AskRemoteArm"},
	{"allow_tips", "Tips.AskAllowed"},
	{"code_on_air", "Options.AskCodeOnAir"},
};

/* Control and formatting characters could make a line look like another. */
QString oneLine(QString text)
{
	constexpr int LONGEST = 300;

	for (QChar &character : text) {
		const QChar::Category category = character.category();
		if (category == QChar::Other_Control || category == QChar::Other_Format ||
		    category == QChar::Separator_Line || category == QChar::Separator_Paragraph) {
			character = QLatin1Char(' ');
		}
	}
	text = text.trimmed();
	return text.size() > LONGEST ? text.left(LONGEST - 1) + QChar{0x2026} : text;
}

QJsonObject ruleOf(const transfer_change &change)
{
	char *json = json_dumps(change.wanted, JSON_COMPACT);
	QJsonObject rule = QJsonDocument::fromJson(QByteArray{json}).object();

	free(json);
	return rule;
}

QString keysOf(const json_t *bindings)
{
	char keys[256] = "";

	transfer_keys_text(bindings, keys, sizeof(keys));
	return *keys ? utf8(keys) : text("Transfer.NoKey");
}

/* Empty: it is too long to be said. */
QString valueOf(const transfer_change &change, const json_t *value)
{
	if (change.group == TRANSFER_KEYS) {
		return keysOf(value);
	}
	if (change.group == TRANSFER_CEILINGS) {
		return percentText(json_number_value(value));
	}
	if (json_is_boolean(value)) {
		return text(json_is_true(value) ? "Transfer.On" : "Transfer.Off");
	}
	if (json_is_string(value)) {
		return wordText(ROUTE_KEYS, utf8(json_string_value(value)));
	}
	return json_is_number(value) ? text("Transfer.Ms", QString::number(json_number_value(value))) : QString{};
}

QString ceilingName(const transfer_change &change)
{
	const QString part = utf8(change.part);

	if (qstrcmp(change.key, "*") == 0) {
		return text("Dock.Ceiling");
	}
	if (part.isEmpty()) {
		return text("Transfer.Toy", oneLine(utf8(change.key)));
	}
	return text("Transfer.ToyPart", oneLine(utf8(change.key)),
		    change.part[0] == '*' ? text("Toy.Ceilings.Whole") : oneLine(functionNamed(part)));
}

QString ruleName(const transfer_change &change)
{
	const QString name = oneLine(utf8(json_string_value(json_object_get(change.wanted, "name"))));

	return name.isEmpty() ? text("Transfer.Nameless") : name;
}

QString missingText(const transfer_missing &missing)
{
	const QString name = oneLine(utf8(missing.name));

	switch (missing.what) {
	case TRANSFER_NO_SCENE:
		return text("Rules.SceneMissing", name);
	case TRANSFER_NO_SOURCE:
		return text("Rules.SourceMissing", name);
	case TRANSFER_NO_SUCH_TOY:
		return text("Transfer.ToyMissing", name);
	default:
		return text("Rules.NothingChosen");
	}
}

QString changeText(const transfer_change &change)
{
	const QString wanted = valueOf(change, change.wanted);

	if (wanted.isEmpty()) {
		return change.present ? text("Transfer.Instead") : QString{};
	}
	return change.present ? text("Transfer.NowThen", valueOf(change, change.present), wanted) : wanted;
}

QString byHandText(const transfer_change &change)
{
	const char *permission = keyOf(PERMISSION_KEYS, utf8(change.key));

	if (*permission) {
		return json_is_true(change.wanted) ? text(permission) : QString{};
	}
	if (change.group == TRANSFER_CEILINGS) {
		/* Where the dock asks for a ceiling of its own. */
		const bool isStrong = json_number_value(change.wanted) > CAUTION_LEVEL;
		return text(isStrong ? "Transfer.Strong" : "Transfer.Higher");
	}
	return text(change.group == TRANSFER_KEYS ? "Transfer.OtherKey" : "Transfer.Weaker");
}

QString refusalText(const transfer_change &change)
{
	switch (change.fate) {
	case TRANSFER_UNUSABLE:
		return oneLine(utf8(change.reason));
	case TRANSFER_NO_TOY:
		return text("Transfer.NoToy");
	case TRANSFER_NO_RULE:
		return text("Transfer.NoRule");
	case TRANSFER_UNKNOWN:
		return text("Transfer.Unknown");
	default:
		return change.is_by_hand ? byHandText(change) : QString{};
	}
}

} // namespace

QString transferGroupName(transfer_group group)
{
	return text(keyOf(GROUP_KEYS, group));
}

QString transferName(const transfer_change &change, const transfer_change *rule)
{
	const char *title = nullptr;

	switch (change.group) {
	case TRANSFER_RULES:
		return ruleName(change);
	case TRANSFER_CEILINGS:
		return ceilingName(change);
	case TRANSFER_KEYS:
		title = hotkey_title(change.key);
		return rule ? ruleName(*rule) : title ? text(title) : oneLine(utf8(change.key));
	default:
		return oneLine(wordText(OPTION_KEYS, utf8(change.key)));
	}
}

QStringList transferNotes(const transfer_change &change)
{
	QStringList notes;

	if (change.fate > TRANSFER_SAME) {
		return notes;
	}
	if (change.group == TRANSFER_RULES) {
		notes += oneLine(ruleSentence(ruleOf(change)));
	} else {
		notes += changeText(change);
	}
	if (change.fate == TRANSFER_SAME) {
		notes += text("Transfer.Same");
	} else if (change.fate == TRANSFER_BESIDE) {
		notes += text("Transfer.Beside");
	}
	notes.removeAll(QString{});
	return notes;
}

QStringList transferWarnings(const transfer_change &change)
{
	QStringList warnings;

	for (size_t i = 0; i < change.missing_count; i++) {
		warnings += missingText(change.missing[i]);
	}
	warnings += refusalText(change);
	warnings.removeAll(QString{});
	return warnings;
}
