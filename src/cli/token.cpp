// tenure token: API tokens for programs.
#include <charconv>

#include "cli/output.h"
#include "cli/people.h"
#include "cli/verbs.h"
#include "service/access.h"

namespace tenure::cli {

namespace {

std::string state_of(const Session& session, const store::Token& token) {
  const char* state = token.revoked_at ? "revoked" : token.expires_at <= session.clock().now() ? "expired" : "valid";
  return session.format == Format::table ? session.say(std::string("cli.token.") + state) : state;
}

int list(Session& session, const Given& given) {
  People people(session);
  const auto rows = people.identity().tokens(people.caller(), session.workspace, given.text("--user"));
  if (!rows) return session.fail(rows.error());
  (void)session.definition();  // the zone
  RowPrinter printer(session, {{"token"}, {"user"}, {"name"}, {"scopes"}, {"state"}, {"expires_at"}, {"used_at"}},
                     session.format == Format::table
                         ? people.titles({"token", "user", "name", "scopes", "state", "expires-at", "used-at"})
                         : std::vector<std::string>{});
  for (const identity::TokenRow& row : *rows) {
    printer.row({row.token.number, row.user, row.token.name, service::scopes_text(row.token.scopes),
                 state_of(session, row.token), row.token.expires_at,
                 row.token.used_at ? Value(*row.token.used_at) : Value()});
  }
  printer.finish();
  return kDone;
}

// The secret alone on stdout, once: `tenure token create … >token` keeps it.
int create(Session& session, const Given& given) {
  int64_t days = 0;
  if (const auto text = given.maybe("--days")) {
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), days);
    if (fault != std::errc() || end != text->data() + text->size() || days < 1)
      return session.fail_usage({"cli.bad-days", {{"text", *text}}}, find_command("token create"));
  }
  std::string scopes;
  for (const std::string& scope : given.list("--scope")) scopes += scope + " ";
  People people(session);
  (void)session.definition();
  const auto made = people.identity().add_token(people.caller(), session.workspace,
                                                {.user = given.text("--user"),
                                                 .name = given.text("--name"),
                                                 .scopes = *service::parse_scopes(scopes),
                                                 .days = days});
  if (!made) return session.fail(made.error());
  session.note("cli.token.created", {{"token", made->done.key}, {"until", session.show(made->expires_at)}});
  session.out() << made->secret << '\n';
  return kDone;
}

int revoke(Session& session, const Given& given) {
  const std::string text = given.text("TOKEN");
  int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) return session.fail({"unknown-token", {{"token", text}}});
  People people(session);
  const auto done = people.identity().revoke_token(people.caller(), session.workspace, number);
  if (!done) return session.fail(done.error());
  session.note("cli.token.revoked-now", {{"token", text}});
  return kDone;
}

}  // namespace

Command token_create_command() {
  return {.name = "token create",
          .options = {{.name = "--user", .placeholder = "USER", .required = true, .help = "option.token-user"},
                      {.name = "--name", .placeholder = "TEXT", .required = true, .help = "option.token-name"},
                      {.name = "--scope", .placeholder = "SCOPE", .choices = {"read", "write", "facts", "admin"}, .many = true, .required = true},
                      {.name = "--days", .placeholder = "DAYS"}},
          .examples = {"tenure token create --user shop --name checkout --scope facts --days 90 >/etc/shop/tenure-token"},
          .run = create};
}

Command token_list_command() {
  return {.name = "token list",
          .shared = kOutput,
          .options = {{.name = "--user", .placeholder = "USER", .help = "option.token-user-list"}},
          .examples = {"tenure token list"},
          .run = list};
}

Command token_revoke_command() {
  return {.name = "token revoke",
          .options = {{.name = "TOKEN", .required = true, .help = "word.token"}},
          .examples = {"tenure token revoke 3"},
          .run = revoke};
}

}  // namespace tenure::cli
