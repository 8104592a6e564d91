// A mapping file and a CSV file that it is for, in one input: whatever the two say, compiling and reading
// rows ends without a fault of ours, and a mapping without faults is one that rows can be read by.
#include <cstdlib>
#include <string_view>

#include "transfer/row_facts.h"

namespace {

using namespace tenure;

lifecycle::DefinitionPtr definition() {
  static const lifecycle::DefinitionPtr loaded = [] {
    const auto files = lifecycle::read_pack("prospectsoft");
    return lifecycle::load(*files).definition;
  }();
  return loaded;
}

void read_rows(const transfer::Mapping& mapping, transfer::CsvReader& reader) {
  transfer::RowFacts facts(mapping);
  for (;;) {
    const transfer::CsvEvent event = reader.next();
    if (event == transfer::CsvEvent::end || event == transfer::CsvEvent::failure) return;
    if (event == transfer::CsvEvent::bad_row) continue;
    const auto outcome = facts.read(reader.row());
    if ((outcome == transfer::RowFacts::Outcome::rejected) == facts.faults().empty()) std::abort();
    for (const Error& fault : facts.faults()) {
      if (transfer::say_reject(Language::hebrew, fault).empty()) std::abort();
    }
  }
}

}  // namespace

// The input: the mapping, a line of three dashes, the file.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t cut = input.find("\n---\n");
  const std::string_view yaml = input.substr(0, cut);
  const std::string_view csv = cut == std::string_view::npos ? std::string_view() : input.substr(cut + 5);

  transfer::MappingText text("mapping.yaml", std::string(yaml));
  const transfer::FileFormat format = text.format();
  transfer::MemorySource source(csv);
  transfer::TextSource decoded(source, format.encoding);
  transfer::CsvReader reader(decoded, {.delimiter = format.delimiter, .header = format.header});
  const bool opened = reader.open().has_value();
  const size_t width = format.header ? reader.columns() : 4;
  const auto mapping = text.compile(definition(), reader.header(), width);
  if ((mapping == nullptr) == text.faults().empty()) std::abort();
  for (const lifecycle::Fault& fault : text.faults()) {
    if (to_string(fault, Language::english).empty()) std::abort();
  }
  if (mapping && opened && format.header) read_rows(*mapping, reader);
  return 0;
}
