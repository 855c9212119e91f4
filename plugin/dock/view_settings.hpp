// SPDX-License-Identifier: GPL-2.0-or-later
/* How the dock looks; kept apart from the settings of the plugin, in dock.json of the module's config folder. UI
 * thread; reads and writes one small file. Without a config folder it lasts until OBS exits. The dock and its window
 * share one, so that a name hidden in one is hidden in the other. */
#pragma once

#include <memory>

#include <QObject>
#include <QStringList>

class ViewSettings : public QObject {
	Q_OBJECT

      public:
	/* Reads the file; defaults when there is none. */
	ViewSettings();

	/* Neutral title, no names of toys or their owner. */
	bool isDiscreet() const;
	void setDiscreet(bool isDiscreet);
	/* Groups of rules of which only the head is shown, by their names. */
	const QStringList &foldedGroups() const;
	void setFoldedGroups(const QStringList &groups);

	/* The toys show as a heading alone. */
	bool areToysFolded() const;
	void setToysFolded(bool areFolded);
	/* So do the rules. */
	bool areRulesFolded() const;
	void setRulesFolded(bool areFolded);

      signals:
	void changed();

      private:
	void change(bool &setting, const char *key, bool isOn);
	void keep(const char *key, bool isOn);

	bool isDiscreet_{false};
	bool areToysFolded_{false};
	bool areRulesFolded_{false};
	QStringList foldedGroups_;
};

using ViewPtr = std::shared_ptr<ViewSettings>;
