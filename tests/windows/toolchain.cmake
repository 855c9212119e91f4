# SPDX-License-Identifier: GPL-2.0-or-later
# Windows x64 by mingw-w64 with the Universal C Runtime. LIBRARIES (environment) is where tests/windows/libraries put the
# compiler and the cross-built libraries.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(triple x86_64-w64-mingw32ucrt)
set(CMAKE_C_COMPILER $ENV{LIBRARIES}/bin/${triple}-gcc)
set(CMAKE_RC_COMPILER $ENV{LIBRARIES}/bin/${triple}-windres)
set(CMAKE_FIND_ROOT_PATH $ENV{LIBRARIES}/ucrt/usr/${triple} $ENV{LIBRARIES})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
foreach(kind EXE SHARED MODULE)
	set(CMAKE_${kind}_LINKER_FLAGS_INIT -static)
endforeach()
set(CMAKE_CROSSCOMPILING_EMULATOR ${CMAKE_CURRENT_LIST_DIR}/in-wine)
