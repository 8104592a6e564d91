#include "http/routes/users.h"

#include "base/limits.h"
#include "http/routes/answer.h"
#include "http/routes/body.h"
#include "http/routes/principal.h"

namespace tenure::http {

namespace {

using identity::Identity;
using identity::UserRow;
using Type = Member::Type;

constexpr Member kNew[] = {{Type::text, "key"},      {Type::text, "name"},     {Type::text, "email"}, {Type::text, "role"},
                           {Type::text, "language"}, {Type::flag, "own_only"}, {Type::flag, "invite"}};
constexpr Member kChange[] = {{Type::text, "name"},     {Type::text, "email"},  {Type::text, "role"},
                              {Type::text, "language"}, {Type::flag, "active"}, {Type::flag, "own_only"}};
constexpr Member kLink[] = {{Type::text, "purpose"}};
constexpr Member kLook[] = {{Type::text, "token"}};

void write_members(json::Writer& out, const UserRow& row) {
  out.field("key", row.user.key).field("name", row.user.name).field("email", row.user.email);
  out.field("role", row.user.role).field("language", row.user.language);
  out.field("active", row.user.active).field("own_only", row.user.own_only);
  out.field("has_password", row.has_password).field("identities", static_cast<uint64_t>(row.identities));
  out.field("created_at", row.user.created_at).field("version", row.user.version);
}

class Users {
 public:
  Users(Identity& identity, std::function<std::string()> base_url)
      : identity_(identity), base_url_(std::move(base_url)) {}

  Result<Response> list(Request& request) const {
    TENURE_TRY(const auto rows, identity_.users(caller(request), request.parameter("workspace")));
    return json_answer(200, [&](json::Writer& out) {
      out.begin_object().key("users").begin_array();
      for (const UserRow& row : rows) {
        out.begin_object();
        write_members(out, row);
        out.end_object();
      }
      out.end_array().end_object();
    });
  }

  Result<Response> show(Request& request) const { return one(request, request.parameter("user"), 200); }

  Result<Response> add(Request& request) const {
    TENURE_TRY(const Body body, Body::read(request));
    const std::string email = body.text_or("email");
    const identity::NewUser wanted{.key = body.text_or("key", email),
                                   .name = body.text_or("name"),
                                   .email = email,
                                   .role = body.text_or("role"),
                                   .language = body.text_or("language"),
                                   .own_only = body.flag("own_only").value_or(false)};
    TENURE_TRY(const service::Done done,
               identity_.add_user(changing_caller(request), request.parameter("workspace"), wanted));
    identity::Made link;
    if (body.flag("invite").value_or(true) && !done.replayed) {
      TENURE_TRY(link, identity_.invite(caller(request), request.parameter("workspace"), done.key));
    }
    TENURE_TRY(Response response, one(request, done.key, 201, &link));
    mark(response, done);
    response.header("Location", "/w/" + std::string(request.parameter("workspace")) + "/users/" + done.key);
    return response;
  }

  Result<Response> change(Request& request) const {
    TENURE_TRY(const Body body, Body::read(request));
    const identity::UserChange change{.name = body.text("name"),
                                      .email = body.text("email"),
                                      .role = body.text("role"),
                                      .language = body.text("language"),
                                      .active = body.flag("active"),
                                      .own_only = body.flag("own_only")};
    TENURE_TRY(const service::Done done,
               identity_.change_user(changing_caller(request), request.parameter("workspace"),
                                     request.parameter("user"), change, expected_version(request)));
    TENURE_TRY(Response response, one(request, done.key, 200));
    mark(response, done);
    return response;
  }

  Result<Response> remove(Request& request) const {
    TENURE_TRY(const service::Done done,
               identity_.delete_user(changing_caller(request), request.parameter("workspace"),
                                     request.parameter("user"), expected_version(request)));
    Response response(204);
    if (done.replayed) response.header("Idempotency-Replayed", "true");
    return response;
  }

  // A link that works once: for who has no password yet, or has lost it.
  Result<Response> invite(Request& request) const {
    TENURE_TRY(const Body body, Body::read(request));
    const std::string purpose = body.text_or("purpose", "invite");
    if (purpose != "invite" && purpose != "reset")
      return refuse("member-invalid", {{"member", "purpose"}, {"reason", "member-purpose"}});
    const auto make = purpose == "reset" ? &Identity::reset : &Identity::invite;
    TENURE_TRY(const identity::Made link,
               (identity_.*make)(caller(request), request.parameter("workspace"), request.parameter("user")));
    return json_answer(201, [&](json::Writer& out) { write_link(out, link); });
  }

  Result<Response> look(Request& request) const {
    TENURE_TRY(const Body body, Body::read(request));
    TENURE_TRY(const identity::Invited invited, identity_.invited(body.text_or("token")));
    return json_answer(200, [&](json::Writer& out) {
      constexpr std::string_view kPurposes[] = {"", "invite", "reset", "setup"};
      out.begin_object().field("workspace", invited.workspace).field("user", invited.user);
      out.field("name", invited.name).field("purpose", kPurposes[static_cast<size_t>(invited.purpose)]);
      out.field("expires_at", invited.expires_at).end_object();
    });
  }

 private:
  void write_link(json::Writer& out, const identity::Made& link) const {
    out.begin_object().field("token", link.secret).field("link", base_url_() + "/app/invitation#" + link.secret);
    out.field("expires_at", link.expires_at).end_object();
  }

  Result<Response> one(const Request& request, std::string_view key, int status,
                       const identity::Made* link = nullptr) const {
    TENURE_TRY(const UserRow row, identity_.user(caller(request), request.parameter("workspace"), key));
    Response response = json_answer(status, [&](json::Writer& out) {
      out.begin_object();
      write_members(out, row);
      if (link && !link->secret.empty()) write_link(out.key("invitation"), *link);
      out.end_object();
    });
    response.header("ETag", "W/\"" + std::to_string(row.user.version) + "\"");
    return response;
  }

  Identity& identity_;
  const std::function<std::string()> base_url_;
};

}  // namespace

void add_users_routes(Router& router, Identity& identity, std::function<std::string()> base_url) {
  const auto users = std::make_shared<const Users>(identity, std::move(base_url));
  const auto add = [&](Method method, std::string_view path, auto handler, Traits traits) {
    router.add(method, path, answering([users, handler](Request& request) { return ((*users).*handler)(request); }),
               std::move(traits));
  };
  add(Method::get, "/w/{workspace}/users", &Users::list, reads("users.list"));
  add(Method::post, "/w/{workspace}/users", &Users::add, changes("users.add", "admin", kNew));
  add(Method::get, "/w/{workspace}/users/{user}", &Users::show, reads("users.show"));
  add(Method::patch, "/w/{workspace}/users/{user}", &Users::change, changes("users.change", "write", kChange));
  add(Method::delete_, "/w/{workspace}/users/{user}", &Users::remove, removes("users.remove", "admin"));
  add(Method::post, "/w/{workspace}/users/{user}/invitation", &Users::invite, changes("users.invite", "admin", kLink));
  Traits look = changes("invitation.look", "", kLook);
  look.who = Who::anyone;
  look.csrf_exempt = true;
  add(Method::post, "/invitation/look", &Users::look, look);
}

}  // namespace tenure::http
