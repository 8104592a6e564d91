// A8-A11, L6: users, invitations, tokens; G25: their secrets.
#include <filesystem>
#include <fstream>

#include "base/limits.h"
#include "identity/identity_test_support.h"

namespace tenure::identity {
namespace {

class Users : public IdentityTest {
 protected:
  std::string token_code(std::string_view token) { return code(identity_->by_token(token, peer())); }
};

TEST_F(Users, A8_ARoleThatIsTakenIsGoneWithTheNextRequest) {
  add("dana", "manager");
  const SignedIn in = sign_in("dana");
  const Result<Made> token = identity_->add_token(
      in.who.caller, "default", {.name = "export", .scopes = service::kScopeRead, .days = 7});
  ASSERT_TRUE(token.has_value()) << token.error().code;
  EXPECT_EQ(identity_->by_session(in.session, peer())->caller.role, "manager");
  ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.role = "viewer"}));
  EXPECT_EQ(identity_->by_session(in.session, peer())->caller.role, "viewer");
  EXPECT_EQ(identity_->by_token(token->secret, peer())->caller.role, "viewer");
  ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.own_only = true}));
  EXPECT_TRUE(identity_->by_token(token->secret, peer())->caller.own_only);
  ASSERT_TRUE(identity_->change_user(console(), "default", "dana", {.active = false}));
  EXPECT_FALSE(alive(in.session));
  EXPECT_EQ(token_code(token->secret), "api-token-invalid");
}

TEST_F(Users, A9_ATokenDoesWhatItWasMadeForWithinTheRole) {
  add("robot", "integration");
  const Result<Made> token =
      identity_->add_token(console(), "default",
                           {.user = "robot", .name = "shop", .scopes = service::kScopeRead, .days = 30});
  ASSERT_TRUE(token.has_value());
  EXPECT_TRUE(token->secret.starts_with("tenure_token_1_"));
  const Result<Who> who = identity_->by_token(token->secret, peer());
  ASSERT_TRUE(who.has_value());
  EXPECT_EQ(who->caller.actor, "robot");
  EXPECT_EQ(who->caller.scopes, service::kScopeRead);
  const service::AccessPtr access =
      service_->impl().access(**service_->impl().realm("default"), who->caller);
  EXPECT_EQ(access->check(service::kMayCreate, "account").error().code, "insufficient-scope");
  // A token makes no other token unless it was made to administer, and none that may more.
  EXPECT_EQ(code(identity_->add_token(who->caller, "default",
                                      {.name = "more", .scopes = service::kScopeWrite})),
            "insufficient-scope");
  const Result<Made> admin = identity_->add_token(
      console(), "default",
      {.user = "olga", .name = "a", .scopes = service::kScopeRead | service::kScopeAdmin});
  const Caller by_admin = identity_->by_token(admin->secret, peer())->caller;
  EXPECT_EQ(code(identity_->add_token(by_admin, "default",
                                      {.name = "more", .scopes = service::kScopeWrite})),
            "insufficient-scope");
  EXPECT_EQ(code(identity_->add_token(by_admin, "default",
                                      {.name = "as much", .scopes = service::kScopeRead})),
            "ok");
}

