#pragma once
// The indexes of accounts by columns that definitions bring: no schema step can make them, for it does not know
// the columns.
#include <string_view>
#include <vector>

#include "store/sqlite/connection.h"
#include "store/store.h"

namespace tenure::store::sqlite {

bool has_account_column(Connection&, std::string_view name);
// Those that the file has not yet, of columns that are there.
void index_accounts(Connection&, const std::vector<AccountColumn>&);
// The removed accounts of each stage: what is taken off the counts that are kept. Files of programs that did
// not know it have it made when they are opened; true: there was something to make.
bool index_removed_accounts(Connection&);

}  // namespace tenure::store::sqlite
