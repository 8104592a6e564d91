// GET: rows, a row, a property, a count.
#include <algorithm>
#include <charconv>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "odata/exchange.h"

namespace tenure::odata {

namespace {

using query::Answer;
using query::Query;
using query::Row;

Result<std::optional<int64_t>> whole(const Options& options, std::string_view name) {
  const std::string* text = options.find(name);
  if (!text) return std::optional<int64_t>();
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  const bool plain = !text->empty() && text->front() != '-' && text->front() != '+';
  if (error != std::errc() || end != text->data() + text->size() || !plain)
    return refuse("invalid-option", {{"option", "$" + std::string(name)}, {"value", excerpt(*text, 40)}});
  return std::optional<int64_t>(number);
}

// The system options as the query room takes them.
Result<query::Options> query_options(const Exchange& x, const Resource& resource) {
  query::Options out;
  const auto copy = [&](std::string_view name, std::optional<std::string>& to) {
    if (const std::string* text = x.options.find(name)) to = *text;
  };
  copy("select", out.select);
  copy("filter", out.filter);
  copy("orderby", out.orderby);
  copy("search", out.search);
  copy("expand", out.expand);
  copy("apply", out.apply);
  TENURE_TRY(out.top, whole(x.options, "top"));
  TENURE_TRY(const std::optional<int64_t> skip, whole(x.options, "skip"));
  if (skip) out.skip = *skip;
  if (const std::string* count = x.options.find("count")) {
    const std::string word = lower_ascii(*count);
    if (word != "true" && word != "false")
      return refuse("invalid-option", {{"option", "$count"}, {"value", excerpt(*count, 40)}});
    out.count = word == "true";
  }
  if (const std::string* compute = x.options.find("compute")) {
    TENURE_CHECK_OK(expression::recognise("compute", "$compute=" + *compute));
    return refuse("not-supported", {{"what", "$compute"}});
  }
  for (const std::string& filter : resource.filters)
    out.filter = out.filter ? "(" + filter + ") and (" + *out.filter + ")" : filter;
  for (const auto& [alias, text] : x.options.aliases) out.aliases.emplace_back(alias, text);
  if (resource.count) {
    out.rows = false;
    out.count = true;
    out.top.reset();
    out.skip.reset();
    out.select.reset();
    out.expand.reset();
    out.orderby.reset();
  }
  return out;
}

Result<Query> bind(const Exchange& x, const Resource& resource, const query::Options& options) {
  TENURE_TRY(const query::Setting setting, x.setting());
  if (resource.link) {
    return query::bind_linked(x.reading.model, *resource.from, *resource.link, *resource.key, options, setting);
  }
  if (resource.key) return query::bind_one(x.reading.model, resource.entity, *resource.key, options, setting);
  return query::bind(x.reading.model, resource.entity, options, setting);
}

ReadBody body_reader(const Exchange& x) {
  return [&x](const Row& row, const query::Field& field, const expression::Cell& cell) {
    return x.reading.read_body(row, field, cell);
  };
}

// The options of the next page: what was asked, less where this page began.
std::string next_options(const Exchange& x) {
  std::string out;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!out.empty()) out += '&';
    out += name;
    out += '=';
    out += percent_encode(value, "(),*:/'@$ " + std::string());
  };
  for (const auto& [name, value] : x.options.system) {
    if (name == "skip" || name == "skiptoken" || name == "top" || name == "count" || name == "deltatoken") continue;
    add("$" + name, value);
  }
  for (const auto& [name, value] : x.options.aliases) add("@" + name, value);
  for (const auto& [name, value] : x.options.custom) add(name, value);
  std::string spaces;
  for (const char c : out) c == ' ' ? spaces += "%20" : spaces += c;
  return spaces;
}

std::string next_link(const Exchange& x, const Tokens::Page& page) {
  std::string link = x.request.base;
  link += x.request.path.starts_with('/') ? x.request.path.substr(1) : x.request.path;
  const std::string options = next_options(x);
  link += "?" + options + (options.empty() ? "" : "&");
  return link + "$skiptoken=" + x.tokens.page(page, x.bound());
}

std::string delta_link(const Exchange& x, const service::Since& since) {
  const std::string options = next_options(x);
  return x.request.base + x.request.path.substr(1) + "?" + options + (options.empty() ? "" : "&") +
         "$deltatoken=" + x.tokens.delta(since, x.bound());
}

Response read_count(Exchange& x, const Resource& resource, const Query& query) {
  Result<Answer> answer = x.reading.run(query, [](const Row&) { return true; });
  if (!answer) return fail(x, answer.error());
  (void)resource;
  Response response;
  response.headers.emplace_back("Content-Type", "text/plain;charset=utf-8");
  response.body = std::to_string(answer->count.value_or(0));
  return response;
}

