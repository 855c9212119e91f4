# SPDX-License-Identifier: GPL-2.0-or-later
# Libraries the layers stand on. Each becomes an imported target, so that no layer sees another one's include folders.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson>=2.13)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl>=7.81)
# A static libwebsockets names what it stands on in its CMake package only, and for MSVC it has nothing else.
if(MSVC OR APPLE)
	find_package(libwebsockets 4.1 CONFIG REQUIRED)
	add_library(lws ALIAS websockets)
else()
	pkg_check_modules(LWS REQUIRED IMPORTED_TARGET libwebsockets>=4.1)
	add_library(lws ALIAS PkgConfig::LWS)
endif()
# The functions of math.h: in a library of their own, but not with MSVC.
add_library(math INTERFACE)
if(NOT MSVC)
	target_link_libraries(math INTERFACE m)
endif()

# What is trusted is handed to libcurl as OpenSSL has it. (Windows and macOS have stores of their own.)
if(CMAKE_SYSTEM_NAME STREQUAL "Linux" AND NOT CMAKE_CROSSCOMPILING)
	try_run(CURL_TLS_RUN CURL_TLS_COMPILED "${CMAKE_CURRENT_BINARY_DIR}/tls-library"
		"${CMAKE_CURRENT_LIST_DIR}/tls_library.c"
		LINK_LIBRARIES PkgConfig::CURL
		COMPILE_OUTPUT_VARIABLE CURL_TLS_COMPILER_SAYS
		RUN_OUTPUT_VARIABLE CURL_TLS_LIBRARY)
	string(STRIP "${CURL_TLS_LIBRARY}" CURL_TLS_LIBRARY)
	if(NOT CURL_TLS_COMPILED)
		message(FATAL_ERROR "libcurl was found, but a program cannot be linked with it:\n${CURL_TLS_COMPILER_SAYS}")
	elseif(NOT CURL_TLS_LIBRARY MATCHES "^OpenSSL/|[ ]OpenSSL/")
		message(FATAL_ERROR "This libcurl uses ${CURL_TLS_LIBRARY} for TLS; the plugin needs the libcurl that uses "
			"OpenSSL. On Debian and Ubuntu: apt install libcurl4-openssl-dev (it takes the place of "
			"libcurl4-gnutls-dev), then configure again in an empty build folder.")
	endif()
endif()

if(ENABLE_PLUGIN)
	find_package(libobs REQUIRED)
	find_package(obs-frontend-api REQUIRED)
	find_path(QRCODEGEN_INCLUDE_DIR NAMES qrcodegen.h qrcodegen/qrcodegen.h PATH_SUFFIXES qrcodegen REQUIRED)
	find_library(QRCODEGEN_LIBRARY NAMES qrcodegen REQUIRED)
	add_library(qrcodegen INTERFACE IMPORTED)
	target_include_directories(qrcodegen SYSTEM INTERFACE ${QRCODEGEN_INCLUDE_DIR})
	target_link_libraries(qrcodegen INTERFACE ${QRCODEGEN_LIBRARY})
endif()
