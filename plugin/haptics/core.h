/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of one haptics core share. Inside haptics/ only. Thread: the one that is in the core (haptics.h). */
#pragma once

#include "haptics/gate/gate.h"
#include "haptics/haptics.h"
#include "haptics/journal.h"
#include "haptics/preview/plan.h"
#include "haptics/reports/reports.h"
#include "haptics/rules/rule_model.h"
#include "haptics/start.h"
#include "haptics/tips/tips.h"
#include "haptics/toys.h"

enum {
	CORE_MAX_REQUESTS = 32, /* runs that belong to no rule */
	CORE_MAX_FACTS = 128,   /* sources that are in use and may be named by later rules */
	CORE_REQUEST_MAX_RUN_MS = 60000,
	CORE_KEY_TTL_MAX_MS = 30000,
	CORE_MIN_TIMER_MS = 250,
	CORE_GLOBAL_PER_SECOND = 8,
	CORE_DEFAULT_LEVEL_MS = 3000,
	CORE_TEST_MS = 2000,
	CORE_MIN_PULSE_MS = 250,
	CORE_AUDIO_STALE_MS = 1000, /* a meter that says nothing for so long is silent */
	CORE_SUSPEND_GAP_MS = 5000,
	CORE_HEARTBEAT_MS = 2000, /* longest wait between polls while something runs or waits, well below the gap */
	CORE_CLOCK_CHECK_MS = 2000,
	CORE_FOLLOW_STEPS = 8,
	CORE_FOLLOW_STEP_MS = 125,
	CORE_PRESET_MARGIN_MS = 500,
	CORE_POSITION_MS = 2000, /* longest way to a position; the app moves for 300 ms at each command */
	CORE_PAUSE_MAX_MS = 3600000,
	CORE_PRIORITY_TEST = 3, /* above every rule */
	CORE_PRIORITY_REQUEST = 1,
};
#define CORE_NEVER INT64_MAX
#define CORE_LONG_AGO_MS (INT64_MIN / 4)
#define CORE_FOLLOW_DEADBAND 0.05 /* smaller moves of a meter are not worth a command */

enum run_kind { RUN_INVALID, RUN_RULE, RUN_LEVEL, RUN_KEY, RUN_TEST_TOY, RUN_TEST_RULE };
struct follow {
	double level; /* envelope, 0..1 of the output */
	int64_t level_ms;
	double samples[CORE_FOLLOW_STEPS];
	size_t sample_count;
	int64_t next_sample_ms;
	double chunk[CORE_FOLLOW_STEPS]; /* the last full second */
	uint32_t chunk_serial;           /* 0: none yet */
};

struct run {
	bool is_active;
	uint32_t id; /* for those who asked: haptics_verdict.run */
	enum run_kind kind;
	struct holder by;
	bool counts_conditions;
	bool while_disarmed; /* the gate lets it pass although nothing else may */
	bool has_shape;      /* requests: a pattern or preset in place of a level */
	int rule;            /* index, -1: none */
	uint32_t toys;       /* requests: as asked */
	int priority;
	int rank;         /* arbiter.c: which of them wins; higher does */
	uint64_t serial;  /* higher: started later */
	int64_t began_ms; /* its first start; start_ms: its newest */
	int64_t start_ms, end_ms;
	int64_t deadline_ms; /* the maximum counts from the first start, through restarts */
	bool is_cut;         /* end_ms is the maximum's, and it would go on without */
	double level;
	double applied;                       /* after the ceilings, the highest that was told of it */
	uint32_t functions[HAPTICS_MAX_TOYS]; /* 0: not on this toy */
	struct follow follow;
};

struct trigger_state {
	bool is_on;
	int64_t since_ms; /* audio: when the level crossed the threshold it has to hold, CORE_NEVER: it has not */
};

/* Everything that belongs to one rule while it is in force. */
struct rule_slot {
	bool is_enabled;
	struct run run;
	struct trigger_state when;
	struct trigger_state only_if[HAPTICS_MAX_CONDITIONS];
	bool is_blocked;    /* by a stop action, until the next enter edge */
	int64_t pending_ms; /* delayed start, CORE_NEVER: none */
	struct start pending;
	int64_t cooldown_ms; /* cooling down until then */
	int longest_ms;   /* its last run ended because it may run no longer than that; 0: it did not, or began anew */
	int64_t timer_ms; /* next firing, CORE_NEVER: resting */
};

struct ref_state {
	struct haptics_ref ref; /* of the rules, by its newest name */
	uint32_t flags;         /* FACT_... */
	bool is_program, is_next, is_missing;
	double level_db;
	int64_t level_ms;
};
enum { FACT_ACTIVE = 1, FACT_SHOWN = 2, FACT_PLAYING = 4, FACT_MISSING = 8 /* and nothing else */ };
struct fact {
	struct haptics_ref ref;
	uint32_t flags; /* 0: free */
};

