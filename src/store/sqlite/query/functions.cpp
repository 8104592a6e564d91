#include "store/sqlite/query/functions.h"

#include <cmath>
#include <cstring>
#include <new>

#include "base/assert.h"
#include "query/aggregate.h"
#include "query/search.h"
#include "store/sqlite/query/residual.h"

namespace tenure::store::sqlite {

using expression::Cell;
using expression::Kind;
using expression::Type;

namespace {

constexpr char kNaN = 'N';

// The four ways in which SQLite gives a value, as one.
struct Raw {
  int type;
  int64_t integer = 0;
  double real = 0;
  std::string_view bytes;
};

Raw raw(sqlite3_value* value) {
  Raw out{sqlite3_value_type(value)};
  if (out.type == SQLITE_INTEGER) out.integer = sqlite3_value_int64(value);
  if (out.type == SQLITE_FLOAT) out.real = sqlite3_value_double(value);
  if (out.type == SQLITE_TEXT || out.type == SQLITE_BLOB) {
    const void* data = out.type == SQLITE_TEXT ? static_cast<const void*>(sqlite3_value_text(value))
                                               : sqlite3_value_blob(value);
    out.bytes = {data ? static_cast<const char*>(data) : "",
                 static_cast<size_t>(sqlite3_value_bytes(value))};
  }
  return out;
}

Raw raw(sqlite3_stmt* statement, int column) {
  Raw out{sqlite3_column_type(statement, column)};
  if (out.type == SQLITE_INTEGER) out.integer = sqlite3_column_int64(statement, column);
  if (out.type == SQLITE_FLOAT) out.real = sqlite3_column_double(statement, column);
  if (out.type == SQLITE_TEXT || out.type == SQLITE_BLOB) {
    const void* data = out.type == SQLITE_TEXT
                           ? static_cast<const void*>(sqlite3_column_text(statement, column))
                           : sqlite3_column_blob(statement, column);
    out.bytes = {data ? static_cast<const char*>(data) : "",
                 static_cast<size_t>(sqlite3_column_bytes(statement, column))};
  }
  return out;
}

Cell guid(std::string_view text) {
  const Result<Guid> parsed = parse_guid(text);
  if (!parsed) return Cell::null();
  Cell cell{.kind = Kind::guid};
  std::memcpy(&cell.low, parsed->bytes.data(), 8);
  std::memcpy(&cell.high, parsed->bytes.data() + 8, 8);
  return cell;
}

Cell number(const Raw& raw, Kind kind) {
  const bool text = raw.type == SQLITE_TEXT, integer = raw.type == SQLITE_INTEGER;
  if (kind == Kind::int64) return integer ? Cell::int64(raw.integer) : Cell::null();
  if (kind == Kind::double_) {
    if (raw.type == SQLITE_FLOAT) return Cell::double_(raw.real);
    if (integer) return Cell::double_(static_cast<double>(raw.integer));
    return raw.type == SQLITE_BLOB ? Cell::double_(std::nan("")) : Cell::null();
  }
  if (integer) return Cell::decimal(Decimal(raw.integer));
  if (!text) return Cell::null();
  const Result<Decimal> decimal = Decimal::parse(raw.bytes);
  return decimal ? Cell::decimal(*decimal) : Cell::null();
}

Cell cell_of(const Raw& raw, const Type& type) {
  if (raw.type == SQLITE_NULL) return Cell::null();
  const bool text = raw.type == SQLITE_TEXT, integer = raw.type == SQLITE_INTEGER;
  switch (type.kind) {
    case Kind::string:
    case Kind::choice: return text ? Cell::text(raw.bytes, type.kind) : Cell::null();
    case Kind::int64:
    case Kind::decimal:
    case Kind::double_: return number(raw, type.kind);
    case Kind::boolean: return integer ? Cell::boolean(raw.integer != 0) : Cell::null();
    case Kind::date:
    case Kind::instant:
    case Kind::time_of_day:
    case Kind::duration: return integer ? Cell{.low = raw.integer, .kind = type.kind} : Cell::null();
    case Kind::guid: return text ? guid(raw.bytes) : Cell::null();
    case Kind::binary: return Cell::text(raw.bytes, Kind::binary);
    default: return Cell::null();
  }
}

void give(sqlite3_context* context, const Cell& cell) {
  switch (cell.collection ? Kind::null : cell.kind) {
    case Kind::string:
    case Kind::choice:
      return sqlite3_result_text64(context, cell.size ? cell.as_text().data() : "", cell.size,
                                   SQLITE_TRANSIENT, SQLITE_UTF8);
    case Kind::binary:
      return sqlite3_result_blob64(context, cell.size ? cell.as_text().data() : "", cell.size,
                                   SQLITE_TRANSIENT);
    case Kind::boolean:
    case Kind::int64:
    case Kind::date:
    case Kind::instant:
    case Kind::time_of_day:
    case Kind::duration: return sqlite3_result_int64(context, cell.low);
    case Kind::double_:
      if (std::isnan(cell.as_double())) return sqlite3_result_blob(context, &kNaN, 1, SQLITE_STATIC);
      return sqlite3_result_double(context, cell.as_double());
    case Kind::decimal:
    case Kind::guid: {
      const std::string text = text_of(cell);
      return sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    }
    default: return sqlite3_result_null(context);
  }
}

// What the callee throws must not go through SQLite.
template <typename Work>
void guarded(sqlite3_context* context, Work work) {
  try {
    work();
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(context);
  } catch (...) {
    sqlite3_result_error(context, "a function failed", -1);
  }
}

void value(sqlite3_context* context, int count, sqlite3_value** arguments) {
  auto* residual = static_cast<Residual*>(sqlite3_value_pointer(arguments[0], kResidual));
  if (residual == nullptr) return;
  guarded(context, [&] {
    std::vector<Cell>& cells = residual->cells();
    cells.clear();
    for (int i = 1; i < count; ++i) {
      cells.push_back(to_cell(arguments[i], residual->slots()[static_cast<size_t>(i - 1)]));
    }
    give(context, residual->evaluate(cells.data()));
  });
}

void found(sqlite3_context* context, int count, sqlite3_value** arguments) {
  const auto* search = static_cast<const query::Search*>(sqlite3_value_pointer(arguments[0], kSearch));
  if (search == nullptr) return;
  guarded(context, [&] {
    std::string_view fields[128];  // more arguments SQLite does not take
    for (int i = 1; i < count; ++i) {
      const Raw text = raw(arguments[i]);
      fields[i - 1] = text.type == SQLITE_TEXT ? text.bytes : std::string_view();
    }
    sqlite3_result_int(context, search->matches({fields, static_cast<size_t>(count - 1)}));
  });
}

// What SQLite keeps between the rows of a group: our sum is too well aligned for its memory. It finishes every
// group that was begun, also when the statement is stopped.
struct Sum {
  query::Accumulator* accumulator;
};

void add(sqlite3_context* context, int, sqlite3_value** arguments) {
  auto* sum = static_cast<Sum*>(sqlite3_aggregate_context(context, sizeof(Sum)));
  if (sum == nullptr) return sqlite3_result_error_nomem(context);
  guarded(context, [&] {
    if (sum->accumulator == nullptr) sum->accumulator = new query::Accumulator;
    sum->accumulator->add(
        to_cell(arguments[0], {static_cast<Kind>(sqlite3_value_int(arguments[1]))}));
  });
}
template <Cell (query::Accumulator::*result)() const>
void finish(sqlite3_context* context) {
  auto* sum = static_cast<Sum*>(sqlite3_aggregate_context(context, 0));
  if (sum == nullptr || sum->accumulator == nullptr) return sqlite3_result_null(context);
  const std::unique_ptr<query::Accumulator> accumulator(sum->accumulator);
  sum->accumulator = nullptr;
  guarded(context, [&] { give(context, (accumulator.get()->*result)()); });
}

}  // namespace

Cell to_cell(sqlite3_value* value, const Type& type) { return cell_of(raw(value), type); }
Cell to_cell(sqlite3_stmt* statement, int column, const Type& type) {
  return cell_of(raw(statement, column), type);
}

std::string text_of(const Cell& cell) {
  if (cell.kind == Kind::decimal) return to_string(cell.as_decimal());
  if (cell.kind == Kind::guid) return to_text(expression::to_value(cell, {Kind::guid}));
  return {};
}

void bind(sqlite3_stmt* statement, int parameter, const Cell& cell) {
  switch (cell.collection ? Kind::null : cell.kind) {
    case Kind::string:
    case Kind::choice:
      sqlite3_bind_text64(statement, parameter, cell.size ? cell.as_text().data() : "", cell.size,
                          SQLITE_STATIC, SQLITE_UTF8);
      return;
    case Kind::binary:
      sqlite3_bind_blob64(statement, parameter, cell.size ? cell.as_text().data() : "", cell.size,
                          SQLITE_STATIC);
      return;
    case Kind::boolean:
    case Kind::int64:
    case Kind::date:
    case Kind::instant:
    case Kind::time_of_day:
    case Kind::duration: sqlite3_bind_int64(statement, parameter, cell.low); return;
    case Kind::double_:
      if (std::isnan(cell.as_double())) {
        sqlite3_bind_blob(statement, parameter, &kNaN, 1, SQLITE_STATIC);
      } else {
        sqlite3_bind_double(statement, parameter, cell.as_double());
      }
      return;
    case Kind::decimal:
    case Kind::guid: {
      const std::string text = text_of(cell);
      sqlite3_bind_text64(statement, parameter, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
      return;
    }
    default: sqlite3_bind_null(statement, parameter); return;
  }
}

void register_functions(sqlite3* handle) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
  const auto check = [](int code) { TENURE_ASSERT(code == SQLITE_OK); };
  check(sqlite3_create_function_v2(handle, "tenure_value", -1, kFlags, nullptr, value, nullptr,
                                   nullptr, nullptr));
  check(sqlite3_create_function_v2(handle, "tenure_found", -1, kFlags, nullptr, found, nullptr,
                                   nullptr, nullptr));
  check(sqlite3_create_function_v2(handle, "tenure_sum", 2, kFlags, nullptr, nullptr, add,
                                   finish<&query::Accumulator::sum>, nullptr));
  check(sqlite3_create_function_v2(handle, "tenure_average", 2, kFlags, nullptr, nullptr, add,
                                   finish<&query::Accumulator::average>, nullptr));
}

}  // namespace tenure::store::sqlite
