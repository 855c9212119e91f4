// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/would_send.hpp"

#include <QJsonArray>
#include <QStringList>

#include "dock/rules/rule_words.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"
#include "engine/engine.h"

namespace {

bool isNamed(const QStringList &names, const engine_toy &toy)
{
	return names.isEmpty() || names.contains(QStringLiteral("all")) || names.contains(utf8(toy.alias)) ||
	       names.contains(utf8(toy.type), Qt::CaseInsensitive);
}

/* Those of the toy that the action names, or all where it names none of them. */
quint32 functionsOf(const QJsonObject &action, const engine_toy &toy)
{
	quint32 named = 0;

	for (const QString &name : wordsOf(action.value(QStringLiteral("fn")))) {
		const int index = engine_function_index(name.toUtf8().constData());
		named |= index >= 0 ? UINT32_C(1) << index : 0;
	}
	return (named & toy.functions) ? named & toy.functions : toy.functions;
}

/* What the strongest of the functions that the action uses may do. */
double ceilingOf(const QJsonObject &action, const engine_toy &toy, double masterCeiling)
{
	const quint32 functions = functionsOf(action, toy);
	double highest = functions ? 0.0 : 1.0;

	for (int i = 0; i < HAPTICS_MAX_FUNCTIONS; i++) {
		if (functions & (UINT32_C(1) << i)) {
			highest = qMax(highest, toy.function_ceiling[i]);
		}
	}
	return qMin(highest, qMin(masterCeiling, toy.ceiling));
}

} // namespace

quint32 toyMask(const QJsonObject &action, const engine_snapshot &snapshot)
{
	const QStringList names = wordsOf(action.value(QStringLiteral("toys")));
	quint32 mask = 0;

	for (size_t i = 0; i < snapshot.toy_count; i++) {
		if (snapshot.toys[i].is_online && isNamed(names, snapshot.toys[i])) {
			mask |= UINT32_C(1) << i;
		}
	}
	return mask;
}

QString sendsNothingText()
{
	return text("Rule.WouldSend.Nothing");
}

QString wouldSendText(const QJsonObject &action, const engine_snapshot &snapshot, bool isDiscreet)
{
	const quint32 mask = toyMask(action, snapshot);
	const double wanted = actionLevel(action);
	QStringList parts;

	if (action.value(QStringLiteral("kind")).toString() == QLatin1String{"stop"}) {
		return {};
	}
	for (int i = 0; i < int(snapshot.toy_count); i++) {
		if (!(mask & (UINT32_C(1) << i))) {
			continue;
		}
		const QString name = toyName(snapshot.toys[i], i, isDiscreet);
		const double ceiling = ceilingOf(action, snapshot.toys[i], snapshot.ceiling);
		const QString sent = percentText(qMin(wanted, ceiling));
		parts += wanted > ceiling ? text("Rule.WouldSend.CappedToy", name, sent)
					  : QStringLiteral("%1 %2").arg(name, sent);
	}
	return parts.isEmpty() ? sendsNothingText() : text("Rule.WouldSend", parts.join(QStringLiteral(", ")));
}
