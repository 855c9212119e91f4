// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/keys/key_field.hpp"

#include <utility>

#include <obs-interaction.h>

#include <QGridLayout>
#include <QLabel>
#include <QToolButton>

#include "dock/keys/key_capture.hpp"
#include "dock/keys/window_keys.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr uint32_t MODIFIERS = INTERACT_SHIFT_KEY | INTERACT_CONTROL_KEY | INTERACT_ALT_KEY | INTERACT_COMMAND_KEY;
constexpr char KEPT_NAME[] = "key"; /* as libobs names it; "": none */
constexpr char KEPT_MODIFIERS[] = "modifiers";

QString keyText(obs_key_combination_t key)
{
	char keys[KEY_TEXT_SIZE] = "";

	key_combination_text(key, keys, sizeof(keys));
	return utf8(keys);
}

} // namespace

QString ruleHotkey(const QString &ruleId)
{
	char name[HOTKEY_NAME_SIZE] = "";

	rule_hotkey_name(ruleId.toUtf8().constData(), name, sizeof(name));
	return utf8(name);
}

KeyField::KeyField(BridgePtr bridge, Saves saves, const QString &name, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      saves_{saves},
      name_{name},
      key_{named("key", new KeyCapture{this})},
      clear_{named("clearKey", makeIconButton(Icon::Remove, text("Key.Clear"), this))},
      words_{named("keyWords", makeWrappingLabel(this, Tone::Warning))},
      further_{named("furtherKeys", makeWrappingLabel(this, Tone::Muted))}
{
	auto *grid = makeLayout<QGridLayout>(this);

	words_->hide();
	further_->hide();
	grid->setVerticalSpacing(2);
	grid->setColumnStretch(0, 1);
	grid->addWidget(key_, 0, 0);
	grid->addWidget(clear_, 0, 1);
	grid->addWidget(words_, 1, 0, 1, 2);
	grid->addWidget(further_, 2, 0, 1, 2);
	connect(key_, &KeyCapture::captured, this, &KeyField::take);
	connect(key_, &KeyCapture::listeningChanged, this, &KeyField::showKey);
	connect(clear_, &QToolButton::clicked, this, [this] {
		key_->setFocus(); /* the button is switched off, and hands it on to whatever comes next */
		set({});
	});
	connect(bridge_.get(), &Bridge::cutting, key_, &KeyCapture::stopListening);
}

void KeyField::setHotkey(const QString &hotkeyName)
{
	if (hotkey_ != hotkeyName.toUtf8()) {
		hotkey_ = hotkeyName.toUtf8();
		hasWanted_ = false;
		isUnsaved_ = false;
	}
	showKey();
}

void KeyField::refresh()
{
	if (!bridge_->isConnected()) {
		return;
	}
	if (key_->isListening()) {
		look();
	} else {
		showKey();
	}
}

void KeyField::setNamed(bool isNamed)
{
	if (std::exchange(isNamed_, isNamed) != isNamed) {
		showKey();
	}
}

void KeyField::focusKey()
{
	key_->setFocus();
}

QString KeyField::boundKey() const
{
	return keyText(view_.key);
}

bool KeyField::hasNewKey() const
{
	return hasWanted_;
}

QJsonObject KeyField::newKey() const
{
	const char *name = wanted_.key == OBS_KEY_NONE ? "" : obs_key_to_name(wanted_.key);

	return {{QLatin1String{KEPT_NAME}, utf8(name)}, {QLatin1String{KEPT_MODIFIERS}, int(wanted_.modifiers)}};
}

void KeyField::takeNewKey(const QJsonObject &kept)
{
	const QByteArray name = kept.value(QLatin1String{KEPT_NAME}).toString().toUtf8();
	const uint32_t modifiers = uint32_t(kept.value(QLatin1String{KEPT_MODIFIERS}).toInt()) & MODIFIERS;
	const obs_key_combination_t key{modifiers, obs_key_from_name(name.constData())};
	const bool isKey = key.key != OBS_KEY_NONE && !hotkey_has_key(STOP_ALL_HOTKEY, key);

	if (isKey || (kept.contains(QLatin1String{KEPT_NAME}) && name.isEmpty())) {
		set(key);
	}
}

bool KeyField::isOfStop() const
{
	return hotkey_ == STOP_ALL_HOTKEY;
}

/* A press of the stop key is a stop, whatever is listened for. */
void KeyField::take(obs_key_combination_t key)
{
	isRefused_ = false;
	if (bridge_->isConnected() && hotkey_has_key(STOP_ALL_HOTKEY, key)) {
		bridge_->stopAll();
		isRefused_ = !isOfStop();
	}
	if (isRefused_) {
		key_->listenOn();
		showKey();
	} else {
		set(key);
	}
}

void KeyField::set(obs_key_combination_t key)
{
	wanted_ = key;
	hasWanted_ = true;
	isRefused_ = false;
	if (saves_ == Saves::AtOnce) {
		save();
	}
	showKey();
	emit changed();
}

bool KeyField::save()
{
	if ((!hasWanted_ && !isUnsaved_) || !bridge_->isConnected()) {
		return true;
	}
	look(); /* where no key waits, what is bound by now is kept */
	isUnsaved_ = !hotkey_bind(hotkey_.constData(), key());
	hasWanted_ = false;
	showKey();
	return !isUnsaved_;
}

obs_key_combination_t KeyField::key() const
{
	return hasWanted_ ? wanted_ : view_.key;
}

/* The dock does this twice a second: libobs is asked once. */
void KeyField::look()
{
	hotkey_look(hotkey_.constData(), hasWanted_ ? &wanted_ : nullptr, &view_);
}

void KeyField::showKey()
{
	look();
	const QString key = keyText(this->key());
	const QString told = key_->isListening() ? text("Key.Listening") : key.isEmpty() ? text("Key.Set") : key;
	const QString shown = isNamed_ && told == text("Key.Set") ? text("Key.SetStop") : told;

	if (key_->text() != shown) {
		key_->setText(shown);
	}
	setTip(key_, key); /* there may be no room for all of it */
	clear_->setEnabled(!key.isEmpty());
	showUse();
	/* What is wrong with the key is heard where it is set. */
	setTold(key_, text("Key.Name", name_, told), words_->text());
}

void KeyField::showUse()
{
	showLabel(further_, *view_.further ? text("Key.Further", utf8(view_.further)) : QString{});
	showLabel(words_, isRefused_ ? text("Key.IsStopKey") : isUnsaved_ ? text("Key.NotSaved") : otherUse());
}

/* OBS's window is looked through when the key is another one. */
QString KeyField::otherUse()
{
	const obs_key_combination_t key = this->key();

	if (*view_.other_use) {
		return text("Key.OtherUse", utf8(view_.other_use));
	}
	if (key.key != lookedUp_.key || key.modifiers != lookedUp_.modifiers) {
		lookedUp_ = key;
		windowUse_ = windowUseText(key);
	}
	return windowUse_;
}
