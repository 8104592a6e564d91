#include "http/health.h"

#include "base/json.h"

namespace tenure::http {
namespace {

Response alive(Request&) { return Response(200, "application/json", R"({"status":"ok"})"); }

Response ready(const ReadinessCheck& check, Request& request) {
  bool all = true;
  std::string body;
  json::Writer writer(body);
  writer.begin_object().key("checks").begin_object();
  std::vector<Readiness> parts = check ? check() : std::vector<Readiness>();
  if (request.stopping) parts.push_back({.name = "server", .fault = Error{"server-stopping", {}}});
  for (const Readiness& part : parts) {
    all &= !part.fault;
    writer.key(part.name).begin_object().field("status", part.fault ? "failed" : "ok");
    if (part.fault)
      writer.field("code", part.fault->code).field("detail", say(request.language(), *part.fault));
    writer.end_object();
  }
  writer.end_object().field("status", all ? "ok" : "failed").end_object();
  return Response(all ? 200 : 503, "application/json", std::move(body));
}

}  // namespace

void add_health_routes(Router& router, const Metrics& metrics, ReadinessCheck check) {
  const auto probe = [](std::string name) {
    return Traits{.name = std::move(name), .who = Who::anyone, .csrf_exempt = true, .probe = true};
  };
  router.add(Method::get, "/livez", alive, probe("health.live"));
  router.add(Method::get, "/healthz", alive, probe("health.health"));
  router.add(
      Method::get, "/readyz",
      [check = std::move(check)](Request& request) { return ready(check, request); },
      probe("health.ready"));
  router.add(
      Method::get, "/metrics",
      [&metrics](Request&) { return Response(200, Metrics::content_type(), metrics.render()); },
      probe("health.metrics"));
}

}  // namespace tenure::http
