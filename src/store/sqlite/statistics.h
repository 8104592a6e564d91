#pragma once
// What SQLite's planner believes of the tables that queries read. Not measured: assumed, the same for every file,
// so that a query is run in one way from the first row to the millionth. Without it the planner takes a workspace
// for something that few rows share.
#include "store/sqlite/connection.h"

namespace tenure::store::sqlite {

// To be called when tables or indexes were made; within a transaction it belongs to it.
void assume_statistics(Connection&);

}  // namespace tenure::store::sqlite
