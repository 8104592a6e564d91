#include "odata/api.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/json.h"
#include "base/limits.h"
#include "odata/batch.h"
#include "odata/csdl.h"
#include "odata/exchange.h"
#include "odata/write.h"
#include "service/done.h"

namespace tenure::odata {

namespace {

using service::Caller;

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_write(const std::string& method) { return method != "GET" && method != "HEAD"; }

std::string hash_of(const Request& request) {
  std::string text = request.method + "\n" + request.path + "\n" + request.query + "\n" + request.body;
  std::string out(32, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  return base64url(out);
}

// 4.01 unless the caller can take no more than 4.0.
Result<std::string> version_of(const Request& request) {
  const std::string* most = find_header(request.headers, "OData-MaxVersion");
  const std::string* sent = find_header(request.headers, "OData-Version");
  for (const std::string* said : {most, sent}) {
    if (said && *said != "4.0" && *said != "4.01" && !(said == most && said->starts_with("4.")))
      return refuse("unsupported-version", {{"version", excerpt(*said, 20)}});
  }
  return std::string(most && *most == "4.0" ? "4.0" : "4.01");
}

// A part of a change set between being carried out and being answered.
struct Part {
  Request request;
  std::optional<Exchange> exchange;
  Resource resource;
  Written written;
};

using Made = std::map<std::string, std::string>;  // content id → address below the root

void note_made(const Part& part, Made& made) {
  const query::Model& model = part.exchange->model();
  const auto entity = model.find(part.written.done.record);
  if (!entity || part.request.content_id.empty()) return;
  made[part.request.content_id] = model.entities[*entity].set + "(" +
                                  percent_encode(to_literal(Value(part.written.done.key)), "'") + ")";
}

// A change set is one request to whoever sends it again: it has the key of its first part that has one.
std::optional<service::Idempotency> key_of(const std::vector<Request>& requests) {
  const std::string* key = nullptr;
  Request all;
  for (const Request& request : requests) {
    if (!key) key = find_header(request.headers, "Idempotency-Key");
    all.body += hash_of(request);
  }
  if (!key) return {};
  return service::Idempotency{*key, hash_of(all)};
}

std::string keep(const std::vector<Part>& parts) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  for (const Part& part : parts) writer.value(service::encode_done(part.written.done)).value(part.written.removed);
  writer.end_array();
  return out;
}

std::vector<Written> kept(const service::Done& done) {
  std::vector<Written> out;
  const Result<Value> value = json::parse(done.reply);
  const auto* list = value ? value->get<std::shared_ptr<const List>>() : nullptr;
  for (size_t i = 0; list && i + 1 < (*list)->items.size(); i += 2) {
    const std::string* text = (*list)->items[i].get<std::string>();
    const bool* removed = (*list)->items[i + 1].get<bool>();
    if (!text || !removed) break;
    out.push_back({service::decode_done(*text), *removed});
    out.back().done.replayed = true;
  }
  return out;
}

class Door {
 public:
  Door(service::Service& service, const Clock& clock, const std::string& secret, const Caller& caller)
      : service_(service), clock_(clock), tokens_(secret), caller_(caller) {}

  Response handle(const Request& request) {
    Result<std::string> version = version_of(request);
    Response response = version ? route(request) : error_response(version.error(), caller_.language);
    response.headers.emplace_back("OData-Version", version ? *version : "4.01");
    return response;
  }

 private:
  Response refuse_with(const Error& error) const { return error_response(error, caller_.language); }

  // The request's own key makes it safe to be sent again.
  Caller caller_of(const Request& request) const {
    Caller caller = caller_;
    caller.idempotency.reset();
    const std::string* key = find_header(request.headers, "Idempotency-Key");
    if (key && is_write(request.method)) caller.idempotency = {*key, hash_of(request)};
    return caller;
  }

  Result<Exchange> exchange(const Request& request, const Caller& caller, bool xml) {
    TENURE_TRY(service::Reading reading, service_.reading(caller, request.workspace));
    TENURE_TRY(Options options, parse_options(request.query));
    // A snapshot over several requests is nothing that we keep.
    for (const std::string_view name : {"OData-Isolation", "Isolation"}) {
      if (find_header(request.headers, name)) return refuse("unsupported-isolation");
    }
    const std::string* accept = find_header(request.headers, "Accept");
    const std::string* format = options.find("format");
    if (format && format->empty()) return refuse("invalid-option", {{"option", "$format"}, {"value", ""}});
    TENURE_TRY(const Accepted accepted_format,
               accepted(accept && (!is_write(request.method) || !xml) ? *accept : "", format ? *format : "", xml));
    return Exchange{.service = service_,
                    .caller = caller,
                    .request = request,
                    .tokens = tokens_,
                    .now = clock_.now(),
                    .reading = std::move(reading),
                    .options = std::move(options),
                    .accept = accepted_format,
                    .prefer = preferences(request.headers)};
  }

