#include "http/routes/forms.h"

#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/limits_of_doors.h"
#include "http/routes/answer.h"
#include "http/routes/form_page.h"
#include "odata/errors.h"

namespace tenure::http {

namespace {

using service::PublicForm;
using Values = std::vector<std::pair<std::string, Value>>;

// How often each address has posted lately.
class Posts {
 public:
  // Seconds to wait; 0: it may.
  int64_t count(const std::string& address, Instant now) {
    constexpr int64_t kTime = limits::kFormPostsSeconds * kMicrosPerSecond;
    const std::lock_guard lock(mutex_);
    if (counts_.size() >= limits::kFormAddresses && !counts_.contains(address)) forget(now, kTime);
    Count& of = counts_[address];
    if (now.micros - of.since.micros >= kTime) of = {.since = now};
    if (of.posts >= limits::kFormPosts) return (of.since.micros + kTime - now.micros) / kMicrosPerSecond + 1;
    ++of.posts;
    return 0;
  }

 private:
  struct Count {
    Instant since{INT64_MIN / 2};
    int64_t posts = 0;
  };
  void forget(Instant now, int64_t time) {
    std::erase_if(counts_, [&](const auto& entry) { return now.micros - entry.second.since.micros >= time; });
    if (counts_.size() >= limits::kFormAddresses) counts_.clear();  // an attack by many: they begin afresh
  }
  std::mutex mutex_;
  std::unordered_map<std::string, Count> counts_;
};

service::Caller visitor(const Request& request, Language language) {
  return {.actor = "form",
          .role = "integration",
          .channel = service::Channel::form,
          .address = request.peer,
          .request_id = request.request_id,
          .language = language};
}

// What the address asks for goes before what the browser speaks.
Language language_of(const Request& request) {
  const Result<std::string> asked = query_option(request, "lang");
  const Result<Language> named = asked ? parse_language(*asked) : refuse("unknown-language");
  return named ? *named : request.language();
}

bool wants_json(const Request& request) {
  if (request.method == Method::post) return iequals(request.media_type(), "application/json");
  const std::string_view accept = request.headers.get("Accept");
  return accept.find("application/json") != std::string_view::npos && accept.find("text/html") == std::string_view::npos;
}

Response form_json(const PublicForm& form) {
  std::string body;
  json::Writer out(body);
  out.begin_object().field("form", form.key).field("title", form.title).key("fields").begin_array();
  for (const service::FormField& field : form.fields) {
    out.begin_object().field("name", field.name).key("title").begin_object();
    out.field("en", field.english.empty() ? say(Language::english, "form-field-" + field.name) : field.english);
    out.field("he", field.hebrew.empty() ? say(Language::hebrew, "form-field-" + field.name) : field.hebrew);
    out.end_object().field("required", field.required).end_object();
  }
  out.end_array().end_object();
  return json_answer(std::move(body));
}

Response unknown(const Error& error, Language language) {
  return problem(odata::status_of(error.code), error, language).header("Vary", "Accept, Accept-Language");
}

Response show(service::Service& service, Request& request) {
  const Language language = language_of(request);
  const auto form = service::public_form(service, visitor(request, language), request.parameter("workspace"),
                                         request.parameter("form"));
  if (!form) return unknown(form.error(), language);
  return wants_json(request) ? form_json(*form) : form_page(200, {.form = *form, .language = language});
}

Result<Values> sent(const Request& request) {
  Values values;
  if (!wants_json(request)) {
    TENURE_TRY(const auto pairs, parse_query(request.body, true));
    for (const auto& [name, value] : pairs) values.emplace_back(name, Value(value));
    return values;
  }
  TENURE_TRY(const Value json, json::parse(request.body));
  const auto* object = json.get<std::shared_ptr<const Object>>();
  if (!object) return refuse("not-an-object", {{"what", "body"}});
  values = (*object)->members;
  return values;
}

// What is wrong, by field: for the page as sentences, for programs as a problem.
Response refused(const Request& request, const PublicForm& form, const Values& values,
                 const std::vector<engine::Refusal>& refusals, Language language) {
  if (!wants_json(request)) {
    FormPage page{.form = form, .language = language, .values = values};
    for (const engine::Refusal& refusal : refusals)
      page.faults.emplace_back(refusal.id, odata::sentence(refusal, language));
    return form_page(422, page);
  }
  std::string members;
  json::Writer out(members);
  out.key("errors").begin_array();
  for (const engine::Refusal& refusal : refusals) odata::write_refusal(out, refusal, "", language);
  out.end_array();
  return problem(422, {"form-refused", {}}, language, members);
}

Response accepted(const Request& request, const PublicForm& form, Language language) {
  if (wants_json(request)) {
    std::string body;
    json::Writer out(body);
    out.begin_object().field("thanks", form.thanks.empty() ? say(language, "form-thanks") : form.thanks);
    out.field("redirect", form.redirect).end_object();
    Response response = json_answer(std::move(body));
    response.status = 201;
    return response;
  }
  const bool leads_on = form.redirect.starts_with("https://") || form.redirect.starts_with("http://");
  if (leads_on) return Response(303).header("Location", form.redirect);
  return thanks_page(form, language);
}

Response post(service::Service& service, Posts& posts, Instant now, Request& request) {
  const Language language = language_of(request);
  const service::Caller who = visitor(request, language);
  const std::string_view workspace = request.parameter("workspace");
  const auto form = service::public_form(service, who, workspace, request.parameter("form"));
  if (!form) return unknown(form.error(), language);
  if (const int64_t seconds = posts.count(request.peer, now)) {
    return refusal(request, {"rate-limited", {{"seconds", std::to_string(seconds)}}});
  }
  const Result<Values> values = sent(request);
  if (!values) return refusal(request, values.error());
  const Result<service::Done> done = service::post_form(service, who, workspace, form->key, *values);
  if (!done) return refusal(request, done.error());
  if (done->refused) return refused(request, *form, *values, done->refusals, language);
  return accepted(request, *form, language);
}

}  // namespace

void add_form_routes(Router& router, service::Service& service, const Clock& clock) {
  const std::string path = "/w/{workspace}/forms/{form}";
  router.add(Method::get, path, [&service](Request& request) { return show(service, request); },
             {.name = "form.read", .who = Who::anyone});
  const auto posts = std::make_shared<Posts>();
  router.add(Method::post, path,
             [&service, &clock, posts](Request& request) { return post(service, *posts, clock.now(), request); },
             {.name = "form.post",
              .who = Who::anyone,
              .body_limit = limits::kFormBody,
              .csrf_exempt = true,
              .takes = {"application/x-www-form-urlencoded", "application/json"}});
}

}  // namespace tenure::http
