// SPDX-License-Identifier: GPL-2.0-or-later
/* Every text the dock shows comes from the locale files through here. UI thread. */
#pragma once

#include <cstddef>

#include <QString>
#include <QStringList>

/* The text of a locale key; the key itself when there is none. A key is a literal or comes from a table, so that a test
 * finds it in the sources: never put one together at run time. */
QString text(const char *key);

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

template <typename First, typename... Others>
QString text(const char *key, const First &argument, const Others &...arguments)
{
	return fillText(text(key), {textArgument(argument), textArgument(arguments)...});
}

/* A row of the table that stands beside an enum: the key of a value's text. */
template <typename Value> struct TextKey {
	Value value;
	const char *key;
};

/* Works on rows of any kind that have a value. NULL: it is not in the table. */
template <typename Row, typename Value, size_t Size>
constexpr const Row *rowOf(const Row (&table)[Size], const Value &value)
{
	for (const Row &row : table) {
		if (row.value == value) {
			return &row;
		}
	}
	return nullptr;
}

/* "" for a value that is not in the table, whose text is empty too. */
template <typename Row, typename Value, size_t Size>
constexpr const char *keyOf(const Row (&table)[Size], const Value &value)
{
	const Row *row = rowOf(table, value);

	return row ? row->key : "";
}

/* Whether each value from first to last has a key; for a static_assert beside the table. */
template <typename Row, typename Value, size_t Size>
constexpr bool hasEachKey(const Row (&table)[Size], Value first, Value last)
{
	for (int value = int(first); value <= int(last); value++) {
		if (!*keyOf(table, Value(value))) {
			return false;
		}
	}
	return true;
}

/* The same for a word of the rule JSON. */
using WordKey = TextKey<const char *>;

/* The name of a word; the word itself when it is not in the table. */
template <size_t Size> QString wordText(const WordKey (&table)[Size], const QString &word)
{
	const char *key = keyOf(table, word);

	return *key ? text(key) : word;
}

/* "A, B, C" and "One. Two." as the language writes them: not every language puts a comma or a space there. */
QString listText(const QStringList &parts);
QString sentencesText(const QStringList &sentences);

/* 0..1 as "45 %", with a space that does not break. */
/* Of what a person wrote: a number is not parted from its unit where a line breaks. */
QString withUnits(QString words);
QString percentText(double share);
/* "10 % to 30 %", or what both are. */
QString percentsText(double from, double to);
/* "8 s", "1:05", "10:00": what is left of a time, rounded up to whole seconds, never below 0. */
QString durationText(qint64 duration_ms);
/* "8 s", "30.5 s", "90 s": a length of time as somebody has set it, and as the field for it has it. To the hundredth of
 * a second. */
QString lengthText(qint64 length_ms);
/* Seconds as numbers, the same: "30.5", and "30" where there are no more. */
QString secondsText(double seconds);
/* A C string of the plugin, always UTF-8. */
inline QString utf8(const char *value)
{
	return QString::fromUtf8(value);
}
/* Into a field of the plugin; what does not fit is cut off. */
template <size_t Size> void copyText(char (&to)[Size], const QString &from)
{
	qstrncpy(to, from.toUtf8().constData(), Size);
}
