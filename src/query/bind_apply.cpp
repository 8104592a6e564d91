// $apply: filters, then at most one grouping, then filters, orders and bounds over its rows.
#include <algorithm>
#include <array>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "query/aggregate.h"
#include "query/binder.h"

namespace tenure::query {

using expression::Kind;
using expression::Program;
using expression::RecordType;

namespace {

constexpr std::string_view kOption = "$apply";

std::unexpected<Error> unsupported(const Piece& what) {
  return refuse("not-supported", {{"what", excerpt(what.text)}}, static_cast<int64_t>(what.offset));
}

bool identifier(std::string_view name) {
  if (name.empty() || name.size() > 128) return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }) && !(name[0] >= '0' && name[0] <= '9');
}

std::optional<Method> method_of(std::string_view name) {
  if (name == "sum") return Method::sum;
  if (name == "min") return Method::min;
  if (name == "max") return Method::max;
  if (name == "average") return Method::average;
  if (name == "countdistinct") return Method::countdistinct;
  return std::nullopt;
}

Result<int64_t> bound(const Piece& inside) {
  int64_t value = 0;
  const char* end = inside.text.data() + inside.text.size();
  const auto [last, problem] = std::from_chars(inside.text.data(), end, value);
  if (problem == std::errc() && last == end && value >= 0) return value;
  return refuse("invalid-option", {{"value", excerpt(inside.text)}},
                static_cast<int64_t>(inside.offset));
}

// Of the standard, or of somebody's namespace; we have some of them.
bool is_transformation(std::string_view name) {
  constexpr std::array<std::string_view, 24> kNames{
      "aggregate", "groupby",  "filter",     "orderby",       "search",    "top",       "skip",     "compute",
      "concat",    "join",     "outerjoin",  "nest",          "addnested", "topcount",  "topsum",   "toppercent",
      "ancestors", "traverse", "bottomcount", "bottompercent", "bottomsum", "descendants", "rollup", "rolluprecursive"};
  return has_namespace(name) || std::ranges::find(kNames, name) != kNames.end();
}

