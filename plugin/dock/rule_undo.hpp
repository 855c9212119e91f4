/* OBS's undo for changes of the rule set. Stop, arm and ceiling are never in it: Ctrl+Z must not raise anything that a
 * person has lowered. UI thread. */
#pragma once

#include <QByteArray>

/* Both are whole sets as Bridge::rulesJson() gives them; only the rules that differ are put back by an undo, so that
 * another that was changed since then stays as it is, and none that is off now is switched on. Does nothing where OBS
 * has no undo for plugins (before 29.1). */
void rememberRuleChange(const QByteArray &before, const QByteArray &after);
