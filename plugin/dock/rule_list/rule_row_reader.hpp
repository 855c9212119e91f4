// SPDX-License-Identifier: GPL-2.0-or-later
/* A rule's row as a screen reader meets it: an item of a list that can be selected and is on or off. UI thread. */
#pragma once

void installRuleRowReader();
/* Before the module is unloaded. */
void removeRuleRowReader();
