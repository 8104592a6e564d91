#pragma once
// A mapping to begin with: what the columns of a file seem to mean, by their names.
#include <string>
#include <string_view>
#include <vector>

#include "lifecycle/definition.h"

namespace tenure::transfer {

struct Proposal {
  std::string text;                    // YAML, as docs/import.md has it; it compiles as it stands
  std::vector<std::string> unmatched;  // columns that it does not use
};
// `rows`: the first ones; a column is proposed as a number or date only where all of them read as such.
Proposal propose_mapping(const lifecycle::Definition&, std::string_view file_name,
                         const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows);

}  // namespace tenure::transfer