TEST_F(Users, TokensEndWithTimeAndWhenTheyAreRevoked) {
  add("dana", "rep");
  const Caller dana = as("dana");
  const Result<Made> token =
      identity_->add_token(dana, "default", {.name = "t", .scopes = service::kScopeRead, .days = 2});
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token_code(token->secret), "ok");
  std::string wrong = token->secret;
  wrong.back() = wrong.back() == 'A' ? 'E' : 'A';
  EXPECT_EQ(token_code(wrong), "api-token-invalid");
  Result<std::vector<TokenRow>> rows = identity_->tokens(dana, "default");
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().token.hash, "");
  EXPECT_EQ(rows->front().token.used_at, clock_.now());
  pass(2 * 86'400 - 1);
  EXPECT_EQ(token_code(token->secret), "ok");
  pass(1);
  EXPECT_EQ(token_code(token->secret), "api-token-invalid");

  const Result<Made> other =
      identity_->add_token(dana, "default", {.name = "t", .scopes = service::kScopeRead});
  EXPECT_EQ(other->expires_at.micros - clock_.now().micros, 366 * kMicrosPerDay);
  add("noah", "manager");
  const int64_t number = std::stoll(other->done.key);
  EXPECT_EQ(code(identity_->revoke_token(as("noah"), "default", number)), "unknown-token");
  EXPECT_EQ(code(identity_->tokens(as("noah"), "default", "dana")), "not-allowed");
  EXPECT_TRUE(identity_->tokens(as("noah"), "default")->empty());
  EXPECT_EQ(code(identity_->revoke_token(dana, "default", number)), "ok");
  EXPECT_EQ(token_code(other->secret), "api-token-invalid");
  EXPECT_EQ(code(identity_->add_token(dana, "default", {.name = "t", .scopes = service::kScopeRead, .days = 367})),
            "token-days");
  EXPECT_EQ(code(identity_->add_token(dana, "default", {.name = "t"})), "unknown-scope");
  EXPECT_EQ(code(identity_->add_token(dana, "default", {.user = "olga", .name = "t", .scopes = 1})),
            "not-allowed");
  for (size_t i = 0; i < limits::kTokensOfUser; ++i) {
    ASSERT_TRUE(identity_->add_token(dana, "default", {.name = "t", .scopes = 1}));
  }
  EXPECT_EQ(code(identity_->add_token(dana, "default", {.name = "t", .scopes = 1})),
            "too-many-tokens");
}

TEST_F(Users, A10_NobodyPromotesThemselves) {
  add("ada", "admin");
  add("mia", "manager");
  const Caller ada = as("ada"), mia = as("mia");
  const auto change = [&](const Caller& caller, std::string_view who, const UserChange& change) {
    return code(identity_->change_user(caller, "default", who, change));
  };
  EXPECT_EQ(change(mia, "mia", {.role = "admin"}), "not-allowed");
  EXPECT_EQ(change(mia, "dana", {.role = "admin"}), "not-allowed");
  EXPECT_EQ(change(mia, "mia", {.own_only = false}), "not-allowed");
  EXPECT_EQ(change(ada, "ada", {.role = "owner"}), "not-allowed");
  EXPECT_EQ(change(ada, "ada", {.active = false}), "not-allowed");
  EXPECT_EQ(change(ada, "mia", {.role = "owner"}), "not-allowed");
  EXPECT_EQ(change(ada, "olga", {.role = "viewer"}), "not-allowed");
  EXPECT_EQ(change(ada, "olga", {.active = false}), "not-allowed");
  EXPECT_EQ(code(identity_->delete_user(ada, "default", "olga")), "not-allowed");
  EXPECT_EQ(code(identity_->delete_user(ada, "default", "ada")), "not-allowed");
  EXPECT_EQ(code(identity_->set_password(ada, "default", "olga", "some horse battery 1")), "not-allowed");
  EXPECT_EQ(code(identity_->set_password(mia, "default", "mia", "some horse battery 1")), "not-allowed");
  EXPECT_EQ(code(identity_->reset(ada, "default", "olga")), "not-allowed");
  EXPECT_EQ(code(identity_->reset(mia, "default", "ada")), "not-allowed");
  EXPECT_EQ(code(identity_->add_user(ada, "default", {.key = "x", .role = "owner"})), "not-allowed");
  EXPECT_EQ(code(identity_->add_user(mia, "default", {.key = "x", .role = "viewer"})), "not-allowed");
  EXPECT_EQ(code(identity_->add_token(ada, "default", {.user = "olga", .scopes = 1})), "not-allowed");
  EXPECT_EQ(change(ada, "mia", {.role = "admin"}), "ok");
  // One's own name and language are one's own.
  EXPECT_EQ(change(mia, "mia", {.name = "Mia M", .language = "he"}), "ok");
  EXPECT_EQ(change(as("mia"), "ada", {.name = "x"}), "ok");  // an administrator since
  add("vera", "viewer");
  EXPECT_EQ(change(as("vera"), "mia", {.name = "x"}), "not-allowed");
  for (const std::string& row : audit()) EXPECT_EQ(row.find("vera user.change mia done"), std::string::npos);
}

