#pragma once
// The rows of store/people.h on one connection.
#include "store/people.h"
#include "store/sqlite/connection.h"

namespace tenure::store::sqlite {

class SqlitePeopleReader final : public PeopleReader {
 public:
  explicit SqlitePeopleReader(Connection& connection) : connection_(connection) {}

  std::optional<User> find_user(WorkspaceId, std::string_view key) override;
  std::optional<User> find_user(WorkspaceId, UserId) override;
  std::vector<User> users(WorkspaceId) override;
  std::string password(WorkspaceId, UserId) override;
  std::optional<Session> find_session(WorkspaceId, std::string_view hash) override;
  std::vector<Session> sessions(WorkspaceId, UserId) override;
  std::optional<Token> find_token(WorkspaceId, std::string_view hash) override;
  std::optional<Token> find_token(WorkspaceId, int64_t number) override;
  std::vector<Token> tokens(WorkspaceId, std::optional<UserId>) override;
  std::optional<Invitation> find_invitation(WorkspaceId, std::string_view hash) override;
  std::optional<UserId> find_identity(WorkspaceId, std::string_view issuer,
                                      std::string_view subject) override;
  std::vector<Identity> identities(WorkspaceId, UserId) override;
  std::vector<Provider> providers(WorkspaceId) override;
  int64_t accounts_of(WorkspaceId, std::string_view user) override;

 private:
  Connection& connection_;
};

class SqlitePeopleWriter final : public PeopleWriter {
 public:
  explicit SqlitePeopleWriter(Connection& connection) : connection_(connection) {}

  UserId add_user(WorkspaceId, const User&) override;
  void save_user(WorkspaceId, const User&) override;
  void delete_user(WorkspaceId, UserId) override;
  void set_password(WorkspaceId, UserId, std::string_view hash, Instant) override;
  void add_session(WorkspaceId, const Session&) override;
  void touch_session(WorkspaceId, std::string_view hash, Instant used_at) override;
  void delete_session(WorkspaceId, std::string_view hash) override;
  void delete_sessions(WorkspaceId, UserId) override;
  int64_t add_token(WorkspaceId, const Token&) override;
  void touch_token(WorkspaceId, int64_t number, Instant used_at) override;
  void revoke_token(WorkspaceId, int64_t number, Instant) override;
  void add_invitation(WorkspaceId, const Invitation&) override;
  void delete_invitations(WorkspaceId, UserId) override;
  void add_identity(WorkspaceId, const Identity&) override;
  void delete_identity(WorkspaceId, std::string_view issuer, std::string_view subject) override;
  void put_provider(WorkspaceId, const Provider&) override;
  void delete_provider(WorkspaceId, std::string_view key) override;
  void drop_expired(WorkspaceId, Instant now, int64_t limit) override;

 private:
  // Statements of a workspace and one user.
  void of_user(Sql, WorkspaceId, UserId);

  Connection& connection_;
};

}  // namespace tenure::store::sqlite
