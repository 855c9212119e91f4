// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules to start from. */
#pragma once

#include <QJsonObject>
#include <QString>

#include "obs/choices.h"

/* The templates the set-up offers. */
enum StarterRule { STARTER_HOLD_KEY = 0, STARTER_REPLAY_PULSE = 1, STARTER_FOLLOW_SOUND = 2 };

int ruleTemplateCount();
QString ruleTemplateName(int index);
/* A complete rule with a fresh id. sceneName and audioName fill the references; may be empty, then the user must
 * choose before the rule can be saved. */
QJsonObject makeRuleFromTemplate(int index, const QString &sceneName, const QString &audioName);
/* The first scene or source of a kind in OBS, "" when there is none. */
QString firstChoice(choice_kind kind);
