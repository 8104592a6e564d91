#pragma once
// A whole database into another file, page by page, on one snapshot.
#include "store/sqlite/connection.h"
#include "store/store.h"

namespace tenure::store::sqlite {

// Copies what `source` sees now into the empty file `target`. The snapshot is held from the first
// page to the last, so that commits meanwhile neither reach the copy nor make it begin again.
// False: `progress` stopped it. The target is not yet synced to the disk.
bool copy_database(Connection& source, const std::string& target, const Store::CopyProgress&);

}  // namespace tenure::store::sqlite
