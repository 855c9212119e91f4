# SPDX-License-Identifier: GPL-2.0-or-later
# Downloads what dependencies.json pins (checked by SHA-256) and builds libobs and the frontend API from it, for systems
# whose OBS has no development package. The oldest OBS that release packages serve: a module must not be built against a
# newer one than it is loaded in.
# usage: cmake -D PLATFORM=windows-x64|macos-universal -D TARGET=FOLDER -P obs-sdk.cmake
#        then configure with -D CMAKE_PREFIX_PATH=TARGET/sdk;TARGET/obs-deps;TARGET/qt6
cmake_minimum_required(VERSION 3.22)
file(READ "${CMAKE_CURRENT_LIST_DIR}/dependencies.json" dependencies)
get_filename_component(TARGET "${TARGET}" ABSOLUTE)

function(fetch name)
	string(JSON url GET "${dependencies}" ${name} url)
	string(JSON file GET "${dependencies}" ${name} ${PLATFORM} file)
	string(JSON sha256 GET "${dependencies}" ${name} ${PLATFORM} sha256)
	message(STATUS "Downloading ${url}/${file}")
	file(DOWNLOAD "${url}/${file}" "${TARGET}/${name}-${file}" EXPECTED_HASH SHA256=${sha256} STATUS status)
	list(GET status 0 code)
	if(code)
		message(FATAL_ERROR "${url}/${file}: ${status}")
	endif()
	file(ARCHIVE_EXTRACT INPUT "${TARGET}/${name}-${file}" DESTINATION "${TARGET}/${name}")
endfunction()

function(run)
	execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

foreach(name obs-studio obs-deps qt6)
	fetch(${name})
endforeach()
if(PLATFORM MATCHES macos)
	run(xattr -r -d com.apple.quarantine "${TARGET}")
	# OBS reads the version of the SDK from its path, which CMake 4 does not look up.
	execute_process(COMMAND xcodebuild -version -sdk macosx Path OUTPUT_VARIABLE sysroot OUTPUT_STRIP_TRAILING_WHITESPACE
		COMMAND_ERROR_IS_FATAL ANY)
	# The semicolon passes two lists before it is one argument.
	set(generator -G Xcode "-DCMAKE_OSX_ARCHITECTURES=arm64\\\;x86_64" -DCMAKE_OSX_DEPLOYMENT_TARGET=11.0
		"-DCMAKE_OSX_SYSROOT=${sysroot}")
else()
	set(generator -A x64)
endif()

string(JSON version GET "${dependencies}" obs-studio version)
set(source "${TARGET}/obs-studio/obs-studio-${version}")
run(${CMAKE_COMMAND} -S "${source}" -B "${source}/build" ${generator} -DOBS_CMAKE_VERSION=3.0.0
	-DENABLE_PLUGINS=OFF -DENABLE_UI=OFF -DOBS_VERSION_OVERRIDE=${version}
	"-DCMAKE_PREFIX_PATH=${TARGET}/obs-deps\;${TARGET}/qt6")
run(${CMAKE_COMMAND} --build "${source}/build" --target obs-frontend-api --config Release --parallel)
run(${CMAKE_COMMAND} --install "${source}/build" --component Development --config Release --prefix "${TARGET}/sdk")
