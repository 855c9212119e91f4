// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/run_modes.hpp"

bool mayBeEndless(const QString &trigger, const QString &mode)
{
	return mode == QLatin1String{"while"} && trigger != QLatin1String{"hotkey"} &&
	       trigger != QLatin1String{"request"};
}

bool isMoment(const QString &trigger)
{
	return trigger == QLatin1String{"replay"} || trigger == QLatin1String{"timer"} ||
	       trigger == QLatin1String{"tip"};
}

int longestRunUnstated_ms(const QString &trigger, const QString &mode)
{
	return trigger == QLatin1String{"hotkey"} && mode == QLatin1String{"while"} ? 30000 : 60000;
}

QStringList legalModes(const QJsonObject &rule)
{
	const QJsonObject when = rule.value(QLatin1String{"when"}).toObject();
	const QString type = when.value(QLatin1String{"type"}).toString();
	QStringList modes{QStringLiteral("once")};

	if (when.value(QLatin1String{"edge"}).toString() == QLatin1String{"leave"} ||
	    rule.value(QLatin1String{"do"}).toObject().value(QLatin1String{"kind"}).toString() ==
		    QLatin1String{"stop"}) {
		return modes;
	}
	if (!isMoment(type)) {
		modes += QStringLiteral("while");
	}
	if (type == QLatin1String{"hotkey"} || type == QLatin1String{"request"}) {
		modes += QStringLiteral("toggle");
	}
	return modes;
}
