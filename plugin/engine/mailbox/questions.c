/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Those who wait for a verdict. */
#include "engine/mailbox/mailbox_private.h"

bool mailbox_open_questions(struct mailbox *mailbox)
{
	for (size_t i = 0; i < MAILBOX_QUESTIONS; i++) {
		mailbox->questions[i].answered = platform_condition_create();
		if (!mailbox->questions[i].answered)
			return false;
	}
	return true;
}

void mailbox_close_questions(struct mailbox *mailbox)
{
	for (size_t i = 0; i < MAILBOX_QUESTIONS; i++)
		platform_condition_destroy(mailbox->questions[i].answered);
}

static struct mailbox_question *free_question(struct mailbox *mailbox)
{
	for (size_t i = 0; i < MAILBOX_QUESTIONS; i++)
		if (mailbox->questions[i].state == QUESTION_FREE)
			return &mailbox->questions[i];
	return NULL;
}

static enum engine_answer ask(struct mailbox *mailbox, const struct haptics_intent *intent,
			      struct mailbox_question *question)
{
	bool can_be_placed = question || mailbox_does_only_stop(intent);
	enum mailbox_placing placing = can_be_placed ? mailbox_place(mailbox, intent, question) : MAILBOX_REFUSED;
	if (mailbox->has_ended)
		return ENGINE_ENDED;
	/* A ceiling to be set that was merged may not rise. */
	bool is_whole = placing != MAILBOX_REFUSED && intent->kind != HAPTICS_INTENT_SET_CEILING;
	return is_whole ? ENGINE_POSTED : ENGINE_BUSY;
}

struct mailbox_question *mailbox_ask(struct mailbox *mailbox, const struct haptics_intent *intent,
				     enum engine_answer *answer)
{
	platform_mutex_lock(mailbox->lock);
	struct mailbox_question *question = mailbox->has_ended ? NULL : free_question(mailbox);
	*answer = ask(mailbox, intent, question);
	if (question && question->state == QUESTION_FREE)
		question = NULL;
	platform_mutex_unlock(mailbox->lock);
	return question;
}

static void wait_until_answered(struct mailbox *mailbox, struct mailbox_question *question, int timeout_ms)
{
	int64_t end_ms = platform_monotonic_ms() + timeout_ms;
	while (question->state != QUESTION_ANSWERED && timeout_ms > 0 &&
	       platform_condition_wait(question->answered, mailbox->lock, timeout_ms))
		timeout_ms = (int)(end_ms - platform_monotonic_ms());
}

/* Its time is over: the worker must not find it later. */
static enum engine_answer give_up(struct mailbox *mailbox, struct mailbox_question *question)
{
	question->state = QUESTION_FREE;
	return mailbox_take_back(mailbox, question) ? ENGINE_BUSY : ENGINE_POSTED;
}

enum engine_answer mailbox_wait_answer(struct mailbox *mailbox, struct mailbox_question *question, int timeout_ms,
				       struct haptics_verdict *verdict)
{
	enum engine_answer answer = ENGINE_POSTED;
	platform_mutex_lock(mailbox->lock);
	wait_until_answered(mailbox, question, timeout_ms);
	if (question->state == QUESTION_TAKEN)
		wait_until_answered(mailbox, question, MAILBOX_TAKEN_MS);
	if (question->state == QUESTION_WAITING) {
		answer = give_up(mailbox, question);
	} else if (question->state == QUESTION_TAKEN) {
		question->is_left = true;
	} else {
		answer = question->answer;
		*verdict = question->verdict;
		question->state = QUESTION_FREE;
	}
	platform_mutex_unlock(mailbox->lock);
	return answer;
}

void question_answer(struct mailbox_question *question, enum engine_answer answer,
		     const struct haptics_verdict *verdict)
{
	question->state = question->is_left ? QUESTION_FREE : QUESTION_ANSWERED;
	question->answer = answer;
	if (verdict)
		question->verdict = *verdict;
	platform_condition_signal(question->answered);
}

void mailbox_answer(struct mailbox *mailbox, struct mailbox_question *question, const struct haptics_verdict *verdict)
{
	platform_mutex_lock(mailbox->lock);
	bool is_busy = question->is_weakened && verdict->outcome == HAPTICS_IGNORED_NOT_ALLOWED;
	question_answer(question, is_busy ? ENGINE_BUSY : ENGINE_ANSWERED, verdict);
	platform_mutex_unlock(mailbox->lock);
}

void mailbox_end(struct mailbox *mailbox)
{
	platform_mutex_lock(mailbox->lock);
	mailbox->has_ended = true;
	for (size_t i = 0; i < MAILBOX_QUESTIONS; i++) {
		struct mailbox_question *question = &mailbox->questions[i];
		if (question->state != QUESTION_WAITING)
			continue;
		mailbox_take_back(mailbox, question);
		question_answer(question, ENGINE_ENDED, NULL);
	}
	platform_mutex_unlock(mailbox->lock);
}
