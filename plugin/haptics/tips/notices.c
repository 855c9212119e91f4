/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is told of single requests, until somebody takes it. */
#include <math.h>

#include "haptics/core.h"

static struct haptics_notice *add(struct haptics *haptics, enum haptics_notice_kind kind, int rule, uint32_t run,
				  const struct haptics_credit *credit)
{
	struct notices *notices = &haptics->notices;
	struct haptics_notice *notice = &notices->entries[(notices->first + notices->count) % HAPTICS_NOTICES_MAX];
	if (notices->count == HAPTICS_NOTICES_MAX)
		notices->first = (notices->first + 1) % HAPTICS_NOTICES_MAX;
	else
		notices->count++;
	*notice = (struct haptics_notice){.serial = ++notices->last, .kind = kind, .run = run};
	if (credit)
		notice->credit = *credit;
	if (rule >= 0)
		haptics_copy_text(notice->rule_id, sizeof(notice->rule_id), haptics->rules->rules[rule].id);
	return notice;
}

void notice_rejected(struct haptics *haptics, enum haptics_outcome outcome, int rule, uint32_t run,
		     const struct haptics_credit *credit)
{
	struct haptics_notice *notice = add(haptics, HAPTICS_NOTICE_REJECTED, rule, run, credit);
	notice->outcome = outcome;
	notice->credit.message[0] = '\0';
}

void notice_reacted(struct haptics *haptics, const struct run *run, double level)
{
	if (!credit_is_tip(haptics, run->id))
		return;
	struct haptics_notice *notice =
		add(haptics, HAPTICS_NOTICE_REACTED, run->rule, run->id, credit_find(haptics, run->id));
	notice->level = level;
	notice->length_ms = run->end_ms - run->start_ms;
}

void notice_ended(struct haptics *haptics, const struct run *run, enum haptics_outcome outcome)
{
	if (run_is_test(run))
		return;
	struct haptics_notice *notice =
		add(haptics, HAPTICS_NOTICE_ENDED, run->rule, run->id, credit_find(haptics, run->id));
	struct haptics_verdict now = start_verdict(haptics, run, HAPTICS_FIRED);
	notice->outcome = outcome;
	notice->level = fmax(run->applied, now.applied);
	notice->length_ms = haptics->time.now_ms - run->began_ms;
}

bool haptics_next_notice(struct haptics *haptics, struct haptics_notice *notice)
{
	struct notices *notices = &haptics->notices;
	if (notices->count == 0)
		return false;
	*notice = notices->entries[notices->first];
	notices->first = --notices->count > 0 ? (notices->first + 1) % HAPTICS_NOTICES_MAX : 0;
	return true;
}
