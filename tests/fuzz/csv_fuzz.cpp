// Bytes → rows, with every option: no crash, no endless loop, and the same rows however the bytes
// are cut. The first byte chooses the options, the second how the bytes are cut.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "base/text.h"
#include "transfer/csv_test_support.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace tenure;
  using namespace tenure::transfer;
  if (size < 2) return 0;
  constexpr char kDelimiters[] = {kDelimiterAuto, kDelimiterSpaces, ',', ';', '\t', '|'};
  unsigned choice = data[0];
  CsvOptions options;
  options.header = choice % 2 == 1;
  choice /= 2;
  options.delimiter = kDelimiters[choice % 6];
  choice /= 6;
  const auto encoding = static_cast<Encoding>(choice % 7);
  const size_t chunk = size_t{1} + data[1];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);

  const ReadFile whole = read_csv(bytes, options, bytes.size() + 1, encoding);
  for (const ReadRow& row : whole.rows) {
    for (const std::string& field : row.fields) {
      TENURE_ASSERT(valid_utf8(field));
      TENURE_ASSERT(field.find('\0') == std::string::npos);
    }
  }
  TENURE_ASSERT(read_csv(bytes, options, chunk, encoding) == whole);
  return 0;
}
