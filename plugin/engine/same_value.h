/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Enums of engine/ that repeat those of lovense/ or haptics/ for rooms that may not see these are compared value by
 * value when they are compiled. */
#pragma once

#define SAME(ours, theirs) _Static_assert((int)(ours) == (int)(theirs), #ours " is " #theirs)