/* What is known of OBS. */
struct facts {
	struct haptics_ref program, next; /* next: the scene that the running transition goes to */
	bool has_program, has_next;
	uint32_t outputs;
	bool is_studio_mode;
	struct fact sources[CORE_MAX_FACTS];
};

/* What was last sent to a toy. */
struct lease {
	bool is_running;
	struct haptics_command sent;
	struct target target; /* the one it came from; steps not valid any more */
	bool is_capped;
	bool needs_lan;
	int64_t sent_ms; /* of the last command that was not Stop */
	int64_t renew_ms, expires_ms;
	int64_t position_ms; /* POSITION: when this one was first sent */
};

/* What is known of the requests of one key. */
struct key_order {
	char key[HAPTICS_ID_SIZE]; /* "": free */
	struct haptics_order order;
	int64_t used_ms; /* of the last request that counted, or end of a run */
};

struct haptics {
	struct haptics_limits limits;
	struct gate gate; /* armed, panic and the function table live in it */
	bool is_online;
	struct haptics_toy toys[HAPTICS_MAX_TOYS];
	size_t toy_count;
	struct toy_report reports[HAPTICS_MAX_TOYS];

	const struct haptics_rules *rules; /* a reference, NULL: none */
	struct rule_slot *slots;           /* one per rule */
	struct ref_state *refs;            /* one per ref of the rules */
	struct trigger_state only_if[HAPTICS_MAX_CONDITIONS];
	int64_t once_ms; /* start of the last `once` run */
	struct run requests[CORE_MAX_REQUESTS];
	struct rule_action shapes[CORE_MAX_REQUESTS]; /* of the requests that have one */
	struct run test;                              /* RUN_TEST_RULE */
	const struct haptics_rules *tested;           /* a reference, NULL: none */
	struct ref_state tested_ref;                  /* the source whose level it follows */
	uint32_t last_run;                            /* number that the core gave last */
	struct key_order orders[HAPTICS_MAX_ORDERS];
	struct facts facts;

	struct haptics_time time; /* of the last call */
	bool has_time;
	int64_t next_ms;
	uint64_t serial;
	uint64_t random;

	struct lease leases[HAPTICS_MAX_TOYS];
	bool is_link_leaving; /* new settings have halted everything: the end of the link is no news then */
	bool is_stop_due;     /* to everything, at the next poll */
	uint32_t stop_mask;   /* toys that get a Stop at the next poll whatever they do */
	double tokens;
	int64_t tokens_ms;

	bool are_tips_allowed;
	struct queue queue;
	struct credits credits;
	struct tip_limits tip_limits;
	struct haptics_goal goal;
	bool has_goal; /* it is that of the rules in force */
	struct budget budget;
	struct notices notices;

	uint64_t journal_last;
	struct haptics_record journal[HAPTICS_JOURNAL_SIZE];
};

static inline int64_t core_earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What lies beside the rules in force. */
static inline const struct rule_viewers *core_viewers(const struct haptics *haptics)
{
	return haptics->rules ? &haptics->rules->viewers : &rule_viewers_default;
}

static inline size_t core_rule_count(const struct haptics *haptics)
{
	return haptics->rules ? haptics->rules->count : 0;
}

/* --- journal.c --- */
void journal_add(struct haptics *haptics, enum haptics_outcome outcome, int rule, const struct haptics_record *details);

/* --- facts.c --- */
/* Takes an intent that states a fact in; false: it is none. */
bool facts_apply(struct haptics *haptics, const struct haptics_intent *intent);
void facts_bind(struct haptics *haptics); /* to new rules */
void facts_forget_collection(struct haptics *haptics);
/* Whether what the source plays counts: it is in the program, or the rule takes it from anywhere. */
bool facts_are_heard(const struct haptics *haptics, int ref, bool is_off_air);
double facts_level_db(const struct haptics *haptics, int ref, bool is_off_air);
/* Of the source whose level the run follows. */
double facts_followed_db(const struct haptics *haptics, const struct run *run);

/* --- trigger_state.c --- */
bool trigger_state_update(const struct haptics *haptics, const struct rule_trigger *trigger,
			  struct trigger_state *state);
/* When it may change with nobody saying anything. */
int64_t trigger_state_next_ms(const struct haptics *haptics, const struct rule_trigger *trigger,
			      const struct trigger_state *state);

