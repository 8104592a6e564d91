#include "http/routes/start.h"

#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/jobs.h"
#include "http/routes/principal.h"
#include "service/start.h"

namespace tenure::http {

namespace {

using Type = Member::Type;
constexpr Member kChoice[] = {{Type::text, "pack"}, {Type::flag, "example"}};

Result<Response> show(service::Service& service, Request& request) {
  TENURE_TRY(const service::Start start,
             service::start_of(service, caller(request), request.parameter("workspace")));
  return json_answer(200, [&](json::Writer& out) {
    out.begin_object().field("is_empty", start.is_empty).field("pack", start.pack).key("job");
    start.example != 0 ? out.value(start.example) : out.null();
    out.key("packs").begin_array();
    for (const service::StartChoice& choice : start.packs) {
      out.begin_object().field("pack", choice.name).field("title", choice.title);
      out.field("about", choice.about).end_object();
    }
    out.end_array().key("example").begin_object().field("pack", start.with_example.name);
    out.field("about", start.with_example.about).end_object().end_object();
  });
}

Result<Response> choose(service::Service& service, Request& request) {
  TENURE_TRY(const Body body, Body::read(request));
  const std::string_view workspace = request.parameter("workspace");
  const bool example = body.flag("example").value_or(false);
  if (!example && !body.has("pack")) return refuse("member-missing", {{"member", "pack"}});
  TENURE_TRY(const int64_t job,
             example ? service::start_with_example(service, changing_caller(request), workspace)
                     : service::start_with_pack(service, changing_caller(request), workspace, body.text_or("pack")));
  if (job != 0) return job_begun(request, service, job);
  return show(service, request);  // it is so already
}

}  // namespace

void add_start_routes(Router& router, service::Service& service) {
  const auto add = [&](Method method, auto handler, Traits traits) {
    router.add(method, "/w/{workspace}/start",
               answering([&service, handler](Request& request) { return handler(service, request); }), std::move(traits));
  };
  add(Method::get, show, reads("start.show"));
  add(Method::post, choose, changes("start.choose", "admin", kChoice));
}

}  // namespace tenure::http
