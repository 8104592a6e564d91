#pragma once
// Writes the statements of one query (not of those that it expands). What its files share.
#include "query/path.h"
#include "store/sqlite/query/fragment.h"
#include "store/sqlite/query/plan.h"

namespace tenure::store::sqlite {

class Renderer {
 public:
  Renderer(Plan& plan, WorkspaceId workspace);
  // The rows that `link` leads to from a row whose value is bound as Plan::parent, where it is given.
  Result<void> write(const query::Link* link);

 private:
  // The rows in sight at some place of a condition, and what they are called in the statement.
  struct View {
    query::Sight sight;
    int root = 0;
    std::vector<int> members;
    int alias(int base) const {
      return base == query::Path::kRoot ? root : members[static_cast<size_t>(base)];
    }
  };
  // Where a condition stands: `where` takes null for false, which lets indexes be used; `exact` needs the
  // three answers apart.
  enum class Mode : uint8_t { where, exact };
  // A column, count or other value that SQL has a form of its own for.
  struct Operand {
    Fragment value;
    expression::Type type;
    Fragment name;     // Place::Kind::interned: the column with the number; else empty
    Fragment account;  // Place::Kind::account: the column with the id; else empty
    bool is_word() const;
  };

  // ---- parameters
  int bind(const expression::Cell&);
  int bind_pointer(void*, const char* type);
  Fragment parameter(const expression::Cell& cell) { return Fragment::parameter(bind(cell)); }
  Fragment interned(std::string_view text);  // the number of a name
  expression::Cell constant(const expression::Node&);
  expression::Frame frame();

  // ---- rows and columns (render_rows.cpp)
  const query::Entity& entity(uint16_t index) const { return model_.entities[index]; }
  Fragment table(uint16_t entity, int alias) const;
  Fragment workspace(uint16_t entity, int alias) const;
  Fragment field(uint16_t entity, int alias, uint16_t field);
  Fragment fact_field(int alias, std::string_view column);
  Fragment transition_field(int alias, std::string_view column);
  Fragment known(Sql column);
  Fragment text_of_cause(const Fragment& number);
  Fragment spell_field(uint16_t entity, int alias, std::string_view column);
  Fragment spell(uint16_t entity, int alias, const query::Place&);
  Fragment account_stage(int alias);
  Fragment raw_column(uint16_t entity, int alias, std::string_view column);
  // What of a table's rows the caller has, and what is believed.
  Fragment scope(uint16_t entity, int alias, bool superseded_too);
  Fragment owned(uint16_t entity, int alias);
  void believed(Joined&, uint16_t entity, int alias, bool superseded_too);
  Fragment joined(const query::Link&, uint16_t from, int from_alias, int to_alias);
  // `inner` of the row that the path's links lead to, from `alias` on: a scalar subquery per link.
  template <typename Inner>
  Fragment through(uint16_t from, int alias, std::span<const uint16_t> links, Inner inner);
  Operand operand_of(const View&, const query::Path&);

  // ---- conditions (render_condition.cpp)
  static constexpr int kMostNested = 10;
  Fragment condition(const View&, const expression::Node&, Mode);
  Fragment condition_of(const View&, const expression::Node&, Mode);
  Fragment chain(const View&, const expression::Node&, Mode);
  Fragment comparison(const View&, const expression::Node&, Mode);
  Fragment with_constant(const Operand&, expression::Op, const expression::Cell&, Mode);
  Fragment of_two(const Operand&, expression::Op, const Operand&, Mode) const;
  Fragment membership(const View&, const expression::Node&, Mode);
  Fragment text_test(const View&, const expression::Node&, Mode);
  Fragment quantifier(const View&, const expression::Node&);
  Fragment members(const View&, const query::Members&, View& inside, Fragment& where);
  Fragment existence(const View&, const expression::Node& row, bool exists);

  // ---- values (render_value.cpp)
  std::optional<Operand> operand(const View&, const expression::Node&);
  Fragment value(const View&, const expression::Node&);
  Fragment count(const View&, const expression::Node&);
  Fragment residual(const View&, const expression::Node&);
  const expression::Node* copy(const View&, const expression::Node&, Residual&,
                               std::vector<Fragment>& slots);
  Fragment sortable(Fragment, const expression::Type&) const;

  // ---- statements (render.cpp)
  Fragment where(const query::Link*);
  Fragment searched();
  Fragment within();
  Fragment among();
  void rows(const Fragment& from, const Fragment& where);
  Fragment grouped(const Fragment& where);
  Fragment aggregate(const query::Aggregate&);
  struct Key {
    Fragment value;
    expression::Type type;
    bool descending = false, never_null = false;
  };
  std::vector<Key> keys();
  Fragment columns(const std::vector<Key>&);
  Fragment grouped_columns(const std::vector<Key>&);
  std::vector<Fragment> after(const std::vector<Key>&);
  Fragment behind(const std::vector<Key>&, size_t from);
  const expression::Cell& at(size_t key) const { return after_[key]; }

  // ---- counts that are kept (render_counts.cpp)
  // Which accounts a query leaves, where what is kept can say how many.
  struct Counted {
    bool present = false;                 // without the removed ones
    const query::Field* stage = nullptr;  // in one stage of this lifecycle alone:
    std::optional<expression::Cell> in;   // … this one; a null is none
  };
  std::optional<Counted> counted();
  bool narrow(Counted&, const expression::Node&);
  std::optional<Fragment> kept_counts();
  std::optional<Fragment> kept_count();

  Plan& plan_;
  const query::Query& query_;
  const query::Model& model_;
  View root_;
  int aliases_ = 1;
  int depth_ = 0;          // of conditions inside each other
  bool overflow_ = false;  // more columns in one function than SQLite takes
  std::vector<expression::Cell> after_;
};

}  // namespace tenure::store::sqlite
