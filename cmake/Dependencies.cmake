# SPDX-License-Identifier: GPL-2.0-or-later
# Libraries the layers stand on. Each becomes an imported target, so that no layer sees another one's include folders.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.13)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl>=7.81)
pkg_check_modules(LWS REQUIRED IMPORTED_TARGET libwebsockets>=4.1)

if(ENABLE_PLUGIN)
	find_package(libobs REQUIRED)
	find_package(obs-frontend-api REQUIRED)
	find_path(QRCODEGEN_INCLUDE_DIR NAMES qrcodegen.h qrcodegen/qrcodegen.h PATH_SUFFIXES qrcodegen REQUIRED)
	find_library(QRCODEGEN_LIBRARY NAMES qrcodegen REQUIRED)
	add_library(qrcodegen INTERFACE IMPORTED)
	target_include_directories(qrcodegen SYSTEM INTERFACE ${QRCODEGEN_INCLUDE_DIR})
	target_link_libraries(qrcodegen INTERFACE ${QRCODEGEN_LIBRARY})
endif()
