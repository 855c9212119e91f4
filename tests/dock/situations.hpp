// SPDX-License-Identifier: GPL-2.0-or-later
/* What can stand in the dock and the set-up, each as different as possible from the others. */
#pragma once

#include <functional>
#include <iterator>

#include <QtTest>

#include "dock/scripted_engine.hpp"

struct Situation {
	const char *name;
	std::function<void(Script &)> arise;
};

inline void giveCode(Script &script, const char *digits)
{
	qstrncpy(script.engine.snapshot.qr_payload, "{\"type\":5,\"data\":\"secret\"}", 64);
	qstrncpy(script.engine.snapshot.qr_code, digits, 16);
	script.engine.snapshot.qr_serial++;
}

/* Each begins with what Script() says. */
inline const Situation SITUATIONS[] = {
	{"off", [](Script &) {}},
	{"signing in", [](Script &script) { script.engine.snapshot.state = ENGINE_SIGNING_IN; }},
	{"connecting", [](Script &script) { script.engine.snapshot.state = ENGINE_CONNECTING; }},
	{"a code",
	 [](Script &script) {
		 script.engine.snapshot.state = ENGINE_WAITING_FOR_SCAN;
		 giveCode(script, "482913");
	 }},
	{"a code while live",
	 [](Script &script) {
		 script.engine.snapshot.state = ENGINE_WAITING_FOR_SCAN;
		 giveCode(script, "173952");
		 script.isLive = true;
	 }},
	{"app offline", [](Script &script) { script.engine.snapshot.state = ENGINE_APP_OFFLINE; }},
	{"no toy", [](Script &script) { script.engine.snapshot.state = ENGINE_NO_TOY; }},
	{"a toy",
	 [](Script &script) {
		 script.engine.snapshot.state = ENGINE_READY;
		 script.engine.snapshot.is_armed = true;
		 script.engine.addToy("lush", 1);
	 }},
	{"three toys and two rules",
	 [](Script &script) {
		 script.engine.snapshot.state = ENGINE_READY;
		 script.engine.snapshot.ceiling = 0.9;
		 script.engine.addToy("nora", 1 | 16);
		 script.engine.addToy("max", 1 | 32);
		 script.engine.addToy("lush", 1);
		 script.engine.snapshot.toys[1].is_online = false;
		 script.engine.snapshot.toys[2].is_capped = true;
		 script.engine.addRule("a", "First");
		 script.engine.addRule("b",
				       "A rule whose name is so long that it takes several lines in a narrow dock");
	 }},
	{"stopped",
	 [](Script &script) {
		 script.engine.snapshot.state = ENGINE_READY;
		 script.engine.snapshot.is_panic = true;
		 script.engine.snapshot.stop_unconfirmed = true;
		 script.engine.addToy("edge", 1);
		 script.engine.addRule("c", "Third");
		 script.engine.rules[0].is_missing_ref = true;
	 }},
	{"trying again",
	 [](Script &script) {
		 script.engine.snapshot.state = ENGINE_RETRYING;
		 script.engine.snapshot.reason = ENGINE_REASON_UNREACHABLE;
	 }},
	{"a refusal",
	 [](Script &script) {
		 script.engine.snapshot.state = ENGINE_NEEDS_YOU;
		 script.engine.snapshot.reason = ENGINE_REASON_TOKEN_REJECTED;
		 qstrncpy(script.engine.snapshot.service_words, "invalid token", 32);
	 }},
	{"questions and problems",
	 [](Script &script) {
		 script.settings.problem = "Your settings were damaged.";
		 script.rules.problem = "Some rules cannot be used.";
		 script.rules.question = RULES_QUESTION_LOST;
	 }},
	{"other keys",
	 [](Script &script) {
		 script.stopKey = "Ctrl + Shift + F12";
		 script.keyWorld.focusType = "DisableHotkeysOutOfFocus";
		 script.rules.question = RULES_QUESTION_FOREIGN;
	 }},
};

/* For a test that takes each of them by its "index". */
inline void addSituations()
{
	QTest::addColumn<int>("index");
	for (int i = 0; i < int(std::size(SITUATIONS)); i++) {
		QTest::newRow(SITUATIONS[i].name) << i;
	}
}
