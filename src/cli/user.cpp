// tenure user: who may come in, and as what. Whoever holds the file acts as an owner; through a server, as the
// token's user.
#include <algorithm>

#include "cli/by_server_people.h"
#include "cli/output.h"
#include "cli/people.h"
#include "cli/secret_file.h"
#include "cli/verbs.h"
#include "service/access.h"

namespace tenure::cli {

namespace {

const Option kUser{.name = "USER", .required = true, .help = "word.user"};
const Option kRole{.name = "--role", .placeholder = "ROLE", .choices = {"owner", "admin", "manager", "rep", "viewer", "integration"}, .required = true, .help = "option.user-role"};

// ---- on the file, or there

Result<std::vector<identity::UserRow>> users_of(Session& session) {
  if (session.by_server()) return users_there(session);
  People people(session);
  return people.identity().users(people.caller(), session.workspace);
}

Result<std::string> key_of(const Result<service::Done>& done) {
  if (!done) return std::unexpected(done.error());
  return done->key;
}

Result<std::string> add_user(Session& session, const identity::NewUser& user) {
  if (session.by_server()) return add_user_there(session, user);
  People people(session);
  return key_of(people.identity().add_user(people.caller(), session.workspace, user));
}

Result<std::string> change_user(Session& session, const std::string& user, const identity::UserChange& change) {
  if (session.by_server()) return change_user_there(session, user, change);
  People people(session);
  return key_of(people.identity().change_user(people.caller(), session.workspace, user, change));
}

Result<std::string> remove_user(Session& session, const std::string& user) {
  if (session.by_server()) return remove_user_there(session, user);
  People people(session);
  return key_of(people.identity().delete_user(people.caller(), session.workspace, user));
}

Result<Link> make_link(Session& session, const std::string& user, bool reset) {
  if (session.by_server()) return link_there(session, user, reset);
  People people(session);
  const auto make = reset ? &identity::Identity::reset : &identity::Identity::invite;
  TENURE_TRY(const identity::Made made, (people.identity().*make)(people.caller(), session.workspace, user));
  return Link{made.done.key, address_of(session) + "/app/invitation#" + made.secret, made.expires_at};
}

// ---- the commands

int list(Session& session, const Given&) {
  const auto rows = users_of(session);
  if (!rows) return session.fail(rows.error());
  (void)session.learn_names();  // the zone
  RowPrinter printer(session, {{"user"}, {"name"}, {"email"}, {"role"}, {"active"}, {"own_only"}, {"has_password"}, {"created_at"}},
                     people_titles(session, {"user", "name", "email", "role", "active", "own-only", "has-password", "created-at"}));
  for (const identity::UserRow& row : *rows) {
    printer.row({row.user.key, row.user.name, row.user.email, row.user.role, row.user.active, row.user.own_only,
                 row.has_password, row.user.created_at});
  }
  printer.finish();
  return kDone;
}

// The link on stdout, what it is for on stderr: `tenure user invite … | mail …` works.
int invite(Session& session, const Given& given) {
  (void)session.learn_names();  // the zone
  const auto link = make_link(session, given.text("USER"), given.has("--reset"));
  if (!link) return session.fail(link.error());
  session.note("cli.user.link", {{"user", link->user}, {"until", session.show(link->until)}});
  session.out() << link->url << '\n';
  return kDone;
}

// No route takes a password for somebody else: they choose it themselves, by the link that `invite` gives.
int set_password(Session& session, const std::string& user, const std::string& file) {
  People people(session);
  const auto password = read_secret_file(file);
  if (!password) return session.fail(password.error());
  const auto done = people.identity().set_password(people.caller(), session.workspace, user, *password);
  if (!done) return session.fail(done.error());
  session.note("cli.user.password", {{"user", done->key}});
  return kDone;
}

int add(Session& session, const Given& given) {
  const auto file = given.maybe("--password-file");
  if (file && session.by_server())
    return session.fail_usage({"cli.user.password-not-by-server", {{"user", given.text("USER")}}}, find_command("user add"));
  const auto key = add_user(session, {.key = given.text("USER"),
                                      .name = given.text("--name"),
                                      .email = given.text("--email"),
                                      .role = given.text("--role"),
                                      .language = given.text("--language"),
                                      .own_only = given.has("--own-only")});
  if (!key) return session.fail(key.error());
  session.note("cli.user.added", {{"user", *key}, {"role", session.say("role." + given.text("--role"))}});
  return file ? set_password(session, *key, *file) : kDone;
}

int password(Session& session, const Given& given) {
  return set_password(session, given.text("USER"), given.text("--password-file"));
}

int change(Session& session, const std::string& user, const identity::UserChange& wanted, std::string_view said,
           Arguments arguments = {}) {
  const auto key = change_user(session, user, wanted);
  if (!key) return session.fail(key.error());
  arguments.emplace_back("user", *key);
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
  const auto key = remove_user(session, given.text("USER"));
  if (!key) return session.fail(key.error());
  session.note("cli.user.removed", {{"user", *key}});
  return kDone;
}

}  // namespace

Command user_list_command() {
  return {.name = "user list", .shared = kOutput, .options = {}, .examples = {"tenure user list"}, .run = list, .by_server = list};
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
          .run = add,
          .by_server = add};
}

Command user_invite_command() {
  return {.name = "user invite",
          .options = {kUser, {.name = "--reset"}},
          .examples = {"tenure user invite dana", "tenure user invite dana --reset"},
          .run = invite,
          .by_server = invite};
}

Command user_role_command() {
  Option wanted = kRole;
  wanted.name = "ROLE";
  wanted.placeholder = "";
  return {.name = "user role", .options = {kUser, wanted}, .examples = {"tenure user role dana manager"}, .run = role, .by_server = role};
}

Command user_disable_command() {
  return {.name = "user disable", .options = {kUser}, .examples = {"tenure user disable dana"}, .run = disable, .by_server = disable};
}

Command user_enable_command() {
  return {.name = "user enable", .options = {kUser}, .examples = {"tenure user enable dana"}, .run = enable, .by_server = enable};
}

Command user_remove_command() {
  return {.name = "user remove", .options = {kUser}, .examples = {"tenure user remove adam"}, .run = remove, .by_server = remove};
}

Command user_password_command() {
  return {.name = "user password",
          .options = {kUser, {.name = "--password-file", .placeholder = "FILE", .required = true}},
          .examples = {"pass show tenure/dana | tenure user password dana --password-file -"},
          .run = password};
}

}  // namespace tenure::cli
