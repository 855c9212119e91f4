// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/widgets/plural.hpp"

#include "dock/widgets/text.hpp"

namespace {

constexpr uint MILLION = 1000000;

Plural always(uint)
{
	return Plural::Other;
}

Plural germanic(uint count)
{
	return count == 1 ? Plural::One : Plural::Other;
}

Plural manyMillions(uint count)
{
	return count != 0 && count % MILLION == 0 ? Plural::Many : Plural::Other;
}

Plural spanish(uint count)
{
	return count == 1 ? Plural::One : manyMillions(count);
}

Plural french(uint count)
{
	return count <= 1 ? Plural::One : manyMillions(count);
}

bool endsInTwoToFour(uint count)
{
	return count % 10 >= 2 && count % 10 <= 4 && (count % 100 < 12 || count % 100 > 14);
}

Plural polish(uint count)
{
	return count == 1 ? Plural::One : endsInTwoToFour(count) ? Plural::Few : Plural::Many;
}

Plural russian(uint count)
{
	return count % 10 == 1 && count % 100 != 11 ? Plural::One : endsInTwoToFour(count) ? Plural::Few : Plural::Many;
}

constexpr struct {
	const char *value;
	Plural (*rule)(uint count);
} RULES[] = {{"en", germanic}, {"de", germanic}, {"es", spanish}, {"it", spanish}, {"fr", french}, {"pt", french},
	     {"ja", always},   {"ko", always},   {"zh", always},  {"pl", polish},  {"ru", russian}};

} // namespace

Plural pluralOf(const QString &language, uint count)
{
	const auto *row = rowOf(RULES, language);

	return row ? row->rule(count) : Plural::Other;
}

QString countText(const PluralKeys &keys, uint count)
{
	const Plural form = pluralOf(text("Plural.Rule"), count);
	const TextKey<Plural> forms[] = {{Plural::One, keys.one},
					 {Plural::Few, keys.few},
					 {Plural::Many, keys.many},
					 {Plural::Other, keys.other}};

	return text(keyOf(forms, form), QString::number(count));
}
