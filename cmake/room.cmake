# tenure_test_places(file…): tells the tests that ask for it where the project and its data stand. Only
# those: the place is part of a compiler's command, and of what a cache of compilations goes by.
function(tenure_test_places)
  foreach(file ${ARGN})
    file(STRINGS ${file} asks REGEX "TENURE_(SOURCE|SHARED)_DIR|include \"(lifecycle/fixtures|service/verbs/script_test_support)\\.h\"")
    if(asks)
      set_property(SOURCE ${file} APPEND PROPERTY COMPILE_DEFINITIONS
        TENURE_SOURCE_DIR="${PROJECT_SOURCE_DIR}" TENURE_SHARED_DIR="${PROJECT_SOURCE_DIR}/../shared")
    endif()
  endforeach()
endfunction()

# tenure_room(NAME USES room… LIBS lib… [PCH header…])
# One static library per room from its *.cpp, and one test program per room from its *_test.cpp.
function(tenure_room name)
  cmake_parse_arguments(ROOM "" "" "USES;LIBS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  set(room_targets ${ROOM_USES})
  list(TRANSFORM room_targets PREPEND tenure_)
  if(NOT sources)  # headers only
    add_library(tenure_${name} INTERFACE)
    target_include_directories(tenure_${name} INTERFACE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(tenure_${name} INTERFACE ${room_targets} ${ROOM_LIBS})
  else()
    add_library(tenure_${name} STATIC ${sources})
    target_include_directories(tenure_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(tenure_${name} PUBLIC ${room_targets} PRIVATE ${ROOM_LIBS})
    if(TENURE_FUZZ)  # fuzzers are led by what the rooms do, not by what tests do
      target_compile_options(tenure_${name} PRIVATE -fsanitize=fuzzer-no-link)
    endif()
  endif()
  if(TENURE_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE tenure_${name} ${ROOM_LIBS} ${RAPIDCHECK}
                          GTest::gmock GTest::gtest_main)
    tenure_test_places(${tests})
    if(TENURE_SANITIZE)  # half the compiler's time; what is tested keeps its optimisation
      target_compile_options(${name}_test PRIVATE -O0)
    endif()
    add_test(NAME ${name} COMMAND ${name}_test)
    # Laws are tried on the same cases each time, so that a change is judged by what it changed; tools/laws looks for
    # what is new.
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "RC_PARAMS=seed=1")
  endif()
endfunction()
