# weft_library(NAME [USES TARGET...])
#
# One library for each top-level folder: every .cpp in it, the project's warnings, and the export
# weft::NAME. USES names what its public headers include.
function(weft_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "/(cli|serve)/") # These belong to the program, not to the library.

  add_library(${name} STATIC ${sources})
  add_library(weft::${name} ALIAS ${name})
  target_compile_features(${name} PUBLIC cxx_std_20)
  target_include_directories(
    ${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                   $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/weft>)
  target_link_libraries(${name} PUBLIC ${arg_USES} PRIVATE $<BUILD_INTERFACE:weft_warnings>)

  install(TARGETS ${name} EXPORT weft)
  install(
    DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/weft/${name}
    FILES_MATCHING
    PATTERN "*.hpp")
endfunction()

# weft_list(FOLDER TYPE)
#
# Writes the declarations and additions of a registry from the files of a folder: one file, one
# function of the file's name that returns a TYPE.
function(weft_list folder type)
  set(declarations "") # Not those of the caller's list before.
  set(additions "")
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.cpp)
  foreach(file IN LISTS files)
    cmake_path(GET file STEM name)
    string(APPEND declarations "${type} ${name}();\n")
    string(APPEND additions "    registry.add(${name}());\n")
  endforeach()
  set(declarations "${declarations}" PARENT_SCOPE)
  set(additions "${additions}" PARENT_SCOPE)
endfunction()

add_library(weft_warnings INTERFACE)
target_compile_options(
  weft_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
                          $<$<BOOL:${WEFT_WARNINGS_AS_ERRORS}>:-Werror>)

# g++ 12 takes ordinary joins of strings for overlapping copies at -O3 (GCC bug 105651).
target_compile_options(
  weft_warnings INTERFACE $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>)

# Clang blames the caller of std::stable_sort for a deprecated call inside libstdc++ 12.
target_compile_options(
  weft_warnings INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
