# SPDX-License-Identifier: GPL-2.0-or-later
# dock_qt: the Qt of the running OBS. Debian's OBS 29 is a Qt 5 program, everything newer Qt 6.
if(QT_VERSION STREQUAL "AUTO")
	if(libobs_VERSION VERSION_LESS 30)
		set(dock_qt 5)
	else()
		set(dock_qt 6)
	endif()
else()
	set(dock_qt ${QT_VERSION})
endif()
