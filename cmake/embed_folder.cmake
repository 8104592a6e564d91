# cmake -D FOLDER=… -D PREFIX=… -D TABLE=… -D DATA=….S -D CODE=….cpp -P embed_folder.cmake
# The same as tenure_embed(), while building instead of configuring: for files whose names are known
# only when they have been made. Hidden files stay out.
file(GLOB_RECURSE files RELATIVE ${FOLDER} ${FOLDER}/*)
list(FILTER files EXCLUDE REGEX "(^|/)\\.")
list(SORT files)
set(asm "    .section .rodata\n")
set(names "")
set(rows "")
set(i 0)
foreach(file ${files})
  set(name "${TABLE}_${i}")
  string(APPEND asm "    .global ${name}\n    .global ${name}_end\n    .balign 16\n"
    "${name}:\n    .incbin \"${FOLDER}/${file}\"\n${name}_end:\n    .byte 0\n")
  string(APPEND names "extern const char ${name}[], ${name}_end[];\n")
  string(APPEND rows "    {\"${PREFIX}${file}\", ${name}, ${name}_end},\n")
  math(EXPR i "${i}+1")
endforeach()
string(APPEND asm "    .section .note.GNU-stack,\"\",%progbits\n")
file(WRITE ${DATA} "${asm}")
file(WRITE ${CODE} "#include \"base/embedded.h\"\nextern \"C\" {\n${names}}\nnamespace tenure {\n"
  "extern const EmbeddedFile ${TABLE}[];\nconst EmbeddedFile ${TABLE}[] = {\n${rows}    {nullptr, nullptr, nullptr}};\n}\n")
