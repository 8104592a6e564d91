#include "store/sqlite/people.h"

namespace tenure::store::sqlite {

// ---- users

namespace {

User user_of(const Statement& row) {
  return {.id = row.number(0),
          .key = std::string(row.text(1)),
          .name = std::string(row.text(2)),
          .email = std::string(row.text(3)),
          .role = std::string(row.text(4)),
          .language = std::string(row.text(5)),
          .active = row.number(6) != 0,
          .own_only = row.number(7) != 0,
          .version = row.number(8),
          .created_at = row.instant(9),
          .changed_at = row.instant(10)};
}

}  // namespace

std::optional<User> SqlitePeopleReader::find_user(WorkspaceId workspace, std::string_view key) {
  Statement row = connection_.prepare(
      "SELECT _id, key, name, email, role, language, active, own_only, version, created_at, "
      "changed_at FROM user WHERE _workspace=?1 AND key=?2");
  if (!row.bind(1, workspace).bind_text(2, key).step()) return std::nullopt;
  return user_of(row);
}

std::optional<User> SqlitePeopleReader::find_user(WorkspaceId workspace, UserId id) {
  Statement row = connection_.prepare(
      "SELECT _id, key, name, email, role, language, active, own_only, version, created_at, "
      "changed_at FROM user WHERE _workspace=?1 AND _id=?2");
  if (!row.bind(1, workspace).bind(2, id).step()) return std::nullopt;
  return user_of(row);
}

std::vector<User> SqlitePeopleReader::users(WorkspaceId workspace) {
  std::vector<User> found;
  Statement row = connection_.prepare(
      "SELECT _id, key, name, email, role, language, active, own_only, version, created_at, "
      "changed_at FROM user WHERE _workspace=?1 ORDER BY key");
  row.bind(1, workspace);
  while (row.step()) found.push_back(user_of(row));
  return found;
}

UserId SqlitePeopleWriter::add_user(WorkspaceId workspace, const User& user) {
  Statement row = connection_.prepare(
      "INSERT INTO user(_workspace, key, name, email, role, language, active, own_only, version, "
      "created_at, changed_at) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,1,?9,?9)");
  row.bind(1, workspace).bind_text(2, user.key).bind_text(3, user.name).bind_text(4, user.email);
  row.bind_text(5, user.role).bind_text(6, user.language).bind(7, int64_t{user.active});
  row.bind(8, int64_t{user.own_only}).bind(9, user.created_at).run();
  return connection_.last_rowid();
}

void SqlitePeopleWriter::save_user(WorkspaceId workspace, const User& user) {
  Statement row = connection_.prepare(
      "UPDATE user SET name=?3, email=?4, role=?5, language=?6, active=?7, own_only=?8, "
      "version=version+1, changed_at=?9 WHERE _workspace=?1 AND _id=?2");
  row.bind(1, workspace).bind(2, user.id).bind_text(3, user.name).bind_text(4, user.email);
  row.bind_text(5, user.role).bind_text(6, user.language).bind(7, int64_t{user.active});
  row.bind(8, int64_t{user.own_only}).bind(9, user.changed_at).run();
}

void SqlitePeopleWriter::of_user(Sql sql, WorkspaceId workspace, UserId user) {
  connection_.prepare(sql).bind(1, workspace).bind(2, user).run();
}

void SqlitePeopleWriter::delete_user(WorkspaceId workspace, UserId user) {
  of_user("DELETE FROM password WHERE workspace=?1 AND user=?2", workspace, user);
  of_user("DELETE FROM token WHERE workspace=?1 AND user=?2", workspace, user);
  of_user("DELETE FROM identity WHERE workspace=?1 AND user=?2", workspace, user);
  delete_sessions(workspace, user);
  delete_invitations(workspace, user);
  of_user("DELETE FROM user WHERE _workspace=?1 AND _id=?2", workspace, user);
}

int64_t SqlitePeopleReader::accounts_of(WorkspaceId workspace, std::string_view user) {
  // A column of the definition: a workspace may do without it.
  Statement known =
      connection_.prepare("SELECT 1 FROM pragma_table_info('account') WHERE name='owner'");
  if (!known.step()) return 0;
  Statement row =
      connection_.prepare("SELECT count(*) FROM account WHERE _workspace=?1 AND owner=?2");
  row.bind(1, workspace).bind_text(2, user).step();
  return row.number(0);
}

// ---- passwords

std::string SqlitePeopleReader::password(WorkspaceId workspace, UserId user) {
  Statement row = connection_.prepare("SELECT hash FROM password WHERE workspace=?1 AND user=?2");
  if (!row.bind(1, workspace).bind(2, user).step()) return "";
  return std::string(row.text(0));
}

void SqlitePeopleWriter::set_password(WorkspaceId workspace, UserId user, std::string_view hash,
                                      Instant now) {
  Statement row = connection_.prepare(
      "INSERT INTO password VALUES(?1,?2,?3,?4) ON CONFLICT(workspace, user) DO UPDATE SET "
      "hash=excluded.hash, changed_at=excluded.changed_at");
  row.bind(1, workspace).bind(2, user).bind_text(3, hash).bind(4, now).run();
}

// ---- sessions

namespace {

Session session_of(const Statement& row) {
  return {.hash = std::string(row.bytes(0)),
          .user = row.number(1),
          .created_at = row.instant(2),
          .used_at = row.instant(3),
          .expires_at = row.instant(4),
          .address = std::string(row.text(5))};
}

}  // namespace

std::optional<Session> SqlitePeopleReader::find_session(WorkspaceId workspace,
                                                        std::string_view hash) {
  Statement row = connection_.prepare(
      "SELECT hash, user, created_at, used_at, expires_at, address FROM session WHERE "
      "workspace=?1 AND hash=?2");
  if (!row.bind(1, workspace).bind_bytes(2, hash).step()) return std::nullopt;
  return session_of(row);
}

std::vector<Session> SqlitePeopleReader::sessions(WorkspaceId workspace, UserId user) {
  std::vector<Session> found;
  Statement row = connection_.prepare(
      "SELECT hash, user, created_at, used_at, expires_at, address FROM session WHERE "
      "workspace=?1 AND user=?2 ORDER BY created_at");
  row.bind(1, workspace).bind(2, user);
  while (row.step()) found.push_back(session_of(row));
  return found;
}

void SqlitePeopleWriter::add_session(WorkspaceId workspace, const Session& session) {
  Statement row = connection_.prepare("INSERT INTO session VALUES(?1,?2,?3,?4,?5,?6,?7)");
  row.bind(1, workspace).bind_bytes(2, session.hash).bind(3, session.user);
  row.bind(4, session.created_at).bind(5, session.used_at).bind(6, session.expires_at);
  row.bind_text(7, session.address).run();
}

void SqlitePeopleWriter::touch_session(WorkspaceId workspace, std::string_view hash,
                                       Instant used_at) {
  Statement row =
      connection_.prepare("UPDATE session SET used_at=?3 WHERE workspace=?1 AND hash=?2");
  row.bind(1, workspace).bind_bytes(2, hash).bind(3, used_at).run();
}

void SqlitePeopleWriter::delete_session(WorkspaceId workspace, std::string_view hash) {
  Statement row = connection_.prepare("DELETE FROM session WHERE workspace=?1 AND hash=?2");
  row.bind(1, workspace).bind_bytes(2, hash).run();
}

void SqlitePeopleWriter::delete_sessions(WorkspaceId workspace, UserId user) {
  of_user("DELETE FROM session WHERE workspace=?1 AND user=?2", workspace, user);
}

// ---- tokens

namespace {

Token token_of(const Statement& row) {
  return {.number = row.number(0),
          .hash = std::string(row.bytes(1)),
          .user = row.number(2),
          .name = std::string(row.text(3)),
          .scopes = static_cast<uint8_t>(row.number(4)),
          .created_by = std::string(row.text(5)),
          .created_at = row.instant(6),
          .expires_at = row.instant(7),
          .used_at = row.maybe_instant(8),
          .revoked_at = row.maybe_instant(9)};
}

}  // namespace

std::optional<Token> SqlitePeopleReader::find_token(WorkspaceId workspace, std::string_view hash) {
  Statement row = connection_.prepare(
      "SELECT _id, hash, user, name, scopes, created_by, created_at, expires_at, used_at, "
      "revoked_at FROM token WHERE workspace=?1 AND hash=?2");
  if (!row.bind(1, workspace).bind_bytes(2, hash).step()) return std::nullopt;
  return token_of(row);
}

std::optional<Token> SqlitePeopleReader::find_token(WorkspaceId workspace, int64_t number) {
  Statement row = connection_.prepare(
      "SELECT _id, hash, user, name, scopes, created_by, created_at, expires_at, used_at, "
      "revoked_at FROM token WHERE workspace=?1 AND _id=?2");
  if (!row.bind(1, workspace).bind(2, number).step()) return std::nullopt;
  return token_of(row);
}

std::vector<Token> SqlitePeopleReader::tokens(WorkspaceId workspace, std::optional<UserId> user) {
  std::vector<Token> found;
  Statement row = connection_.prepare(
      "SELECT _id, hash, user, name, scopes, created_by, created_at, expires_at, used_at, "
      "revoked_at FROM token WHERE workspace=?1 AND (?2=0 OR user=?2) ORDER BY _id");
  row.bind(1, workspace).bind(2, user.value_or(0));
  while (row.step()) found.push_back(token_of(row));
  return found;
}

int64_t SqlitePeopleWriter::add_token(WorkspaceId workspace, const Token& token) {
  Statement row = connection_.prepare(
      "INSERT INTO token(workspace, hash, user, name, scopes, created_by, created_at, expires_at) "
      "VALUES(?1,?2,?3,?4,?5,?6,?7,?8)");
  row.bind(1, workspace).bind_bytes(2, token.hash).bind(3, token.user).bind_text(4, token.name);
  row.bind(5, int64_t{token.scopes}).bind_text(6, token.created_by).bind(7, token.created_at);
  row.bind(8, token.expires_at).run();
  return connection_.last_rowid();
}

void SqlitePeopleWriter::touch_token(WorkspaceId workspace, int64_t number, Instant used_at) {
  Statement row = connection_.prepare("UPDATE token SET used_at=?3 WHERE workspace=?1 AND _id=?2");
  row.bind(1, workspace).bind(2, number).bind(3, used_at).run();
}

void SqlitePeopleWriter::revoke_token(WorkspaceId workspace, int64_t number, Instant now) {
  Statement row = connection_.prepare(
      "UPDATE token SET revoked_at=?3 WHERE workspace=?1 AND _id=?2 AND revoked_at IS NULL");
  row.bind(1, workspace).bind(2, number).bind(3, now).run();
}

// ---- invitations

std::optional<Invitation> SqlitePeopleReader::find_invitation(WorkspaceId workspace,
                                                              std::string_view hash) {
  Statement row = connection_.prepare(
      "SELECT hash, user, purpose, created_by, created_at, expires_at FROM invitation WHERE "
      "workspace=?1 AND hash=?2");
  if (!row.bind(1, workspace).bind_bytes(2, hash).step()) return std::nullopt;
  return Invitation{.hash = std::string(row.bytes(0)),
                    .user = row.number(1),
                    .purpose = static_cast<InvitationPurpose>(row.number(2)),
                    .created_by = std::string(row.text(3)),
                    .created_at = row.instant(4),
                    .expires_at = row.instant(5)};
}

void SqlitePeopleWriter::add_invitation(WorkspaceId workspace, const Invitation& invitation) {
  Statement row = connection_.prepare("INSERT INTO invitation VALUES(?1,?2,?3,?4,?5,?6,?7)");
  row.bind(1, workspace).bind_bytes(2, invitation.hash).bind(3, invitation.user);
  row.bind(4, static_cast<int64_t>(invitation.purpose)).bind_text(5, invitation.created_by);
  row.bind(6, invitation.created_at).bind(7, invitation.expires_at).run();
}

void SqlitePeopleWriter::delete_invitations(WorkspaceId workspace, UserId user) {
  of_user("DELETE FROM invitation WHERE workspace=?1 AND user=?2", workspace, user);
}

void SqlitePeopleWriter::drop_expired(WorkspaceId workspace, Instant now, int64_t limit) {
  Statement sessions = connection_.prepare(
      "DELETE FROM session WHERE (workspace, hash) IN (SELECT workspace, hash FROM session WHERE "
      "workspace=?1 AND expires_at<=?2 LIMIT ?3)");
  sessions.bind(1, workspace).bind(2, now).bind(3, limit).run();
  Statement invitations = connection_.prepare(
      "DELETE FROM invitation WHERE (workspace, hash) IN (SELECT workspace, hash FROM invitation "
      "WHERE workspace=?1 AND expires_at<=?2 LIMIT ?3)");
  invitations.bind(1, workspace).bind(2, now).bind(3, limit).run();
}

// ---- other houses

std::optional<UserId> SqlitePeopleReader::find_identity(WorkspaceId workspace,
                                                        std::string_view issuer,
                                                        std::string_view subject) {
  Statement row = connection_.prepare(
      "SELECT user FROM identity WHERE workspace=?1 AND issuer=?2 AND subject=?3");
  if (!row.bind(1, workspace).bind_text(2, issuer).bind_text(3, subject).step()) {
    return std::nullopt;
  }
  return row.number(0);
}

std::vector<Identity> SqlitePeopleReader::identities(WorkspaceId workspace, UserId user) {
  std::vector<Identity> found;
  Statement row = connection_.prepare(
      "SELECT issuer, subject, user, created_at FROM identity WHERE workspace=?1 AND user=?2 "
      "ORDER BY issuer, subject");
  row.bind(1, workspace).bind(2, user);
  while (row.step()) {
    found.push_back(
        {std::string(row.text(0)), std::string(row.text(1)), row.number(2), row.instant(3)});
  }
  return found;
}

void SqlitePeopleWriter::add_identity(WorkspaceId workspace, const Identity& identity) {
  Statement row = connection_.prepare("INSERT INTO identity VALUES(?1,?2,?3,?4,?5)");
  row.bind(1, workspace).bind_text(2, identity.issuer).bind_text(3, identity.subject);
  row.bind(4, identity.user).bind(5, identity.created_at).run();
}

void SqlitePeopleWriter::delete_identity(WorkspaceId workspace, std::string_view issuer,
                                         std::string_view subject) {
  Statement row = connection_.prepare(
      "DELETE FROM identity WHERE workspace=?1 AND issuer=?2 AND subject=?3");
  row.bind(1, workspace).bind_text(2, issuer).bind_text(3, subject).run();
}

std::vector<Provider> SqlitePeopleReader::providers(WorkspaceId workspace) {
  std::vector<Provider> found;
  Statement row = connection_.prepare(
      "SELECT key, title, issuer, client_id, client_secret, create_role, active, version, "
      "changed_at FROM provider WHERE workspace=?1 ORDER BY key");
  row.bind(1, workspace);
  while (row.step()) {
    found.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                     std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)),
                     row.number(6) != 0, row.number(7), row.instant(8)});
  }
  return found;
}

void SqlitePeopleWriter::put_provider(WorkspaceId workspace, const Provider& provider) {
  Statement row = connection_.prepare(
      "INSERT INTO provider VALUES(?1,?2,?3,?4,?5,?6,?7,?8,1,?9) ON CONFLICT(workspace, key) DO "
      "UPDATE SET title=?3, issuer=?4, client_id=?5, client_secret=?6, create_role=?7, active=?8, "
      "version=version+1, changed_at=?9");
  row.bind(1, workspace).bind_text(2, provider.key).bind_text(3, provider.title);
  row.bind_text(4, provider.issuer).bind_text(5, provider.client_id);
  row.bind_text(6, provider.client_secret).bind_text(7, provider.create_role);
  row.bind(8, int64_t{provider.active}).bind(9, provider.changed_at).run();
}

void SqlitePeopleWriter::delete_provider(WorkspaceId workspace, std::string_view key) {
  Statement row = connection_.prepare("DELETE FROM provider WHERE workspace=?1 AND key=?2");
  row.bind(1, workspace).bind_text(2, key).run();
}

}  // namespace tenure::store::sqlite
