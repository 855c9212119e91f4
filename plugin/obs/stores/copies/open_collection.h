/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The open scene collection, and the names of all of them. Needs a frontend. UI thread. */
#pragma once

#include "obs/stores/copies/rules_archive.h"

struct open_collection {
	struct collection_id id; /* points into the rest; "" where OBS does not say it */
	char **names;            /* of all collections, ended by NULL; NULL: OBS did not say */
	char *name;
	char file[512];
};

/* Asks OBS; release it with open_collection_free(). Do not copy it. */
void open_collection_get(struct open_collection *collection);
void open_collection_free(struct open_collection *collection);
