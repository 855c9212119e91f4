/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/pairing_permission.h"

#include <obs.h>
#include <util/platform.h>
#include <util/threading.h>

static long second_of(uint64_t now_ns)
{
	return (long)(now_ns / UINT64_C(1000000000)) + 1;
}

void pairing_permission_output_starts(struct pairing_permission *permission, enum pairing_output output,
				      uint64_t now_ns)
{
	os_atomic_set_long(&permission->starting_s[output], second_of(now_ns));
}

void pairing_permission_output_settled(struct pairing_permission *permission, enum pairing_output output)
{
	os_atomic_set_long(&permission->starting_s[output], 0);
}

void pairing_permission_set_virtual_camera(struct pairing_permission *permission, bool is_on)
{
	os_atomic_set_bool(&permission->is_virtual_camera_on, is_on);
}

bool pairing_permission_is_virtual_camera_on(const struct pairing_permission *permission)
{
	return os_atomic_load_bool(&permission->is_virtual_camera_on);
}

bool pairing_permission_is_starting(const struct pairing_permission *permission, uint64_t now_ns)
{
	for (size_t i = 0; i < PAIRING_OUTPUT_COUNT; i++) {
		long since_s = os_atomic_load_long(&permission->starting_s[i]);
		if (since_s != 0 && second_of(now_ns) - since_s < PAIRING_STARTING_SECONDS)
			return true;
	}
	return false;
}

bool pairing_permission_is_live(const struct pairing_permission *permission)
{
	/* The first covers the moment between "starting" and the first frame taken, the second every output there is,
	 * also those that other plugins run without the frontend's knowing. */
	return pairing_permission_is_starting(permission, os_gettime_ns()) ||
	       pairing_permission_is_virtual_camera_on(permission) || obs_video_active();
}

bool pairing_permission_has_consent(const struct pairing_permission *permission)
{
	return os_atomic_load_bool(&permission->has_consent);
}

void pairing_permission_set_consent(struct pairing_permission *permission, bool has_consent)
{
	os_atomic_set_bool(&permission->has_consent, has_consent);
}

void pairing_permission_show(struct pairing_permission *permission, long seconds)
{
	os_atomic_set_long(&permission->show_seconds, seconds);
	os_atomic_inc_long(&permission->show_requests);
}

bool pairing_permission_can_show_live(const struct pairing_permission *permission)
{
	return pairing_permission_has_consent(permission) && os_atomic_load_long(&permission->always_sources) > 0;
}