// a/b/$count, custom, a/custom
bool is_path(std::string_view text) {
  while (true) {
    const size_t slash = text.find('/');
    const std::string_view step = text.substr(0, slash);
    if (!identifier(step) && !has_namespace(step) && (step != "$count" || slash != std::string_view::npos)) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

}  // namespace

Result<bool> Binder::apply(Query& query, Piece text) {
  auto steps = split(text, '/');
  if (!steps) return blame(std::move(steps).error(), kOption);
  bool limited = false;
  for (const Piece& step : *steps) {
    auto call = split_call(step);
    if (!call) return blame(std::move(call).error(), kOption);
    if (call->name.text == "identity" && !call->inside) continue;
    if (!call->inside) {
      return blame({"option-syntax", {{"expected", "("}},
                    static_cast<int64_t>(step.offset + step.text.size())},
                   kOption);
    }
    if (auto done = transformation(query, *call, step, limited); !done) {
      return blame(std::move(done).error(), kOption);
    }
  }
  return limited;
}

// `limited`: top or skip came already, so that what follows would be about those rows alone.
Result<void> Binder::transformation(Query& query, const Call& call, const Piece& whole,
                                    bool& limited) {
  const std::string_view name = call.name.text;
  const Piece inside = *call.inside;
  if (name == "top" || name == "skip") {
    TENURE_TRY(const int64_t count, bound(inside));
    if (name == "skip" && (query.top || query.skip > 0)) return unsupported(whole);
    if (name == "top") query.top = std::min(count, query.top.value_or(INT64_MAX));
    if (name == "skip") query.skip = count;
    limited = true;
    return {};
  }
  if (!is_transformation(name)) return option_syntax(whole.offset, "filter(, groupby(, aggregate(, orderby(, top(, skip(");
  if (limited) return unsupported(whole);
  if (name == "filter") return filter(query, inside, kOption);
  if (name == "orderby") {
    query.order.clear();
    return order(query, inside, kOption);
  }
  if (query.grouping || !query.order.empty()) return unsupported(whole);
  if (name != "groupby" && name != "aggregate") return unsupported(whole);
  query.grouping.emplace();
  if (name == "groupby") {
    TENURE_CHECK_OK(group_by(query, inside));
  } else {
    TENURE_CHECK_OK(aggregates(query, inside));
  }
  return group_type(query);
}

// (a,b/c),aggregate(…)
Result<void> Binder::group_by(Query& query, Piece inside) {
  TENURE_TRY(const std::vector<Piece> parts, split(inside, ','));
  const Piece& list = parts[0];
  if (!list.text.starts_with('(') || !list.text.ends_with(')')) return option_syntax(list.offset, "(");
  if (parts.size() > 2) return option_syntax(parts[2].offset, ")");
  const Piece paths{list.text.substr(1, list.text.size() - 2), list.offset + 1};
  TENURE_TRY(const std::vector<Piece> names, split(paths, ','));
  for (const Piece& name : names) {
    if (name.text.starts_with("rollup(") || name.text.starts_with("rolluprecursive(")) return unsupported(name);
    TENURE_TRY(expression::AstPtr ast, parse(name, kOption));
    Result<Program> program = row_program(query.entity, std::move(ast), name);
    if (!program) return blame(std::move(program).error(), kOption, name.offset);
    const auto path = path_of({model_.get(), query.entity, {}}, *program->impl().start);
    if (path && path->end == Path::End::link) return unsupported(name);
    const bool named = path && path->end == Path::End::field && !program->ast().name.starts_with('$');
    if (!named) return option_syntax(name.offset, "name");
    std::string spelt = program->ast().name;
    query.grouping->by.push_back({std::move(*program), std::move(spelt)});
  }
  if (parts.size() == 1) return {};
  TENURE_TRY(const std::vector<Piece> steps, split(parts[1], '/'));
  TENURE_TRY(const Call call, split_call(steps[0]));
  if (call.name.text != "identity" && !(is_transformation(call.name.text) && call.inside)) return option_syntax(parts[1].offset, "aggregate(");
  if (call.name.text != "aggregate" || steps.size() > 1) return unsupported(parts[1]);
  return aggregates(query, *call.inside);
}

Result<void> Binder::aggregates(Query& query, Piece inside) {
  TENURE_TRY(const std::vector<Piece> items, split(inside, ','));
  for (const Piece& item : items) TENURE_CHECK_OK(aggregate(query, item));
  return {};
}

// amount with sum as total, or $count as orders
Result<void> Binder::aggregate(Query& query, Piece item) {
  const auto named = split_last_word(item, "as");
  if (!named && is_path(item.text) && item.text != "$count") return unsupported(item);  // a custom aggregate
  if (!named) return option_syntax(item.offset + item.text.size(), "as");
  const auto& [what, alias] = *named;
  if (!identifier(alias.text)) return option_syntax(alias.offset, "name");
  Aggregate aggregate;
  aggregate.alias = std::string(alias.text);
  aggregate.type = {Kind::int64};
  if (what.text != "$count") {
    if (is_path(what.text) || split_last_word(what, "from")) return unsupported(what);
    const auto by = split_last_word(what, "with");
    if (!by) return option_syntax(what.offset + what.text.size(), "with");
    const auto method = method_of(by->second.text);
    if (!method && has_namespace(by->second.text)) return unsupported(by->second);
    if (!method) return option_syntax(by->second.offset, "sum, min, max, average, countdistinct");
    aggregate.method = *method;
    TENURE_TRY(expression::AstPtr ast, parse(by->first, kOption));
    Result<Program> program = row_program(query.entity, std::move(ast), by->first);
    if (!program) return blame(std::move(program).error(), kOption, by->first.offset);
    const auto type = result_type(*method, program->type());
    if (!type) {
      return refuse("wrong-type",
                    {{"expected", "Edm.Decimal"}, {"found", to_string(program->type())}},
                    static_cast<int64_t>(by->first.offset));
    }
    aggregate.type = *type;
    aggregate.of = std::move(*program);
  }
  query.grouping->aggregates.push_back(std::move(aggregate));
  return {};
}

// The type of the grouped rows, that what follows speaks of.
Result<void> Binder::group_type(Query& query) {
  Grouping& grouping = *query.grouping;
  if (grouping.columns() > static_cast<size_t>(tenure::limits::kGroupColumns)) {
    return refuse("query-too-complex", {{"what", std::string(kOption)},
                                        {"most", std::to_string(tenure::limits::kGroupColumns)}});
  }
  grouping.type = std::make_unique<RecordType>();
  grouping.type->name = "group";
  for (const Grouping::By& by : grouping.by) {
    RecordType* row = grouping.type.get();
    std::string_view rest = by.path;
    for (size_t slash = rest.find('/'); slash != std::string_view::npos; slash = rest.find('/')) {
      const std::string_view segment = rest.substr(0, slash);
      int field = row->find(segment);
      if (field < 0) {
        auto& inner = grouping.inner.emplace_back(std::make_unique<RecordType>());
        inner->name = std::string(segment);
        row->fields.push_back({std::string(segment), {.kind = Kind::record, .record = inner.get()}});
        row = inner.get();
      } else {
        row = const_cast<RecordType*>(row->fields[static_cast<size_t>(field)].type.record);  // made here
      }
      rest.remove_prefix(slash + 1);
    }
    if (row->find(rest) >= 0) return refuse("duplicate-name", {{"name", by.path}});
    row->fields.push_back({std::string(rest), by.value.type()});
  }
  for (const Aggregate& aggregate : grouping.aggregates) {
    if (grouping.type->find(aggregate.alias) >= 0) {
      return refuse("duplicate-name", {{"name", aggregate.alias}});
    }
    grouping.type->fields.push_back({aggregate.alias, aggregate.type});
  }
  return {};
}

}  // namespace tenure::query
