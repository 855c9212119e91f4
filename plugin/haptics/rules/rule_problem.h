/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a rule set, and where. A code with its arguments: whoever shows it makes the sentence. */
#pragma once

enum haptics_problem_code {
	HAPTICS_PROBLEM_NONE,
	HAPTICS_PROBLEM_TOO_LARGE, /* max: MiB */
	HAPTICS_PROBLEM_NOT_JSON,  /* min: line, max: column */
	HAPTICS_PROBLEM_NOT_RULES, /* no JSON object */
	HAPTICS_PROBLEM_NEWER,     /* value: its version, max: the newest known one */
	HAPTICS_PROBLEM_MISSING,
	HAPTICS_PROBLEM_NOT_OBJECT,
	HAPTICS_PROBLEM_NOT_LIST,
	HAPTICS_PROBLEM_NOT_STRING,
	HAPTICS_PROBLEM_NOT_BOOLEAN,
	HAPTICS_PROBLEM_NOT_NUMBER,   /* min, max; missing, or of another type */
	HAPTICS_PROBLEM_NOT_WHOLE,    /* value */
	HAPTICS_PROBLEM_OUT_OF_RANGE, /* value, min, max */
	HAPTICS_PROBLEM_NOT_ABOVE,    /* value, min */
	HAPTICS_PROBLEM_ENTRY_COUNT,  /* value, min, max */
	HAPTICS_PROBLEM_BYTE_COUNT,   /* min, max */
	HAPTICS_PROBLEM_UNKNOWN_WORD, /* text, words: those that are known */
	HAPTICS_PROBLEM_NOT_NAMES,    /* max: entries of a list */
	HAPTICS_PROBLEM_ID_TAKEN,     /* text: the id */
	HAPTICS_PROBLEM_NOT_TIME,     /* text */
	HAPTICS_PROBLEM_NOT_PAIR,     /* max */
	HAPTICS_PROBLEM_TOO_CLOSE,    /* min: the least distance of the two */
	HAPTICS_PROBLEM_NO_LEAVE_EDGE,
	HAPTICS_PROBLEM_TOGGLE_TRIGGER, /* toggle needs a hotkey or request */
	HAPTICS_PROBLEM_WHILE_TRIGGER,  /* while needs a trigger that lasts */
	HAPTICS_PROBLEM_LEAVE_MODE,     /* the leave edge needs once */
	HAPTICS_PROBLEM_STOP_MODE,      /* stop needs once */
	HAPTICS_PROBLEM_QUEUE_MODE,     /* queue needs once */
	HAPTICS_PROBLEM_BANDS,          /* advice; text: name of the other rule, min, max: the amounts that both have */
	HAPTICS_PROBLEM_COUNT,
};

struct haptics_problem {
	enum haptics_problem_code code;
	double value, min, max;
	char text[64];   /* as the user wrote it, cut */
	char words[160]; /* separated by commas */
	char path[192];  /* of the key: "rules[2].do.level"; "": the set itself */
	int rule;        /* index in "rules", -1: the set as a whole */
	int other;       /* of an advice: which of those that can be used the other rule is */
};
