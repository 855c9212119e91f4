// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/transfer/transfer_undo.hpp"

#include <cstdlib>
#include <memory>

#include <obs-frontend-api.h>

#include <QMainWindow>

#include "dock/rules/rule_undo.hpp"
#include "dock/widgets/text.hpp"

namespace {

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
	const Text undo{json_dumps(back.get(), JSON_COMPACT), free};
	const Text redo{json_dumps(forth.get(), JSON_COMPACT), free};

	if (undo && redo) {
		addUndoStep(text("Undo.Import"), repeat, undo.get(), redo.get());
	}
}
