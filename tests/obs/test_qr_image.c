/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <util/bmem.h>

#include "obs/sources/qr_image.h"
#include "read_code.h"

#define BLACK 0xFF000000u
#define WHITE 0xFFFFFFFFu

/* The form of a pairing code: 108 bytes with slashes, quotes and base64. */
static const char pairing[] = "{\"type\":5,\"data\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v"
			      "MDEyMzQ1Njc4OTo7PD0+Pw==\"}";

static const struct qr_style plain = {.module_px = 8, .quiet_zone = 4, .foreground = BLACK, .background = WHITE};

static uint32_t pixel(const struct qr_image *image, int x, int y)
{
	return image->pixels[(size_t)y * (size_t)image->width_px + (size_t)x];
}

static void assert_reads(const char *payload, const struct qr_style *style)
{
	struct qr_image image;
	char text[4096];
	assert_int_equal(qr_image_make(&image, payload, style), QR_OK);
	long length = read_code((const uint8_t *)image.pixels, image.width_px, image.width_px,
				(size_t)image.width_px * 4, text, sizeof(text));
	assert_int_equal(length, strlen(payload));
	assert_memory_equal(text, payload, strlen(payload));
	qr_image_free(&image);
}

static void pairing_code_reads_byte_for_byte(void **state)
{
	(void)state;
	assert_int_equal(strlen(pairing), 108);
	if (!read_code_is_possible())
		skip();
	assert_reads(pairing, &plain);
}

static void every_preset_reads(void **state)
{
	static const int module_px[] = {4, 5, 6, 7, 8, 10, 11, 14};
	(void)state;
	if (!read_code_is_possible())
		skip();
	for (size_t i = 0; i < sizeof(module_px) / sizeof(module_px[0]); i++) {
		struct qr_style style = plain;
		style.module_px = module_px[i];
		assert_reads(pairing, &style);
	}
}

static void awkward_payloads_read_byte_for_byte(void **state)
{
	static const char *const payloads[] = {"A", "0123456789", "ABC $%*+-./:", "a\tb\nc", "gr\xC3\xBC\xC3\x9F"};
	(void)state;
	if (!read_code_is_possible())
		skip();
	for (size_t i = 0; i < sizeof(payloads) / sizeof(payloads[0]); i++)
		assert_reads(payloads[i], &plain);
}

static void pairing_code_is_version_7_at_level_m(void **state)
{
	struct qr_image image;
	(void)state;
	assert_int_equal(qr_image_make(&image, pairing, &plain), QR_OK);
	assert_int_equal(image.modules, 45);
	assert_int_equal(image.width_px, (45 + 8) * 8);
	qr_image_free(&image);
}

static void every_module_is_a_whole_square_of_pixels(void **state)
{
	struct qr_image image;
	struct qr_style style = plain;
	(void)state;
	style.module_px = 5;
	assert_int_equal(qr_image_make(&image, pairing, &style), QR_OK);
	for (int y = 0; y < image.width_px; y++)
		for (int x = 0; x < image.width_px; x++)
			assert_int_equal(pixel(&image, x, y), pixel(&image, x - x % 5, y - y % 5));
	qr_image_free(&image);
}

static void quiet_zone_is_empty_and_the_code_touches_it(void **state)
{
	struct qr_image image;
	struct qr_style style = plain;
	(void)state;
	style.quiet_zone = 3;
	assert_int_equal(qr_image_make(&image, pairing, &style), QR_OK);
	int zone = 3 * 8;
	for (int i = 0; i < image.width_px; i++) {
		assert_int_equal(pixel(&image, i, zone - 1), 0xFFFFFFFF);
		assert_int_equal(pixel(&image, zone - 1, i), 0xFFFFFFFF);
		assert_int_equal(pixel(&image, i, image.width_px - zone), 0xFFFFFFFF);
		assert_int_equal(pixel(&image, image.width_px - zone, i), 0xFFFFFFFF);
	}
	assert_int_equal(pixel(&image, zone, zone), 0xFF000000);
	qr_image_free(&image);
}

static void colours_are_opaque_and_in_bgra_order(void **state)
{
	struct qr_image image;
	struct qr_style style = plain;
	(void)state;
	style.foreground = 0x00402010; /* blue 0x40, green 0x20, red 0x10, alpha ignored */
	style.background = 0x00E0F0FF;
	assert_int_equal(qr_image_make(&image, "x", &style), QR_OK);
	const uint8_t *first = (const uint8_t *)image.pixels;
	const uint8_t background[] = {0xE0, 0xF0, 0xFF, 0xFF};
	assert_memory_equal(first, background, 4);
	uint32_t corner = pixel(&image, 4 * 8, 4 * 8);
	const uint8_t foreground[] = {0x40, 0x20, 0x10, 0xFF};
	assert_memory_equal(&corner, foreground, 4);
	qr_image_free(&image);
}

