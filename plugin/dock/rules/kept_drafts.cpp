// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rules/kept_drafts.hpp"

#include <QJsonDocument>

#include "dock/rules/drafts_file.hpp"
#include "haptics/intent.h"
#include "obs/plugin_log.h"

namespace {

constexpr char DRAFTS[] = "drafts";

QString idOf(const QJsonValue &draft)
{
	return draft.toObject().value(QStringLiteral("id")).toString();
}

bool canBeKept(const QJsonValue &draft)
{
	const QByteArray id = idOf(draft).toUtf8();

	return !id.isEmpty() && id.size() < HAPTICS_ID_SIZE &&
	       QJsonDocument{draft.toObject()}.toJson(QJsonDocument::Compact).size() <= KeptDrafts::LARGEST_BYTES;
}

} // namespace

KeptDrafts::KeptDrafts()
{
	const QByteArray text = readDraftsFile();
	const QJsonValue listed = QJsonDocument::fromJson(text).object().value(QLatin1String{DRAFTS});

	for (const QJsonValue &draft : listed.toArray()) {
		if (canBeKept(draft) && drafts_.size() < MOST) {
			drafts_.append(draft);
		}
	}
	if (!text.isEmpty() && (!listed.isArray() || drafts_.size() != listed.toArray().size())) {
		plugin_warning("dock: drafts.json is damaged: %d unsaved changes of rules are left of it",
			       int(drafts_.size()));
	}
}

QJsonObject KeptDrafts::first() const
{
	return drafts_.first().toObject();
}

void KeptDrafts::keep(const QJsonObject &rule)
{
	if (!canBeKept(rule)) {
		plugin_warning("dock: an unsaved change of a rule is too large to be kept");
		return;
	}
	remove(idOf(rule));
	drafts_.append(rule);
	while (drafts_.size() > MOST) {
		drafts_.removeFirst();
	}
	write();
}

void KeptDrafts::drop(const QString &id)
{
	remove(id);
	write();
}

void KeptDrafts::remove(const QString &id)
{
	for (int i = int(drafts_.size()) - 1; i >= 0; i--) {
		if (idOf(drafts_.at(i)) == id) {
			drafts_.removeAt(i);
		}
	}
}

void KeptDrafts::write()
{
	writeDraftsFile(QJsonDocument{QJsonObject{{QLatin1String{DRAFTS}, drafts_}}}.toJson());
	emit changed();
}
