/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lovense/lan/lan_address.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "net/ascii.h"

static const char zone[] = ".lovense.club";

/* "192-168-1-44" or "192.168.1.44", nothing else: no leading zeros, no signs. */
static bool read_label(const char *label, size_t length, int part[4])
{
	size_t at = 0;
	for (int i = 0; i < 4; i++) {
		size_t digits = 0;
		part[i] = 0;
		for (; at < length && label[at] >= '0' && label[at] <= '9' && digits < 4; at++, digits++)
			part[i] = part[i] * 10 + (label[at] - '0');
		bool has_leading_zero = digits > 1 && label[at - digits] == '0';
		if (digits == 0 || digits > 3 || part[i] > 255 || has_leading_zero)
			return false;
		if (i < 3 && (at >= length || (label[at] != '-' && label[at] != '.')))
			return false;
		at += i < 3;
	}
	return at == length;
}

static bool is_private(const int part[4])
{
	return part[0] == 10 || part[0] == 127 || (part[0] == 172 && part[1] >= 16 && part[1] <= 31) ||
	       (part[0] == 192 && part[1] == 168) || (part[0] == 169 && part[1] == 254);
}

enum lan_address_result lan_address_parse(const char *domain, int port, struct lan_address *address)
{
	size_t length = strlen(domain);
	size_t zone_length = sizeof(zone) - 1;
	int part[4];
	if (length == 0 || port == 0)
		return LAN_ADDRESS_MISSING;
	if (length <= zone_length || !ascii_equals(domain + length - zone_length, zone) ||
	    !read_label(domain, length - zone_length, part))
		return LAN_ADDRESS_FOREIGN;
	if (!is_private(part))
		return LAN_ADDRESS_PUBLIC;
	if (port < 1 || port > 65535)
		return LAN_ADDRESS_BAD_PORT;
	/* Dashes always: the certificate covers one label below the zone. */
	*address = (struct lan_address){.port = port};
	snprintf(address->host, sizeof(address->host), "%d-%d-%d-%d%s", part[0], part[1], part[2], part[3], zone);
	snprintf(address->ip, sizeof(address->ip), "%d.%d.%d.%d", part[0], part[1], part[2], part[3]);
	snprintf(address->resolve, sizeof(address->resolve), "%s:%d:%s", address->host, port, address->ip);
	snprintf(address->url, sizeof(address->url), "https://%s:%d/command", address->host, port);
	return LAN_ADDRESS_OK;
}