static void level_l_is_used_only_when_m_does_not_fit(void **state)
{
	char *payload = malloc(2954 + 1);
	struct qr_style style = plain;
	struct qr_image image;
	(void)state;
	style.module_px = 1;
	memset(payload, 'a', 2954);
	payload[2331] = '\0'; /* as much as version 40 holds at level M */
	assert_int_equal(qr_image_make(&image, payload, &style), QR_OK);
	assert_int_equal(image.modules, 177);
	qr_image_free(&image);
	payload[2331] = 'a';
	payload[2953] = '\0'; /* as much as it holds at all */
	assert_int_equal(qr_image_make(&image, payload, &style), QR_OK);
	qr_image_free(&image);
	payload[2953] = 'a';
	payload[2954] = '\0';
	assert_int_equal(qr_image_make(&image, payload, &style), QR_ERROR_TOO_LONG);
	assert_null(image.pixels);
	free(payload);
}

static void far_too_long_payloads_are_refused(void **state)
{
	size_t size = 1 << 20;
	char *payload = malloc(size);
	struct qr_image image;
	(void)state;
	memset(payload, 'a', size - 1);
	payload[size - 1] = '\0';
	assert_int_equal(qr_image_make(&image, payload, &plain), QR_ERROR_TOO_LONG);
	free(payload);
}

static void empty_payload_is_refused(void **state)
{
	struct qr_image image;
	(void)state;
	assert_int_equal(qr_image_make(&image, "", &plain), QR_ERROR_EMPTY);
	assert_null(image.pixels);
}

static void unreadable_colours_are_refused(void **state)
{
	static const struct {
		uint32_t foreground, background;
		enum qr_result expect;
	} cases[] = {
		{BLACK, WHITE, QR_OK},
		{WHITE, BLACK, QR_ERROR_CONTRAST},           /* inverted */
		{0xFF000000, 0xFF000000, QR_ERROR_CONTRAST}, /* the same */
		{0xFF00FFFF, WHITE, QR_ERROR_CONTRAST},      /* yellow on white */
		{0xFF0000FF, 0xFF00FF00, QR_ERROR_CONTRAST}, /* red on green: 2.9 */
		{0xFF0000FF, WHITE, QR_OK},                  /* red on white: 4.0 */
		{0xFF800000, 0xFFC0FFFF, QR_OK},             /* navy on cream */
	};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct qr_image image;
		struct qr_style style = plain;
		style.foreground = cases[i].foreground;
		style.background = cases[i].background;
		assert_int_equal(qr_image_make(&image, "x", &style), cases[i].expect);
		qr_image_free(&image);
	}
}

static void contrast_is_that_of_wcag(void **state)
{
	(void)state;
	assert_float_equal(qr_contrast(BLACK, WHITE), 21.0, 0.001);
	assert_float_equal(qr_contrast(WHITE, BLACK), 21.0, 0.001);
	assert_float_equal(qr_contrast(WHITE, WHITE), 1.0, 0.001);
	assert_float_equal(qr_contrast(0xFF0000FF, WHITE), 3.998, 0.001); /* pure red, from the WCAG formula */
}

static void sizes_out_of_range_are_refused(void **state)
{
	static const struct {
		int module_px, quiet_zone;
	} cases[] = {{0, 4}, {-1, 4}, {65, 4}, {8, 1}, {8, 17}, {8, -1}};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct qr_image image;
		struct qr_style style = plain;
		style.module_px = cases[i].module_px;
		style.quiet_zone = cases[i].quiet_zone;
		assert_int_equal(qr_image_make(&image, "x", &style), QR_ERROR_STYLE);
		assert_null(image.pixels);
	}
}

static void nothing_stays_allocated(void **state)
{
	struct qr_image image;
	long before = bnum_allocs();
	(void)state;
	assert_int_equal(qr_image_make(&image, pairing, &plain), QR_OK);
	qr_image_free(&image);
	qr_image_free(&image);
	assert_int_equal(bnum_allocs(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairing_code_reads_byte_for_byte),
		cmocka_unit_test(every_preset_reads),
		cmocka_unit_test(awkward_payloads_read_byte_for_byte),
		cmocka_unit_test(pairing_code_is_version_7_at_level_m),
		cmocka_unit_test(every_module_is_a_whole_square_of_pixels),
		cmocka_unit_test(quiet_zone_is_empty_and_the_code_touches_it),
		cmocka_unit_test(colours_are_opaque_and_in_bgra_order),
		cmocka_unit_test(level_l_is_used_only_when_m_does_not_fit),
		cmocka_unit_test(far_too_long_payloads_are_refused),
		cmocka_unit_test(empty_payload_is_refused),
		cmocka_unit_test(unreadable_colours_are_refused),
		cmocka_unit_test(contrast_is_that_of_wcag),
		cmocka_unit_test(sizes_out_of_range_are_refused),
		cmocka_unit_test(nothing_stays_allocated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
