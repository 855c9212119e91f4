/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An admission with one good key ("alice"), one revoked ("mallory") and one bound to uids that begin with "bob-". */
#pragma once

#include "token-service/admission.h"

/* Keys of the fixture, whole. */
extern const char fixture_alice[];
extern const char fixture_mallory[];
extern const char fixture_bob[];

struct admission_fixture {
	struct config config;
	struct admission admission;
};

/* settings: "NAME=value" strings as in the environment, NULL-terminated, or NULL. false: failed. */
bool admission_fixture_open(struct admission_fixture *fixture, char *const *settings);
void admission_fixture_close(struct admission_fixture *fixture);
