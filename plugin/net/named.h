/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Enums whose values have a text each: LIST(X) is a macro of lines X(name, text), written once. */
#pragma once

#define NAMED_VALUE(name, text) name,           /* in the enum */
#define NAMED_TEXT(name, text) [name] = (text), /* in the table of texts */
