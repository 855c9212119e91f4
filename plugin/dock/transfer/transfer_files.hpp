// SPDX-License-Identifier: GPL-2.0-or-later
/* The ways in and out by a file: a person chooses it, then reads what it would change, or has it written. */
#pragma once

#include "dock/bridge.hpp"

class QWidget;

/* parent: any widget of the window that asks. The file dialogs are not modal. */
void chooseImport(const BridgePtr &bridge, QWidget *parent);
void chooseExport(const BridgePtr &bridge, transfer_extent extent, QWidget *parent);
/* Reads the file and shows what it would change, or says why it cannot be read. */
void openTransfer(const BridgePtr &bridge, const QString &path, QWidget *parent);
/* A name for the file, with the collection's name and the date; fit for every system. collection may be empty. */
QString transferFileName(transfer_extent extent, QString collection, const QString &date);
