/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file for another computer from anybody: what is proposed gives, raises and weakens nothing; what is chosen can be
 * used, is there the next time, and can be taken back. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "haptics/rules/rule.h"
#include "obs/stores/settings_json.h"
#include "obs/stores/transfer/transfer_patch.h"

static void require(bool is_true)
{
	if (!is_true)
		abort();
}

static bool is_cam(void *ctx, const struct haptics_ref *ref)
{
	(void)ctx;
	return strcmp(ref->name, "Cam") == 0;
}

struct world {
	struct transfer_here here;
	struct engine_settings settings;
	json_t *set;
};

static void make_world(struct world *world)
{
	memset(world, 0, sizeof(*world));
	engine_settings_default(&world->settings);
	world->set = json_loads("{\"version\": 1, \"rules\": [{\"id\": \"a\", \"name\": \"A\", \"when\": {\"type\": "
				"\"hotkey\"}, \"do\": {\"kind\": \"stop\"}}]}",
				0, NULL);
	strcpy(world->here.toys[0], "toy");
	world->here.set = world->set;
	world->here.settings = &world->settings;
	world->here.has_source = is_cam;
}

static void require_no_gain(const struct engine_settings *before, const struct engine_settings *after)
{
	require(!after->arm_on_start && !after->allow_remote_arm && !after->allow_tips && !after->code_on_air);
	require(after->master_ceiling <= before->master_ceiling && after->lease_ms <= before->lease_ms);
	require(after->stop_when_stream_ends && strcmp(after->api_url, before->api_url) == 0);
	for (size_t i = 0; i < after->ceiling_count; i++)
		require(strcmp(after->ceilings[i].toy_id, "toy") == 0);
}

/* Chooses what is proposed, or all; the world is as after it. */
static json_t *carry_out(struct world *world, const struct transfer_plan *plan, bool is_all)
{
	enum { CHANGES_MAX = 2000 };
	bool *is_chosen = calloc(CHANGES_MAX, sizeof(*is_chosen));
	const struct transfer_change *change = NULL;
	char error[256];
	require(is_chosen != NULL);
	for (size_t i = 0; (change = transfer_plan_change(plan, i)); i++) {
		require(i < CHANGES_MAX);
		require(!transfer_is_proposed(change) || transfer_may_choose(change));
		is_chosen[i] = is_all || transfer_is_proposed(change);
	}
	json_t *patch = transfer_plan_patch(plan, is_chosen);
	json_t *set = transfer_patch_set(patch, world->set);
	const struct haptics_rules *rules = haptics_rules_parse(json_deep_copy(set));
	struct haptics_rule_view view;
	for (size_t i = 0; i < haptics_rules_count(rules); i++) {
		haptics_rules_view(rules, i, &view);
		require(!view.is_enabled || strcmp(view.id, "a") == 0);
	}
	for (size_t i = 0; haptics_rules_problem(rules, i); i++)
		require(haptics_rules_problem(rules, i)->code == HAPTICS_PROBLEM_ENTRY_COUNT);
	haptics_rules_release(rules);
	json_decref(world->set);
	world->here.set = world->set = set;
	transfer_patch_settings(patch, &world->here, &world->settings);
	require(settings_json_check(&world->settings, error, sizeof(error)));
	free(is_chosen);
	return patch;
}

static struct transfer_plan *compare(const struct world *world, const char *text)
{
	char error[512] = "";
	struct transfer_plan *plan = transfer_plan_create(text, &world->here, error, sizeof(error));
	require(plan || error[0]);
	return plan;
}

static void try_file(const char *text, bool is_all)
{
	struct world world;
	make_world(&world);
	struct engine_settings before = world.settings;
	json_t *set = json_deep_copy(world.set);
	struct transfer_plan *plan = compare(&world, text);
	if (plan) {
		struct transfer_here here = world.here;
		json_t *patch = carry_out(&world, plan, is_all);
		here.settings = &before;
		here.set = set;
		json_t *back = transfer_patch_inverse(patch, &here);
		if (!is_all)
			require_no_gain(&before, &world.settings);
		struct transfer_plan *again = compare(&world, text);
		const struct transfer_change *change = NULL;
		for (size_t i = 0; again && (change = transfer_plan_change(again, i)); i++)
			require(change->group != TRANSFER_RULES || !transfer_may_choose(change));
		json_t *restored = transfer_patch_set(back, world.set);
		require(json_equal(restored, set));
		json_decref(restored);
		json_decref(back);
		json_decref(patch);
		transfer_plan_destroy(again);
	}
	transfer_plan_destroy(plan);
	json_decref(set);
	json_decref(world.set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	require(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	try_file(text, false);
	try_file(text, true);
	free(text);
	return 0;
}
