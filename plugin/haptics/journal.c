/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "haptics/journal.h"

#include "haptics/core.h"

void journal_add(struct haptics *haptics, enum haptics_outcome outcome, int rule, const struct haptics_record *details)
{
	struct haptics_record *record = &haptics->journal[haptics->journal_last % HAPTICS_JOURNAL_SIZE];
	*record = details ? *details : (struct haptics_record){0};
	record->serial = ++haptics->journal_last;
	record->time_ms = haptics->time.now_ms;
	record->outcome = outcome;
	if (rule < 0)
		return;
	haptics_copy_text(record->rule_id, sizeof(record->rule_id), haptics->rules->rules[rule].id);
	haptics_copy_text(record->rule_name, sizeof(record->rule_name), haptics->rules->rules[rule].name);
}

size_t haptics_journal_after(const struct haptics *haptics, uint64_t serial, struct haptics_record *records,
			     size_t capacity)
{
	uint64_t last = haptics->journal_last;
	uint64_t first = last > HAPTICS_JOURNAL_SIZE ? last - HAPTICS_JOURNAL_SIZE : 0;
	size_t count = 0;
	for (uint64_t i = serial > first ? serial : first; i < last && count < capacity; i++)
		records[count++] = haptics->journal[i % HAPTICS_JOURNAL_SIZE];
	return count;
}

uint64_t haptics_journal_last(const struct haptics *haptics)
{
	return haptics->journal_last;
}