TEST_F(Users, A10_TheLastOwnerStays) {
  const auto as_console = [&](const UserChange& change) {
    return code(identity_->change_user(console(), "default", "olga", change));
  };
  EXPECT_EQ(as_console({.active = false}), "last-admin");
  EXPECT_EQ(as_console({.role = "admin"}), "last-admin");
  EXPECT_EQ(code(identity_->delete_user(console(), "default", "olga")), "last-admin");
  // One who cannot come in yet is no other.
  ASSERT_TRUE(identity_->add_user(console(), "default", {.key = "otto", .role = "owner"}));
  EXPECT_EQ(as_console({.active = false}), "last-admin");
  ASSERT_TRUE(identity_->set_password(console(), "default", "otto", kPassword));
  EXPECT_EQ(as_console({.active = false}), "ok");
  EXPECT_EQ(code(identity_->change_user(console(), "default", "otto", {.active = false})),
            "last-admin");
}

TEST_F(Users, A11_ANameThatComesAgainGetsNothingOfTheOldOne) {
  add("dana", "rep");
  const SignedIn in = sign_in("dana");
  const Result<Made> token =
      identity_->add_token(in.who.caller, "default", {.name = "t", .scopes = 1, .days = 30});
  const Result<Made> link = identity_->reset(console(), "default", "dana");
  store_->write([&](store::Transaction& t) {
    t.people().add_identity(1, {"https://idp.example", "s-1", in.who.user, clock_.now()});
  });
  ASSERT_TRUE(identity_->delete_user(console(), "default", "dana"));
  ASSERT_TRUE(identity_->add_user(console(), "default", {.key = "dana", .role = "admin"}));
  EXPECT_FALSE(alive(in.session));
  EXPECT_EQ(token_code(token->secret), "api-token-invalid");
  EXPECT_EQ(code(identity_->invited(link->secret)), "token-invalid");
  EXPECT_EQ(code(identity_->accept(link->secret, "dana", "some horse battery 1", peer())),
            "token-invalid");
  EXPECT_EQ(sign_in_code("dana", kPassword), "sign-in-failed");
  const Result<UserRow> row = identity_->user(console(), "default", "dana");
  EXPECT_NE(row->user.id, in.who.user);
  EXPECT_EQ(row->identities, 0u);
  EXPECT_TRUE(identity_->tokens(console(), "default", "dana")->empty());
  // What somebody is responsible for does not fall to a namesake.
  record({.account = "A", .kind = "account.created", .values = {{"owner", "dana"}}});
  EXPECT_EQ(code(identity_->delete_user(console(), "default", "dana")), "user-owns-accounts");
}

TEST_F(Users, A11_AFieldThatComesAgainHasNoPermissionsOfTheOldOne) {
  using service::set_field_permission;
  ASSERT_TRUE(set_field_permission(*service_, console(), "default", {"rep", "account", "credit", true, true}));
  ASSERT_TRUE(set_field_permission(*service_, console(), "default", {"rep", "account", "email", false, {}}));
  EXPECT_EQ(code(set_field_permission(*service_, console(), "default", {"rep", "account", "nix", true, {}})),
            "no-such-field");
  EXPECT_EQ(code(set_field_permission(*service_, console(), "default", {"boss", "account", "email", true, {}})),
            "unknown-role");
  EXPECT_EQ(code(set_field_permission(*service_, console(), "default", {"rep", "user", "email", true, {}})),
            "no-such-record");
  const service::RealmPtr realm = *service_->impl().realm("default");
  const Caller rep{.actor = "dana", .role = "rep"};
  EXPECT_FALSE(service_->impl().access(*realm, rep)->may_read("account", "email"));
  // A definition in which the property is no more.
  lifecycle::Loaded without = lifecycle::load(
      {{"pack.yaml", "pack: bare\ntitle: {en: Bare, he: ריק}\nlanguages: [en, he]\n"},
       {"s.yaml", "lifecycle: s\ntitle: {en: S, he: ס}\nstages:\n  a: {title: {en: A, he: א}}\ninitial: a\n"}},
      {});
  ASSERT_TRUE(without.definition) << without.faults.size();
  store_->write([&](store::Transaction& t) { service::forget_fields(t, 1, *without.definition); });
  service_->impl().forget_access(1);
  const auto rows = service::field_permissions(*service_, console(), "default");
  ASSERT_EQ(rows->size(), 1u);
  EXPECT_EQ(rows->front().field, "email");
}

