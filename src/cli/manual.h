#pragma once
// Everything there is to read about the commands, made from their table.
#include <string>

#include "base/text.h"
#include "cli/command.h"

namespace tenure::cli {

std::string version_text();                                // "tenure 0.1.0"
std::string usage_line(const Command&);                    // "tenure log [options]"
std::string overview(Language, int width);                 // tenure --help
std::string group_overview(Language, std::string_view group, int width);  // tenure report --help
std::string command_help(Language, const Command&, int width);
std::string man_page();      // docs/tenure.1
std::string manual_page();   // docs/cli.md
// "bash", "zsh" or "fish".
std::string completion_script(std::string_view shell);

}  // namespace tenure::cli
