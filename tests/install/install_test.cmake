# Installs the build BUILD, moves it (an installation may be moved), then builds and runs the project
# SOURCE and in it the program BALANCER against it, and asks the installed program for its data. Works
# in the folder WORK with the compiler COMPILER and its FLAGS.
function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nfailed with ${result}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/first)
file(RENAME ${WORK}/first ${WORK}/moved)

run(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/outside -G Ninja -DCMAKE_PREFIX_PATH=${WORK}/moved
    -DBALANCER=${BALANCER}
    -DCMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}")
run(${CMAKE_COMMAND} --build ${WORK}/outside)
run(${WORK}/outside/outside)
run(${CMAKE_COMMAND} -E env WEFT_DATA=${WORK}/moved/share/weft ${WORK}/outside/outside_balancer)

run(${CMAKE_COMMAND} -E env --unset=WEFT_DATA ${WORK}/moved/bin/weft list profiles --json)
file(REAL_PATH ${WORK}/moved/share/weft/profiles/istio.yaml profile)
string(FIND "${output}" "\"${profile}\"" position)
if(position EQUAL -1)
  message(FATAL_ERROR "the installed program does not use its own data, ${profile}:\n${output}")
endif()
