/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ppm.h"

bool ppm_write(FILE *file, const uint8_t *pixels, int width_px, int height_px, size_t linesize_bytes)
{
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
