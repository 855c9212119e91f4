# SPDX-License-Identifier: GPL-2.0-or-later
# Flags for every target of the project: C17, hidden symbols, warnings, sanitizers.
set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_CXX_STANDARD 17)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(CMAKE_C_COMPILER_ID MATCHES "GNU|Clang" AND NOT MSVC)
	add_compile_options(-Wall -Wextra -Wvla -Wformat=2 -Wformat-security -Wshadow -fno-strict-aliasing
		$<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes>
		$<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>)
	if(WARNINGS_AS_ERRORS)
		add_compile_options(-Werror)
	endif()
endif()
if(UNIX AND NOT APPLE)
	# Debian's headers hide POSIX calls under -std=c17.
	add_compile_definitions(_POSIX_C_SOURCE=200809L _DEFAULT_SOURCE)
endif()
if(MINGW)
	# MinGW hides strdup() without the extensions, and knows the formats of the old C library only.
	set(CMAKE_C_EXTENSIONS ON)
	add_compile_definitions(__USE_MINGW_ANSI_STDIO=1)
	add_compile_options(-Wno-format -Wno-format-security -Wno-format-nonliteral)
elseif(MSVC)
	add_compile_definitions(_CRT_SECURE_NO_WARNINGS _CRT_NONSTDC_NO_WARNINGS)
	add_compile_options(/W3 /utf-8)
	# With symbols the linker keeps what nobody calls, and links in parts.
	add_link_options($<$<NOT:$<CONFIG:Debug>>:/OPT:REF> $<$<NOT:$<CONFIG:Debug>>:/OPT:ICF>
		$<$<NOT:$<CONFIG:Debug>>:/INCREMENTAL:NO>)
endif()

if(SANITIZE)
	add_compile_options(-fsanitize=${SANITIZE} -fno-omit-frame-pointer -g)
	add_link_options(-fsanitize=${SANITIZE})
	if(SANITIZE MATCHES "address|undefined")
		add_compile_options(-fsanitize=undefined)
		add_link_options(-fsanitize=undefined)
	endif()
elseif(UNIX AND NOT APPLE)
	# A sanitizer's runtime lies in the executable, so its symbols are missing in a module by design.
	add_link_options(-Wl,-z,defs)
endif()
