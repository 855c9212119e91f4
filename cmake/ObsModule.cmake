# SPDX-License-Identifier: GPL-2.0-or-later
# The loadable module, its data in the build tree, and its place in an installation.
add_library(lovense-for-obs MODULE module.c)
set_target_properties(lovense-for-obs PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/plugin")
target_compile_definitions(lovense-for-obs PRIVATE PLUGIN_VERSION="${PROJECT_VERSION}")
target_link_libraries(lovense-for-obs PRIVATE obs_parts engine)
if(ENABLE_DOCK)
	target_link_libraries(lovense-for-obs PRIVATE dock)
	target_compile_definitions(lovense-for-obs PRIVATE ENABLE_DOCK)
	set_target_properties(lovense-for-obs PROPERTIES LINKER_LANGUAGE CXX)
endif()
if(WIN32)
	configure_file("${CMAKE_SOURCE_DIR}/cmake/version.rc.in" "${CMAKE_BINARY_DIR}/version.rc" @ONLY)
	target_sources(lovense-for-obs PRIVATE "${CMAKE_BINARY_DIR}/version.rc")
endif()
if(UNIX AND NOT APPLE)
	# The OBS process holds other copies of these libraries: nothing of ours may be seen but obs_module_*.
	target_link_options(lovense-for-obs PRIVATE -Wl,--exclude-libs,ALL
		"-Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/exports.map")
	set_target_properties(lovense-for-obs PROPERTIES LINK_DEPENDS "${CMAKE_SOURCE_DIR}/cmake/exports.map")
endif()

# What the plugin manager of OBS 32 shows.
set(manifest "${CMAKE_BINARY_DIR}/manifest.json")
string(TOLOWER "${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}" manifest_os_arch)
configure_file("${CMAKE_SOURCE_DIR}/cmake/manifest.json.in" "${manifest}" @ONLY)

set(plugin_data "${CMAKE_BINARY_DIR}/data/lovense-for-obs")
add_custom_target(lovense-for-obs-data ALL
	COMMAND ${CMAKE_COMMAND} -E copy_directory "${CMAKE_SOURCE_DIR}/data" "${plugin_data}"
	COMMAND ${CMAKE_COMMAND} -E copy_if_different "${manifest}" "${plugin_data}/manifest.json"
	COMMENT "Copying data beside the module")
add_dependencies(lovense-for-obs lovense-for-obs-data)

if(INSTALL_LAYOUT STREQUAL "user")
	set(module_folder lovense-for-obs/bin/64bit)
	set(data_folder lovense-for-obs/data)
else()
	set(module_folder "${CMAKE_INSTALL_LIBDIR}/obs-plugins")
	set(data_folder "${CMAKE_INSTALL_DATADIR}/obs/obs-plugins/lovense-for-obs")
endif()
install(TARGETS lovense-for-obs LIBRARY DESTINATION "${module_folder}" COMPONENT plugin)
install(DIRECTORY "${CMAKE_SOURCE_DIR}/data/" DESTINATION "${data_folder}" COMPONENT plugin)
if(MSVC)
	# What the crash reports of OBS are read with.
	install(FILES $<TARGET_PDB_FILE:lovense-for-obs> DESTINATION "${module_folder}" COMPONENT symbols EXCLUDE_FROM_ALL)
endif()
install(FILES "${manifest}" DESTINATION "${data_folder}" COMPONENT plugin)
