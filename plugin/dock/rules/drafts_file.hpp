// SPDX-License-Identifier: GPL-2.0-or-later
/* Where unsaved changes of rules wait for the next start: drafts.json of the module's config folder. UI thread; reads
 * and writes one small file. */
#pragma once

#include <QByteArray>

/* Empty: there is none, or it cannot be read. */
QByteArray readDraftsFile();
/* What cannot be written is lost when OBS closes. */
void writeDraftsFile(const QByteArray &json);
