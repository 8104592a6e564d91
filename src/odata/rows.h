#pragma once
// Rows of an answer as OData JSON (JSON Format 4.01 §6, §13).
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/json.h"
#include "odata/values.h"
#include "query/query.h"

namespace tenure::odata {

// What a field of a fact's body says (Place::Kind::body); null: nothing.
// "accounts('A-1')": the row with this key, by Entity::key.
std::string address_of(const query::Entity&, std::span<const Value> key);

using ReadBody = std::function<Value(const query::Row&, const query::Field&, const expression::Cell&)>;

// How the rows of one query are shown. Beside what was selected a query also fetches what its control
// information is made of: prepare() adds those fields, shown() leaves them out.
class RowView {
 public:
  // `references`: only the rows' addresses (…/$ref).
  static RowView prepare(query::Query&, bool references = false);

  // "accounts(key,name,orders(key))": behind "$metadata#"; selected: somebody chose fields.
  std::string context(bool selected) const;
  void write(json::Writer&, const query::Row&, const JsonFormat&, const std::string& base,
             const ReadBody&) const;
  // The members without the braces, for an entity that carries its own context.
  void write_members(json::Writer&, const query::Row&, const JsonFormat&, const std::string& base,
                     const ReadBody&) const;
  std::string etag(const query::Row&) const;     // W/"12"; "" = it has none
  std::string address(const query::Row&) const;  // "accounts('A-1')"

 private:
  const query::Query* query_ = nullptr;
  size_t shown_ = 0;  // of query_->select
  int version_ = -1;  // cell; -1 = none
  std::vector<size_t> key_;
  bool references_ = false;
  std::vector<RowView> expanded_;
};

// W/"12" → 12; nullopt for any other text.
std::string etag_of(int64_t version);

}  // namespace tenure::odata
