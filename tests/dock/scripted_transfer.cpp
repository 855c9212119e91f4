// SPDX-License-Identifier: GPL-2.0-or-later
/* obs/stores/transfer/transfer.h over scripted stores: the comparison is the real one, files and hotkeys are texts. */
#include <cstdlib>
#include <cstring>
#include <memory>

#include <QByteArray>

#include "dock/scripted_engine.hpp"
#include "obs/stores/transfer/transfer.h"
#include "obs/stores/transfer/transfer_keys.h"
#include "obs/stores/transfer/transfer_patch.h"

namespace {

using Json = std::unique_ptr<json_t, void (*)(json_t *)>;

Json parsed(const std::string &text)
{
	return {json_loads(text.c_str(), 0, nullptr), json_decref};
}

std::string textOf(const json_t *json)
{
	const std::unique_ptr<char, void (*)(void *)> text{json_dumps(json, JSON_COMPACT), free};

	return text.get();
}

struct Here {
	Json set, keys;
	transfer_here here{};

	explicit Here(const transfer_parts *parts)
	    : set{parsed(parts->rules->json)},
	      keys{parsed(scriptedTransfer()->keys)}
	{
		here.set = set.get();
		here.keys = keys.get();
		here.settings = &parts->settings->value;
		here.is_discreet = parts->is_discreet;
		here.ctx = scriptedTransfer();
		here.has_source = [](void *ctx, const haptics_ref *) {
			return static_cast<ScriptedTransfer *>(ctx)->isSceneThere;
		};
		for (size_t i = 0; i < parts->engine->snapshot.toy_count; i++) {
			qstrncpy(here.toys[i], parts->engine->snapshot.toys[i].toy_id, sizeof(here.toys[i]));
		}
	}
};

bool answer(std::string &sentence, char *error, size_t size)
{
	qstrncpy(error, sentence.c_str(), size);
	const bool isRefused = !sentence.empty();
	sentence.clear();
	return !isRefused;
}

void carryOut(const transfer_parts *parts, const json_t *patch)
{
	const Here present{parts};
	const Json set{transfer_patch_set(patch, present.set.get()), json_decref};
	const Json keys{json_deep_copy(present.keys.get()), json_decref};

	json_object_update(keys.get(), json_object_get(patch, "keys"));
	transfer_patch_settings(patch, &present.here, &parts->settings->value);
	parts->rules->json = textOf(set.get());
	scriptedTransfer()->keys = textOf(keys.get());
}

} // namespace

bool transfer_write(const transfer_parts *parts, transfer_extent extent, const char *path, char *error,
		    size_t error_size)
{
	ScriptedTransfer &transfer = (*scriptedTransfer());
	const Here present{parts};
	const Json file{transfer_file_make(&present.here, extent), json_decref};

	if (!answer(transfer.refuse, error, error_size)) {
		return false;
	}
	transfer.file = textOf(file.get());
	transfer.writtenTo = path;
	transfer.extent = extent;
	return true;
}

transfer_plan *transfer_read(const transfer_parts *parts, const char *path, char *error, size_t error_size)
{
	const Here present{parts};

	scriptedTransfer()->readFrom = path;
	return transfer_plan_create(scriptedTransfer()->file.c_str(), &present.here, error, error_size);
}

bool transfer_carry_out(const transfer_parts *parts, const json_t *patch, char *error, size_t error_size)
{
	if (!answer(scriptedTransfer()->refuse, error, error_size)) {
		return false;
	}
	carryOut(parts, patch);
	answer(scriptedTransfer()->unsaved, error, error_size);
	return true;
}

json_t *transfer_way_back(const transfer_parts *parts, const json_t *patch)
{
	const Here present{parts};

	return transfer_patch_inverse(patch, &present.here);
}

void transfer_repeat(const transfer_parts *parts, const json_t *patch)
{
	const Here present{parts};
	const Json tame{transfer_patch_tame(patch, &present.here), json_decref};

	carryOut(parts, tame.get());
}

void transfer_keys_text(const json_t *bindings, char *text, size_t size)
{
	const char *key = json_string_value(json_object_get(json_array_get(bindings, 0), "key"));

	qstrncpy(text, key ? key + strlen("OBS_KEY_") : "", size);
}
