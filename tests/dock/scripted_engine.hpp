// SPDX-License-Identifier: GPL-2.0-or-later
/* An engine and stores that say what the test sets and remember what the dock asked for. Linked in place of the real
 * ones. */
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "dock/dock.h"
#include "dock/keys/stop_key.hpp"
#include "engine/engine.h"
#include "obs/choices.h"
#include "obs/pairing_permission.h"
#include "obs/stores/rules_store.h"
#include "obs/key_bindings.h"

struct engine {
	engine_snapshot snapshot{};
	std::vector<engine_rule> rules;
	std::vector<haptics_intent> posted;
	bool isMailboxFull{false};
	std::string tested; /* the rule that was tested last, as JSON */
	int testedFor_ms{0};
	uint32_t testRun{1};  /* its number */
	std::string measured; /* the source that is measured for it; "": none */
	int newCodes{0};
	int retries{0};
	int snapshotsHeld{0};
	int64_t now_ms{1000};
	int calls{0};
	bool isVirtualAppOnline{true};

	/* Publishes what was set. */
	void publish();
	void addToy(const char *type, uint32_t functions);
	void addRule(const char *id, const char *name);
	bool hasPosted(haptics_intent_kind kind) const;
	haptics_intent lastPosted() const;
};

struct settings_store {
	engine_settings value{};
	std::string refuse; /* the next write fails with this sentence */
	std::string problem;
	int writes{0};
	std::function<void()> onWrite; /* the engine may be faster than who wrote */
	int identities{0};
};

struct rules_store {
	std::string json{R"({"version": 1, "rules": []})"};
	std::string refuse;
	std::string problem;
	rules_question question{RULES_QUESTION_NONE};
	std::vector<bool> answers;
};

struct session_record {
	std::string folder{"/home/somebody/records"};
	int deletions{0};
};

/* A file for another computer, and what was done with it. */
struct ScriptedTransfer {
	std::string file;       /* its text */
	std::string keys{"{}"}; /* bindings here, as in the file */
	std::string readFrom;   /* paths */
	std::string writtenTo;
	int extent{0};       /* of what was written */
	std::string refuse;  /* the next change, or writing, fails with this sentence */
	std::string unsaved; /* changes are done, and this is said */
	bool isSceneThere{true};
};

/* Everything a widget needs, fresh for each test. The newest one made answers functions without a handle. */
struct Script {
	::engine engine;
	settings_store settings;
	rules_store rules;
	session_record record;
	ScriptedTransfer transfer;
	pairing_permission permission{};
	bool isLive{false};
	std::map<std::string, std::string> keys; /* "Ctrl + F9", by the name of the hotkey, OBS's own too */
	std::string &stopKey{keys[STOP_ALL_HOTKEY]};
	bool areHotkeysHeldBack{false};
	bool isProfileReadOnly{false};
	volatile bool areNamesHidden{false};
	KeyWorld keyWorld;
	std::vector<std::string> choices{"Scene A", "Scene B"};
	std::string drafts; /* the file */
	int overlaysAdded{0};
	int activitiesAdded{0};
	int activitiesTried{0};
	bool isOverlayThere{true};

	Script();
	~Script();
	Script(const Script &) = delete;
	Script &operator=(const Script &) = delete;
	dock_parts parts();
};

/* The newest one; NULL: there is none. */
Script *currentScript();
/* That of the newest script. */
ScriptedTransfer *scriptedTransfer();
