#include "http/routes/oidc.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <semaphore>

#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/gate.h"
#include "http/routes/sign_in.h"
#include "oidc/provider.h"

namespace tenure::http {

namespace {

using identity::Identity;
using Type = Member::Type;

constexpr Member kStart[] = {{Type::text, "workspace"}, {Type::text, "next"}, {Type::text, "invitation"}};
constexpr std::string_view kStartedCookie = "tenure_oidc";
constexpr int kAskedAtOnce = 4;  // a provider that is silent must not hold every thread
constexpr int64_t kStartedSeconds = 600;  // in which somebody finds their password at the provider

// What the browser keeps between the two halves, sealed: only this server reads it, and only this browser has it.
struct Started {
  std::string workspace, provider, state, nonce, verifier, next, invitation;
  int64_t expires = 0;  // seconds
};

std::string write(const Started& started) {
  std::string text;
  json::Writer out(text);
  out.begin_array().value(started.workspace).value(started.provider).value(started.state).value(started.nonce);
  out.value(started.verifier).value(started.next).value(started.invitation).value(started.expires).end_array();
  return text;
}

std::optional<Started> read(const std::string& text) {
  const Result<Value> json = json::parse(text);
  const auto* list = json ? json->get<std::shared_ptr<const List>>() : nullptr;
  if (!list || (*list)->items.size() != 8) return std::nullopt;
  Started started;
  size_t i = 0;
  for (std::string* const it : {&started.workspace, &started.provider, &started.state, &started.nonce,
                                &started.verifier, &started.next, &started.invitation}) {
    *it = to_text((*list)->items[i++]);
  }
  started.expires = *(*list)->items[i].get<int64_t>();
  return started;
}

// Where to go afterwards: within this server, or nowhere.
std::string within(std::string_view next) {
  const bool plain = next.starts_with('/') && !next.starts_with("//") && next.size() <= 2'000 &&
                     std::ranges::all_of(next, [](char c) { return c > ' ' && c < 0x7f && c != '\\' && c != '"'; });
  return plain ? std::string(next) : "/";
}

Response go_to(const std::string& url) { return Response(303).header("Location", url).header("Cache-Control", "no-store"); }

class Oidc {
 public:
  Oidc(Identity& identity, outgoing::Sender send, std::function<std::string()> base_url, const Clock& clock)
      : identity_(identity), send_(std::move(send)), base_url_(std::move(base_url)), clock_(clock) {}

  Result<Response> providers(Request& request) {
    TENURE_TRY(const std::string workspace, query_option(request, "workspace"));
    const auto open = identity_.open_providers(workspace.empty() ? "default" : workspace);
    return json_answer(200, [&](json::Writer& out) {
      out.begin_object().key("providers").begin_array();
      for (const Identity::ProviderTitle& one : open)
        out.begin_object().field("provider", one.key).field("title", one.title).end_object();
      out.end_array().end_object();
    });
  }

  // By a link: no secret stands in an address, so without an invitation.
  Result<Response> start_by_link(Request& request) {
    TENURE_TRY(const std::string workspace, query_option(request, "workspace"));
    TENURE_TRY(const std::string next, query_option(request, "next"));
    std::string url;
    TENURE_TRY(Response response, start(request, {.workspace = workspace, .next = next}, url));
    response.status = 303;
    response.header("Location", url);
    return response;
  }

  Result<Response> start_by_page(Request& request) {
    TENURE_TRY(const Body body, Body::read(request));
    std::string url;
    TENURE_TRY(Response response, start(request, {.workspace = body.text_or("workspace"),
                                                  .next = body.text_or("next"),
                                                  .invitation = body.text_or("invitation")},
                                        url));
    Response answer = json_answer(200, [&](json::Writer& out) { out.begin_object().field("url", url).end_object(); });
    answer.headers.add("Set-Cookie", response.headers.get("Set-Cookie"));
    return answer;
  }

  // A person sees the page say why; a program gets the problem.
  Response finish(Request& request) {
    std::string next;
    Result<identity::SignedIn> in = finished(request, next);
    if (!in && request.headers.get("Accept").find("text/html") != std::string_view::npos) {
      Response back = go_to("/?refused=" + in.error().code);
      set_cookie(back, request, kStartedCookie, "", 0);
      back.code = in.error().code;
      return back;
    }
    Response response = come_in(request, in);
    set_cookie(response, request, kStartedCookie, "", 0);
    if (!in) return response;
    response.status = 303;
    response.body = std::string();
    response.header("Location", next);
    return response;
  }

