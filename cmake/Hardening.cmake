# SPDX-License-Identifier: GPL-2.0-or-later
# What the distributions turn on against memory errors, for every release whoever builds it. A sanitizer build has none of
# it: its runtime looks at the same calls. tests/packages/hardened.py reads it back from the packages.
if(SANITIZE)
	return()
endif()

# clang for MSVC takes the options of MSVC. /guard:cf checks indirect calls; the rest is the linker's default, but certain.
if(MSVC)
	add_compile_options(/GS /guard:cf)
	add_link_options(/guard:cf /DYNAMICBASE /HIGHENTROPYVA /NXCOMPAT)
	return()
endif()

include(CheckCCompilerFlag)
set(flags -fstack-protector-strong -fcf-protection -mbranch-protection=standard) # the second for x86, the third for arm64
if(NOT WIN32) # where large frames are probed anyway, and GCC fails on its own option for it
	list(APPEND flags -fstack-clash-protection)
endif()
foreach(flag ${flags})
	string(MAKE_C_IDENTIFIER "HAS${flag}" has_flag)
	set(CMAKE_REQUIRED_FLAGS -Werror)
	check_c_compiler_flag(${flag} ${has_flag})
	unset(CMAKE_REQUIRED_FLAGS)
	if(${has_flag})
		add_compile_options(${flag})
	endif()
endforeach()

# It needs an optimizer, so Debug has none. A compiler that sets a level by itself would warn of another one.
foreach(option -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
	add_compile_options($<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:${option}>)
endforeach()

if(MINGW)
	# The stack protector is a library of its own there, which the linker takes by the option.
	add_link_options(-fstack-protector-strong -Wl,--dynamicbase,--high-entropy-va,--nxcompat)
elseif(NOT APPLE)
	add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
	include(CheckPIESupported)
	check_pie_supported(LANGUAGES C)
endif()
