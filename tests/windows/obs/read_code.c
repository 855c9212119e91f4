/* SPDX-License-Identifier: GPL-2.0-or-later */
/* read_code.h under Wine, which runs programs of the system around it: zbar stays the one that Linux has. */
#include "read_code.h"

#include <stdio.h>

#include <windows.h>

#include "ppm.h"

enum { PATIENCE_MS = 60000, INTERVAL_MS = 5 };

bool read_code_is_possible(void)
{
	return true; /* tests/windows/run installs it */
}

static bool start_reader(const char *picture, const char *text)
{
	char command[1024];
	STARTUPINFOA startup = {.cb = sizeof(startup)};
	PROCESS_INFORMATION process = {0};
	snprintf(command, sizeof(command), "read-code %s %s", picture, text);
	if (!CreateProcessA("Z:" READ_CODE, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &process))
		return false;
	CloseHandle(process.hThread);
	CloseHandle(process.hProcess);
	return true;
}

static size_t take_text(const char *path, char *text, size_t size)
{
	FILE *file = NULL;
	for (int waited_ms = 0; !file && waited_ms < PATIENCE_MS; waited_ms += INTERVAL_MS) {
		Sleep(INTERVAL_MS);
		file = fopen(path, "rb");
	}
	size_t length = file ? fread(text, 1, size - 1, file) : 0;
	if (file)
		fclose(file);
	DeleteFileA(path);
	return length;
}

long read_code(const uint8_t *pixels, int width_px, int height_px, size_t linesize_bytes, char *text, size_t size)
{
	static int serial;
	char picture[512];
	char answer[512];
	snprintf(picture, sizeof(picture), "/tmp/lovense-for-obs-code-%lu-%d.ppm", GetCurrentProcessId(), serial++);
	snprintf(answer, sizeof(answer), "%s.txt", picture);
	bool did_start = ppm_write(fopen(picture, "wb"), pixels, width_px, height_px, linesize_bytes) &&
			 start_reader(picture, answer);
	size_t length = did_start ? take_text(answer, text, size) : 0;
	DeleteFileA(picture);
	text[length] = '\0';
	return length > 0 ? (long)length : -1;
}
