/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One moment of the engine, immutable and reference-counted. Whoever holds one may read it on any thread for as long as
 * they hold it. Ids of toys are secret and not in here but for the settings' sake (toy_id): never log or send them. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "haptics/intent.h"
#include "haptics/journal.h"

#ifdef __cplusplus
extern "C" {
#endif

enum engine_state {
	ENGINE_OFF = 1,
	ENGINE_SIGNING_IN,
	ENGINE_CONNECTING,
	ENGINE_WAITING_FOR_SCAN,
	ENGINE_APP_OFFLINE,
	ENGINE_NO_TOY,
	ENGINE_READY,
	ENGINE_RETRYING,
	ENGINE_NEEDS_YOU,
};
/* "off", "signing_in", ... as in the vendor API. Static string. */
const char *engine_state_name(enum engine_state state);

/* Why: the reasons of a link (lovense/link.h), and one of the engine's own. */
enum engine_reason {
	ENGINE_REASON_NONE = 1,
	ENGINE_REASON_NO_TOKEN,
	ENGINE_REASON_NO_PLATFORM,
	ENGINE_REASON_TOKEN_REJECTED,
	ENGINE_REASON_API_NOT_ENABLED,
	ENGINE_REASON_USER_ID_REFUSED,
	ENGINE_REASON_WRONG_PLATFORM,
	ENGINE_REASON_SERVICE_KEY_REJECTED,
	ENGINE_REASON_NO_USER_ID,
	ENGINE_REASON_BAD_CA_FILE,
	ENGINE_REASON_BAD_API_URL,
	ENGINE_REASON_BAD_SERVICE_URL,
	ENGINE_REASON_SERVICE_REFUSED,
	ENGINE_REASON_BAD_TEXT,
	ENGINE_REASON_PROXY_PASSWORD,
	ENGINE_REASON_BAD_PROXY,
	ENGINE_REASON_BAD_LIBRARY,
	ENGINE_REASON_UNREACHABLE,
	ENGINE_REASON_TLS,
	ENGINE_REASON_SERVICE_ERROR,
	ENGINE_REASON_UNREADABLE_REPLY,
	ENGINE_REASON_SERVICE_UNREACHABLE,
	ENGINE_REASON_SERVICE_FAILED,
	ENGINE_REASON_SERVICE_RATE_LIMITED,
	ENGINE_REASON_PROXY_REFUSED,
	ENGINE_REASON_SERVICE_TOKEN_REJECTED,
	ENGINE_REASON_SERVICE_NOT_ENABLED,
	ENGINE_REASON_OUT_OF_MEMORY,
	ENGINE_REASON_RATE_LIMITED,
	ENGINE_REASON_SOCKET_REFUSED,
	ENGINE_REASON_SOCKET_LOST,
	ENGINE_REASON_NOT_SOCKET_IO_2,
	ENGINE_REASON_NO_QR_CODE,
	ENGINE_REASON_QR_TOO_LONG,
	ENGINE_REASON_TOO_MANY_TOYS,
	ENGINE_REASON_TWO_PHONES,
	ENGINE_REASON_NETWORK_FAILED, /* with ENGINE_OFF: the worker has ended; OBS has to be restarted */
	ENGINE_REASON_COUNT
};
/* "none", "no_token", ... as in the vendor API, where several reasons share a word: programs compare it. Static
 * string. */
const char *engine_reason_name(enum engine_reason reason);

enum engine_route { ENGINE_VIA_NONE = 1, ENGINE_VIA_SERVER, ENGINE_VIA_LAN, ENGINE_VIA_SIMULATOR };
const char *engine_route_name(enum engine_route route); /* "none", "server", "lan", "simulator" */

/* What the app said about a toy when a command named it, or why less than what was asked for is done. */
enum engine_toy_note {
	ENGINE_TOY_FINE = 1,
	ENGINE_TOY_NOT_FOUND,
	ENGINE_TOY_NOT_CONNECTED,
	ENGINE_TOY_UNSUPPORTED,  /* cannot do what was asked */
	ENGINE_TOY_UNKNOWN_TYPE, /* only Vibrate is used */
	ENGINE_TOY_NEEDS_LAN,    /* a run wants a position, and the toy is reached by the server */
};

/* Listening to what toys tell. */
enum engine_toy_events {
	ENGINE_TOY_EVENTS_OFF = 1,
	ENGINE_TOY_EVENTS_ASKING,      /* the user of the app has to allow it */
	ENGINE_TOY_EVENTS_REFUSED,     /* who did not; nobody is asked again for now */
	ENGINE_TOY_EVENTS_OPEN,        /* only then the fields of toys that say so are known */
	ENGINE_TOY_EVENTS_CLOSED,      /* Game Mode is off in the app */
	ENGINE_TOY_EVENTS_UNREACHABLE, /* not yet, not now, or no app is there */
	ENGINE_TOY_EVENTS_UNSUPPORTED, /* this version of the app has none */
};
/* "off", "asking", ... as in the vendor API. Static string. */
const char *engine_toy_events_name(enum engine_toy_events events);

/* Something a toy told; at most ten a second and toy are kept. */
enum engine_toy_event {
	ENGINE_TOY_BUTTON_DOWN = 1, /* index, for the three */
	ENGINE_TOY_BUTTON_UP,
	ENGINE_TOY_BUTTON_PRESSED,
	ENGINE_TOY_STRENGTH, /* never in a snapshot: see engine_toy.actual */
	ENGINE_TOY_SHAKE,
	ENGINE_TOY_DEPTH,  /* value */
	ENGINE_TOY_MOTION, /* value */
};
struct engine_toy_told {
	uint64_t serial; /* counts from 1 */
	enum engine_toy_event event;
	int toy; /* index */
	int index;
	double value;
};

struct engine_toy {
	char alias[8];   /* "t1" */
	char toy_id[64]; /* secret; key of settings' ceilings */
	char name[64];
	char nickname[64]; /* private: the dock only, unless discreet */
	char type[32];
	int battery; /* percent, -1: unknown */
	bool is_online;
	uint32_t functions;                  /* mask over engine_function_name() */
	double level[HAPTICS_MAX_FUNCTIONS]; /* 0..1, as last sent and within its lease */
	double ceiling;                      /* 0..1, the toy's own */
	double function_ceiling[HAPTICS_MAX_FUNCTIONS];
	bool is_capped;
	enum engine_toy_note note;
	double actual;            /* 0..1, the strongest function as the app reports it; -1: unknown */
	bool is_moved_by_other;   /* the app reports more than anything of ours explains */
	bool is_stop_unconfirmed; /* it still moves, some time after its Stop */
	bool has_button;          /* a button of it was heard of */
};

/* The highest level of its functions, 0..1. Any thread. */
double engine_toy_level(const struct engine_toy *toy);

struct haptics_rules;

struct engine_rule {
	char id[HAPTICS_ID_SIZE];
	char name[128];
	bool is_enabled;
	bool is_pinned;
	bool is_active;
	bool is_waiting;         /* for its delay */
	bool is_blocked;         /* by a stop action */
	bool are_conditions_met; /* those of the set too */
	uint32_t run;            /* while it is active or waits; 0: none */
	char key[HAPTICS_ID_SIZE];
	bool is_missing_ref;   /* a scene or source it names is not there; the first is: */
	bool is_scene_missing; /* else a source is */
	char missing_name[64]; /* cut at a character; "": none was chosen yet */
	int64_t ends_ms;       /* monotonic, 0: unknown, or with its trigger */
	int longest_ms;        /* its last run ended because it may run no longer; 0: not so, or it began anew */
	int64_t cooldown_ms;   /* monotonic, 0: not cooling down */
	int64_t ready_ms;      /* monotonic: as cooldown_ms, with the gap between rules that run once */
	int trigger;           /* enum haptics_trigger */
	char kind[12];         /* "level", "pattern", ... */
	double level;          /* 0..1, the highest that it asks for */
	double level_from;     /* 0..1, the lowest; as level where it asks for one alone */
	/* Of a rule for tips. A price list shows what is enabled, by rising amount_from. */
	double amount_from, amount_to;   /* amount_to 0: no end (unless amount_from is 0 too and has_amount_end) */
	bool has_amount_end;             /* there is an amount_to */
	double seconds_from, seconds_to; /* how long it runs; the same where that is fixed */
	bool is_queued;                  /* its runs wait for each other */
};

/* What moves something now, or waits in the queue. Its words are other people's: valid UTF-8 without control and
 * bidirectional characters, at most 32 and 120 characters, "" when a word in them is blocked. Never in the log. */
struct engine_run {
	uint32_t run;
	char rule_id[HAPTICS_ID_SIZE]; /* "": it belongs to no rule */
	char rule_name[128];
	char by[HAPTICS_BY_SIZE];
	char message[HAPTICS_MESSAGE_SIZE];
	double amount; /* 0: no tip */
	char unit[HAPTICS_UNIT_SIZE];
	double level;                /* 0..1 after the ceilings; of what waits as it would be now */
	uint32_t toys;               /* mask of indexes of the snapshot's toys */
	int64_t started_ms, ends_ms; /* monotonic, 0: unknown, or it waits */
	int seconds;                 /* of what waits: how long it will run, rounded up */
};
enum { ENGINE_MAX_RUNS = 8, ENGINE_MAX_WAITING = 50 };

struct engine_snapshot {
	uint64_t revision;
	int64_t published_ms; /* platform monotonic time */
	enum engine_state state;
	enum engine_reason reason;
	char service_words[160]; /* what the service says to it, redacted; "" when nothing */
	int64_t retry_at_ms;     /* monotonic, with ENGINE_RETRYING */
	bool is_armed;
	bool is_panic;
	bool is_persons_panic;    /* with is_panic: a person pressed stop; a request cannot lift that */
	int64_t paused_until_ms;  /* monotonic, 0: not paused */
	int64_t persons_pause_ms; /* monotonic, 0: none: until then a request cannot end the pause, because a person
				   * asked for it */
	bool are_tips_allowed;    /* "viewers may move toys" */
	bool is_resting;          /* the budget for the body is spent: nothing but tests moves */
	int64_t rest_until_ms;    /* monotonic, 0: not resting */
	bool queue_is_paused;
	bool queue_is_persons_pause; /* with queue_is_paused: a request cannot end it */
	uint32_t queue_running;      /* run of the queue that moves something, or waits for its delay; 0: none */
	int64_t queue_ends_ms;       /* of that run, monotonic; 0: none */
	int queue_seconds;           /* of those that wait, all together; engine_queue_seconds() adds what runs */
	struct haptics_goal goal;
	bool stop_unconfirmed; /* something ran, and its Stop may not have arrived: nothing was connected, no route took
				* it, or the link dropped right after; the lease ends it */
	enum engine_toy_events toy_events;
	int report_median_us, report_p99_us; /* from a command to the app's report of it; -1: none came yet */
	double ceiling;                      /* master, 0..1 */
	enum engine_route route;
	bool is_simulator; /* no app is asked for anything, and there is no pairing code */
	int round_trip_ms; /* -1: unknown */
	char app_platform[16], app_version[16];
	char qr_payload[2954]; /* secret; "" when there is none */
	char qr_code[16];      /* secret */
	uint32_t qr_serial;
	uint64_t rules_serial; /* changes with every new rule set */
	/* The index of a toy is its slot: bit (1 << index) names it in an intent. A toy keeps its slot for as long as
	 * the link lasts; one that is gone stays here, offline. */
	size_t toy_count;
	struct engine_toy toys[HAPTICS_MAX_TOYS];
	size_t told_count; /* newest things that toys told, oldest first */
	struct engine_toy_told told[16];
	size_t record_count; /* newest journal records, oldest first */
	struct haptics_record records[32];
	size_t rule_count;
	const struct engine_rule *rules;
	/* What moves something: higher priority first, then the newest; at most ENGINE_MAX_RUNS of them. About 1 KB for
	 * each that there is. */
	size_t run_count;
	const struct engine_run *runs;
	/* Who waits in the queue, the next first; at most ENGINE_MAX_WAITING. About 1 KB each, in a block that
	 * snapshots share for as long as nothing changes in it. */
	size_t waiting_count;
	const struct engine_run *waiting;
	const struct haptics_rules *rule_set; /* those in force, as they were parsed; NULL: none */
};

/* The rule in force with that id, or else with that name, if no other has it; borrowed from the snapshot. NULL: there
 * is none. Any thread. */
const struct engine_rule *engine_find_rule(const struct engine_snapshot *snapshot, const char *id);
/* The run, whether it moves something or waits; borrowed from the snapshot. NULL: neither. Any thread. */
const struct engine_run *engine_find_run(const struct engine_snapshot *snapshot, uint32_t run);
/* What is left of the queue, all together, rounded up. now_ms: engine_now_ms(). Any thread. */
int engine_queue_seconds(const struct engine_snapshot *snapshot, int64_t now_ms);

#ifdef __cplusplus
}
#endif
