/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/outcome_words.h"

#include <stddef.h>

struct words {
	const char *word, *sentence;
	const char *with_names; /* NULL: as without */
};

static const struct words table[] = {
	[HAPTICS_IGNORED_DISARMED] = {"disarmed", "Request.Error.Disarmed", NULL},
	[HAPTICS_IGNORED_PANIC] = {"panic", "Request.Error.Panic", NULL},
	[HAPTICS_IGNORED_PAUSED] = {"paused", "Request.Error.Paused", NULL},
	[HAPTICS_IGNORED_COOLDOWN] = {"cooldown", "Request.Error.Cooldown", NULL},
	[HAPTICS_IGNORED_CONDITION] = {"condition", "Request.Error.Condition", NULL},
	[HAPTICS_IGNORED_DISABLED] = {"disabled", "Request.Error.Disabled", NULL},
	[HAPTICS_IGNORED_RUNNING] = {"running", "Request.Error.Running", NULL},
	[HAPTICS_IGNORED_BLOCKED] = {"blocked", "Request.Error.Blocked", NULL},
	[HAPTICS_IGNORED_NO_TOY] = {"no_toy", "Request.Error.NoToy", "Request.Error.NoToy.Names"},
	[HAPTICS_IGNORED_OFFLINE] = {"not_connected", "Request.Error.NotConnected", NULL},
	[HAPTICS_IGNORED_UNSUPPORTED] = {"unsupported", "Request.Error.Unsupported", "Request.Error.Unsupported.Names"},
	[HAPTICS_IGNORED_NEEDS_LAN] = {"unsupported", "Request.Error.NeedsLan", NULL},
	[HAPTICS_IGNORED_UNKNOWN_RULE] = {"unknown_rule", "Request.Error.UnknownRule", NULL},
	[HAPTICS_IGNORED_BAD_VALUE] = {"bad_param", "Request.Error.BadValue", NULL},
	[HAPTICS_IGNORED_OUTDATED] = {"outdated", "Request.Error.Outdated", NULL},
	[HAPTICS_IGNORED_NO_RULE] = {"no_rule", "Request.Error.NoRule", NULL},
	[HAPTICS_IGNORED_QUEUE_FULL] = {"queue_full", "Request.Error.QueueFull", NULL},
	[HAPTICS_IGNORED_EXPIRED] = {"expired", "Request.Error.Expired", NULL},
	[HAPTICS_IGNORED_CLEARED] = {"cleared", "Request.Error.Cleared", NULL},
	[HAPTICS_IGNORED_SKIPPED] = {"skipped", "Request.Error.Skipped", NULL},
	[HAPTICS_IGNORED_STOPPED] = {"stopped", "Request.Error.Stopped", NULL},
	[HAPTICS_IGNORED_NOT_ALLOWED] = {"not_allowed", "Request.Error.RemoteArm", NULL},
};

static const struct words *find(enum haptics_outcome outcome)
{
	size_t index = (size_t)outcome;
	return index < sizeof(table) / sizeof(table[0]) && table[index].word ? &table[index] : NULL;
}

const char *outcome_word(enum haptics_outcome outcome)
{
	const struct words *words = find(outcome);
	return words ? words->word : NULL;
}

const char *outcome_sentence(enum haptics_outcome outcome, const char *names)
{
	const struct words *words = find(outcome);
	if (!words)
		return NULL;
	return names[0] && words->with_names ? words->with_names : words->sentence;
}
