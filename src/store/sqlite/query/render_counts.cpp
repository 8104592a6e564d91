// How many accounts there are, in a stage or in each: kept with every move, so that nobody goes through a
// million of them. The removed ones are among them; an index has these alone, and they are taken off.
#include "store/sqlite/query/renderer.h"

namespace tenure::store::sqlite {

using expression::Cell;
using expression::Kind;
using expression::Node;
using expression::Op;
using query::Aggregate;
using query::Field;
using query::Grouping;
using query::Method;
using query::Place;
using query::Source;

namespace {

bool is_stage(const Field& field) {
  return field.place.kind == Place::Kind::column && !field.place.lifecycle.empty();
}

bool says_removed(const Field& field) {
  return field.place.kind == Place::Kind::column && field.place.name == "archived" && field.type.kind == Kind::boolean;
}

// The field of the account itself that is named there.
const Field* field_of(const query::Query& query, const Node& node) {
  const auto path = query::path_of({query.model.get(), query.entity, {}}, node);
  if (!path || path->end != query::Path::End::field || !path->links.empty()) return nullptr;
  return &query.about().fields[path->index];
}

bool counts_all(const query::Query& query) {
  return !query.owner && !query.search && !query.within && !query.among && !query.when.at && !query.when.known_at &&
         query.about().source == Source::table && query.about().name == "account";
}

}  // namespace

// False: what is kept cannot say what this condition leaves.
bool Renderer::narrow(Counted& counted, const Node& node) {
  if (node.op == Op::and_ && node.parts.size() == 2) {
    return narrow(counted, *node.parts[0]) && narrow(counted, *node.parts[1]);
  }
  const bool denied = node.op == Op::not_;
  const Node& test = denied ? *node.parts[0] : node;
  if (test.op != Op::eq && test.op != Op::ne) return false;
  const bool turned = query::is_constant(*test.parts[0]);
  const Node& constant = *test.parts[turned ? 0 : 1];
  const Field* field = field_of(query_, *test.parts[turned ? 1 : 0]);
  if (!field || !query::is_constant(constant)) return false;
  const Cell cell = this->constant(constant);
  if (says_removed(*field)) {
    // "not archived" and "archived eq false" do not hold where nobody ever said, this does.
    counted.present = test.op == (denied ? Op::eq : Op::ne) && !cell.is_null() && cell.as_bool();
    return counted.present;
  }
  if (denied || test.op != Op::eq || !is_stage(*field) || counted.in) return false;
  counted.stage = field;
  counted.in = cell;
  return true;
}

std::optional<Renderer::Counted> Renderer::counted() {
  if (!counts_all(query_) || plan_.parent != 0) return std::nullopt;
  Counted counted;
  for (const expression::Program& filter : query_.filters) {
    if (!narrow(counted, *filter.impl().start)) return std::nullopt;
  }
  return counted;
}

// groupby((stage),aggregate($count as n))
std::optional<Fragment> Renderer::kept_counts() {
  const Grouping& grouping = *query_.grouping;
  if (grouping.by.size() != 1) return std::nullopt;
  for (const Aggregate& of : grouping.aggregates) {
    if (of.method != Method::count) return std::nullopt;
  }
  const Field* stage = field_of(query_, *grouping.by[0].value.impl().start);
  if (!stage || !is_stage(*stage)) return std::nullopt;
  const auto counted = this->counted();
  if (!counted || counted->in) return std::nullopt;
  const Fragment name("(SELECT n.text FROM name n WHERE n.workspace=?1 AND n.id=k.stage)");
  const Fragment accounts(counted->present ? Sql("k.accounts-ifnull(r.accounts,0)") : Sql("k.accounts"));
  Fragment text("(SELECT ");
  text << name << " AS " << Fragment::result(0);
  for (size_t i = 0; i < grouping.aggregates.size(); ++i) {
    text << "," << accounts << " AS " << Fragment::result(i + 1);
  }
  text << " FROM stage_count k";
  if (counted->present) {
    const Fragment column = Fragment::name(stage->place.name);
    text << " LEFT JOIN (SELECT a." << column << " AS stage,count(*) AS accounts FROM account a "
         << "WHERE a._workspace=?1 AND a.archived=1 GROUP BY a." << column << ") r ON r.stage IS " << name;
  }
  return text << " WHERE k.workspace=?1 AND " << accounts << ">0 AND k.lifecycle="
              << interned(stage->place.lifecycle) << ")";
}

// How many accounts there are, or stand in one stage.
std::optional<Fragment> Renderer::kept_count() {
  if (query_.grouping) return std::nullopt;
  auto counted = this->counted();
  if (!counted) return std::nullopt;
  // Every account is counted once in each lifecycle.
  for (const Field& field : query_.about().fields) {
    if (!counted->in && is_stage(field)) counted->stage = &field;
  }
  if (!counted->stage) return std::nullopt;
  const Place& place = counted->stage->place;
  Fragment text("SELECT ifnull(sum(k.accounts),0)");
  if (counted->present) {
    text << "-(SELECT count(*) FROM account a WHERE a._workspace=?1 AND a.archived=1";
    if (counted->in) text << " AND a." << Fragment::name(place.name) << " IS " << parameter(*counted->in);
    text << ")";
  }
  text << " FROM stage_count k WHERE k.workspace=?1 AND k.lifecycle=" << interned(place.lifecycle);
  if (counted->in && counted->in->is_null()) text << " AND k.stage=0";
  if (counted->in && !counted->in->is_null()) text << " AND k.stage=" << interned(counted->in->as_text());
  return text;
}

}  // namespace tenure::store::sqlite
