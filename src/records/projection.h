#pragma once
// How facts become rows of records: for each fact kind the document it is about, and what it writes
// there. Pure data; the recorder applies it in the fact's own transaction, so that every road makes
// the same rows.
//
// A document is what its facts say, folded in their order: those that were corrected as they were
// corrected last, without those that were retracted. It is there as soon as one of them creates it; a
// fact that was made void still tells what it told. The document's key is the fact's field of the
// record's name, or where that says nothing the fact's own key.
#include <span>
#include <string_view>
#include <vector>

#include "records/schema.h"

namespace tenure::records {

struct Projection {
  std::string_view kind;      // "order.placed"
  std::string_view record;    // "order"
  bool creates = false;       // the row begins here; else it changes one that is there
  std::string_view at_field;  // the record's field that gets the fact's `at`; "" = none
  // Constants it writes: field → text ("status" → "won"). They and `at_field` of a creating kind are
  // written once: the first fact that creates the row has them.
  struct Constant {
    std::string_view field, value;
  };
  std::span<const Constant> constants = {};
  // Fact fields whose record field has another name; every other field of the same name is copied,
  // unless null.
  struct Rename {
    std::string_view from, to;
  };
  std::span<const Rename> renames = {};
  // A fact field that names the record's field to be written, and the one with the value for it.
  std::string_view which = "", target = "";
};

std::span<const Projection> projections();
const Projection* find_projection(std::string_view kind);  // null: about no document

// What facts may write into this field by what they are (a quote's status, an activity's kind); empty: it is free.
std::vector<std::string_view> choices_of(const Record&, const Field&);

// "order.changed": the built-in kind that changes the plain fields of a record; "" for the account,
// whose kind is account.changed, and for records of the house. Fields that were given overwrite, others
// stay; those named in `cleared` are emptied.
std::string_view change_kind(std::string_view record);
inline constexpr std::string_view kCleared = "cleared";
// Is it a field of the record's change kind? Not its key, its account, what the service writes, nor
// what the creating fact says by its kind and its instant.
bool is_changeable(const Record&, const Field&);

}  // namespace tenure::records
