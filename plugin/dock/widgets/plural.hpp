// SPDX-License-Identifier: GPL-2.0-or-later
/* Texts that count something. Neither Qt (outside its own translation files) nor libobs knows plural forms. */
#pragma once

#include <QString>

enum class Plural { One = 1, Few, Many, Other };

/* The form a whole number takes in a language ("en", "pt", ...), by the plural rules of the Unicode CLDR. An unknown
 * language has one form. Source: https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html */
Plural pluralOf(const QString &language, uint count);

/* The four keys of one sentence; its %1 is the number. */
struct PluralKeys {
	const char *one;
	const char *few;
	const char *many;
	const char *other;
};
QString countText(const PluralKeys &keys, uint count);
