/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads a QR code with zbar, which shares nothing with our encoder. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* false: zbarimg is not installed. */
bool read_code_is_possible(void);
/* pixels: BGRA, linesize_bytes apart. The number of bytes read into text (cut to size), or -1: no code was found. */
long read_code(const uint8_t *pixels, int width_px, int height_px, size_t linesize_bytes, char *text, size_t size);
