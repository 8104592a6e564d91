#pragma once
// The built-in fact kinds: what can happen to an account, whatever the pack.
#include <span>
#include <string_view>

#include "expression/type.h"

namespace tenure::records {

struct FactField {
  std::string_view name;
  expression::Kind type;
  std::string_view english = "", hebrew = "";
};
// In order of precedence: at one and the same instant facts fold in this order, then by key.
//
// A kind that tells of a document names the document's record, and then has a field of that
// record's name: the document's key (`order` of order.placed). account.created and account.changed
// have no fixed fields: theirs are the account's own properties, of schema.h and of the pack. What a
// kind does to its document stands in projection.h.
struct FactKind {
  std::string_view name;    // "order.placed"
  std::string_view record;  // the document's record in schema.h: "order"; "" = the account itself
  std::span<const FactField> fields;
  std::string_view english, hebrew;  // title
};
std::span<const FactKind> fact_kinds();
const FactKind* find_fact_kind(std::string_view name);  // null: no such built-in kind

// The built-in measures, in the measure forms of docs/definition.md (the YAML under `measures:`).
std::string_view measures_yaml();

}  // namespace tenure::records
