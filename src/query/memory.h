#pragma once
// Rows in memory and the plain way to answer a query over them: the reference that the store's answers are
// held against, and the way to read accounts as they stood at an instant.
#include <deque>
#include <map>
#include <vector>

#include "query/query.h"

namespace tenure::query {

class Memory {
 public:
  // `owned`: every row that is added is one of Query::owner's, whoever the rows say that theirs are.
  explicit Memory(ModelPtr model, bool owned = false);
  ~Memory();
  // A row of the entity: a value per field, hidden ones too, in the fields' order; of a fact's body its bytes,
  // and the fact's kind.
  void add(uint16_t entity, std::vector<Value> fields, std::string fact_kind = {});
  // One thread at a time. Errors: "query-too-expensive" {rows, most}.
  Result<Answer> run(const Query&, const Visitor&);

  struct World;  // the rows as cells that know each other, for one owner and belief

 private:
  World& world(const Query&);

  ModelPtr model_;
  struct Given {
    std::vector<Value> fields;
    std::string fact_kind;
  };
  bool owned_ = false;
  std::vector<std::deque<Given>> rows_;  // by entity
  std::map<std::string, std::unique_ptr<World>> worlds_;
};

}  // namespace tenure::query
