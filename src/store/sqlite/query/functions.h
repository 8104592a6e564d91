#pragma once
// What SQL asks the expression and query rooms while a statement runs: functions called tenure_*, registered
// on every connection.
#include <sqlite3.h>

#include "expression/cell.h"

namespace tenure::store::sqlite {

// A column's value as a cell of the declared type; text shows into SQLite's memory. A value that is none of
// this type is null. What is no number (NaN) is kept as the blob kNaN, for SQL has no such number.
expression::Cell to_cell(sqlite3_value*, const expression::Type&);
expression::Cell to_cell(sqlite3_stmt*, int column, const expression::Type&);
void bind(sqlite3_stmt*, int parameter, const expression::Cell&);
// Text for cells that are kept as text: decimals and guids. Else nothing.
std::string text_of(const expression::Cell&);

inline constexpr char kResidual[] = "residual";  // Residual*
inline constexpr char kSearch[] = "search";      // const query::Search*

// tenure_value(?residual, v0, v1, …)  what a Residual computes
// tenure_found(?search, f0, f1, …)    Search::matches
// tenure_sum(v, kind), tenure_average(v, kind)   query::Accumulator
void register_functions(sqlite3*);

}  // namespace tenure::store::sqlite
