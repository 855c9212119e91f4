/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read_code.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ppm.h"

bool read_code_is_possible(void)
{
	return system("command -v zbarimg >/dev/null 2>&1") == 0;
}

long read_code(const uint8_t *pixels, int width_px, int height_px, size_t linesize_bytes, char *text, size_t size)
{
	char path[] = "/tmp/lovense-for-obs-code-XXXXXX.ppm";
	char command[128];
	int fd = mkstemps(path, 4);
	if (fd < 0 || !ppm_write(fdopen(fd, "wb"), pixels, width_px, height_px, linesize_bytes))
		return -1;
	snprintf(command, sizeof(command), "zbarimg -q --raw --nodbus -Sbinary '%s' 2>/dev/null", path);
	FILE *output = popen(command, "r");
	size_t length = output ? fread(text, 1, size - 1, output) : 0;
	int status = output ? pclose(output) : -1;
	unlink(path);
	text[length] = '\0';
	return status == 0 ? (long)length : -1;
}
