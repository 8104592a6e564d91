// tenure user: who may come in, and as what. Whoever holds the file acts as an owner.
#include <algorithm>

#include "cli/output.h"
#include "cli/people.h"
#include "cli/secret_file.h"
#include "cli/verbs.h"
#include "service/access.h"

namespace tenure::cli {

namespace {

const Option kUser{.name = "USER", .required = true, .help = "word.user"};
const Option kRole{.name = "--role", .placeholder = "ROLE", .choices = {"owner", "admin", "manager", "rep", "viewer", "integration"}, .required = true, .help = "option.user-role"};

int list(Session& session, const Given&) {
  People people(session);
  const auto rows = people.identity().users(people.caller(), session.workspace);
  if (!rows) return session.fail(rows.error());
  (void)session.definition();  // the zone
  RowPrinter printer(session, {{"user"}, {"name"}, {"email"}, {"role"}, {"active"}, {"own_only"}, {"has_password"}, {"created_at"}},
                     session.format == Format::table
                         ? people.titles({"user", "name", "email", "role", "active", "own-only", "has-password", "created-at"})
                         : std::vector<std::string>{});
  for (const identity::UserRow& row : *rows) {
    printer.row({row.user.key, row.user.name, row.user.email, row.user.role, row.user.active, row.user.own_only,
                 row.has_password, row.user.created_at});
  }
  printer.finish();
  return kDone;
}

// The link on stdout, what it is for on stderr: `tenure user invite … | mail …` works.
int give_link(Session& session, const std::string& user, const identity::Made& made) {
  session.note("cli.user.link", {{"user", user}, {"until", session.show(made.expires_at)}});
  session.out() << address_of(session) << "/app/invitation#" << made.secret << '\n';
  return kDone;
}

int invite(Session& session, const Given& given) {
  People people(session);
  (void)session.definition();
  const std::string user = given.text("USER");
  const auto made = given.has("--reset") ? people.identity().reset(people.caller(), session.workspace, user)
                                         : people.identity().invite(people.caller(), session.workspace, user);
  return made ? give_link(session, made->done.key, *made) : session.fail(made.error());
}

int set_password(Session& session, People& people, const std::string& user, const std::string& file) {
  const auto password = read_secret_file(file);
  if (!password) return session.fail(password.error());
  const auto done = people.identity().set_password(people.caller(), session.workspace, user, *password);
  if (!done) return session.fail(done.error());
  session.note("cli.user.password", {{"user", done->key}});
  return kDone;
}

int add(Session& session, const Given& given) {
  People people(session);
  const auto done = people.identity().add_user(people.caller(), session.workspace,
                                               {.key = given.text("USER"),
                                                .name = given.text("--name"),
                                                .email = given.text("--email"),
                                                .role = given.text("--role"),
                                                .language = given.text("--language"),
                                                .own_only = given.has("--own-only")});
  if (!done) return session.fail(done.error());
  session.note("cli.user.added", {{"user", done->key}, {"role", session.say("role." + given.text("--role"))}});
  if (const auto file = given.maybe("--password-file")) return set_password(session, people, done->key, *file);
  return kDone;
}

int password(Session& session, const Given& given) {
  People people(session);
  return set_password(session, people, given.text("USER"), given.text("--password-file"));
}

int change(Session& session, const std::string& user, const identity::UserChange& wanted, std::string_view said,
           Arguments arguments = {}) {
  People people(session);
  const auto done = people.identity().change_user(people.caller(), session.workspace, user, wanted);
  if (!done) return session.fail(done.error());
  arguments.emplace_back("user", done->key);
  session.note(said, arguments);
  return kDone;
}

int role(Session& session, const Given& given) {
  const std::string role = given.text("ROLE");
  return change(session, given.text("USER"), {.role = role}, "cli.user.role", {{"role", session.say("role." + role)}});
}

int disable(Session& session, const Given& given) {
  return change(session, given.text("USER"), {.active = false}, "cli.user.disabled");
}

int enable(Session& session, const Given& given) {
  return change(session, given.text("USER"), {.active = true}, "cli.user.enabled");
}

int remove(Session& session, const Given& given) {
  People people(session);
  const auto done = people.identity().delete_user(people.caller(), session.workspace, given.text("USER"));
  if (!done) return session.fail(done.error());
  session.note("cli.user.removed", {{"user", done->key}});
  return kDone;
}

}  // namespace

Command user_list_command() {
  return {.name = "user list", .shared = kOutput, .options = {}, .examples = {"tenure user list"}, .run = list};
}

Command user_add_command() {
  return {.name = "user add",
          .options = {kUser,
                      kRole,
                      {.name = "--name", .placeholder = "TEXT", .help = "option.user-name"},
                      {.name = "--email", .placeholder = "ADDRESS"},
                      {.name = "--language", .placeholder = "LANGUAGE", .choices = {"en", "he"}},
                      {.name = "--own-only"},
                      {.name = "--password-file", .placeholder = "FILE"}},
          .examples = {"tenure user add dana --role rep --name Dana --own-only",
                       "tenure user add shop --role integration",
                       "pass show tenure/adam | tenure user add adam --role admin --password-file -"},
          .run = add};
}

Command user_invite_command() {
  return {.name = "user invite",
          .options = {kUser, {.name = "--reset"}},
          .examples = {"tenure user invite dana", "tenure user invite dana --reset"},
          .run = invite};
}

Command user_role_command() {
  Option wanted = kRole;
  wanted.name = "ROLE";
  wanted.placeholder = "";
  return {.name = "user role", .options = {kUser, wanted}, .examples = {"tenure user role dana manager"}, .run = role};
}

Command user_disable_command() {
  return {.name = "user disable", .options = {kUser}, .examples = {"tenure user disable dana"}, .run = disable};
}

Command user_enable_command() {
  return {.name = "user enable", .options = {kUser}, .examples = {"tenure user enable dana"}, .run = enable};
}

Command user_remove_command() {
  return {.name = "user remove", .options = {kUser}, .examples = {"tenure user remove adam"}, .run = remove};
}

Command user_password_command() {
  return {.name = "user password",
          .options = {kUser, {.name = "--password-file", .placeholder = "FILE", .required = true}},
          .examples = {"pass show tenure/dana | tenure user password dana --password-file -"},
          .run = password};
}

}  // namespace tenure::cli
