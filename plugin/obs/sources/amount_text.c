/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/amount_text.h"

#include <math.h>
#include <stdio.h>

#include "haptics/intent.h"

void amount_text(char *text, size_t size, double amount)
{
	if (!(amount >= 0.0 && amount <= HAPTICS_AMOUNT_MAX)) {
		text[0] = '\0';
		return;
	}
	/* In whole numbers: printf would take the mark of the process's locale. */
	long long hundredths = llround(amount * 100.0);
	if (hundredths % 100 == 0)
		snprintf(text, size, "%lld", hundredths / 100);
	else
		snprintf(text, size, "%lld.%02lld", hundredths / 100, hundredths % 100);
}
