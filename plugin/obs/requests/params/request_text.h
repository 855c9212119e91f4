/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers and booleans that a program sent as text. The locale makes no difference. Pure: any thread. */
#pragma once

#include <stdbool.h>

/* "500", " 5.25 ", "5,25". A comma is the decimal point when one or two digits follow it and nothing else separates:
 * "1,000" is no number. No hexadecimal, infinity, NaN or exponent. false: no number; value stays. */
bool request_text_number(const char *text, double *value);
/* "true", "False", "1", "0", in any case. false: none of them; value stays. */
bool request_text_bool(const char *text, bool *value);
