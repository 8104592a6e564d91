#pragma once
// The people of a workspace and what they come in with. Every secret (password, session, token, invitation) is here
// as a hash only; ids are never used again, so that nothing of a user who was deleted fits one of the same name.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "store/directory.h"

namespace tenure::store {

using UserId = int64_t;

struct User {
  UserId id = 0;
  std::string key, name, email, role, language;
  bool active = true;
  bool own_only = false;
  int64_t version = 1;  // grows with every change
  Instant created_at, changed_at;
};

struct Session {
  std::string hash;
  UserId user = 0;
  Instant created_at, used_at, expires_at;
  std::string address;  // that signed in
};

struct Token {
  int64_t number = 0;  // never used again
  std::string hash;
  UserId user = 0;
  std::string name;
  uint8_t scopes = 0;
  std::string created_by;
  Instant created_at, expires_at;
  std::optional<Instant> used_at, revoked_at;
};

enum class InvitationPurpose : uint8_t { invite = 1, reset = 2, setup = 3 };
struct Invitation {
  std::string hash;
  UserId user = 0;  // 0: the owner to come
  InvitationPurpose purpose = InvitationPurpose::invite;
  std::string created_by;
  Instant created_at, expires_at;
};

// Somebody as another house knows them: never by their e-mail.
struct Identity {
  std::string issuer, subject;
  UserId user = 0;
  Instant created_at;
};

// An OpenID Connect provider. The secret is written, never shown.
struct Provider {
  std::string key, title, issuer, client_id, client_secret;
  std::string create_role;  // who comes by it for the first time becomes a user of this role; "" = is turned away
  bool active = true;
  int64_t version = 1;
  Instant changed_at;
};

class PeopleReader {
 public:
  virtual ~PeopleReader() = default;

  virtual std::optional<User> find_user(WorkspaceId, std::string_view key) = 0;
  virtual std::optional<User> find_user(WorkspaceId, UserId) = 0;
  virtual std::vector<User> users(WorkspaceId) = 0;  // by key
  virtual std::string password(WorkspaceId, UserId) = 0;  // its hash; "" = none
  virtual std::optional<Session> find_session(WorkspaceId, std::string_view hash) = 0;
  virtual std::vector<Session> sessions(WorkspaceId, UserId) = 0;
  virtual std::optional<Token> find_token(WorkspaceId, std::string_view hash) = 0;
  virtual std::optional<Token> find_token(WorkspaceId, int64_t number) = 0;
  virtual std::vector<Token> tokens(WorkspaceId, std::optional<UserId> = {}) = 0;  // by number
  virtual std::optional<Invitation> find_invitation(WorkspaceId, std::string_view hash) = 0;
  virtual std::optional<UserId> find_identity(WorkspaceId, std::string_view issuer,
                                              std::string_view subject) = 0;
  virtual std::vector<Identity> identities(WorkspaceId, UserId) = 0;
  virtual std::vector<Provider> providers(WorkspaceId) = 0;  // by key
  // Accounts whose owner is this user's key.
  virtual int64_t accounts_of(WorkspaceId, std::string_view user) = 0;
};

class PeopleWriter {
 public:
  virtual ~PeopleWriter() = default;

  virtual UserId add_user(WorkspaceId, const User&) = 0;
  virtual void save_user(WorkspaceId, const User&) = 0;
  // With everything that lets this user in.
  virtual void delete_user(WorkspaceId, UserId) = 0;
  virtual void set_password(WorkspaceId, UserId, std::string_view hash, Instant) = 0;
  virtual void add_session(WorkspaceId, const Session&) = 0;
  virtual void touch_session(WorkspaceId, std::string_view hash, Instant used_at) = 0;
  virtual void delete_session(WorkspaceId, std::string_view hash) = 0;
  virtual void delete_sessions(WorkspaceId, UserId) = 0;
  virtual int64_t add_token(WorkspaceId, const Token&) = 0;
  virtual void touch_token(WorkspaceId, int64_t number, Instant used_at) = 0;
  virtual void revoke_token(WorkspaceId, int64_t number, Instant) = 0;
  virtual void add_invitation(WorkspaceId, const Invitation&) = 0;
  virtual void delete_invitations(WorkspaceId, UserId) = 0;  // 0: those of the owner to come
  virtual void add_identity(WorkspaceId, const Identity&) = 0;
  virtual void delete_identity(WorkspaceId, std::string_view issuer, std::string_view subject) = 0;
  virtual void put_provider(WorkspaceId, const Provider&) = 0;
  virtual void delete_provider(WorkspaceId, std::string_view key) = 0;
  // Sessions and invitations that have expired, at most `limit` of each.
  virtual void drop_expired(WorkspaceId, Instant now, int64_t limit) = 0;
};

}  // namespace tenure::store
