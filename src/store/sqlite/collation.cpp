#include "store/sqlite/collation.h"

#include <sqlite3.h>

#include "base/assert.h"
#include "base/decimal.h"

namespace tenure::store::sqlite {
namespace {

int collate_decimal(void*, int left_size, const void* left, int right_size, const void* right) {
  return compare_decimal_text({static_cast<const char*>(left), static_cast<size_t>(left_size)},
                              {static_cast<const char*>(right), static_cast<size_t>(right_size)});
}

}  // namespace

int compare_decimal_text(std::string_view left, std::string_view right) {
  if (left == right) return 0;
  const Result<Decimal> a = Decimal::parse(left), b = Decimal::parse(right);
  if (!a || !b) return a ? -1 : b ? 1 : left.compare(right);
  const auto order = *a <=> *b;
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

void add_collations(sqlite3* handle) {
  const int code = sqlite3_create_collation_v2(handle, "decimal", SQLITE_UTF8, nullptr,
                                               collate_decimal, nullptr);
  TENURE_ASSERT(code == SQLITE_OK);
}

}  // namespace tenure::store::sqlite