TEST_F(Users, TheFirstOwnerComesByTheConsolesLink) {
  ASSERT_TRUE(service_->create_workspace({.name = "fresh", .pack = folder_ + "/shop"}));
  EXPECT_EQ(*identity_->set_up_token("default"), std::nullopt);  // has one
  EXPECT_EQ(code(identity_->set_up_token("nowhere")), "unknown-workspace");
  const std::string first = **identity_->set_up_token("fresh");
  const std::string link = **identity_->set_up_token("fresh");
  const NewUser owner{.key = "Eve", .name = "Eve E"};
  EXPECT_EQ(code(identity_->set_up(first, owner, kPassword, peer())), "token-invalid");
  EXPECT_EQ(code(identity_->set_up(link, owner, "short", peer())), "password-too-short");
  EXPECT_EQ(code(identity_->set_up(link, {.key = "a b"}, kPassword, peer())), "user-key-invalid");
  EXPECT_EQ(code(identity_->accept(link, "", kPassword, peer())), "token-invalid");
  const Result<SignedIn> in = identity_->set_up(link, owner, kPassword, peer());
  ASSERT_TRUE(in.has_value()) << in.error().code;
  EXPECT_EQ(in->who.caller.role, "owner");
  EXPECT_EQ(in->who.workspace, "fresh");
  EXPECT_TRUE(alive(in->session));
  EXPECT_EQ(code(identity_->set_up(link, {.key = "mallory"}, kPassword, peer())), "token-invalid");
  EXPECT_EQ(*identity_->set_up_token("fresh"), std::nullopt);
  EXPECT_EQ(code(identity_->sign_in("fresh", "eve", kPassword, peer())), "ok");
  EXPECT_EQ(code(identity_->sign_in("default", "eve", kPassword, peer())), "sign-in-failed");
}

