/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A QR code as pixels: an integer number of pixels per module, a quiet zone, two opaque colours. Pure, any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct qr_style {
	int module_px;       /* 1..64 pixels per module */
	int quiet_zone;      /* 2..16 modules on each side */
	uint32_t foreground; /* 0xAABBGGRR as OBS stores colours; alpha is ignored, pixels are opaque */
	uint32_t background;
};

enum qr_result {
	QR_OK = 1,
	QR_ERROR_EMPTY,
	QR_ERROR_TOO_LONG, /* does not fit version 40 */
	QR_ERROR_CONTRAST, /* WCAG contrast below 3:1, or inverted (light on dark): phones would not read it */
	QR_ERROR_STYLE,    /* a size out of range */
};

struct qr_image {
	uint32_t *pixels; /* BGRA in memory order, width * width, bfree() through qr_image_free() */
	int width_px;
	int modules; /* side without quiet zone */
};

/* Encodes payload byte for byte (byte mode, error correction M, L when M does not fit) and draws it. Takes no lock, and
 * some milliseconds for the longest payload. Fails without an image: freeing it does no harm. */
enum qr_result qr_image_make(struct qr_image *image, const char *payload, const struct qr_style *style);
/* An empty image is fine. */
void qr_image_free(struct qr_image *image);
/* WCAG contrast ratio of the two colours, 1..21. */
double qr_contrast(uint32_t foreground, uint32_t background);

#ifdef __cplusplus
}
#endif
