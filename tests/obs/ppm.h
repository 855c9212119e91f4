/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pictures as files that other programs read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* pixels: BGRA, linesize_bytes apart. Closes the file, which may be NULL. true: it was written. */
bool ppm_write(FILE *file, const uint8_t *pixels, int width_px, int height_px, size_t linesize_bytes);
