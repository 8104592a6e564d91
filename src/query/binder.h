#pragma once
// One request's options on their way to a query: what bind()'s files share.
#include "query/bind.h"
#include "query/path.h"
#include "query/scope.h"
#include "query/split.h"

namespace tenure::query {

class Binder {
 public:
  Binder(ModelPtr model, const Setting& setting) : model_(std::move(model)), setting_(setting) {}

  // `depth`: of nested expands.
  Result<Query> query(uint16_t entity, const Options&, int depth);
  // `key eq value` for every field of a key.
  Result<std::vector<expression::Program>> key_conditions(
      uint16_t entity, const std::vector<std::pair<std::string, Value>>& key);
  // A condition over the entity's row. `option` is to blame for errors.
  Result<expression::Program> condition(uint16_t entity, Piece text, std::string_view option);

 private:
  using Aliases = std::vector<std::pair<std::string, std::string>>;

  Query blank(uint16_t entity) const;
  // bind.cpp
  Result<expression::AstPtr> parse(Piece text, std::string_view option);
  Result<void> replace_aliases(expression::Ast&, int depth, int& nodes);
  Result<expression::Program> compile(expression::AstPtr, const expression::RecordType&, Piece text);
  Result<expression::Program> row_program(uint16_t entity, expression::AstPtr, Piece text);
  Result<expression::Program> grouped_program(const Query&, expression::AstPtr, Piece text);
  Result<void> filter(Query&, Piece text, std::string_view option);
  Result<void> order(Query&, Piece text, std::string_view option);
  Result<void> select(Query&, Piece text);
  Result<void> select_one(Query&, Piece item);
  Result<void> select_parts(Query&, uint16_t field, const std::vector<Piece>& names);
  void select_all(Query&) const;
  Result<void> limits(Query&, const Options&);
  void finish_order(Query&) const;
  // bind_expand.cpp
  Result<void> expand(Query&, Piece text, int depth);
  Result<void> expand_all(Query&, Piece item, int depth);
  Result<void> expand_one(Query&, Piece item, int depth);
  Result<void> expand_link(Query&, uint16_t link, Options nested, int64_t levels, int depth);
  // bind_apply.cpp
  // True: it bounds its rows (top, skip), so that no other option may choose among them.
  Result<bool> apply(Query&, Piece text);
  Result<void> transformation(Query&, const Call&, const Piece& whole, bool& limited);
  Result<void> group_by(Query&, Piece inside);
  Result<void> aggregates(Query&, Piece inside);
  Result<void> aggregate(Query&, Piece item);
  Result<void> group_type(Query&);

  ModelPtr model_;
  const Setting& setting_;
  const Aliases* aliases_ = nullptr;
  int expanded_ = 0;
};

// The rows inside the rows of a page, at worst.
int64_t cost(const Query&);

// The error as the option's: "option" among its arguments, and too complex whatever was.
std::unexpected<Error> blame(Error, std::string_view option, size_t offset = 0);

}  // namespace tenure::query
