// SPDX-License-Identifier: GPL-2.0-or-later
/* obs_module_text() over the shipped English text, as OBS gives it to a module; LOCALE in the environment picks another
 * language. */
#include <memory>
#include <string>

#include <obs-module.h>
#include <util/text-lookup.h>

#include <QString>

extern "C" const char *obs_module_text(const char *key)
{
	static const std::unique_ptr<text_lookup, void (*)(lookup_t *)> texts{
		[] {
			const QString language = qEnvironmentVariable("LOCALE", QStringLiteral("en-US"));
			lookup_t *lookup = text_lookup_create(LOCALE_DIR "/en-US.ini");
			text_lookup_add(lookup, (QStringLiteral(LOCALE_DIR "/%1.ini").arg(language)).toUtf8());
			return lookup;
		}(),
		text_lookup_destroy};
	const char *text = key;

	text_lookup_getstr(texts.get(), key, &text);
	return text;
}
