/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "fault_tables.h"
#include "privacy.h"

void faults_set(struct rig *rig, const char *switches)
{
	json_t *json = json_loads(switches, 0, NULL);
	if (!json)
		fail_msg("not JSON: %s", switches);
	rig_post(rig, "/faults", "O", json);
	json_decref(json);
}

/* Every switch that was set goes back to its default. */
void faults_lift(struct rig *rig)
{
	json_t *table = rig_get(rig, "/faults?list=1");
	json_t *active = rig_get(rig, "/faults");
	json_t *lifted = json_object();
	size_t index = 0;
	json_t *row = NULL;
	json_array_foreach(table, index, row)
	{
		const char *name = json_string_value(json_object_get(row, "name"));
		if (json_object_get(active, name))
			json_object_set(lifted, name, json_object_get(row, "default"));
	}
	rig_post(rig, "/faults", "O", lifted);
	json_decref(lifted);
	json_decref(active);
	json_decref(table);
}

static void enter(struct rig *rig, enum fault_stage stage, const char *switches)
{
	switch (stage) {
	case FAULT_AT_START:
		faults_set(rig, switches);
		rig_open(rig);
		break;
	case FAULT_AT_RECONNECT:
		rig_pair(rig);
		faults_set(rig, switches);
		rig_post(rig, "/kill", "{s:s}", "how", "drop");
		rig_await(rig, LOVENSE_RETRYING);
		break;
	case FAULT_WHILE_SCANNING:
		rig_open(rig);
		rig_await(rig, LOVENSE_WAITING_FOR_SCAN);
		faults_set(rig, switches);
		rig_post(rig, "/pair", "{s:s}", "uid", RIG_UID);
		break;
	}
}

void faults_await(struct rig *rig, const struct fault *fault)
{
	if (fault->reason)
		rig_await_reason(rig, fault->state, fault->reason);
	else
		rig_await(rig, fault->state);
	if (fault->state == LOVENSE_WAITING_FOR_SCAN && fault->reason == LOVENSE_REASON_NONE)
		rig_await_code(rig);
}

static void run_case(struct rig *rig, enum fault_stage stage, const struct fault *fault)
{
	print_message("%s\n", fault->switches);
	rig_post(rig, "/reset", NULL);
	enter(rig, stage, fault->switches);
	faults_await(rig, fault);
	privacy_check(rig);
	faults_lift(rig);
	rig_post(rig, "/pair", "{s:s}", "uid", RIG_UID);
	lovense_link_retry_now(rig->link);
	rig_await(rig, LOVENSE_READY);
	privacy_check(rig);
	rig->log_used = 0;
	rig_close(rig);
}

void faults_run(struct rig *rig, enum fault_stage stage, const struct fault_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		run_case(rig, stage, &table->cases[i]);
}
