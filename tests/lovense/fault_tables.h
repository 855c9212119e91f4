/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each fault switch of the simulator must lead to. */
#pragma once

#include "faults.h"

struct fault_table {
	const struct fault *cases;
	size_t count;
};
extern const struct fault_table fault_table_token;
extern const struct fault_table fault_table_socket_url;
extern const struct fault_table fault_table_token_service;
/* At a reconnect; LOVENSE_READY there is LOVENSE_WAITING_FOR_SCAN for a user who never scanned. */
extern const struct fault_table fault_table_socket;
extern const struct fault_table fault_table_code;
extern const struct fault_table fault_table_app;
extern const struct fault_table fault_table_scan;
/* What comes by LAN, with the LAN route on. */
extern const struct fault_table fault_table_lan;
extern const struct fault_table fault_table_lan_variants;
/* With the simulator's --tls. */
extern const struct fault_table fault_table_tls;
extern const struct fault_table fault_table_tls_reconnect;
