/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A blocking JSON client for the control ports of test servers. */
#pragma once

#include <jansson.h>

/* Sends body (borrowed; NULL: GET) and reads the reply. *status (NULL: not wanted) is 0 when there was none. New
 * reference; NULL: no reply, or one that is not JSON. */
json_t *http_json(const char *url, const json_t *body, int *status);
