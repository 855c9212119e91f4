/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/stores/copies/open_collection.h"

#include <stdio.h>
#include <string.h>

#include <obs-frontend-api.h>
#include <util/bmem.h>

#include "obs/user_config.h"

/* The name of the file as OBS keeps it: without its ending before 31, with it since. */
static void read_file_name(char *file, size_t size)
{
	config_t *config = user_config();
	const char *name = config ? config_get_string(config, "Basic", "SceneCollectionFile") : NULL;
	snprintf(file, size, "%s", name ? name : "");
	size_t length = strlen(file);
	if (length > 5 && strcmp(file + length - 5, ".json") == 0)
		file[length - 5] = '\0';
}

void open_collection_get(struct open_collection *collection)
{
	collection->names = obs_frontend_get_scene_collections();
	collection->name = obs_frontend_get_current_scene_collection();
	read_file_name(collection->file, sizeof(collection->file));
	collection->id.file = collection->file;
	collection->id.name = collection->name ? collection->name : "";
}

void open_collection_free(struct open_collection *collection)
{
	bfree(collection->names);
	bfree(collection->name);
}
