// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/tips/copy_for.hpp"

#include <obs-module.h>

#include <QFile>
#include <QRegularExpression>

namespace {

constexpr const char *PROGRAMS[] = {"Streamer.bot", "Firebot", "SAMMI", "Bitfocus Companion"};

QString readPage()
{
	char *path = obs_module_file("integrations.md");
	QFile file{QString::fromUtf8(path)};

	bfree(path);
	return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
}

/* From its heading to the next. */
QString sectionOf(const QString &page, const QString &program)
{
	const QRegularExpression section{
		QStringLiteral("^## %1\\n(.*?)(?=^## |\\z)").arg(QRegularExpression::escape(program)),
		QRegularExpression::MultilineOption | QRegularExpression::DotMatchesEverythingOption};

	return section.match(page).captured(1);
}

QString firstRequest(const QString &section)
{
	static const QRegularExpression request{QStringLiteral("^```json\\n(.*?)^```"),
						QRegularExpression::MultilineOption |
							QRegularExpression::DotMatchesEverythingOption};

	return request.match(section).captured(1).trimmed();
}

} // namespace

QStringList programsToCopyFor()
{
	const QString page = readPage();
	QStringList found;

	for (const char *program : PROGRAMS) {
		const QString name = QString::fromUtf8(program);
		if (!firstRequest(sectionOf(page, name)).isEmpty()) {
			found += name;
		}
	}
	return found;
}

QString textToCopyFor(const QString &program)
{
	return firstRequest(sectionOf(readPage(), program));
}
