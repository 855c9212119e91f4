// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/transfer/transfer_undo.hpp"

#include <cstdlib>
#include <memory>

#include <obs-frontend-api.h>

#include <QMainWindow>

#include "dock/rules/rule_undo.hpp"
#include "dock/widgets/text.hpp"
#include "obs/frontend_symbol.h"

namespace {

using Callback = void (*)(const char *data);
/* As in rule_undo.cpp. */
using AddUndo = void (*)(const char *name, Callback undo, Callback redo, const char *undoData, const char *redoData,
			 bool isRepeatable);
using Text = std::unique_ptr<char, void (*)(void *)>;

void repeat(const char *data)
{
	const auto *target = RuleUndoTarget::find(static_cast<QMainWindow *>(obs_frontend_get_main_window()));
	const JsonRef patch{json_loads(data, 0, nullptr), json_decref};

	if (target && patch) {
		target->bridge()->repeatTransfer(patch.get());
	}
}

} // namespace

void rememberTransfer(const JsonRef &back, const JsonRef &forth)
{
	const auto addUndo = reinterpret_cast<AddUndo>(frontend_symbol_find("obs_frontend_add_undo_redo_action"));
	const Text undo{json_dumps(back.get(), JSON_COMPACT), free};
	const Text redo{json_dumps(forth.get(), JSON_COMPACT), free};

	if (addUndo && undo && redo) {
		addUndo(text("Transfer.Title").toUtf8().constData(), repeat, repeat, undo.get(), redo.get(), false);
	}
}