// The changes since, on top of the query: which rows may have changed. Those that may be gone are left in `gone`.
Result<void> narrow(const Exchange& x, Query& query, const service::Since& from, std::vector<service::Delta::Gone>& gone) {
  if (!service::can_track(query)) return refuse("not-supported", {{"what", "$deltatoken"}});
  TENURE_TRY(service::Delta delta, x.reading.changes(query, from));
  query.among = std::move(delta.among);
  if (delta.newer) query.filters.push_back(std::move(*delta.newer));
  gone = std::move(delta.gone);
  return {};
}

// Of the rows that may be gone those that the query does not find: removed, or no longer what it asks for.
Result<void> write_gone(const Exchange& x, const Resource& resource, const query::Options& asked,
                        const service::Since& from, json::Writer& out) {
  query::Options options;
  options.filter = asked.filter;
  options.search = asked.search;
  options.aliases = asked.aliases;
  const query::Entity& entity = x.model().entities[resource.entity];
  std::string names;
  for (const uint16_t field : entity.key) names += (names.empty() ? "" : ",") + entity.fields[field].name;
  options.select = names;
  TENURE_TRY(Query query, bind(x, resource, options));
  std::vector<service::Delta::Gone> gone;
  TENURE_CHECK_OK(narrow(x, query, from, gone));
  query.page = INT64_MAX;
  const RowView view = RowView::prepare(query);
  std::set<std::string> found;
  TENURE_TRY(const Answer answer, x.reading.run(query, [&](const Row& row) {
    found.insert(view.address(row));
    return true;
  }));
  (void)answer;
  const std::string* most = x.header("OData-MaxVersion");
  const bool old = most && *most == "4.0";
  for (const service::Delta::Gone& row : gone) {
    const std::string address = address_of(entity, row.key);
    if (found.contains(address)) continue;
    const std::string_view reason = row.deleted ? "deleted" : "changed";
    out.begin_object();
    if (old) {
      out.field("@odata.context", "#" + entity.set + "/$deletedEntity").field("id", x.request.base + address).field("reason", reason);
    } else {
      out.key("@removed").begin_object().field("reason", reason).end_object();
      out.field("@odata.id", x.request.base + address);
    }
    out.end_object();
  }
  return {};
}

Response read_rows(Exchange& x, const Resource& resource) {
  Result<query::Options> options = query_options(x, resource);
  if (!options) return fail(x, options.error());
  service::Since from;  // of a page of changes
  if (const std::string* token = x.options.find("deltatoken")) {
    const Result<service::Since> since = x.tokens.read_delta(*token, x.bound());
    if (!since) return fail(x, since.error());
    from = *since;
    x.prefer.track_changes = true;
  }
  Result<Query> bound = bind(x, resource, *options);
  if (!bound) return fail(x, bound.error());
  Query& query = *bound;
  if (resource.count) return read_count(x, resource, query);
  // Asked before the rows: a change in between is told twice rather than not at all.
  service::Since since;
  if (x.prefer.track_changes && service::can_track(query)) since = x.reading.now_at();
  if (const std::string* token = x.options.find("skiptoken")) {
    Result<Tokens::Page> page = x.tokens.read_page(*token, x.bound());
    if (!page) return fail(x, page.error());
    query.after = std::move(page->position);
    query.skip = 0;
    if (page->left >= 0) query.top = page->left;
    since = page->since;
    from = page->from;
  }
  std::vector<service::Delta::Gone> gone;
  if (from.given()) {
    if (auto narrowed = narrow(x, query, from, gone); !narrowed) return fail(x, narrowed.error());
  }
  const std::optional<int64_t> top = query.top;
  RowView view = RowView::prepare(query, resource.reference);
  Response response = json_response(x, 200);
  if (x.prefer.page) response.headers.emplace_back("Preference-Applied", "odata.maxpagesize=" + std::to_string(query.page));
  if (x.prefer.track_changes && since.given()) response.headers.emplace_back("Preference-Applied", "track-changes");
  const JsonFormat& format = x.accept.json;
  std::string rows;
  json::Writer out(rows);
  out.begin_array();
  const ReadBody read_body = body_reader(x);
  Result<Answer> answer = x.reading.run(query, [&](const Row& row) {
    view.write(out, row, format, x.request.base, read_body);
    return true;
  });
  if (!answer) return fail(x, answer.error());
  if (from.given() && !answer->next) {
    if (auto told = write_gone(x, resource, *options, from, out); !told) return fail(x, told.error());
  }
  out.end_array();
  std::string head;
  json::Writer start(head);
  start.begin_object();
  if (format.metadata != JsonFormat::Metadata::none) {
    const std::string delta = from.given() ? "/$delta" : "";
    const std::string about = resource.reference ? "Collection($ref)"
                                                 : view.context(options->select.has_value());
    start.field("@odata.context", x.request.base + "$metadata#" + about + delta);
  }
  if (answer->count) start.field("@odata.count", *answer->count);
  start.key("value");
  response.body = std::move(head);
  response.body += rows;
  if (answer->next) {
    response.body += ",\"@odata.nextLink\":";
    json::write_string(response.body,
                       next_link(x, {*answer->next, top ? *top - answer->rows : -1, since, from}));
  } else if (since.given()) {
    response.body += ",\"@odata.deltaLink\":";
    json::write_string(response.body, delta_link(x, since));
  }
  response.body += '}';
  return response;
}

