# SPDX-License-Identifier: GPL-2.0-or-later
# See libobsConfig.cmake.
add_library(OBS::obs-frontend-api SHARED IMPORTED)
set_target_properties(OBS::obs-frontend-api PROPERTIES
	IMPORTED_LOCATION "${OBS_FOLDER}/bin/64bit/obs-frontend-api.dll"
	IMPORTED_IMPLIB "${OBS_FOLDER}/bin/64bit/obs-frontend-api.dll" INTERFACE_LINK_LIBRARIES OBS::libobs)
