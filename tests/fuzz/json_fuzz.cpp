// Any bytes are JSON or they are not; what is JSON is written as text that reads as the same again.
#include "base/json.h"

#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "base/text.h"

namespace {

// A number with too many digits is read as the nearest double, whose shortest text is exact again.
bool has_double(const tenure::Value& value) {
  using namespace tenure;
  if (value.get<double>()) return true;
  if (auto list = value.get<std::shared_ptr<const List>>()) {
    for (const Value& item : (*list)->items)
      if (has_double(item)) return true;
  }
  if (auto object = value.get<std::shared_ptr<const Object>>()) {
    for (const auto& [name, member] : (*object)->members)
      if (has_double(member)) return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tenure;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<Value> value = json::parse(text);
  if (!value) {
    // A refusal points into the text, if anywhere, and the catalogue has its sentence.
    const Error& error = value.error();
    TENURE_ASSERT(error.position >= -1 && error.position <= static_cast<int64_t>(size));
    TENURE_ASSERT(!say(Language::english, error).starts_with(error.code));
    return 0;
  }
  TENURE_ASSERT(valid_utf8(text));
  const std::string once = json::write(*value);
  TENURE_ASSERT(valid_utf8(once));
  const Result<Value> again = json::parse(once);
  TENURE_ASSERT(again.has_value());
  const std::string twice = json::write(*again);
  TENURE_ASSERT(twice == once || has_double(*value));
  const Result<Value> third = json::parse(twice);
  TENURE_ASSERT(third.has_value());
  TENURE_ASSERT(json::write(*third) == twice || has_double(*again));
  return 0;
}
