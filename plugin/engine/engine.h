/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine: one worker thread that runs the link to the toys (lovense/) and the haptics core (haptics/) on one event
 * loop. Intents go in through a bounded mailbox, state comes out as immutable snapshots.
 *
 * Thread: every function may be called from any thread unless it says otherwise, and none of them ever waits for the
 * network, a file or the worker (engine_join() and engine_ask() wait as long as they are told). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/snapshot.h"
#include "haptics/intent.h"

#ifdef __cplusplus
extern "C" {
#endif

struct engine;
struct haptics_notice;
struct haptics_preview;
struct haptics_rules;
struct haptics_verdict;

enum engine_mode { ENGINE_MODE_OFF = 1, ENGINE_MODE_CLOUD, ENGINE_MODE_SIMULATOR };
enum engine_auth { ENGINE_AUTH_DEVELOPER_TOKEN = 1, ENGINE_AUTH_TOKEN_SERVICE };
enum engine_route_choice { ENGINE_ROUTE_AUTO = 1, ENGINE_ROUTE_SERVER, ENGINE_ROUTE_LAN };

/* Number of toys whose aliases are kept for the life of an install: as many as a session gives out. */
enum { ENGINE_MAX_KNOWN_TOYS = 64 };

/* Ceilings of one toy. */
struct engine_toy_ceiling {
	char toy_id[64];
	double all;                             /* 0..1 for the whole toy */
	double function[HAPTICS_MAX_FUNCTIONS]; /* 0..1 by engine_function_name() index */
};

/* A plain value: copy it freely, wipe it with engine_settings_wipe() when it held secrets. */
struct engine_settings {
	enum engine_mode mode;
	enum engine_auth auth;
	enum engine_route_choice route;
	char platform[128];
	char uid[64]; /* secret */
	char uname[64];
	char token_service_url[512];
	char api_url[256];
	char ca_file[1024];
	char developer_token[512];   /* secret */
	char token_service_key[512]; /* secret */
	char utoken[128];            /* secret */
	bool arm_on_start;
	bool allow_remote_arm; /* this and the next: kept for obs/; the engine itself does not use them */
	bool code_on_air;
	bool session_record; /* as those two: a file of what ran */
	bool allow_tips;     /* viewers may move toys; HAPTICS_INTENT_SET_TIPS_ALLOWED and _TOGGLE_TIPS change it too */
	bool toy_events;     /* listen to what toys tell */
	bool toy_button_stops; /* a toy's own button is a stop key */
	bool stop_when_stream_ends;
	double master_ceiling; /* 0..1 */
	int lease_ms;          /* 2000..10000 */
	int min_gap_ms;
	size_t ceiling_count;
	struct engine_toy_ceiling ceilings[16];
	size_t known_toy_count; /* toy ids in the order of their aliases t1, t2, ... */
	char known_toys[ENGINE_MAX_KNOWN_TOYS][64];
	char simulator_toys[4][32]; /* toy types of the simulator; first "" ends the list */
	int simulator_latency_ms;   /* between send and effect, 0..10000 */
};
/* Defaults of every setting but the uid, which stays "". */
void engine_settings_default(struct engine_settings *settings);
void engine_settings_wipe(struct engine_settings *settings);

struct engine_config {
	void (*log)(void *ctx, int level,
		    const char *line); /* level as in net/log.h: 1 error .. 4 debug; worker thread */
	void *ctx;                     /* borrowed */
};

/* New engine, not running. NULL: out of memory. */
struct engine *engine_create(const struct engine_config *config);
/* Starts the worker with these settings (copied). Safe to call twice. false: no thread could be started, or it was
 * already asked to stop (one way: idle, running, stopping, stopped). */
bool engine_start(struct engine *engine, const struct engine_settings *settings);
/* New settings (copied); latest wins. The link is only rebuilt when something it depends on has changed. */
void engine_configure(struct engine *engine, const struct engine_settings *settings);

/* Copies the intent into the mailbox and wakes the worker. false: the mailbox is full, or the engine is stopping or
 * broke down (its last snapshot says so); the intent is dropped then. What only stops or lowers (mailbox.h) finds a
 * place in a full mailbox too, where a ceiling that is set can only be lowered; STOP_ALL is never refused. */
bool engine_post(struct engine *engine, const struct haptics_intent *intent);

enum engine_answer {
	ENGINE_ANSWERED = 1, /* verdict is the core's */
	ENGINE_POSTED,       /* it stops or lowers, and will be done; there was no verdict in time */
	ENGINE_BUSY,         /* no answer in time, or no place: it was taken back, and will not be done */
	ENGINE_ENDED,        /* the engine is stopping or broke down: it will not be done */
};
/* engine_post(), and waits at most timeout_ms for the core's verdict (milliseconds on a working machine; a second more
 * when the worker hangs with it). For threads that may wait only: never the UI's, a hotkey's, the graphics or a
 * script's. verdict is filled with ENGINE_ANSWERED only; the newest snapshot shows then what came of it. Everybody who
 * waits is answered at once when the engine is to stop, and must have returned before engine_destroy(). */
enum engine_answer engine_ask(struct engine *engine, const struct haptics_intent *intent, int timeout_ms,
			      struct haptics_verdict *verdict);
/* For those who cannot wait: what the core would answer as far as the snapshot knows; its verdict comes as journal
 * records. rules: as in haptics_preview(), NULL: those in force. Pure. */
void engine_preview(const struct engine_snapshot *snapshot, const struct haptics_rules *rules,
		    const struct haptics_intent *intent, struct haptics_preview *preview);
/* A number for the run of an intent that is only posted: odd, never twice in the life of an engine. */
uint32_t engine_new_run(struct engine *engine);

/* What has become of single requests (haptics/tips/viewers.h): each that was rejected, each tip whose run began, in
 * order, which snapshots are too coarse for. Takes the oldest one that was not taken yet; for one reader. At most
 * ENGINE_MAX_NOTICES are kept, then the oldest are lost: their serials are missing. They are there before the snapshot
 * that shows what came of them. Waits for another thread's copy at most. */
bool engine_next_notice(struct engine *engine, struct haptics_notice *notice);
enum { ENGINE_MAX_NOTICES = 512 };

/* Runs the first of these rules (borrowed) for duration_ms, in force or not; latest wins. Only the gate holds it back;
 * engine_preview() with HAPTICS_INTENT_TEST_RULE tells what comes of it. Returns the number of its run. */
uint32_t engine_test_rule(struct engine *engine, const struct haptics_rules *rules, int duration_ms);

/* The rules in force from now on (borrowed: the engine keeps a reference of its own); NULL: none. restart: runs of
 * unchanged rules end too. */
void engine_set_rules(struct engine *engine, const struct haptics_rules *rules, bool restart);

/* A fresh pairing code; ends a retry pause; both only wake the worker. */
void engine_new_qr(struct engine *engine);
void engine_retry_now(struct engine *engine);
/* Switches of the simulator (mode simulator only). */
void engine_simulate_app(struct engine *engine, bool is_online);
void engine_simulate_toy(struct engine *engine, size_t index, bool is_connected);

/* Changes with every new snapshot. No lock. */
uint64_t engine_revision(const struct engine *engine);
/* A reference to the newest snapshot: engine_snapshot_release() it. Never NULL. get waits for another thread's pointer
 * swap at most; try_get never waits and gives NULL when it would have to (for the graphics thread). */
const struct engine_snapshot *engine_snapshot_get(struct engine *engine);
const struct engine_snapshot *engine_snapshot_try_get(struct engine *engine);
void engine_snapshot_release(const struct engine_snapshot *snapshot);

/* Now, in the clock of the snapshots' times (*_ms). */
int64_t engine_now_ms(void);

/* Index of a function for intents and ceilings: names as in the API ("Vibrate", "Rotate", ...), case ignored; -1:
 * unknown. name: NULL past the end. */
int engine_function_index(const char *name);
const char *engine_function_name(int index);

/* Asks the worker to send Stop and end; never waits. */
void engine_request_stop(struct engine *engine);
/* Waits for the worker at most timeout_ms after engine_request_stop(). false: it still runs. */
bool engine_join(struct engine *engine, int timeout_ms);
/* After a successful join, or of an engine never started. Snapshots that are still held stay valid. NULL is fine. A
 * worker that did not end in time keeps its memory: then this leaves it alone. */
void engine_destroy(struct engine *engine);

#ifdef __cplusplus
}
#endif
