/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "haptics/core.h"

static void block(const struct haptics *haptics, struct haptics_credit *credit)
{
	const json_t *words = core_viewers(haptics)->blocked;
	if (text_is_blocked(credit->by, words))
		credit->by[0] = '\0';
	if (text_is_blocked(credit->message, words))
		credit->message[0] = '\0';
}

struct haptics_credit credit_of(const struct haptics *haptics, const struct haptics_intent *intent)
{
	const struct haptics_extra *extra = &intent->extra;
	struct haptics_credit credit = {0};
	haptics_clean_text(credit.by, HAPTICS_BY_CHARACTERS, extra->by, sizeof(extra->by));
	if (intent->kind == HAPTICS_INTENT_TIP) {
		haptics_clean_text(credit.unit, HAPTICS_UNIT_CHARACTERS, extra->unit, sizeof(extra->unit));
		haptics_clean_text(credit.message, HAPTICS_MESSAGE_CHARACTERS, intent->message,
				   sizeof(intent->message));
		credit.amount = intent->value;
	}
	block(haptics, &credit);
	return credit;
}

static size_t place_of(const struct haptics *haptics, uint32_t run)
{
	size_t i = 0;
	while (i < TIPS_CREDITS && haptics->credits.entries[i].run != run)
		i++;
	return i;
}

/* Its own place, a free one, or that of the oldest. */
static size_t free_place(struct haptics *haptics, uint32_t run)
{
	size_t place = place_of(haptics, run);
	if (place == TIPS_CREDITS)
		place = place_of(haptics, 0);
	if (place == TIPS_CREDITS)
		place = haptics->credits.next++ % TIPS_CREDITS;
	return place;
}

void credit_note(struct haptics *haptics, uint32_t run, const struct haptics_credit *credit)
{
	if (!credit || !run || (!credit->by[0] && credit->amount <= 0))
		return;
	size_t place = free_place(haptics, run);
	haptics->credits.entries[place].run = run;
	haptics->credits.entries[place].credit = *credit;
}

const struct haptics_credit *credit_find(const struct haptics *haptics, uint32_t run)
{
	size_t place = run ? place_of(haptics, run) : TIPS_CREDITS;
	return place < TIPS_CREDITS ? &haptics->credits.entries[place].credit : NULL;
}

bool credit_is_tip(const struct haptics *haptics, uint32_t run)
{
	const struct haptics_credit *credit = credit_find(haptics, run);
	return credit && credit->amount > 0;
}

void credit_forget(struct haptics *haptics, uint32_t run)
{
	size_t place = run ? place_of(haptics, run) : TIPS_CREDITS;
	if (place < TIPS_CREDITS)
		haptics->credits.entries[place].run = 0;
}

void credits_follow_rules(struct haptics *haptics)
{
	for (size_t i = 0; i < TIPS_CREDITS; i++)
		if (haptics->credits.entries[i].run)
			block(haptics, &haptics->credits.entries[i].credit);
	for (size_t i = 0; i < haptics->queue.count; i++)
		block(haptics, &haptics->queue.entries[i].credit);
}
