# How every target of the project is compiled.

# Asserts stay on in every build type: a broken promise must stop a run, not bend its numbers.
foreach(type IN ITEMS RELEASE RELWITHDEBINFO MINSIZEREL)
  string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_${type} "${CMAKE_CXX_FLAGS_${type}}")
endforeach()

# A fused multiply-add rounds once instead of twice, so results would depend on the processor.
add_compile_options(-ffp-contract=off)

# g++ collects garbage early, which takes a tenth of the time; a compiler does not live for long.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(--param=ggc-min-heapsize=1048576)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What ccache wants to be told where headers are precompiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# weft_precompile(TARGET HEADER...)
#
# Parses the headers that nearly every file of the target includes once, if WEFT_PRECOMPILED_HEADERS
# is on: that halves the time of a build. Where it is off, each file proves that it includes what it
# uses.
function(weft_precompile target)
  if(NOT WEFT_PRECOMPILED_HEADERS)
    return()
  endif()
  target_precompile_headers(
    ${target} PRIVATE <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional>
                      <set> <span> <string> <string_view> <utility> <variant> <vector> ${ARGN})
  # g++ 12 no longer sees that what it inlines is the library's, and warns of it.
  target_compile_options(
    ${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>
                      $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-array-bounds>
                      "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()
