/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of faults: each is switched on at the simulator, the session must end in the named state, and it must recover
 * when the fault is lifted. */
#pragma once

#include <stddef.h>

#include "rig.h"

struct fault {
	const char *switches; /* JSON object for the control port */
	enum lovense_link_state state;
	enum lovense_reason reason; /* 0: any */
};

enum fault_stage {
	FAULT_AT_START = 1,   /* before the session opens; nobody has scanned yet */
	FAULT_AT_RECONNECT,   /* a paired session; the switch is set, then the socket is dropped */
	FAULT_WHILE_SCANNING, /* waiting for the scan; the switch is set, then the user scans */
};

struct fault_table;
/* Runs every case on one simulator; a failure names the case. */
void faults_run(struct rig *rig, enum fault_stage stage, const struct fault_table *table);
/* Waits for what the case expects. */
void faults_await(struct rig *rig, const struct fault *fault);

/* Sets the switches (JSON object); sets every switch back to its default. */
void faults_set(struct rig *rig, const char *switches);
void faults_lift(struct rig *rig);