  Response route(const Request& request) {
    Result<Path> path = parse_path(request.path);
    if (!path) return refuse_with(path.error());
    const std::string first = path->segments.empty() ? "" : path->segments[0].name;
    if (first == "$batch" && path->segments.size() == 1) return run_batch(request);
    const Caller caller = caller_of(request);
    const bool plain_text = path->segments.size() > 1 &&
                            (path->segments.back().name == "$count" || path->segments.back().name == "$value");
    Request shaped = request;
    if (plain_text) std::erase_if(shaped.headers, [](const auto& it) { return lower_ascii(it.first) == "accept"; });
    // A long query as the body of POST …/$query.
    if (!path->segments.empty() && path->segments.back().name == "$query") {
      if (request.method != "POST") return refuse_with({"method-not-allowed", {{"method", request.method}, {"allowed", "POST"}}});
      const std::string* type = find_header(request.headers, "Content-Type");
      if (!type || !type->starts_with("text/plain")) return refuse_with({"unsupported-media-type", {{"type", type ? excerpt(*type, 60) : ""}, {"types", "text/plain"}}});
      path->segments.pop_back();
      shaped.method = "GET";
      if (!shaped.query.empty() && !shaped.body.empty()) shaped.query += '&';
      shaped.query += shaped.body;
      shaped.body.clear();
      shaped.path = shaped.path.substr(0, shaped.path.rfind('/'));
    }
    Result<Exchange> x = exchange(shaped, caller, first == "$metadata");
    if (!x) return refuse_with(x.error());
    return serve(*x, *path);
  }

  Response serve(Exchange& x, const Path& path) {
    Result<Resource> resource = resolve(path, x.options, x.model(), [&](auto... it) { return follow(x, it...); });
    if (!resource) return fail(x, resource.error());
    const bool reads = x.request.method == "GET" || x.request.method == "HEAD";
    switch (resource->kind) {
      case Resource::Kind::service: return reads ? service_document(x) : not_allowed(x);
      case Resource::Kind::metadata: return reads ? metadata(x) : not_allowed(x);
      case Resource::Kind::by_id: return by_id(x);
      case Resource::Kind::batch: return refuse_with({"not-found", {{"what", "$batch"}}});
      default: break;
    }
    if (reads && x.options.find("id")) return fail(x, {"not-supported", {{"what", "$id"}}});
    if (reads && resource->kind != Resource::Kind::operation) return read(x, *resource);
    return write(x, *resource);
  }

  Response not_allowed(const Exchange& x) {
    Response response = fail(x, {"method-not-allowed", {{"method", x.request.method}, {"allowed", "GET, HEAD"}}});
    return response;
  }

  Response write(Exchange& x, const Resource& resource) {
    service::CallerSteps steps(service_, x.caller, x.request.workspace, x.prefer.dry_run);
    const Result<Written> written = carry_out(x, resource, steps);
    Response response = written ? answer(x, resource, *written) : fail(x, written.error());
    if (x.prefer.dry_run) response.headers.emplace_back("Preference-Applied", "tenure.dry-run");
    return response;
  }

  Response service_document(Exchange& x) {
    Response response = json_response(x, 200);
    json::Writer out(response.body);
    out.begin_object();
    if (x.accept.json.metadata != JsonFormat::Metadata::none)
      out.field("@odata.context", x.request.base + "$metadata");
    out.key("value").begin_array();
    for (const query::Entity& entity : x.model().entities) {
      if (entity.hidden) continue;
      const std::string& title = x.language() == Language::hebrew ? entity.hebrew : entity.english;
      out.begin_object().field("name", entity.set).field("kind", "EntitySet").field("url", entity.set);
      if (!title.empty()) out.field("title", title);
      out.end_object();
    }
    for (const service::Verb& verb : service::verbs()) {
      if (verb.bound != service::Bound::nothing || verb.is_action() || !x.reading.access->may(verb)) continue;
      out.begin_object().field("name", std::string(verb.name)).field("kind", "FunctionImport");
      out.field("url", std::string(verb.name)).end_object();
    }
    out.end_array().end_object();
    return response;
  }

