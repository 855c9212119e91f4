# SPDX-License-Identifier: GPL-2.0-or-later
vcpkg_check_linkage(ONLY_STATIC_LIBRARY)
vcpkg_from_github(
	OUT_SOURCE_PATH SOURCE_PATH
	REPO nayuki/QR-Code-generator
	REF v1.8.0
	SHA512 0cdf0873e71aed124fc7357da86fb26f23fd26432f94c9752fa5a044085b26e5aece2115134d0e50213ff24be7c55818e7dec31205a68751065bc82ab0c2c6ac
	HEAD_REF master)
file(COPY "${CMAKE_CURRENT_LIST_DIR}/CMakeLists.txt" DESTINATION "${SOURCE_PATH}/c")
vcpkg_cmake_configure(SOURCE_PATH "${SOURCE_PATH}/c")
vcpkg_cmake_install()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/Readme.markdown")
