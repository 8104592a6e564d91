#pragma once
// COLLATE decimal: text that says a number, in the order of the numbers; numbers that are equal are
// equal whatever their zeros. What says no number comes behind, in the order of its bytes.
#include <string_view>

struct sqlite3;

namespace tenure::store::sqlite {

int compare_decimal_text(std::string_view, std::string_view);  // < 0, 0, > 0
void add_collations(sqlite3*);

}  // namespace tenure::store::sqlite
