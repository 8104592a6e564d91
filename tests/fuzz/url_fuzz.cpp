// Any address is taken apart or refused; what is taken apart is the same when it is written out again.
#include "odata/url.h"

#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "base/text.h"

using namespace tenure;
using namespace tenure::odata;

namespace {

void check(const Error& error) { TENURE_ASSERT(!say(Language::english, error).starts_with(error.code)); }

void check_path(std::string_view raw) {
  const Result<Path> path = parse_path(raw);
  if (!path) return check(path.error());
  std::string again;
  for (const Segment& segment : path->segments) {
    TENURE_ASSERT(!segment.name.empty() && valid_utf8(segment.name) && valid_utf8(segment.text));
    again += "/" + percent_encode(segment.text, "'(),=@:");
    for (const auto& [name, value] : segment.arguments) {
      if (!value.alias.empty()) continue;
      // A key is the same value when a link says it.
      const Result<Value> same = parse_literal(to_literal(value.value));
      TENURE_ASSERT(same.has_value() && to_literal(*same) == to_literal(value.value));
    }
  }
  const Result<Path> twice = parse_path(again);
  TENURE_ASSERT(twice.has_value() && twice->segments.size() == path->segments.size());
  for (size_t i = 0; i < path->segments.size(); ++i) TENURE_ASSERT(twice->segments[i].text == path->segments[i].text);
}

void check_options(std::string_view raw) {
  const Result<Options> options = parse_options(raw);
  if (!options) return check(options.error());
  for (const auto* list : {&options->system, &options->aliases, &options->custom})
    for (size_t i = 0; i < list->size(); ++i) {
      TENURE_ASSERT(valid_utf8((*list)[i].first) && valid_utf8((*list)[i].second));
      for (size_t j = 0; j < i; ++j) TENURE_ASSERT((*list)[i].first != (*list)[j].first || list == &options->custom);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t mark = std::min(text.find('?'), text.size());
  check_path(text.substr(0, mark));
  check_options(text.substr(std::min(mark + 1, text.size())));
  // NUL is no character of an address, however it is spelt.
  if (valid_utf8(text) && !text.contains(char{0})) TENURE_ASSERT(percent_decode(percent_encode(text)).value_or("?") == text || text == "?");
  if (const Result<Value> literal = parse_literal(text)) to_literal(*literal);
  return 0;
}
