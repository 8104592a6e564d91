#include "query/bind.h"

#include <algorithm>
#include <array>

#include "base/assert.h"
#include "base/limits.h"
#include "base/text.h"
#include "expression/lexer.h"
#include "query/binder.h"

namespace tenure::query {

using expression::Ast;
using expression::AstPtr;
using expression::Op;
using expression::Program;

std::unexpected<Error> blame(Error error, std::string_view option, size_t offset) {
  if (error.code == "expression-too-complex") {
    error.code = "query-too-complex";
    error.arguments = {{"what", std::string(option)},
                       {"most", std::to_string(tenure::limits::kExpressionNodes)}};
  }
  if (error.position >= 0) error.position += static_cast<int64_t>(offset);
  for (const auto& [name, value] : error.arguments) {
    if (name == "option") return std::unexpected(std::move(error));
  }
  error.arguments.emplace_back("option", std::string(option));
  return std::unexpected(std::move(error));
}

// ---- expressions
// -------------------------------------------------------------------------------------

namespace {

int count_nodes(const Ast& ast) {
  int nodes = 1;
  for (const AstPtr& argument : ast.arguments) nodes += count_nodes(*argument);
  return nodes;
}

// What stands for an alias stands where the alias was written.
void place_at(Ast& ast, size_t position, size_t end) {
  ast.position = position;
  ast.end = end;
  for (AstPtr& argument : ast.arguments) place_at(*argument, position, end);
}

}  // namespace

Result<AstPtr> Binder::parse(Piece text, std::string_view option) {
  Result<AstPtr> ast = expression::parse(text.text);
  if (!ast) return blame(std::move(ast).error(), option, text.offset);
  int nodes = count_nodes(**ast);
  if (auto replaced = replace_aliases(**ast, 0, nodes); !replaced) {
    return blame(std::move(replaced).error(), option, text.offset);
  }
  return ast;
}

// @p becomes what the request says that it is; what it does not say is null.
Result<void> Binder::replace_aliases(Ast& ast, int depth, int& nodes) {
  for (AstPtr& argument : ast.arguments) TENURE_CHECK_OK(replace_aliases(*argument, depth, nodes));
  if (ast.op != Op::parameter_alias) return {};
  const size_t position = ast.position, end = ast.end;
  const std::string* text = nullptr;
  if (aliases_ != nullptr) {
    for (const auto& [name, value] : *aliases_) {
      if (name == ast.name) text = &value;
    }
  }
  Ast meaning{.op = Op::literal, .literal_type = {expression::Kind::null}};
  if (text != nullptr) {
    // An alias of an alias of … ends somewhere, or is refused.
    if (depth > tenure::limits::kLambdaDepth) {
      return refuse("query-too-complex",
                    {{"what", "@" + ast.name}, {"most", std::to_string(tenure::limits::kLambdaDepth)}},
                    static_cast<int64_t>(position));
    }
    Result<AstPtr> parsed = expression::parse(*text);
    if (!parsed) return blame(std::move(parsed).error(), "@" + ast.name);
    nodes += count_nodes(**parsed);
    if (nodes > tenure::limits::kExpressionNodes) {
      return refuse("query-too-complex",
                    {{"what", "@" + ast.name},
                     {"most", std::to_string(tenure::limits::kExpressionNodes)}},
                    static_cast<int64_t>(position));
    }
    TENURE_CHECK_OK(replace_aliases(**parsed, depth + 1, nodes));
    meaning = std::move(**parsed);
  }
  place_at(meaning, position, end);
  ast = std::move(meaning);
  return {};
}

Result<Program> Binder::compile(AstPtr ast, const expression::RecordType& row, Piece text) {
  return expression::compile(std::move(ast), RowScope(row), text.text);
}

Result<Program> Binder::row_program(uint16_t entity, AstPtr ast, Piece text) {
  TENURE_TRY(Program program, compile(std::move(ast), model_->entities[entity].type, text));
  TENURE_CHECK_OK(check({model_.get(), entity, {}}, *program.impl().start));
  return program;
}

Result<Program> Binder::grouped_program(const Query& query, AstPtr ast, Piece text) {
  TENURE_TRY(Program program, compile(std::move(ast), *query.grouping->type, text));
  TENURE_CHECK_OK(check_grouped(*program.impl().start));
  return program;
}

namespace {

Result<void> expect_condition(const Program& program) {
  using expression::Kind;
  const bool fits = program.type().kind == Kind::boolean || program.type().kind == Kind::null;
  if (fits && !program.type().collection) return {};
  return refuse("wrong-type", {{"expected", "Edm.Boolean"}, {"found", to_string(program.type())}},
                static_cast<int64_t>(program.ast().position));
}

Result<void> expect_sortable(const Program& program) {
  const expression::Type& type = program.type();
  if (!type.collection && type.kind != expression::Kind::record) return {};
  return refuse("not-ordered", {{"type", to_string(type)}},
                static_cast<int64_t>(program.ast().position));
}

}  // namespace

Result<Program> Binder::condition(uint16_t entity, Piece text, std::string_view option) {
  TENURE_TRY(AstPtr ast, parse(text, option));
  Result<Program> program = row_program(entity, std::move(ast), text);
  if (!program) return blame(std::move(program).error(), option, text.offset);
  if (auto fits = expect_condition(*program); !fits) {
    return blame(std::move(fits).error(), option, text.offset);
  }
  return program;
}

// ---- options
// -----------------------------------------------------------------------------------------

Query Binder::blank(uint16_t entity) const {
  Query query;
  query.model = model_;
  query.entity = entity;
  query.when = setting_.when;
  query.now = setting_.now;
  query.zone = setting_.zone;
  query.owner = setting_.owner;
  query.page = setting_.page;
  return query;
}

Result<void> Binder::filter(Query& query, Piece text, std::string_view option) {
  if (!query.grouping) {
    TENURE_TRY(Program program, condition(query.entity, text, option));
    query.filters.push_back(std::move(program));
    return {};
  }
  TENURE_TRY(AstPtr ast, parse(text, option));
  Result<Program> program = grouped_program(query, std::move(ast), text);
  if (!program) return blame(std::move(program).error(), option, text.offset);
  if (auto fits = expect_condition(*program); !fits) {
    return blame(std::move(fits).error(), option, text.offset);
  }
  query.having.push_back(std::move(*program));
  return {};
}

Result<void> Binder::order(Query& query, Piece text, std::string_view option) {
  auto items = expression::parse_orderby(text.text);
  if (!items) return blame(std::move(items).error(), option, text.offset);
  if (query.order.size() + items->size() > tenure::limits::kOrderKeys) {
    return blame({"query-too-complex",
                  {{"what", std::string(option)},
                   {"most", std::to_string(tenure::limits::kOrderKeys)}}},
                 option);
  }
  for (expression::OrderItem& item : *items) {
    int nodes = count_nodes(*item.expression);
    if (auto replaced = replace_aliases(*item.expression, 0, nodes); !replaced) {
      return blame(std::move(replaced).error(), option, text.offset);
    }
    Result<Program> program =
        query.grouping ? grouped_program(query, std::move(item.expression), text)
                       : row_program(query.entity, std::move(item.expression), text);
    if (!program) return blame(std::move(program).error(), option, text.offset);
    if (auto fits = expect_sortable(*program); !fits) {
      return blame(std::move(fits).error(), option, text.offset);
    }
    query.order.push_back({std::move(*program), 0, item.descending});
  }
  return {};
}

void Binder::select_all(Query& query) const {
  const Entity& entity = query.about();
  for (size_t i = 0; i < entity.fields.size(); ++i) {
    const Field& field = entity.fields[i];
    if (!field.is(kHidden) && !field.is(kOnRequest)) query.select.push_back(static_cast<uint16_t>(i));
  }
}

Result<void> Binder::select(Query& query, Piece text) {
  auto items = split(text, ',');
  if (!items) return blame(std::move(items).error(), "$select");
  for (const Piece& item : *items) {
    if (auto one = select_one(query, item); !one) return blame(std::move(one).error(), "$select");
  }
  std::vector<uint16_t> once;
  for (uint16_t field : query.select) {
    if (std::ranges::find(once, field) == once.end()) once.push_back(field);
  }
  query.select = std::move(once);
  return {};
}

Result<void> Binder::select_one(Query& query, Piece item) {
  const Entity& entity = query.about();
  if (item.text == "*") {
    for (size_t i = 0; i < entity.fields.size(); ++i) {
      if (!entity.fields[i].is(kHidden)) query.select.push_back(static_cast<uint16_t>(i));
    }
    return {};
  }
  TENURE_TRY(const Call call, split_call(item));
  if (has_namespace(call.name.text))  // an operation, a type, an annotation
    return refuse("not-supported", {{"what", excerpt(item.text)}}, static_cast<int64_t>(item.offset));
  const size_t slash = std::min(call.name.text.find('/'), call.name.text.size());
  const std::string_view name = call.name.text.substr(0, slash);
  const auto field = entity.find_field(name);
  const bool has_parts = field && entity.fields[*field].type.record != nullptr;
  if (field && (has_parts || (!call.inside && slash == call.name.text.size()))) {
    query.select.push_back(*field);
    std::vector<Piece> parts;
    if (slash < call.name.text.size()) parts.push_back({call.name.text.substr(slash + 1), item.offset + slash + 1});
    if (call.inside) {
      TENURE_TRY(const std::vector<Piece> options, split(*call.inside, ';'));
      for (const Piece& option : options) {
        const size_t equals = std::min(option.text.find('='), option.text.size());
        const std::string which = option_name(option.text.substr(0, equals));
        constexpr std::array<std::string_view, 8> kUnserved{"filter", "search", "count", "orderby", "skip", "top", "compute", "@"};
        if (equals < option.text.size() && std::ranges::find(kUnserved, which) != kUnserved.end())
          return refuse("not-supported", {{"what", excerpt(option.text.substr(0, equals))}}, static_cast<int64_t>(option.offset));
        if (which != "select" || equals == option.text.size()) return option_syntax(option.offset, "$select=");
        TENURE_TRY(parts, split(trimmed({option.text.substr(equals + 1), option.offset + equals + 1}), ','));
      }
    }
    return parts.empty() ? Result<void>() : select_parts(query, *field, parts);
  }
  // Of a link there is nothing to select but its address.
  if (!call.inside && entity.find_link(call.name.text)) return {};
  return std::unexpected(Error{"unknown-name", expression::unknown_word("name", call.name.text, RowScope(entity.type).names()),
                               static_cast<int64_t>(item.offset)});
}

Result<void> Binder::select_parts(Query& query, uint16_t field, const std::vector<Piece>& names) {
  const expression::RecordType& type = *query.about().fields[field].type.record;
  std::vector<std::string> parts;
  for (const Piece& name : names) {
    if (name.text == "*") return {};
    if (type.find(name.text) < 0) {
      std::vector<std::string> known;
      for (const auto& part : type.fields) known.push_back(part.name);
      return std::unexpected(Error{"unknown-name", expression::unknown_word("name", name.text, known), static_cast<int64_t>(name.offset)});
    }
    parts.emplace_back(name.text);
  }
  for (auto& [known, of] : query.parts) {
    if (known != field) continue;
    of.insert(of.end(), parts.begin(), parts.end());
    return {};
  }
  query.parts.emplace_back(field, std::move(parts));
  return {};
}

Result<void> Binder::limits(Query& query, const Options& options) {
  for (const auto& [number, option] :
       {std::pair{options.top, "$top"}, std::pair{options.skip, "$skip"}}) {
    if (number && *number < 0) {
      return blame({"invalid-option", {{"value", std::to_string(*number)}}}, option);
    }
  }
  if (options.top) query.top = std::min(*options.top, query.top.value_or(INT64_MAX));
  if (options.skip) query.skip = *options.skip;
  query.count = options.count || !options.rows;
  query.rows = options.rows;
  return {};
}

// The entity's own order behind what was asked for, so that every row has one place.
void Binder::finish_order(Query& query) const {
  // In the direction of the last key: an index is walked one way.
  const bool descending = !query.order.empty() && query.order.back().descending;
  if (query.grouping) {
    for (size_t i = 0; i < query.grouping->by.size(); ++i) {
      query.order.push_back({std::nullopt, static_cast<uint16_t>(i), descending});
    }
    return;
  }
  const Entity& entity = query.about();
  for (uint16_t field : query.order.empty() ? entity.order : entity.tie) {
    query.order.push_back({std::nullopt, field, descending});
  }
}

Result<Query> Binder::query(uint16_t entity, const Options& options, int depth) {
  if (depth == 0) aliases_ = &options.aliases;
  Query query = blank(entity);
  if (options.apply) {
    TENURE_TRY(const bool limited, apply(query, {*options.apply, 0}));
    struct Clash {
      bool both;
      std::string_view option;
    };
    for (const auto& [both, option] : {Clash{options.select && query.grouping, "$select"},
                                       Clash{options.expand && query.grouping, "$expand"},
                                       Clash{options.search && (query.grouping || limited), "$search"},
                                       Clash{options.filter && limited, "$filter"},
                                       Clash{options.orderby && limited, "$orderby"},
                                       Clash{options.count && limited, "$count"},
                                       Clash{options.skip && limited, "$skip"}}) {
      if (both) {
        return blame({"not-supported", {{"what", "$apply, " + std::string(option)}}}, option);
      }
    }
  }
  if (options.filter) TENURE_CHECK_OK(filter(query, {*options.filter, 0}, "$filter"));
  if (options.search) {
    auto search = Search::parse(*options.search);
    if (!search) return blame(std::move(search).error(), "$search");
    query.search = std::move(*search);
  }
  if (options.orderby) {
    query.order.clear();
    TENURE_CHECK_OK(order(query, {*options.orderby, 0}, "$orderby"));
  }
  if (options.select) {
    TENURE_CHECK_OK(select(query, {*options.select, 0}));
  } else if (!query.grouping) {
    select_all(query);
  }
  if (options.expand) TENURE_CHECK_OK(expand(query, {*options.expand, 0}, depth));
  TENURE_CHECK_OK(limits(query, options));
  finish_order(query);
  return query;
}

// ---- keys
// -----------------------------------------------------------------------------------------------

namespace {

AstPtr leaf(Op op) {
  auto ast = std::make_unique<Ast>();
  ast->op = op;
  return ast;
}

AstPtr equals(const std::string& name, const Value& value, const expression::Type& type) {
  AstPtr ast = leaf(Op::eq);
  ast->arguments.push_back(leaf(Op::path));
  ast->arguments.back()->name = name;
  ast->arguments.push_back(leaf(Op::literal));
  Ast& literal = *ast->arguments.back();
  literal.literal = value;
  literal.literal_type = {value.is_null() ? expression::Kind::null : type.kind};
  return ast;
}

// Is this set of names the entity's key, or one of its other unique fields?
bool is_key(const Entity& entity, const std::vector<std::pair<std::string, Value>>& key) {
  if (key.size() == 1) {
    const auto field = entity.find_field(key.front().first);
    if (field && entity.fields[*field].is(kUnique)) return true;
  }
  if (key.size() != entity.key.size()) return false;
  return std::ranges::all_of(entity.key, [&](uint16_t field) {
    return std::ranges::count(key, entity.fields[field].name, &std::pair<std::string, Value>::first) == 1;
  });
}

}  // namespace

Result<std::vector<Program>> Binder::key_conditions(
    uint16_t entity, const std::vector<std::pair<std::string, Value>>& key) {
  const Entity& about = model_->entities[entity];
  if (!is_key(about, key)) return refuse("invalid-key", {{"entity", about.name}});
  std::vector<Program> conditions;
  for (const auto& [name, value] : key) {
    const expression::Type& type = about.fields[*about.find_field(name)].type;
    TENURE_TRY(Program program, row_program(entity, equals(name, value, type), {}));
    conditions.push_back(std::move(program));
  }
  return conditions;
}

// ---- what others call
// -------------------------------------------------------------------------------------

namespace {

Result<Query> affordable(Result<Query> query) {
  if (!query) return query;
  if (const int64_t rows = cost(*query); rows > limits::kQueryCost) {
    return refuse("query-too-expensive", {{"rows", std::to_string(rows)},
                                          {"most", std::to_string(limits::kQueryCost)},
                                          {"option", "$expand"}});
  }
  return query;
}

}  // namespace

Result<Query> bind(ModelPtr model, uint16_t entity, const Options& options, const Setting& setting) {
  TENURE_ASSERT(entity < model->entities.size());
  return affordable(Binder(std::move(model), setting).query(entity, options, 0));
}

Result<Query> bind_one(ModelPtr model, uint16_t entity,
                       const std::vector<std::pair<std::string, Value>>& key, const Options& options,
                       const Setting& setting) {
  Binder binder(std::move(model), setting);
  TENURE_TRY(std::vector<Program> conditions, binder.key_conditions(entity, key));
  TENURE_TRY(Query query, affordable(binder.query(entity, options, 0)));
  for (Program& condition : conditions) query.filters.push_back(std::move(condition));
  return query;
}

Result<Query> bind_linked(ModelPtr model, uint16_t entity, uint16_t link,
                          const std::vector<std::pair<std::string, Value>>& key,
                          const Options& options, const Setting& setting) {
  const uint16_t target = model->entities[entity].links[link].target;
  Binder binder(std::move(model), setting);
  TENURE_TRY(std::vector<Program> conditions, binder.key_conditions(entity, key));
  TENURE_TRY(Query query, affordable(binder.query(target, options, 0)));
  query.within = Within{entity, link, std::move(conditions)};
  return query;
}

Result<Program> bind_condition(ModelPtr model, uint16_t entity, std::string_view text) {
  const Setting setting;
  return Binder(std::move(model), setting).condition(entity, {text, 0}, "$filter");
}

}  // namespace tenure::query
