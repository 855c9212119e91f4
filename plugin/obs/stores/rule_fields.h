/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rule editor calls the keys of a rule, and how it shows their numbers. Pure; any thread. */
#pragma once

struct rule_field {
	const char *path;  /* in the rule; "when" stands for conditions too */
	const char *label; /* locale key */
	double scale;      /* of the numbers in the editor */
	const char *unit;  /* behind them, with its space; the same in every language */
};

/* path: of a problem, "rules[2].do.level". NULL: the editor has no field for it. */
const struct rule_field *rule_field_of(const char *path);
/* The key in the rule, "do.level"; path itself when it leads into no rule. Borrowed from path. */
const char *rule_field_key(const char *path);
