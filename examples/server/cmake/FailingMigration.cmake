# A release is packaged from the source tree, so a release with a failing migration needs it there. It is put beside the
# good ones when a preset asks for it, and taken away again by every other preset. Git ignores it.
set(failing_migration "${CMAKE_SOURCE_DIR}/data-sample/migrations/5.lua")
set(failing_migration_source "${CMAKE_SOURCE_DIR}/bad-releases/migrations/5.lua")
set(failing_migration_mark "-- A bad release on purpose")

if(EXISTS "${failing_migration}")
  file(STRINGS "${failing_migration}" failing_migration_first LIMIT_COUNT 1)
  if(NOT failing_migration_first STREQUAL failing_migration_mark)
    message(FATAL_ERROR "${failing_migration} is a real migration now; give the failing one the next number: here, in bad-releases/migrations/ and in .gitignore.")
  endif()
  file(REMOVE "${failing_migration}")
endif()
if(SAMPLE_FAILING_MIGRATION)
  file(COPY "${failing_migration_source}" DESTINATION "${CMAKE_SOURCE_DIR}/data-sample/migrations")
endif()
