# SPDX-License-Identifier: GPL-2.0-or-later
# The OBS that tests/windows/obs/layout made: OBS_FOLDER. The linker takes the names from the libraries themselves.
add_library(OBS::w32-pthreads SHARED IMPORTED)
set_target_properties(OBS::w32-pthreads PROPERTIES
	IMPORTED_LOCATION "${OBS_FOLDER}/bin/64bit/w32-pthreads.dll" IMPORTED_IMPLIB "${OBS_FOLDER}/bin/64bit/w32-pthreads.dll"
	INTERFACE_INCLUDE_DIRECTORIES "${OBS_FOLDER}/include/w32-pthreads")
add_library(OBS::libobs SHARED IMPORTED)
set_target_properties(OBS::libobs PROPERTIES
	IMPORTED_LOCATION "${OBS_FOLDER}/bin/64bit/obs.dll" IMPORTED_IMPLIB "${OBS_FOLDER}/bin/64bit/obs.dll"
	INTERFACE_INCLUDE_DIRECTORIES "${OBS_FOLDER}/include"
	INTERFACE_COMPILE_OPTIONS "SHELL:-include ${CMAKE_CURRENT_LIST_DIR}/intrinsics.h"
	INTERFACE_LINK_LIBRARIES OBS::w32-pthreads)
