// SPDX-License-Identifier: GPL-2.0-or-later
/* The bridge's way to what is kept: settings, rules, the session record, files for another computer. */
#include "dock/bridge.hpp"

#include <util/threading.h>

#include "dock/widgets/text.hpp"
#include "obs/record/session_record.h"
#include "obs/stores/settings.h"
#include "obs/stores/transfer/transfer_options.h"

KeptDrafts &Bridge::drafts()
{
	return drafts_;
}

bool Bridge::readSettings(SettingsCopy &settings) const
{
	if (!isConnected()) {
		return false;
	}
	settings_store_get(parts_.settings, &settings.value);
	return true;
}

template <typename Call, typename... Arguments>
bool Bridge::report(QString *error, Call call, Arguments... arguments) const
{
	char sentence[512] = "";

	if (!isConnected()) {
		return false;
	}
	const bool isDone = call(arguments..., sentence, sizeof(sentence));
	if (error) {
		*error = utf8(sentence);
	}
	return isDone;
}

bool Bridge::changeSettings(const std::function<void(engine_settings &)> &change, QString *error)
{
	SettingsCopy settings;

	if (!readSettings(settings)) {
		return false;
	}
	change(settings.value);
	return report(error, settings_store_set, parts_.settings, &settings.value);
}

bool Bridge::newIdentity(QString *error)
{
	return report(error, settings_store_new_identity, parts_.settings);
}

QByteArray Bridge::rulesJson() const
{
	return isConnected() ? QByteArray{rules_store_json(parts_.rules)} : QByteArray{};
}

bool Bridge::setRulesJson(const QByteArray &json, QString *error)
{
	return report(error, rules_store_set_json, parts_.rules, json.constData());
}

QString Bridge::rulesProblem() const
{
	return isConnected() ? utf8(rules_store_problem(parts_.rules)) : QString{};
}

rules_question Bridge::rulesQuestion() const
{
	return isConnected() ? rules_store_question(parts_.rules) : RULES_QUESTION_NONE;
}

void Bridge::answerRulesQuestion(bool isYes)
{
	if (isConnected()) {
		rules_store_answer(parts_.rules, isYes);
	}
}

QString Bridge::settingsProblem() const
{
	return isConnected() ? utf8(settings_store_problem(parts_.settings)) : QString{};
}

QString Bridge::recordFolder() const
{
	return parts_.record ? utf8(session_record_folder(parts_.record)) : QString{};
}

void Bridge::deleteRecords()
{
	if (parts_.record) {
		session_record_delete(parts_.record);
	}
}

transfer_parts Bridge::transferParts() const
{
	transfer_parts parts{};

	parts.engine = parts_.engine;
	parts.rules = parts_.rules;
	parts.settings = parts_.settings;
	parts.is_discreet = parts_.are_names_hidden && os_atomic_load_bool(parts_.are_names_hidden);
	return parts;
}

void Bridge::takeDiscreet(const json_t *patch, bool mayEnd)
{
	const json_t *wanted = json_object_get(json_object_get(patch, "options"), TRANSFER_DISCREET);

	if (json_is_true(wanted) || (json_is_false(wanted) && mayEnd)) {
		emit discreetWanted(json_is_true(wanted));
	}
}

TransferPlanRef Bridge::readTransfer(const QString &path, QString *error)
{
	const transfer_parts parts = transferParts();
	TransferPlanRef plan;

	report(error, [&](char *sentence, size_t size) {
		plan.reset(transfer_read(&parts, path.toUtf8().constData(), sentence, size), transfer_plan_destroy);
		return plan != nullptr;
	});
	return plan;
}

bool Bridge::writeTransfer(transfer_extent extent, const QString &path, QString *error)
{
	const transfer_parts parts = transferParts();

	return report(error, transfer_write, &parts, extent, path.toUtf8().constData());
}

bool Bridge::carryOutTransfer(const json_t *patch, QString *error)
{
	const transfer_parts parts = transferParts();

	const bool isDone = report(error, transfer_carry_out, &parts, patch);
	if (isDone) {
		takeDiscreet(patch, true);
	}
	return isDone;
}

JsonRef Bridge::transferBack(const json_t *patch)
{
	const transfer_parts parts = transferParts();

	return {isConnected() ? transfer_way_back(&parts, patch) : nullptr, json_decref};
}

void Bridge::repeatTransfer(const json_t *patch)
{
	const transfer_parts parts = transferParts();

	if (isConnected()) {
		transfer_repeat(&parts, patch);
		takeDiscreet(patch, false);
	}
}
