/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/requests/event_flag.h"

#include <stdio.h>

#include <obs-data.h>

void event_flag_set(struct obs_data *data, const char *name, bool is_so, const char *yes, const char *no)
{
	char text_name[48];
	snprintf(text_name, sizeof(text_name), "%s_text", name);
	obs_data_set_bool(data, name, is_so);
	obs_data_set_string(data, text_name, is_so ? yes : no);
}