/* --- trigger.c --- */
enum edge_policy { EDGES_FIRE, EDGES_ARE_INITIAL };
/* Compares every trigger with what it was, and fires the edges. */
void triggers_update(struct haptics *haptics, enum edge_policy policy);
/* Fires rules that want to start on what is true already (after arming, load, or return). */
void triggers_fire_active(struct haptics *haptics);
struct haptics_verdict triggers_hotkey(struct haptics *haptics, const struct haptics_intent *intent);
struct haptics_verdict triggers_replay(struct haptics *haptics, const struct haptics_intent *intent);
void triggers_run_timers(struct haptics *haptics);
bool triggers_conditions_hold(const struct haptics *haptics, size_t rule);
int64_t triggers_next_ms(const struct haptics *haptics);

/* --- requests/request.c --- */
struct haptics_verdict request_run_rule(struct haptics *haptics, const struct haptics_intent *intent);
struct haptics_verdict request_level(struct haptics *haptics, const struct haptics_intent *intent);
struct haptics_verdict request_key(struct haptics *haptics, const struct haptics_intent *intent);
struct haptics_verdict request_stop_key(struct haptics *haptics, const struct haptics_intent *intent);
struct haptics_verdict request_test_toy(struct haptics *haptics, const struct haptics_intent *intent);

/* --- requests/order.c: which of two requests of a key is newer --- */
/* A request of a key that counts: START_KEY, STOP_KEY. */
void order_note(struct haptics *haptics, const struct haptics_intent *intent);
/* A run of the key ends; "": it had none. */
void order_note_end(struct haptics *haptics, const char *key);

/* --- test_rule.c --- */
void test_rule_end(struct haptics *haptics);

/* --- intent.c --- */
/* A record and a notice. */
struct haptics_verdict core_refuse(struct haptics *haptics, enum haptics_outcome outcome);

/* --- run.c: the life of runs --- */
size_t run_count(const struct haptics *haptics);
struct run *run_at(struct haptics *haptics, size_t index); /* below run_count(): rules, requests, the test */
bool run_any(struct haptics *haptics);                     /* delayed starts and the queue too */
bool run_is_test(const struct run *run);
bool run_is_queued(const struct haptics *haptics, const struct run *run); /* of a rule that queues */
void run_end(struct haptics *haptics, struct run *run, enum haptics_outcome outcome);
/* The same for what was skipped: other programs hear that it was stopped, the journal tells which way. */
void run_skip(struct haptics *haptics, struct run *run);
/* The key or trigger that held it let go: fades out, or ends. */
void run_release(struct haptics *haptics, struct run *run);
/* Ends by itself then, or at its maximum. */
void run_set_end(struct run *run, int64_t end_ms);
/* Takes toys out of the runs of a priority up to this one, and of the queue's, and stops them; a run ends (STOPPED)
 * when none is left. */
void run_drop_toys(struct haptics *haptics, uint32_t toys, int priority);
void run_end_all(struct haptics *haptics, enum haptics_outcome outcome);
void run_end_for_rest(struct haptics *haptics); /* all but tests */
/* Ends what is over. */
void run_advance(struct haptics *haptics);
double run_level(const struct haptics *haptics, const struct run *run);
bool run_is_changing(const struct haptics *haptics, const struct run *run);
int64_t run_next_ms(const struct haptics *haptics, const struct run *run);
const struct rule_action *run_action(const struct haptics *haptics, const struct run *run);

/* --- follow.c --- */
void follow_begin(const struct haptics *haptics, struct run *run);
void follow_advance(const struct haptics *haptics, struct run *run);

/* --- pattern.c --- */
struct pattern_shape {
	const double *steps;
	size_t step_count;
	int step_ms;
};
struct pattern_shape pattern_of_preset(enum haptics_preset preset);
/* Step that is due at now_ms. */
size_t pattern_position(const struct pattern_shape *shape, int64_t start_ms, int64_t now_ms);

/* --- arbiter.c: which runs have which toy --- */
struct ranking {
	struct run *runs[HAPTICS_MAX_RULES + CORE_MAX_REQUESTS]; /* first wins */
	size_t count;
};
void arbiter_rank(struct haptics *haptics, struct ranking *ranking);
void arbiter_target(const struct haptics *haptics, const struct ranking *ranking, size_t slot, struct target *target);

/* --- lease.c: what goes out now --- */
size_t lease_poll(struct haptics *haptics, struct haptics_command *commands, size_t capacity);
void lease_forget_toy(struct haptics *haptics, size_t slot);

/* --- haptics.c --- */
struct plan_base core_base(const struct haptics *haptics);
/* A pause: ends what runs. A halt empties the queue too. */
void core_still(struct haptics *haptics, enum haptics_halt_cause cause);
void core_halt(struct haptics *haptics, enum haptics_halt_cause cause);
void core_end_pause(struct haptics *haptics); /* if it is over */
void core_set_armed(struct haptics *haptics, bool is_armed);
double core_random(struct haptics *haptics); /* 0..1, 1 excluded */
/* Lets the time pass: everything that happens by itself. */
void core_advance(struct haptics *haptics, struct haptics_time time);
