// SPDX-License-Identifier: GPL-2.0-or-later
/* The key of one hotkey: shown, set by pressing it, taken away; with a warning when the key does something else, too.
 * STOP ALL works while it listens, and its key cannot be given to another. Of several keys, which OBS's settings can
 * give, it is the first; the others are named, and stay. */
#pragma once

#include <QJsonObject>
#include <QString>
#include <QWidget>

#include <obs.h>

#include "dock/bridge.hpp"
#include "obs/key_bindings.h"

class KeyCapture;
class QLabel;
class QToolButton;

/* The hotkey that starts a rule. */
QString ruleHotkey(const QString &ruleId);

class KeyField : public QWidget {
	Q_OBJECT

      public:
	/* What a new key waits for before it is bound. */
	enum class Saves { AtOnce = 1, WhenAsked };

	/* name: what a screen reader calls it. */
	KeyField(BridgePtr bridge, Saves saves, const QString &name, QWidget *parent);
	void setHotkey(const QString &hotkeyName);
	/* Shows what is bound now, unless a key waits to be saved. Call it now and then while the field is seen: OBS's
	 * settings and another profile change keys, too. */
	void refresh();
	/* Binds the key that waits, if one does, or that could not be kept before. false: it works, but could not be
	 * kept in the profile; the field says so. */
	bool save();
	/* A key waits to be saved. */
	bool hasNewKey() const;
	/* That key as text, with hasNewKey(), to be kept and given back to another field later. What cannot be a key
	 * here, or stops everything by now, is not taken. */
	QJsonObject newKey() const;
	void takeNewKey(const QJsonObject &kept);
	/* What the field reads while there is no key: a word that needs no name beside it, or, false, one that does. */
	void setNamed(bool isNamed);
	void focusKey();
	/* What is bound, as it was at the last look; "": nothing. */
	QString boundKey() const;

      signals:
	/* A person has set or taken away the key. */
	void changed();

      private:
	void take(obs_key_combination_t key);
	void set(obs_key_combination_t key);
	/* The one that waits, or else what is bound now. */
	obs_key_combination_t key() const;
	void look();
	void showKey();
	void showUse();
	QString otherUse();
	bool isOfStop() const;

	BridgePtr bridge_;
	Saves saves_;
	QString name_;
	QByteArray hotkey_;
	hotkey_view view_{};             /* of it; see look() */
	obs_key_combination_t wanted_{}; /* with hasWanted_ */
	bool hasWanted_{false};
	bool isRefused_{false}; /* the stop key was pressed for another hotkey */
	bool isUnsaved_{false};
	bool isNamed_{false};
	obs_key_combination_t lookedUp_{}; /* whose use windowUse_ is */
	QString windowUse_;
	KeyCapture *key_;
	QToolButton *clear_;
	QLabel *words_;
	QLabel *further_;
};