Response read_property(Exchange& x, const Resource& resource) {
  query::Options options;
  const query::Field& field = x.model().entities[resource.entity].fields[resource.property];
  options.select = field.name;
  Result<Query> query = bind(x, resource, options);
  if (!query) return fail(x, query.error());
  RowView view = RowView::prepare(*query);
  std::optional<Value> value;
  std::string address, tag;
  Result<Answer> answer = x.reading.run(*query, [&](const Row& row) {
    value = field.place.kind == query::Place::Kind::body ? x.reading.read_body(row, field, row.cells[0])
                                                         : expression::to_value(row.cells[0], field.type);
    address = view.address(row);
    tag = view.etag(row);
    return false;
  });
  if (!answer) return fail(x, answer.error());
  if (!value) return fail(x, {"not-found", {{"what", x.model().entities[resource.entity].name}}});
  if (value->is_null()) return Response{.status = 204};
  if (resource.value) {
    Response response;
    response.headers.emplace_back("Content-Type", "text/plain;charset=utf-8");
    response.body = to_text(*value);
    return response;
  }
  Response response = json_response(x, 200);
  if (!tag.empty()) response.headers.emplace_back("ETag", tag);
  json::Writer out(response.body);
  out.begin_object();
  if (x.accept.json.metadata != JsonFormat::Metadata::none)
    out.field("@odata.context", x.request.base + "$metadata#" + address + "/" + field.name);
  out.key("value");
  write_value(out, *value, x.accept.json);
  out.end_object();
  return response;
}

}  // namespace

Result<std::optional<Key>> follow(const Exchange& x, uint16_t entity, const Key& key, uint16_t link,
                                  const std::optional<Key>& in_link) {
  const query::Entity& target = x.model().entities[x.model().entities[entity].links[link].target];
  query::Options options;
  std::string names, filter;
  for (const uint16_t field : target.key) names += (names.empty() ? "" : ",") + target.fields[field].name;
  options.select = names;
  if (in_link) {
    for (const auto& [name, value] : *in_link)
      filter += (filter.empty() ? "" : " and ") + name + " eq " + to_literal(value);
    options.filter = filter;
  }
  TENURE_TRY(const query::Setting setting, x.setting());
  TENURE_TRY(Query query, query::bind_linked(x.reading.model, entity, link, key, options, setting));
  std::optional<Key> found;
  TENURE_TRY(const Answer answer, x.reading.run(query, [&](const Row& row) {
    found.emplace();
    for (size_t i = 0; i < target.key.size(); ++i) {
      const query::Field& field = target.fields[target.key[i]];
      found->emplace_back(field.name, expression::to_value(row.cells[i], field.type));
    }
    return false;
  }));
  (void)answer;
  return found;
}

Response read_row(Exchange& x, const Resource& resource, int status) {
  Result<query::Options> options = query_options(x, resource);
  if (!options) return fail(x, options.error());
  Result<Query> query = bind(x, resource, *options);
  if (!query) return fail(x, query.error());
  RowView view = RowView::prepare(*query, resource.reference);
  Response response = json_response(x, status);
  bool found = false;
  const ReadBody read_body = body_reader(x);
  const std::string* not_match = x.request.method == "GET" ? x.header("If-None-Match") : nullptr;
  Result<Answer> answer = x.reading.run(*query, [&](const Row& row) {
    found = true;
    const std::string tag = view.etag(row);
    if (!tag.empty()) response.headers.emplace_back("ETag", tag);
    if (not_match && (*not_match == "*" || *not_match == tag)) {
      response.status = 304;
      return false;
    }
    if (status == 201) response.headers.emplace_back("Location", x.request.base + view.address(row));
    if (status == 201 || status == 204)
      response.headers.emplace_back("OData-EntityId", x.request.base + view.address(row));
    json::Writer out(response.body);
    out.begin_object();
    if (x.accept.json.metadata != JsonFormat::Metadata::none) {
      const std::string about =
          resource.reference ? "$ref" : view.context(options->select.has_value()) + "/$entity";
      out.field("@odata.context", x.request.base + "$metadata#" + about);
    }
    view.write_members(out, row, x.accept.json, x.request.base, read_body);
    out.end_object();
    return false;
  });
  if (!answer) return fail(x, answer.error());
  if (!found) {
    // A link that leads to nothing is not an error; a row that is not there is.
    if (resource.link) return Response{.status = 204};
    return fail(x, {"not-found", {{"what", x.model().entities[resource.entity].name}}});
  }
  return response;
}

Response read(Exchange& x, const Resource& resource) {
  switch (resource.kind) {
    case Resource::Kind::rows:
      return read_rows(x, resource);
    case Resource::Kind::row: return read_row(x, resource, 200);
    case Resource::Kind::property: return read_property(x, resource);
    default: return fail(x, {"not-found", {{"what", "resource"}}});
  }
}

}  // namespace tenure::odata