  Response metadata(Exchange& x) {
    for (const auto& [name, value] : x.options.system) {
      if (name != "format" && name != "schemaversion") return fail(x, {"unknown-query-option", {{"option", "$" + name}, {"nearest", "$format"}}});
    }
    const csdl::Document document = csdl::describe(x.model(), *x.reading.access, x.language());
    Response response;
    response.headers.emplace_back("Content-Type", x.accept.xml ? "application/xml" : "application/json");
    response.body = x.accept.xml ? csdl::to_xml(document) : csdl::to_json(document);
    return response;
  }

  // $entity?$id=…: the row whose address that is.
  Response by_id(Exchange& x) {
    const std::string* id = x.options.find("id");
    if (!id) return fail(x, {"invalid-option", {{"option", "$id"}, {"value", ""}}});
    std::string_view address(*id);
    if (address.starts_with(x.request.base)) address.remove_prefix(x.request.base.size());
    const Result<Path> path = parse_path(address);
    const Error unknown{"not-found", {{"what", "$id"}}};
    if (!path) return fail(x, unknown);  // whatever it is, a row of ours it is not
    Result<Resource> resource = resolve(*path, x.options, x.model(), [&](auto... it) { return follow(x, it...); });
    if (!resource) return fail(x, unknown);
    if (resource->kind != Resource::Kind::row) return fail(x, {"not-found", {{"what", "$id"}}});
    return read(x, *resource);
  }

  Response run_batch(const Request& request) {
    if (request.method != "POST") return refuse_with({"method-not-allowed", {{"method", request.method}, {"allowed", "POST"}}});
    if (preferences(request.headers).dry_run) return refuse_with({"dry-run-alone", {}});
    const BatchHandlers handlers{
        .one = [this](const Request& part) { return part.path.starts_with("/$batch") ? refuse_with({"malformed-batch", {{"reason", "batch-nested"}}}) : handle(part); },
        .group = [this](const std::vector<Request>& parts) { return group(parts); },
        .error = [this](const Error& error) { return refuse_with(error); },
    };
    return batch(request, handlers);
  }

  // A change set: every part in one transaction, or none.
  std::vector<Response> group(const std::vector<Request>& parts);
  Result<void> open(Part&, const Made&);
  Result<service::Done> again(const service::Done& all, std::vector<Part>&, size_t& failed);

