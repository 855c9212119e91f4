// SPDX-License-Identifier: GPL-2.0-or-later
/* Words for where others may look at the screen: they do not tell what is driven. Any thread. */
#pragma once

/* The key of the text to show in place of that of this key; the key itself where nobody looks, or where its text tells
 * nothing. */
const char *discreetKey(const char *key, bool isDiscreet);
