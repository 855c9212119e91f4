/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support/certificates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/child.h"

enum { PATIENCE_MS = 60000 };

static bool run(const char *const *arguments)
{
	int status = -1;
	struct child *child = child_start(arguments);
	bool has_ended = child && child_wait(child, PATIENCE_MS, &status);
	child_stop(child);
	return has_ended && status == 0;
}

void certificates_make(char *folder, size_t size)
{
	const char *base = getenv("TMPDIR");
	snprintf(folder, size, "%s/lovense-for-obs-test-XXXXXX", base && *base ? base : "/tmp");
	const char *arguments[] = {TESTS_DIR "/net/tls/make_certificates.sh", folder, NULL};
	if (!mkdtemp(folder) || !run(arguments)) {
		fprintf(stderr, "no certificates: is openssl installed?\n");
		abort();
	}
}

void certificates_remove(const char *folder)
{
	const char *arguments[] = {"rm", "-r", folder, NULL};
	run(arguments);
}

const char *certificate_path(const char *folder, const char *name)
{
	static char path[512];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}