  service::Service& service_;
  const Clock& clock_;
  Tokens tokens_;
  const Caller& caller_;
};

Result<void> Door::open(Part& part, const Made& made) {
  std::string& address = part.request.path;
  if (address.starts_with("/$")) {
    const size_t slash = std::min(address.find('/', 1), address.size());
    const auto known = made.find(address.substr(2, slash - 2));
    if (known != made.end()) address = "/" + known->second + address.substr(slash);
  }
  if (!is_write(part.request.method)) return refuse("malformed-batch", {{"reason", "batch-read-in-group"}});
  TENURE_TRY(const Path path, parse_path(address));
  Result<Exchange> x = exchange(part.request, caller_, false);
  if (!x) return std::unexpected(x.error());
  // The set stands or falls together: nothing of it can be tried alone.
  if (x->prefer.dry_run) return refuse("dry-run-alone");
  part.exchange.emplace(std::move(*x));
  Exchange& open = *part.exchange;
  TENURE_TRY(part.resource, resolve(path, open.options, open.model(), [&](auto... it) { return follow(open, it...); }));
  return {};
}

std::vector<Response> Door::group(const std::vector<Request>& requests) {
  std::vector<Part> parts(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) parts[i].request = requests[i];
  std::vector<Response> responses(requests.size());
  size_t failed = 0;
  Made made;
  const auto run = [&](service::Steps& steps) -> Result<service::Done> {
    for (failed = 0; failed < parts.size(); ++failed) {
      Part& part = parts[failed];
      TENURE_CHECK_OK(open(part, made));
      TENURE_TRY(part.written, carry_out(*part.exchange, part.resource, steps));
      if (part.written.done.refused) {
        part.written.done.reply = std::to_string(failed);
        return part.written.done;
      }
      note_made(part, made);
    }
    service::Done all = parts.back().written.done;
    all.reply = keep(parts);
    return all;
  };
  Caller caller = caller_;
  caller.idempotency = key_of(requests);
  service::CallerSteps steps(service_, caller, requests[0].workspace);
  Result<service::Done> all = steps.together(run);
  if (all && all->replayed) all = again(*all, parts, failed);
  for (size_t i = 0; i < requests.size(); ++i) {
    if (all && !all->refused) {
      responses[i] = answer(*parts[i].exchange, parts[i].resource, parts[i].written);
    } else if (i != failed && (failed < requests.size() || i != 0)) {
      responses[i] = refuse_with({"failed-dependency", {{"id", ""}}});
    } else {
      responses[i] = all ? answer(*parts[i].exchange, parts[i].resource, {*all}) : refuse_with(all.error());
    }
    responses[i].headers.emplace_back("OData-Version", "4.01");
  }
  return responses;
}

// Makes the parts what they were when the change set was answered first. `failed`: the part that was refused.
Result<service::Done> Door::again(const service::Done& all, std::vector<Part>& parts, size_t& failed) {
  Made made;
  if (all.refused) {
    failed = 0;
    const char* end = all.reply.data() + all.reply.size();
    std::from_chars(all.reply.data(), end, failed);
    if (failed >= parts.size()) failed = 0;
    TENURE_CHECK_OK(open(parts[failed], made));
    return all;
  }
  std::vector<Written> written = kept(all);
  if (written.size() != parts.size()) return refuse("idempotency-key-reused", {{"key", ""}});
  for (failed = 0; failed < parts.size(); ++failed) {
    parts[failed].written = std::move(written[failed]);
    TENURE_CHECK_OK(open(parts[failed], made));
    note_made(parts[failed], made);
  }
  return all;
}

}  // namespace

Preferences preferences(const Headers& headers) {
  Preferences out;
  std::string all;  // lines of the same name are one list
  for (const auto& [name, value] : headers) {
    if (lower_ascii(name) == "prefer") all += (all.empty() ? "" : ",") + value;
  }
  std::string_view rest(all);
  while (!rest.empty()) {
    const size_t comma = rest.find(',');
    std::string item = lower_ascii(trim(rest.substr(0, comma)));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    if (item.starts_with("odata.")) item.erase(0, 6);
    std::erase(item, '"');
    int64_t number = 0;
    if (item.starts_with("maxpagesize=")) {
      const auto read = std::from_chars(item.data() + 12, item.data() + item.size(), number);
      if (read.ec == std::errc() && number > 0) out.page = number;
    } else if (item == "return=representation" || item == "return=minimal") {
      out.representation = item == "return=representation";
    } else if (item == "track-changes") {
      out.track_changes = true;
    } else if (item == "tenure.dry-run") {
      out.dry_run = true;
    } else if (item == "tenure.outcome") {
      out.outcome = true;
    }
  }
  return out;
}

Result<query::When> Exchange::when() const {
  query::When out;
  for (const std::string_view name : {"as_of", "known_at"}) {
    const std::string* text = options.find_custom(name);
    if (!text) continue;
    const Result<Instant> instant = parse_instant(*text);
    if (!instant) return refuse("invalid-option", {{"option", std::string(name)}, {"value", excerpt(*text, 40)}});
    (name == "as_of" ? out.at : out.known_at) = *instant;
  }
  return out;
}

Result<query::Setting> Exchange::setting() const {
  query::Setting out = reading.setting(now);
  TENURE_TRY(out.when, when());
  out.page = std::min(prefer.page.value_or(limits::kPageRows), limits::kPageRowsMost);
  return out;
}

std::string Exchange::bound() const {
  // With what the caller may see: a link must not tell of what is seen no more.
  std::string out = caller.actor + "\n" + std::to_string(reading.access->hash()) + "\n" + request.workspace + "\n" + request.path;
  for (const auto& [name, value] : options.system) {
    if (name == "skiptoken" || name == "deltatoken" || name == "skip" || name == "top" || name == "count") continue;
    out += "\n" + name + "=" + value;
  }
  for (const auto& [name, value] : options.aliases) out += "\n@" + name + "=" + value;
  for (const auto& [name, value] : options.custom) out += "\n" + name + "=" + value;
  return out;
}

Response fail(const Exchange& x, const Error& error) { return error_response(error, x.language()); }

Response json_response(const Exchange& x, int status) {
  Response response;
  response.status = status;
  response.headers.emplace_back("Content-Type", x.accept.json.content_type());
  return response;
}

Api::Api(service::Service& service, const Clock& clock, std::string secret)
    : service_(service), clock_(clock), secret_(std::move(secret)) {}

Response Api::handle(const Caller& caller, const Request& request) const {
  Response response = Door(service_, clock_, secret_, caller).handle(request);
  if (request.method == "HEAD") response.body.clear();
  return response;
}

}  // namespace tenure::odata
