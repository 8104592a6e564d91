#include "odata/batch.h"

#include <algorithm>
#include <map>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "odata/multipart.h"

namespace tenure::odata {

namespace {

struct Item {
  std::string id, group;
  std::vector<std::string> depends_on;  // ids of requests and of groups
  Request request;
  bool ran = false;
};

std::unexpected<Error> malformed(std::string reason) {
  return refuse("malformed-batch", {{"reason", std::move(reason)}});
}

bool failed(const Response& response) { return response.status >= 400; }

// The path of the service root within its host: "/w/default/odata/".
std::string_view root_path(std::string_view base) {
  const size_t scheme = base.find("://");
  const size_t slash = scheme == std::string_view::npos ? 0 : base.find('/', scheme + 3);
  return slash == std::string_view::npos ? std::string_view("/") : base.substr(slash);
}

// A part's address as a path below the service root; false when it leads elsewhere.
bool localise(std::string_view address, const std::string& base, Request& request) {
  const size_t question = address.find('?');
  if (question != std::string_view::npos) request.query = address.substr(question + 1);
  std::string_view path = address.substr(0, question);
  if (path.starts_with("http://") || path.starts_with("https://")) {
    if (!path.starts_with(base)) return false;
    path.remove_prefix(base.size() - 1);
  } else if (path.starts_with('/')) {
    const std::string_view root = root_path(base);
    if (!path.starts_with(root)) return false;
    path.remove_prefix(root.size() - 1);
  }
  request.path = path.starts_with('/') ? std::string(path) : "/" + std::string(path);
  return true;
}

std::string_view header_or(const Headers& headers, std::string_view name) {
  const std::string* value = find_header(headers, name);
  return value ? std::string_view(*value) : std::string_view();
}

class Run {
 public:
  Run(const Request& envelope, const BatchHandlers& handlers)
      : envelope_(envelope), handlers_(handlers) {
    const std::string prefer = lower_ascii(header_or(envelope.headers, "Prefer"));
    continue_ = prefer.find("continue-on-error") != std::string::npos &&
                prefer.find("continue-on-error=false") == std::string::npos;
  }

  // The answers, one per request that was run, in order; those of a group stand together.
  std::vector<std::pair<const Item*, Response>> run(std::vector<Item>& items) {
    std::vector<std::pair<const Item*, Response>> answers;
    for (size_t i = 0; i < items.size();) {
      size_t end = i + 1;
      while (!items[i].group.empty() && end < items.size() && items[end].group == items[i].group) ++end;
      std::vector<Response> got = run_unit(items, i, end);
      bool bad = false;
      for (size_t k = i; k < end; ++k) {
        bad = bad || failed(got[k - i]);
        remember(items[k], got[k - i]);
        answers.emplace_back(&items[k], std::move(got[k - i]));
      }
      if (!items[i].group.empty()) good_[items[i].group] = !bad;
      i = end;
      if (bad && !continue_) break;
    }
    return answers;
  }

  Response applied(Response response) const {
    if (continue_) response.headers.emplace_back("Preference-Applied", "odata.continue-on-error");
    return response;
  }

 private:
  std::vector<Response> run_unit(std::vector<Item>& items, size_t begin, size_t end) {
    std::vector<Response> got;
    for (size_t k = begin; k < end; ++k) {
      for (const std::string& id : items[k].depends_on) {
        const auto known = good_.find(id);
        if (known != good_.end() && known->second) continue;
        Response response = handlers_.error({"failed-dependency", {{"id", excerpt(id, 40)}}});
        return std::vector<Response>(end - begin, response);
      }
      inherit(items[k].request);
      items[k].request.content_id = items[k].id;
    }
    if (items[begin].group.empty()) {
      Item& item = items[begin];
      if (!resolve(item.request)) return {not_there()};
      item.ran = true;
      got.push_back(handlers_.one(item.request));
      return got;
    }
    std::vector<Request> requests;
    for (size_t k = begin; k < end; ++k) {
      // A reference into the group itself is resolved by whoever runs the group.
      if (!resolve(items[k].request)) return std::vector<Response>(end - begin, not_there());
      requests.push_back(items[k].request);
    }
    for (size_t k = begin; k < end; ++k) items[k].ran = true;
    return handlers_.group(requests);
  }

  Response not_there() { return handlers_.error({"not-found", {}}); }

  void inherit(Request& request) const {
    request.base = envelope_.base;
    request.workspace = envelope_.workspace;
    for (const std::string_view name : {"Accept-Language", "OData-MaxVersion", "OData-Version"}) {
      const std::string* value = find_header(envelope_.headers, name);
      if (value && !find_header(request.headers, name)) request.headers.emplace_back(name, *value);
    }
  }

