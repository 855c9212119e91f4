// SPDX-License-Identifier: GPL-2.0-or-later
/* Every text the dock shows comes from the locale files through here. UI thread. */
#pragma once

#include <QString>
#include <QStringList>

/* The text of a locale key; the key itself when there is none. */
QString text(const char *key);
QString text(const QString &key);

inline QString textArgument(const QString &value)
{
	return value;
}
inline QString textArgument(const char *value)
{
	return QString::fromUtf8(value);
}
inline QString textArgument(int value)
{
	return QString::number(value);
}

/* The pattern with %1 to %9 replaced in one pass, so that an argument may hold a percent sign itself. A placeholder
 * without an argument stays, an argument without a placeholder is left out. */
QString fillText(const QString &pattern, const QStringList &arguments);

template <typename Key, typename... Arguments> QString text(const Key &key, const Arguments &...arguments)
{
	return fillText(text(key), {textArgument(arguments)...});
}

/* A set of choices is one key, its entries separated by |, in the order of the code's enum. */
QStringList textList(const char *key);

/* 0..1 as "45 %", with a space that does not break. */
QString percentText(double share);
/* "8 s", "1:05", "10:00": a length of time rounded up to whole seconds, never below 0. */
QString durationText(qint64 duration_ms);
/* A C string of the plugin, always UTF-8. */
inline QString utf8(const char *value)
{
	return QString::fromUtf8(value);
}
