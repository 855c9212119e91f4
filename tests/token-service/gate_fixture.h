/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A gate with one good key ("alice"), one revoked ("mallory") and one bound to uids that begin with "bob-". */
#pragma once

#include "token-service/http/request.h"

/* Keys of the fixture, whole. */
extern const char fixture_alice[];
extern const char fixture_mallory[];
extern const char fixture_bob[];

struct gate_fixture {
	struct config config;
	struct gate gate;
};

/* settings: "NAME=value" strings as in the environment, NULL-terminated, or NULL. false: failed. */
bool gate_fixture_open(struct gate_fixture *fixture, char *const *settings);
void gate_fixture_close(struct gate_fixture *fixture);