  // "$1/orders": the address of what request 1 made. request.path holds the address as it was written.
  bool resolve(Request& request) {
    std::string address = request.path;
    std::string_view plain = address;
    if (plain.starts_with('/')) plain.remove_prefix(1);
    if (plain.starts_with('$')) {
      const size_t slash = plain.find_first_of("/?");
      const std::string id(plain.substr(1, slash == std::string_view::npos ? slash : slash - 1));
      if (const auto made = made_.find(id); made != made_.end()) {
        const std::string rest(slash == std::string_view::npos ? "" : plain.substr(slash));
        address = made->second + rest;
      }
    }
    const std::string query = request.query;
    request.query.clear();
    const bool local = localise(address, envelope_.base, request);
    if (!query.empty()) request.query = query;
    return local;
  }

  void remember(const Item& item, const Response& response) {
    if (item.id.empty()) return;
    good_[item.id] = !failed(response);
    if (!item.ran) return;  // it has no address: what was written may lead anywhere
    std::string_view place = header_or(response.headers, "Location");
    if (place.empty()) place = header_or(response.headers, "OData-EntityId");
    if (!place.empty()) made_[item.id] = place;
    else made_[item.id] = envelope_.base + item.request.path.substr(1);
  }

  const Request& envelope_;
  const BatchHandlers& handlers_;
  bool continue_ = false;
  std::map<std::string, bool> good_;
  std::map<std::string, std::string> made_;
};

// ---- JSON ------------------------------------------------------------------------------------------------

const Value* member(const Object& object, std::string_view name) {
  for (const auto& [known, value] : object.members) {
    if (known == name) return &value;
  }
  return nullptr;
}

Result<void> read_texts(const Value* value, std::vector<std::string>& out) {
  if (!value) return {};
  const auto* list = value->get<std::shared_ptr<const List>>();
  if (!list) return malformed("batch-depends-on");
  for (const Value& one : (*list)->items) {
    const std::string* text = one.get<std::string>();
    if (!text) return malformed("batch-depends-on");
    out.push_back(*text);
  }
  return {};
}

Result<Item> read_item(const Value& json) {
  const auto* object = json.get<std::shared_ptr<const Object>>();
  if (!object) return malformed("batch-request");
  Item item;
  const auto text = [&](std::string_view name) -> const std::string* {
    const Value* value = member(**object, name);
    return value ? value->get<std::string>() : nullptr;
  };
  const std::string *id = text("id"), *method = text("method"), *url = text("url");
  if (!id || id->empty() || !method || method->empty() || !url) return malformed("batch-request");
  item.id = *id;
  if (const std::string* group = text("atomicityGroup")) item.group = *group;
  if (member(**object, "if")) return refuse("not-supported", {{"what", "if"}});
  TENURE_CHECK_OK(read_texts(member(**object, "dependsOn"), item.depends_on));
  item.request.method = *method;
  std::ranges::transform(item.request.method, item.request.method.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const size_t question = url->find('?');
  item.request.path = url->substr(0, question);
  if (question != std::string::npos) item.request.query = url->substr(question + 1);
  if (const Value* headers = member(**object, "headers")) {
    const auto* map = headers->get<std::shared_ptr<const Object>>();
    if (!map) return malformed("batch-header");
    for (const auto& [name, value] : (*map)->members) {
      const std::string* said = value.get<std::string>();
      if (!said || (*map)->members.size() > limits::kBatchPartHeaders) return malformed("batch-header");
      item.request.headers.emplace_back(name, *said);
    }
  }
  if (const Value* body = member(**object, "body")) {
    const std::string* said = body->get<std::string>();
    item.request.body = said ? *said : json::write(*body);
    if (!find_header(item.request.headers, "Content-Type"))
      item.request.headers.emplace_back("Content-Type", "application/json");
  }
  return item;
}

Result<std::vector<Item>> read_json(const std::string& body) {
  TENURE_TRY(const Value json, json::parse(body));
  const auto* object = json.get<std::shared_ptr<const Object>>();
  const Value* requests = object ? member(**object, "requests") : nullptr;
  const auto* list = requests ? requests->get<std::shared_ptr<const List>>() : nullptr;
  if (!list) return malformed("batch-requests");
  if ((*list)->items.size() > limits::kBatchParts)
    return refuse("batch-too-large", {{"limit", std::to_string(limits::kBatchParts)}});
  std::vector<Item> items;
  std::map<std::string, bool> ids, groups;
  for (const Value& one : (*list)->items) {
    TENURE_TRY(Item item, read_item(one));
    if (ids.contains(item.id)) return malformed("batch-id-twice");
    const bool continues = !items.empty() && items.back().group == item.group;
    if (!item.group.empty() && !continues && !groups.emplace(item.group, true).second)
      return malformed("batch-group-apart");
    // What a request depends on must stand before it, itself and its own group do not; a member of its
    // own group is met by order.
    for (const std::string& id : item.depends_on) {
      if (id == item.group || (!ids.contains(id) && !groups.contains(id))) return malformed("batch-depends-on");
    }
    ids.emplace(item.id, true);
    std::erase_if(item.depends_on, [&](const std::string& id) {
      return std::ranges::any_of(items, [&](const Item& other) {
        return other.id == id && !item.group.empty() && other.group == item.group;
      });
    });
    items.push_back(std::move(item));
  }
  return items;
}

Response json_answer(const std::vector<std::pair<const Item*, Response>>& answers) {
  Response out;
  json::Writer writer(out.body);
  writer.begin_object().key("responses").begin_array();
  for (const auto& [item, response] : answers) {
    writer.begin_object().field("id", item->id);
    if (!item->group.empty()) writer.field("atomicityGroup", item->group);
    writer.field("status", response.status);
    std::string_view type;
    writer.key("headers").begin_object();
    for (const auto& [name, value] : response.headers) {
      writer.field(lower_ascii(name), value);
      if (lower_ascii(name) == "content-type") type = value;
    }
    writer.end_object();
    if (!response.body.empty()) {
      const Result<Value> body = type.starts_with("application/json")
                                     ? json::parse(response.body)
                                     : Result<Value>(Value(response.body));
      writer.key("body").value(body ? *body : Value(response.body));
    }
    writer.end_object();
  }
  writer.end_array().end_object();
  out.headers.emplace_back("Content-Type", "application/json");
  return out;
}

// ---- multipart -------------------------------------------------------------------------------------------

std::vector<Item> items_of(std::vector<multipart::Part> parts) {
  std::vector<Item> items;
  int group = 0;
  for (multipart::Part& part : parts) {
    if (!part.is_group) {
      items.push_back({part.content_id, "", {}, std::move(part.request)});
      continue;
    }
    const std::string name = "group-" + std::to_string(++group);
    for (multipart::Part& one : part.group)
      items.push_back({one.content_id, name, {}, std::move(one.request)});
  }
  return items;
}

Response multipart_answer(const std::vector<std::pair<const Item*, Response>>& answers) {
  // Some clients know an answered change set by how its boundary begins.
  static constexpr std::string_view kOuter = "batchresponse", kInner = "changesetresponse_";
  Response out;
  out.headers.emplace_back("Content-Type", "multipart/mixed; boundary=" + std::string(kOuter));
  for (size_t i = 0; i < answers.size();) {
    const std::string& group = answers[i].first->group;
    size_t end = i + 1;
    while (!group.empty() && end < answers.size() && answers[end].first->group == group) ++end;
    const auto bad = std::find_if(answers.begin() + static_cast<long>(i), answers.begin() + static_cast<long>(end),
                                  [](const auto& it) { return failed(it.second) && it.second.status != 424; });
    if (group.empty()) {
      multipart::append_part(out.body, kOuter, answers[i].first->id, answers[i].second);
    } else if (bad != answers.begin() + static_cast<long>(end)) {  // a failed change set is one answer
      multipart::append_part(out.body, kOuter, bad->first->id, bad->second);
    } else {
      const std::string inner = std::string(kInner) + group;
      out.body += "--" + std::string(kOuter) + "\r\nContent-Type: multipart/mixed; boundary=" + inner + "\r\n\r\n";
      for (size_t k = i; k < end; ++k)
        multipart::append_part(out.body, inner, answers[k].first->id, answers[k].second);
      multipart::append_close(out.body, inner);
      out.body += "\r\n";
    }
    i = end;
  }
  multipart::append_close(out.body, kOuter);
  return out;
}

// A key of the whole: each part and each change set that has none of its own has one of it.
void share_key(const Request& envelope, std::vector<Item>& items) {
  const std::string* whole = find_header(envelope.headers, "Idempotency-Key");
  if (!whole) return;
  const auto has_one = [](const Item& item) { return find_header(item.request.headers, "Idempotency-Key") != nullptr; };
  for (size_t i = 0; i < items.size(); ++i) {
    const auto together = [&](const Item& other) { return !other.group.empty() && other.group == items[i].group; };
    const bool has = has_one(items[i]) ||
                     std::ranges::any_of(items, [&](const Item& other) { return together(other) && has_one(other); });
    if (!has) items[i].request.headers.emplace_back("Idempotency-Key", *whole + "#" + std::to_string(i + 1));
  }
}

}  // namespace

Response batch(const Request& envelope, const BatchHandlers& handlers) {
  const std::string_view type = header_or(envelope.headers, "Content-Type");
  const std::string kind = lower_ascii(type.substr(0, type.find(';')));
  Run run(envelope, handlers);
  if (kind.starts_with("application/json")) {
    Result<std::vector<Item>> items = read_json(envelope.body);
    if (!items) return handlers.error(items.error());
    share_key(envelope, *items);
    return run.applied(json_answer(run.run(*items)));
  }
  if (kind.starts_with("multipart/mixed")) {
    const std::string boundary = multipart::boundary(type);
    if (boundary.empty()) return handlers.error({"malformed-batch", {{"reason", "batch-boundary"}}});
    Result<std::vector<multipart::Part>> parts = multipart::parse(envelope.body, boundary);
    if (!parts) return handlers.error(parts.error());
    std::vector<Item> items = items_of(std::move(*parts));
    share_key(envelope, items);
    return run.applied(multipart_answer(run.run(items)));
  }
  return handlers.error({"unsupported-media-type", {{"type", excerpt(type, 60)}, {"types", "application/json, multipart/mixed"}}});
}

}  // namespace tenure::odata
