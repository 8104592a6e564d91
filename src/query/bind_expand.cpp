// $expand: links inside rows, with options of their own.
#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "expression/lexer.h"
#include "query/binder.h"

namespace tenure::query {
namespace {

Error too_deep() {
  return {"query-too-complex",
          {{"what", "$expand"}, {"most", std::to_string(limits::kExpandDepth)}}};
}

Result<int64_t> number(const Piece& text) {
  int64_t value = 0;
  const auto [end, problem] =
      std::from_chars(text.text.data(), text.text.data() + text.text.size(), value);
  if (problem != std::errc() || end != text.text.data() + text.text.size() || value < 0) {
    return refuse("invalid-option", {{"value", excerpt(text.text)}},
                  static_cast<int64_t>(text.offset));
  }
  return value;
}

Result<void> set_text(std::optional<std::string>& option, const Piece& value) {
  if (option) return refuse("duplicate-query-option", {}, static_cast<int64_t>(value.offset));
  option = std::string(value.text);
  return {};
}

// One option in the parentheses of an expanded link.
Result<void> nested_option(const Piece& item, Options& options, int64_t& levels) {
  const size_t equals = item.text.find('=');
  if (equals == std::string_view::npos) return option_syntax(item.offset + item.text.size(), "=");
  const Piece value = trimmed({item.text.substr(equals + 1), item.offset + equals + 1});
  const std::string name = option_name(item.text.substr(0, equals));
  if (name == "filter") return set_text(options.filter, value);
  if (name == "orderby") return set_text(options.orderby, value);
  if (name == "select") return set_text(options.select, value);
  if (name == "search") return set_text(options.search, value);
  if (name == "expand") return set_text(options.expand, value);
  if (name == "count") {
    const std::string word = lower_ascii(value.text);
    if (word != "true" && word != "false") return option_syntax(value.offset, "true, false");
    options.count = word == "true";
    return {};
  }
  if (name == "top" || name == "skip") {
    TENURE_TRY((name == "top" ? options.top : options.skip), number(value));
    return {};
  }
  if (name == "levels") {
    if (lower_ascii(value.text) == "max") return std::unexpected(too_deep());
    TENURE_TRY(levels, number(value));
    if (levels > 0) return {};
    return refuse("invalid-option", {{"value", excerpt(value.text)}}, static_cast<int64_t>(value.offset));
  }
  if (name == "compute" || name == "apply" || name == "@") {
    return refuse("not-supported", {{"what", excerpt(item.text.substr(0, equals))}},
                  static_cast<int64_t>(item.offset));
  }
  return option_syntax(item.offset, "$filter, $select, $orderby, $top");
}

}  // namespace

Result<void> Binder::expand(Query& query, Piece text, int depth) {
  auto items = split(text, ',');
  if (!items) return blame(std::move(items).error(), "$expand");
  for (const Piece& item : *items) {
    const bool all = item.text == "*" || item.text.starts_with("*(");
    if (auto done = all ? expand_all(query, item, depth) : expand_one(query, item, depth); !done) {
      return blame(std::move(done).error(), "$expand");
    }
  }
  return {};
}

// * or *($levels=2)
Result<void> Binder::expand_all(Query& query, Piece item, int depth) {
  TENURE_TRY(const Call call, split_call(item));
  Options nested;
  int64_t levels = 1;
  if (call.inside) {
    if (option_name(call.inside->text.substr(0, call.inside->text.find('='))) != "levels")
      return option_syntax(call.inside->offset, "$levels=");
    TENURE_CHECK_OK(nested_option(*call.inside, nested, levels));
  }
  for (size_t link = 0; link < query.about().links.size(); ++link) {
    TENURE_CHECK_OK(expand_link(query, static_cast<uint16_t>(link), {}, levels, depth));
  }
  return {};
}

Result<void> Binder::expand_one(Query& query, Piece item, int depth) {
  TENURE_TRY(const Call call, split_call(item));
  const Entity& entity = query.about();
  std::string_view name = call.name.text;
  const bool special = name == "$value" || name.ends_with("/$ref") || name.ends_with("/$count");
  if (special || has_namespace(name)) {
    return refuse("not-supported", {{"what", excerpt(name)}}, static_cast<int64_t>(item.offset));
  }
  const auto link = entity.find_link(name);
  if (!link) {
    std::vector<std::string> names;
    for (const Link& known : entity.links) names.push_back(known.name);
    return refuse("unknown-name", expression::unknown_word("name", name, names),
                  static_cast<int64_t>(item.offset));
  }
  Options nested;
  int64_t levels = 1;
  if (call.inside) {
    TENURE_TRY(const std::vector<Piece> options, split(*call.inside, ';'));
    for (const Piece& option : options) TENURE_CHECK_OK(nested_option(option, nested, levels));
  }
  return expand_link(query, *link, std::move(nested), levels, depth);
}

Result<void> Binder::expand_link(Query& query, uint16_t link, Options nested, int64_t levels,
                                 int depth) {
  if (depth >= tenure::limits::kExpandDepth || levels > tenure::limits::kExpandDepth - depth ||
      ++expanded_ > tenure::limits::kExpandItems) {
    return std::unexpected(too_deep());
  }
  const Link& about = query.about().links[link];
  if (std::ranges::find(query.expand, link, &Expand::link) != query.expand.end()) {
    return refuse("duplicate-name", {{"name", about.name}});
  }
  if (levels == 0) return {};
  TENURE_TRY(Query inner, this->query(about.target, nested, depth + 1));
  inner.page = std::min(inner.page, tenure::limits::kPage);
  // The same again inside itself, one level less.
  const bool again = std::ranges::find(inner.expand, link, &Expand::link) == inner.expand.end();
  if (levels > 1 && about.target == query.entity && again) {
    TENURE_CHECK_OK(expand_link(inner, link, std::move(nested), levels - 1, depth + 1));
  }
  query.expand.push_back({link, std::make_unique<Query>(std::move(inner))});
  return {};
}

namespace {

// A row and all that may be inside it. Much too many is as good as more: nothing overflows.
int64_t rows_of_one(const Query& query) {
  constexpr int64_t kMuch = limits::kQueryCost * 2;
  int64_t rows = 1;
  for (const Expand& expand : query.expand) {
    const bool many = query.about().links[expand.link].many;
    const int64_t members = many ? expand.query->top.value_or(limits::kUsualRows) : 1;
    rows += std::min(members, limits::kPage) * rows_of_one(*expand.query);
    rows = std::min(rows, kMuch);
  }
  return rows;
}

}  // namespace

int64_t cost(const Query& query) {
  const int64_t rows = std::min({query.page, query.top.value_or(INT64_MAX), limits::kPage});
  return rows * (rows_of_one(query) - 1);
}

}  // namespace tenure::query
