#pragma once
// What a caller may read: entities, their fields and the links between them. Made by the service for a
// workspace's definition and a caller's permissions; what the caller may not see is not in it, so that it is
// unknown to every clause of every query alike. Immutable once finished, shared between threads.
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expression/type.h"

namespace tenure::query {

// The first five as records::FieldFlag has them.
enum FieldFlag : uint16_t {
  kKey = 1,
  kRequired = 2,   // never null
  kReadOnly = 4,   // the caller cannot write it
  kUnique = 8,     // an alternate key
  kSearch = 16,    // found by search
  kFetched = 32,   // made after the row was found: can be selected, nothing else
  kHidden = 64,    // no caller can name it: rules and links need it
  kOnRequest = 128,  // selected only by its name or *
};

// Where a field's value stands in the store.
struct Place {
  enum class Kind : uint8_t {
    column,   // `name` of the entity's table
    interned, // `name` holds the number of an interned text
    account,  // the key of the account whose id is in `name`
    cause,    // `name` holds an engine::Cause; the value is its text
    spell,    // `name` (entered_at, times, seconds …) of the account's spell in `lifecycle`, `stage`
    body,     // in the fact's body, `name` the field there; "" = all of them
  };
  Kind kind = Kind::column;
  std::string name;              // snake_case, or "_" and snake_case
  std::string lifecycle, stage;  // spell
};

struct Field {
  std::string name;
  expression::Type type;
  uint16_t flags = 0;
  std::string english, hebrew;
  std::string list;  // of a choice: the name of its list, a lifecycle's name for stages; "" = none
  Place place;

  bool is(FieldFlag flag) const { return (flags & flag) != 0; }
};

struct Link {
  std::string name;     // "account_record", "orders"
  uint16_t target = 0;  // Model::entities
  bool many = false;
  // The target's rows are those whose `to` equals this row's `from`; a null links to nothing.
  uint16_t from = 0, to = 0;  // fields of this entity and of the target; either may be hidden
  std::string english, hebrew;
  std::string field;    // to-one: the field that a user writes to link ("account"); "" = none
};

// Which rows a caller has that may see its own accounts only.
enum class Own : uint8_t {
  all,      // every row
  owner,    // `owner` (field own_field) is the caller
  account,  // those whose account (field own_field: its key, or hidden: its id) is the caller's
  none,
};

// Rows whose field has one of these values are not there for the caller.
struct Without {
  uint16_t field = 0;
  std::vector<std::string> values;
};

enum class Source : uint8_t { table, fact, transition, stage_spell };

struct Entity {
  std::string name, set;  // "order", "orders"
  std::string english, hebrew;
  std::vector<Field> fields;
  std::vector<Link> links;
  std::vector<uint16_t> key;    // fields that identify a row
  std::vector<uint16_t> order;  // fields that order rows where nobody asks, unique together; default: the key
  std::vector<uint16_t> tie;    // … and rows that are equal in what was asked for; default: `order`
  bool hidden = false;  // no caller can name it: rules need it
  Source source = Source::table;
  std::string table;  // Source::table
  Own own = Own::all;
  uint16_t own_field = 0;
  std::vector<Without> without;
  uint16_t version_field = kNoField;  // what its ETag is made of

  // Slots: the fields by index, then the links (a record or a collection of the target's type). Hidden fields
  // have no name in it.
  expression::RecordType type;

  static constexpr uint16_t kNoField = 0xffff;
  // By name; hidden ones are not found.
  std::optional<uint16_t> find_field(std::string_view) const;
  std::optional<uint16_t> find_link(std::string_view) const;
  // Also hidden ones, by the name of their column.
  std::optional<uint16_t> find_column(std::string_view) const;
  size_t link_slot(size_t link) const { return fields.size() + link; }
};

class Model {
 public:
  Model() = default;
  Model(const Model&) = delete;

  std::deque<Entity> entities;
  std::deque<std::vector<std::string>> lists;        // what Type::choices of its fields points to
  std::deque<expression::RecordType> complex_types;  // … and Type::record, apart from entities
  // The choices of a list, kept in the model.
  const std::vector<std::string>* keep(std::vector<std::string> choices);
  // To be called once, when everything is in it: makes the types. Names must be snake_case, links and keys
  // must fit (our bug otherwise).
  void finish();

  std::optional<uint16_t> find(std::string_view name) const;      // "order"; hidden ones too
  std::optional<uint16_t> find_set(std::string_view set) const;   // "orders"; not hidden ones
  std::optional<uint16_t> entity_of(const expression::RecordType*) const;
};
using ModelPtr = std::shared_ptr<const Model>;

}  // namespace tenure::query
