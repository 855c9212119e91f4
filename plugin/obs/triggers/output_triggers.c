/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/triggers/output_triggers.h"

#include <util/platform.h>

#include "engine/engine.h"
#include "obs/pairing_permission.h"

static const struct {
	enum obs_frontend_event event;
	enum haptics_output output;
	bool on;
} changes[] = {
	{OBS_FRONTEND_EVENT_STREAMING_STARTED, HAPTICS_OUTPUT_STREAM, true},
	{OBS_FRONTEND_EVENT_STREAMING_STOPPED, HAPTICS_OUTPUT_STREAM, false},
	{OBS_FRONTEND_EVENT_RECORDING_STARTED, HAPTICS_OUTPUT_RECORD, true},
	{OBS_FRONTEND_EVENT_RECORDING_STOPPED, HAPTICS_OUTPUT_RECORD, false},
	{OBS_FRONTEND_EVENT_RECORDING_STOPPED, HAPTICS_OUTPUT_RECORD_PAUSED, false},
	{OBS_FRONTEND_EVENT_RECORDING_PAUSED, HAPTICS_OUTPUT_RECORD_PAUSED, true},
	{OBS_FRONTEND_EVENT_RECORDING_UNPAUSED, HAPTICS_OUTPUT_RECORD_PAUSED, false},
	{OBS_FRONTEND_EVENT_REPLAY_BUFFER_STARTED, HAPTICS_OUTPUT_REPLAY_BUFFER, true},
	{OBS_FRONTEND_EVENT_REPLAY_BUFFER_STOPPED, HAPTICS_OUTPUT_REPLAY_BUFFER, false},
	{OBS_FRONTEND_EVENT_VIRTUALCAM_STARTED, HAPTICS_OUTPUT_VIRTUAL_CAMERA, true},
	{OBS_FRONTEND_EVENT_VIRTUALCAM_STOPPED, HAPTICS_OUTPUT_VIRTUAL_CAMERA, false},
};

static bool post_output(struct engine *engine, enum haptics_output output, bool on, bool is_initial)
{
	struct haptics_intent intent = {
		.kind = HAPTICS_INTENT_OUTPUT, .output = output, .on = on, .is_initial = is_initial};
	return engine_post(engine, &intent);
}

static bool post_studio_mode(struct engine *engine, bool on, bool is_initial)
{
	struct haptics_intent intent = {.kind = HAPTICS_INTENT_STUDIO_MODE, .on = on, .is_initial = is_initial};
	return engine_post(engine, &intent);
}

static void note_output(struct pairing_permission *permission, enum obs_frontend_event event)
{
	static const struct {
		enum pairing_output output;
		enum obs_frontend_event starting, started, stopped;
	} outputs[] = {
		{PAIRING_OUTPUT_STREAM, OBS_FRONTEND_EVENT_STREAMING_STARTING, OBS_FRONTEND_EVENT_STREAMING_STARTED,
		 OBS_FRONTEND_EVENT_STREAMING_STOPPED},
		{PAIRING_OUTPUT_RECORD, OBS_FRONTEND_EVENT_RECORDING_STARTING, OBS_FRONTEND_EVENT_RECORDING_STARTED,
		 OBS_FRONTEND_EVENT_RECORDING_STOPPED},
		{PAIRING_OUTPUT_REPLAY, OBS_FRONTEND_EVENT_REPLAY_BUFFER_STARTING,
		 OBS_FRONTEND_EVENT_REPLAY_BUFFER_STARTED, OBS_FRONTEND_EVENT_REPLAY_BUFFER_STOPPED},
	};
	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++) {
		if (event == outputs[i].starting)
			pairing_permission_output_starts(permission, outputs[i].output, os_gettime_ns());
		if (event == outputs[i].started || event == outputs[i].stopped)
			pairing_permission_output_settled(permission, outputs[i].output);
	}
	if (event == OBS_FRONTEND_EVENT_VIRTUALCAM_STARTED || event == OBS_FRONTEND_EVENT_VIRTUALCAM_STOPPED)
		pairing_permission_set_virtual_camera(permission, event == OBS_FRONTEND_EVENT_VIRTUALCAM_STARTED);
}

bool output_triggers_event(struct engine *engine, struct pairing_permission *permission, enum obs_frontend_event event)
{
	bool is_reported = true;
	note_output(permission, event);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		if (changes[i].event == event)
			is_reported &= post_output(engine, changes[i].output, changes[i].on, false);
	if (event == OBS_FRONTEND_EVENT_STUDIO_MODE_ENABLED || event == OBS_FRONTEND_EVENT_STUDIO_MODE_DISABLED)
		is_reported &= post_studio_mode(engine, event == OBS_FRONTEND_EVENT_STUDIO_MODE_ENABLED, false);
	if (event == OBS_FRONTEND_EVENT_REPLAY_BUFFER_SAVED) {
		struct haptics_intent intent = {.kind = HAPTICS_INTENT_REPLAY_SAVED};
		engine_post(engine, &intent);
	}
	return is_reported;
}

bool output_triggers_report_all(struct engine *engine, struct pairing_permission *permission)
{
	bool is_virtual_camera_on = obs_frontend_virtualcam_active();
	pairing_permission_set_virtual_camera(permission, is_virtual_camera_on);
	return post_output(engine, HAPTICS_OUTPUT_STREAM, obs_frontend_streaming_active(), true) &&
	       post_output(engine, HAPTICS_OUTPUT_RECORD, obs_frontend_recording_active(), true) &&
	       post_output(engine, HAPTICS_OUTPUT_RECORD_PAUSED, obs_frontend_recording_paused(), true) &&
	       post_output(engine, HAPTICS_OUTPUT_REPLAY_BUFFER, obs_frontend_replay_buffer_active(), true) &&
	       post_output(engine, HAPTICS_OUTPUT_VIRTUAL_CAMERA, is_virtual_camera_on, true) &&
	       post_studio_mode(engine, obs_frontend_preview_program_mode_active(), true);
}