TEST_F(Users, TheConsolesLinkLastsADay) {
  ASSERT_TRUE(service_->create_workspace({.name = "fresh", .pack = folder_ + "/shop"}));
  const std::string link = **identity_->set_up_token("fresh");
  pass(86'400);
  EXPECT_EQ(code(identity_->set_up(link, {.key = "eve"}, kPassword, peer())), "token-invalid");
}

TEST_F(Users, L6_ALinkWorksOnceForOnePersonInTime) {
  ASSERT_TRUE(identity_->add_user(console(), "default", {.key = "dana", .role = "rep"}));
  add("noah", "rep");
  const std::string next = "another horse battery 9";
  const Result<Made> link = identity_->invite(console(), "default", "dana");
  ASSERT_TRUE(link.has_value());
  EXPECT_EQ(identity_->invited(link->secret)->user, "dana");
  EXPECT_EQ(code(identity_->accept(link->secret, "noah", next, peer())), "token-invalid");
  EXPECT_EQ(code(identity_->accept(link->secret, "dana", "short", peer())), "password-too-short");
  const Result<SignedIn> in = identity_->accept(link->secret, "dana", next, peer());
  ASSERT_TRUE(in.has_value()) << in.error().code;
  EXPECT_TRUE(alive(in->session));
  EXPECT_EQ(code(identity_->accept(link->secret, "dana", next, peer())), "token-invalid");
  EXPECT_EQ(code(identity_->invited(link->secret)), "token-invalid");

  // A reset ends every session; the link before it is void.
  const SignedIn session = sign_in("noah");
  const std::string void_link = identity_->reset(console(), "default", "noah")->secret;
  const std::string reset = identity_->reset(console(), "default", "noah")->secret;
  EXPECT_TRUE(alive(session.session));
  EXPECT_EQ(code(identity_->accept(void_link, "noah", next, peer())), "token-invalid");
  EXPECT_EQ(code(identity_->accept(reset, "", next, peer())), "ok");
  EXPECT_FALSE(alive(session.session));
  EXPECT_EQ(sign_in_code("noah", kPassword), "sign-in-failed");

  // Expired; void because the password was set, the user disabled.
  const std::string late = identity_->reset(console(), "default", "noah")->secret;
  pass(72 * 3'600);
  EXPECT_EQ(code(identity_->accept(late, "noah", next, peer())), "token-invalid");
  const std::string overtaken = identity_->reset(console(), "default", "noah")->secret;
  ASSERT_TRUE(identity_->set_password(console(), "default", "noah", kPassword));
  EXPECT_EQ(code(identity_->accept(overtaken, "noah", next, peer())), "token-invalid");
  const std::string disabled = identity_->reset(console(), "default", "noah")->secret;
  ASSERT_TRUE(identity_->change_user(console(), "default", "noah", {.active = false}));
  EXPECT_EQ(code(identity_->accept(disabled, "noah", next, peer())), "token-invalid");
  EXPECT_EQ(code(identity_->reset(console(), "default", "noah")), "user-disabled");
  // Made up.
  EXPECT_EQ(code(identity_->accept(make_secret(SecretKind::invitation, 1).text, "", next, peer())),
            "token-invalid");
}

TEST_F(Users, UsersAreChecked) {
  const auto make = [&](NewUser user) {
    if (user.role.empty()) user.role = "rep";
    return code(identity_->add_user(console(), "default", user));
  };
  EXPECT_EQ(make({.key = "Dana@Example.com", .name = "דנה", .email = "Dana@Example.com"}), "ok");
  EXPECT_EQ(make({.key = "dana@example.com"}), "user-exists");
  EXPECT_EQ(make({.key = ""}), "user-key-invalid");
  EXPECT_EQ(make({.key = "cli"}), "user-key-invalid");
  EXPECT_EQ(make({.key = "CLI"}), "user-key-invalid");
  EXPECT_EQ(make({.key = "a/b"}), "user-key-invalid");
  EXPECT_EQ(make({.key = "a\nb"}), "user-key-invalid");
  EXPECT_EQ(make({.key = std::string(201, 'k')}), "user-key-invalid");
  EXPECT_EQ(make({.key = "\xff"}), "user-key-invalid");
  EXPECT_EQ(make({.key = "x", .name = std::string(201, 'n')}), "too-long");
  EXPECT_EQ(make({.key = "x", .name = "a\r\nBcc: b"}), "not-plain-text");
  EXPECT_EQ(make({.key = "x", .role = "boss"}), "unknown-role");
  EXPECT_EQ(make({.key = "x", .language = "fr"}), "unknown-language");
  const Result<UserRow> dana = identity_->user(console(), "default", "DANA@example.com");
  ASSERT_TRUE(dana.has_value());
  EXPECT_EQ(dana->user.version, 1);
  EXPECT_EQ(code(identity_->change_user(console(), "default", "dana@example.com", {.name = "D"}, 2)),
            "stale-version");
  const Result<Done> changed =
      identity_->change_user(console(), "default", "dana@example.com", {.name = "D"}, 1);
  EXPECT_EQ(changed->version, 2);
  EXPECT_EQ(code(identity_->user(console(), "default", "dana@exemple.com")), "no-such-user");
  // Others see no e-mail.
  add("vera", "viewer");
  EXPECT_EQ(identity_->user(as("vera"), "default", "dana@example.com")->user.email, "");
  EXPECT_EQ(dana->user.email, "Dana@Example.com");
}

TEST_F(Users, SettingsAreTypedAndVersioned) {
  using service::change_setting;
  const auto change = [&](std::string_view name, std::optional<std::string> value,
                          std::optional<int64_t> version = {}) {
    return code(change_setting(*service_, console(), "default", name, std::move(value), version));
  };
  EXPECT_EQ(change("language", "he"), "ok");
  EXPECT_EQ(change("language", "fr"), "setting-does-not-fit");
  EXPECT_EQ(change("language", "en", 7), "stale-version");
  EXPECT_EQ(change("language", "en", 1), "ok");
  EXPECT_EQ(change("langage", "en"), "unknown-setting");
  EXPECT_EQ(change("session_days", "0"), "setting-does-not-fit");
  EXPECT_EQ(change("session_days", "14x"), "setting-does-not-fit");
  EXPECT_EQ(change("surname_required", "yes"), "setting-does-not-fit");
  EXPECT_EQ(change("base_url", "javascript:alert(1)"), "setting-does-not-fit");
  EXPECT_EQ(change("base_url", "https://crm.example.com/\r\nX: y"), "setting-does-not-fit");
  EXPECT_EQ(change("base_url", "https://crm.example.com"), "ok");
  EXPECT_EQ(change("base_url", std::nullopt), "ok");
  add("mia", "manager");
  const Caller mia = as("mia");
  EXPECT_EQ(code(change_setting(*service_, mia, "default", "language", "he")), "not-allowed");
  const auto rows = service::settings(*service_, mia, "default");
  ASSERT_TRUE(rows.has_value());
  for (const service::SettingRow& row : *rows) {
    EXPECT_EQ(row.version, row.type->name == "language" ? 2 : row.type->name == "base_url" ? 2 : 0);
    EXPECT_TRUE(row.is_default) << row.type->name;
  }
  EXPECT_EQ(code(service::settings(*service_, {.role = "viewer"}, "default")), "not-allowed");
}

TEST_F(Users, AnotherWorkspaceIsAnotherWorld) {
  ASSERT_TRUE(service_->create_workspace({.name = "other", .pack = folder_ + "/shop"}));
  ASSERT_TRUE(identity_->add_user(console(), "other", {.key = "zoe", .role = "owner"}));
  ASSERT_TRUE(identity_->set_password(console(), "other", "zoe", kPassword));
  EXPECT_EQ(sign_in_code("zoe", kPassword), "sign-in-failed");
  const Result<SignedIn> in = identity_->sign_in("other", "zoe", kPassword, peer());
  EXPECT_EQ(identity_->by_session(in->session, peer())->workspace, "other");
  // A secret that says that it is of another workspace is none.
  std::string moved = in->session;
  moved.replace(moved.find("_2_"), 3, "_1_");
  EXPECT_FALSE(alive(moved));
  EXPECT_EQ(identity_->users(console(), "default")->size(), 1u);
}

// Every secret that passes through is looked for in the file, apart from where it must be as a hash.
TEST_F(Users, G25_SecretsAreNowhereButInTheHandThatGotThem) {
  add("dana", "rep");
  const std::string canary = "canary horse battery 5";
  std::vector<std::string> secrets{canary};
  ASSERT_TRUE(identity_->set_password(console(), "default", "dana", canary));
  (void)identity_->sign_in("default", "canary-name-5", "canary wrong password 6", peer());
  secrets.emplace_back("canary-name-5");
  secrets.emplace_back("canary wrong password 6");
  const Result<SignedIn> in = identity_->sign_in("default", "dana", canary, peer());
  secrets.push_back(in->session);
  secrets.push_back(in->device);
  secrets.push_back(in->who.csrf);
  Caller keyed = in->who.caller;
  keyed.idempotency = service::Idempotency{"k1", "h"};
  const Result<Made> token =
      identity_->add_token(keyed, "default", {.name = "t", .scopes = 1, .days = 30});
  secrets.push_back(token->secret);
  const Result<Made> again =
      identity_->add_token(keyed, "default", {.name = "t", .scopes = 1, .days = 30});
  EXPECT_TRUE(again->done.replayed);
  EXPECT_EQ(again->secret, "");
  secrets.push_back(identity_->reset(console(), "default", "dana")->secret);
  secrets.push_back(identity_->invite(console(), "default", "dana")->secret);
  (void)identity_->accept(secrets.back(), "dana", "canary next password 8", peer());
  secrets.emplace_back("canary next password 8");
  ASSERT_TRUE(service_->create_workspace({.name = "fresh", .pack = folder_ + "/shop"}));
  secrets.push_back(**identity_->set_up_token("fresh"));
  identity_.reset();
  service_.reset();
  store_.reset();
  std::string everything;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    everything.append(std::istreambuf_iterator<char>(file), {});
  }
  for (const std::string& secret : secrets) {
    EXPECT_EQ(everything.find(secret), std::string::npos) << secret;
    // … nor the random part of it alone.
    const size_t random = secret.rfind('_') == std::string::npos ? 0 : secret.rfind('_') + 1;
    if (secret.starts_with("tenure_") && secret.size() - random > 20) {
      EXPECT_EQ(everything.find(secret.substr(random)), std::string::npos) << secret;
    }
  }
  EXPECT_NE(everything.find("$argon2id$"), std::string::npos);
}

}  // namespace
}  // namespace tenure::identity
