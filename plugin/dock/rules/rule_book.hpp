// SPDX-License-Identifier: GPL-2.0-or-later
/* Changes to the rule set, as JSON with every unknown key kept. Each change can be undone with OBS's own undo (29.1 and
 * later). UI thread. */
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "dock/bridge.hpp"

QString ruleId(const QJsonValue &rule);
/* -1: there is none of that id. */
int ruleIndex(const QJsonArray &rules, const QString &id);

/* The set in the text form of the store, with other rules in it. */
QByteArray ruleSetText(QJsonObject set, const QJsonArray &rules);

/* The group a rule is in; "": none. */
QString ruleGroup(const QJsonValue &rule);

class RuleBook {
      public:
	explicit RuleBook(BridgePtr bridge);

	QJsonArray rules() const;
	/* Empty when there is none of that id. */
	QJsonObject rule(const QString &id) const;
	/* Each change is one step of OBS's undo, by its name. They return false with a sentence that names the bad key.
	 */
	/* Replaces the rule of the same id, or adds it: behind the other, if there is one of that id, else at the end.
	 */
	bool save(const QJsonObject &rule, QString *error, const QString &behindId = {});
	bool remove(const QStringList &wanted, QString *error);
	/* Before the rule of that id ("": to the end), into that group ("": into none). Those that move keep their
	 * order. */
	bool move(const QStringList &wanted, const QString &beforeId, const QString &group, QString *error);
	/* All that are in it go into the other. */
	bool renameGroup(const QString &group, const QString &name, QString *error);
	/* "": in none. */
	bool setGroup(const QStringList &wanted, const QString &group, QString *error);
	/* Those that are not so already. */
	void setEnabled(const QStringList &wanted, bool areEnabled);
	/* A copy under a fresh id, behind it and switched off; returned even when it could not be saved. */
	QJsonObject duplicate(const QString &id, QString *error);
	/* This rule alone, as the core reads it. NULL with a sentence: the core would not take it. */
	RulesRef parse(const QJsonObject &rule, QString *error) const;
	/* What stands beside the rules: all of the set but they. */
	QJsonObject settings() const;
	bool saveSettings(const QJsonObject &settings, QString *error);

	static QString freshId();
	/* Under a fresh id and a name that no other rule has. */
	QJsonObject copyOf(QJsonObject rule) const;

      private:
	const QJsonObject &set() const;
	bool commit(const QString &undoName, const QJsonArray &changed, QString *error);
	/* Those of them that there are, in the order of the set. */
	QStringList known(const QStringList &ids) const;

	BridgePtr bridge_;
	/* The set as it was read last, parsed again only when the store has another text. */
	mutable QByteArray text_;
	mutable QJsonObject set_;
};
