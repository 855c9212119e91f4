/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the app listens in the local network, from what device info says. Pure.
 *
 * Source: "domain" and "httpsPort" of the device info event. The documented sample has dots in the label, recorded
 * events have dashes, and only the dashed name is in the certificate.
 *
 * Only "*.lovense.club" names whose label spells a private or loopback IPv4 address are taken: the name comes from a
 * server, and must not make us talk to anybody else. */
#pragma once

struct lan_address {
	char host[64];    /* "192-168-1-44.lovense.club": the name in the certificate */
	char ip[16];      /* "192.168.1.44" */
	char resolve[96]; /* "host:port:ip" for CURLOPT_RESOLVE: no DNS, which routers may block for such names */
	char url[96];     /* "https://host:port/command" */
	int port;
};

enum lan_address_result {
	LAN_ADDRESS_OK = 1,
	LAN_ADDRESS_MISSING, /* no domain or no port */
	LAN_ADDRESS_FOREIGN, /* not below lovense.club, or no address in its label */
	LAN_ADDRESS_PUBLIC,  /* not a private or loopback address */
	LAN_ADDRESS_BAD_PORT,
};

/* domain: "192-168-1-44.lovense.club" or with dots. address is only set with LAN_ADDRESS_OK. */
enum lan_address_result lan_address_parse(const char *domain, int port, struct lan_address *address);
