/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The entry that libFuzzer calls; replay.c calls it with the files of a corpus. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
