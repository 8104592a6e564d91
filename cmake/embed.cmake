# tenure_embed(TARGET root GLOB…): puts files into the program as bytes (assembler .incbin: no
# size limit, no compile time) and generates the table behind base/embedded.h.
function(tenure_embed target root)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${root} ${ARGN})
  list(SORT files)
  set(asm "    .section .rodata\n")
  set(table "#include \"base/embedded.h\"\nextern \"C\" {\n")
  set(rows "")
  set(i 0)
  set(full "")
  foreach(file ${files})
    string(APPEND asm
      "    .global tenure_embedded_${i}\n    .global tenure_embedded_${i}_end\n    .balign 16\n"
      "tenure_embedded_${i}:\n    .incbin \"${root}/${file}\"\ntenure_embedded_${i}_end:\n    .byte 0\n")
    string(APPEND table "extern const char tenure_embedded_${i}[], tenure_embedded_${i}_end[];\n")
    string(APPEND rows "    {\"${file}\", tenure_embedded_${i}, tenure_embedded_${i}_end},\n")
    list(APPEND full ${root}/${file})
    math(EXPR i "${i}+1")
  endforeach()
  string(APPEND asm "    .section .note.GNU-stack,\"\",%progbits\n")
  string(APPEND table "}\nnamespace tenure {\nextern const EmbeddedFile kEmbeddedFiles[];\nconst EmbeddedFile kEmbeddedFiles[] = {\n${rows}    {nullptr, nullptr, nullptr}};\n}\n")
  file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded_data.S CONTENT "${asm}")
  file(GENERATE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded_table.cpp CONTENT "${table}")
  set_source_files_properties(${CMAKE_CURRENT_BINARY_DIR}/embedded_data.S PROPERTIES OBJECT_DEPENDS "${full}")
  target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embedded_data.S
                                   ${CMAKE_CURRENT_BINARY_DIR}/embedded_table.cpp)
endfunction()