 private:
  Result<Response> start(const Request& request, Started started, std::string& url) {
    started.provider = request.parameter("provider");
    if (started.workspace.empty()) started.workspace = "default";
    started.next = within(started.next);
    TENURE_TRY(const auto provider, provider_of(started));
    const Asking asking(asking_);
    if (!asking) return refuse("overloaded");
    TENURE_TRY(oidc::Started begun, provider->start(base_url_() + "/signin/callback"));
    url = std::move(begun.url);
    started.state = std::move(begun.state);
    started.nonce = std::move(begun.nonce);
    started.verifier = std::move(begun.verifier);
    started.expires = clock_.now().micros / kMicrosPerSecond + kStartedSeconds;
    Response response(200);
    response.header("Cache-Control", "no-store");
    set_cookie(response, request, kStartedCookie, identity_.seal("oidc", write(started)), kStartedSeconds);
    return response;
  }

  Result<identity::SignedIn> finished(Request& request, std::string& next) {
    const auto kept = identity_.open_sealed("oidc", cookie(request, kStartedCookie));
    const auto started = kept ? read(*kept) : std::nullopt;
    TENURE_TRY(const std::string state, query_option(request, "state"));
    if (!started || started->expires <= clock_.now().micros / kMicrosPerSecond ||
        !identity::same_secret(state, started->state))
      return refuse("oidc-invalid", {{"reason", "oidc-state"}});
    TENURE_TRY(const std::string refused, query_option(request, "error"));
    if (!refused.empty()) return refuse("oidc-refused", {{"reason", excerpt(refused)}});
    TENURE_TRY(const std::string code, query_option(request, "code"));
    TENURE_TRY(const std::string issuer, query_option(request, "iss"));
    TENURE_TRY(const auto provider, provider_of(*started));
    const Asking asking(asking_);
    if (!asking) return refuse("overloaded");
    TENURE_TRY(const oidc::Claims claims, provider->finish(code, issuer, base_url_() + "/signin/callback",
                                                           started->nonce, started->verifier));
    next = started->next;
    return identity_.sign_in(started->workspace, started->provider,
                             {.issuer = claims.issuer,
                              .subject = claims.subject,
                              .name = claims.name,
                              .email = claims.email,
                              .email_verified = claims.email_verified},
                             peer_of(request), cookie(request, kSessionCookie), started->invitation);
  }

  // What a provider publishes is kept as long as it is the same client there.
  Result<std::shared_ptr<oidc::Provider>> provider_of(const Started& started) {
    TENURE_TRY(const store::Provider known, identity_.provider(started.workspace, started.provider));
    const std::lock_guard lock(mutex_);
    Kept& kept = kept_[{started.workspace, started.provider}];
    if (!kept.provider || kept.client.issuer != known.issuer || kept.client.client_id != known.client_id ||
        kept.client.client_secret != known.client_secret) {
      kept.client = {.issuer = known.issuer, .client_id = known.client_id, .client_secret = known.client_secret};
      kept.provider = std::make_shared<oidc::Provider>(kept.client, send_, clock_);
    }
    return kept.provider;
  }

  using Places = std::counting_semaphore<kAskedAtOnce>;
  class Asking {  // whoever finds no place does not wait
   public:
    explicit Asking(Places& places) : places_(places), has_(places.try_acquire()) {}
    ~Asking() {
      if (has_) places_.release();
    }
    Asking(const Asking&) = delete;
    explicit operator bool() const { return has_; }

   private:
    Places& places_;
    const bool has_;
  };
  struct Kept {
    oidc::Client client;
    std::shared_ptr<oidc::Provider> provider;
  };
  Identity& identity_;
  const outgoing::Sender send_;
  const std::function<std::string()> base_url_;
  const Clock& clock_;
  Places asking_{kAskedAtOnce};
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Kept> kept_;  // of providers that there are
};

}  // namespace

void add_oidc_routes(Router& router, Identity& identity, outgoing::Sender send, std::function<std::string()> base_url,
                     const Clock& clock) {
  const auto oidc = std::make_shared<Oidc>(identity, std::move(send), std::move(base_url), clock);
  const auto open = [&](Method method, std::string_view path, std::string name, auto handler) {
    Traits traits = method == Method::post ? changes(std::move(name), "", kStart) : removes(std::move(name), "");
    traits.who = Who::anyone;
    traits.csrf_exempt = true;
    router.add(method, path, std::move(handler), std::move(traits));
  };
  const auto may_refuse = [&](auto handler) {
    return answering([oidc, handler](Request& request) { return ((*oidc).*handler)(request); });
  };
  open(Method::get, "/signin/providers", "sign_in.providers", may_refuse(&Oidc::providers));
  open(Method::get, "/signin/oidc/{provider}", "sign_in.start_by_link", may_refuse(&Oidc::start_by_link));
  open(Method::post, "/signin/oidc/{provider}", "sign_in.start", may_refuse(&Oidc::start_by_page));
  open(Method::get, "/signin/callback", "sign_in.finish", [oidc](Request& request) { return oidc->finish(request); });
}

}  // namespace tenure::http
