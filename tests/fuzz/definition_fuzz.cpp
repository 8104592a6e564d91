// Any bytes as a definition: load() gives a definition or faults, check() ends, every fault can be said
// in both languages. A line "#file NAME" begins another file, as in src/lifecycle/fixtures.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/assert.h"
#include "lifecycle/definition.h"

using namespace tenure::lifecycle;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size > 8 * 1024) return 0;  // check() asks the solver for every rule
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<PackFile> files{{"pack.yaml", ""}};
  while (!rest.empty()) {
    size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    constexpr std::string_view mark = "#file ";
    if (line.starts_with(mark))
      files.push_back({std::string(line.substr(mark.size())), ""});
    else
      files.back().text += std::string(line) + "\n";
  }
  Loaded loaded = load(files);
  bool refused = false;
  for (const Fault& fault : loaded.faults) refused |= fault.severity == Severity::error;
  TENURE_ASSERT(refused == (loaded.definition == nullptr));
  if (loaded.definition)
    for (Fault& fault : check(*loaded.definition)) loaded.faults.push_back(std::move(fault));
  for (const Fault& fault : loaded.faults) {
    TENURE_ASSERT(!to_string(fault, tenure::Language::english).empty());
    TENURE_ASSERT(!to_string(fault, tenure::Language::hebrew).empty());
  }
  return 0;
}
