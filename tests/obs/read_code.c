/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read_code.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool read_code_is_possible(void)
{
	return system("command -v zbarimg >/dev/null 2>&1") == 0;
}

static bool write_picture(int fd, const uint8_t *pixels, int width_px, int height_px, size_t linesize_bytes)
{
	FILE *file = fdopen(fd, "wb");
	if (!file)
		return false;
	fprintf(file, "P6\n%d %d\n255\n", width_px, height_px);
	for (int y = 0; y < height_px; y++)
		for (int x = 0; x < width_px; x++) {
			const uint8_t *bgra = pixels + (size_t)y * linesize_bytes + (size_t)x * 4;
			uint8_t rgb[3] = {bgra[2], bgra[1], bgra[0]};
			fwrite(rgb, sizeof(rgb), 1, file);
		}
	return fclose(file) == 0;
}

long read_code(const uint8_t *pixels, int width_px, int height_px, size_t linesize_bytes, char *text, size_t size)
{
	char path[] = "/tmp/lovense-for-obs-code-XXXXXX.ppm";
	char command[128];
	int fd = mkstemps(path, 4);
	if (fd < 0 || !write_picture(fd, pixels, width_px, height_px, linesize_bytes))
		return -1;
	snprintf(command, sizeof(command), "zbarimg -q --raw --nodbus -Sbinary '%s' 2>/dev/null", path);
	FILE *output = popen(command, "r");
	size_t length = output ? fread(text, 1, size - 1, output) : 0;
	int status = output ? pclose(output) : -1;
	unlink(path);
	text[length] = '\0';
	return status == 0 ? (long)length : -1;
}
