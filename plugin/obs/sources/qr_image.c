/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obs/sources/qr_image.h"

#include <math.h>
#include <string.h>

#include <qrcodegen.h>
#include <util/bmem.h>

enum { MODULE_PX_MAX = 64, QUIET_ZONE_MIN = 2, QUIET_ZONE_MAX = 16 };
static const double contrast_min = 3.0;

static double linear_of(uint32_t channel)
{
	double value = (double)(channel & 0xFF) / 255.0;
	return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* Relative luminance as WCAG defines it; colour is 0xAABBGGRR. */
static double luminance(uint32_t colour)
{
	return 0.2126 * linear_of(colour) + 0.7152 * linear_of(colour >> 8) + 0.0722 * linear_of(colour >> 16);
}

double qr_contrast(uint32_t foreground, uint32_t background)
{
	double a = luminance(foreground);
	double b = luminance(background);
	return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

/* Light modules on a dark ground are unreadable for many phones, whatever the contrast. */
static bool is_readable(const struct qr_style *style)
{
	return luminance(style->foreground) < luminance(style->background) &&
	       qr_contrast(style->foreground, style->background) >= contrast_min;
}

static bool is_drawable(const struct qr_style *style)
{
	return style->module_px >= 1 && style->module_px <= MODULE_PX_MAX && style->quiet_zone >= QUIET_ZONE_MIN &&
	       style->quiet_zone <= QUIET_ZONE_MAX;
}

/* 0xAABBGGRR to an opaque pixel whose bytes lie in memory as B, G, R, A. */
static uint32_t opaque_pixel(uint32_t colour)
{
	uint8_t bytes[4] = {(uint8_t)(colour >> 16), (uint8_t)(colour >> 8), (uint8_t)colour, 0xFF};
	uint32_t pixel = 0;
	memcpy(&pixel, bytes, sizeof(pixel));
	return pixel;
}

static bool encode_at(const char *payload, size_t size, enum qrcodegen_Ecc ecc, uint8_t *code)
{
	uint8_t data[qrcodegen_BUFFER_LEN_MAX];
	memcpy(data, payload, size);
	/* No boost: a stronger level would keep the version but not help, and the choice stays predictable. */
	return qrcodegen_encodeBinary(data, size, code, ecc, qrcodegen_VERSION_MIN, qrcodegen_VERSION_MAX,
				      qrcodegen_Mask_AUTO, false);
}

static enum qr_result encode(const char *payload, uint8_t *code)
{
	size_t size = strlen(payload);
	if (size == 0)
		return QR_ERROR_EMPTY;
	if (size > qrcodegen_BUFFER_LEN_MAX)
		return QR_ERROR_TOO_LONG;
	bool did_fit = encode_at(payload, size, qrcodegen_Ecc_MEDIUM, code) ||
		       encode_at(payload, size, qrcodegen_Ecc_LOW, code);
	return did_fit ? QR_OK : QR_ERROR_TOO_LONG;
}

static void draw(struct qr_image *image, const uint8_t *code, const struct qr_style *style)
{
	uint32_t foreground = opaque_pixel(style->foreground);
	uint32_t background = opaque_pixel(style->background);
	uint32_t *pixel = image->pixels;
	for (int y = 0; y < image->width_px; y++) {
		int row = y / style->module_px - style->quiet_zone;
		for (int x = 0; x < image->width_px; x++) {
			int column = x / style->module_px - style->quiet_zone;
			/* Outside the code qrcodegen_getModule() says light: that is the quiet zone. */
			*pixel++ = qrcodegen_getModule(code, column, row) ? foreground : background;
		}
	}
}

enum qr_result qr_image_make(struct qr_image *image, const char *payload, const struct qr_style *style)
{
	*image = (struct qr_image){0};
	if (!is_drawable(style))
		return QR_ERROR_STYLE;
	if (!is_readable(style))
		return QR_ERROR_CONTRAST;
	uint8_t code[qrcodegen_BUFFER_LEN_MAX];
	enum qr_result result = encode(payload, code);
	if (result != QR_OK)
		return result;
	image->modules = qrcodegen_getSize(code);
	image->width_px = (image->modules + 2 * style->quiet_zone) * style->module_px;
	image->pixels = bmalloc(sizeof(uint32_t) * (size_t)image->width_px * (size_t)image->width_px);
	draw(image, code, style);
	return QR_OK;
}

void qr_image_free(struct qr_image *image)
{
	bfree(image->pixels);
	*image = (struct qr_image){0};
}
