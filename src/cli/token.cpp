// tenure token: API tokens for programs.
#include <charconv>

#include "cli/by_server_people.h"
#include "cli/output.h"
#include "cli/people.h"
#include "cli/verbs.h"
#include "service/access.h"

namespace tenure::cli {

namespace {

std::string state_of(const Session& session, const std::string& state) {
  return session.format == Format::table ? session.say("cli.token." + state) : state;
}

// ---- on the file, or there

Result<std::vector<identity::TokenRow>> tokens_of(Session& session, const std::string& user) {
  if (session.by_server()) return tokens_there(session, user);
  People people(session);
  return people.identity().tokens(people.caller(), session.workspace, user);
}

Result<identity::Made> add_token(Session& session, const identity::NewToken& token) {
  if (session.by_server()) return add_token_there(session, token);
  People people(session);
  return people.identity().add_token(people.caller(), session.workspace, token);
}

Result<void> revoke_token(Session& session, int64_t number) {
  if (session.by_server()) return revoke_token_there(session, number);
  People people(session);
  TENURE_CHECK_OK(people.identity().revoke_token(people.caller(), session.workspace, number));
  return {};
}

// ---- the commands

int list(Session& session, const Given& given) {
  const auto rows = tokens_of(session, given.text("--user"));
  if (!rows) return session.fail(rows.error());
  (void)session.learn_names();  // the zone
  RowPrinter printer(session, {{"token"}, {"user"}, {"name"}, {"scopes"}, {"state"}, {"expires_at"}, {"used_at"}},
                     people_titles(session, {"token", "user", "name", "scopes", "state", "expires-at", "used-at"}));
  for (const identity::TokenRow& row : *rows) {
    printer.row({row.token.number, row.user, row.token.name, service::scopes_text(row.token.scopes),
                 state_of(session, row.state), row.token.expires_at,
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
  (void)session.learn_names();  // the zone
  const auto made = add_token(session, {.user = given.text("--user"),
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
  const auto done = revoke_token(session, number);
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
          .run = create,
          .by_server = create};
}

Command token_list_command() {
  return {.name = "token list",
          .shared = kOutput,
          .options = {{.name = "--user", .placeholder = "USER", .help = "option.token-user-list"}},
          .examples = {"tenure token list"},
          .run = list,
          .by_server = list};
}

Command token_revoke_command() {
  return {.name = "token revoke",
          .options = {{.name = "TOKEN", .required = true, .help = "word.token"}},
          .examples = {"tenure token revoke 3"},
          .run = revoke,
          .by_server = revoke};
}

}  // namespace tenure::cli
