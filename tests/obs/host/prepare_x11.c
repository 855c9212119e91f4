/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <obs-nix-platform.h>

#include "host.h"

void host_prepare(void)
{
	obs_set_nix_platform(OBS_NIX_PLATFORM_X11_EGL);
}
