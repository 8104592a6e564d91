#pragma once
// What is handed out once and never kept: sessions, API tokens, invitations. 256 random bits behind a prefix that
// says what it is and whose, so that a scanner finds it in a log and the store finds it by workspace:
//   tenure_session_1_3q2-7w…     the store keeps its hash
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "store/directory.h"

namespace tenure::identity {

enum class SecretKind : uint8_t { session, token, invitation };

struct Secret {
  std::string text;  // to hand out
  std::string hash;  // to keep
};
Secret make_secret(SecretKind, store::WorkspaceId);

struct Presented {
  store::WorkspaceId workspace = 0;
  std::string hash;
};
// nullopt: not such a secret by its form.
std::optional<Presented> read_secret(SecretKind, std::string_view text);

// Made of a session's secret, for forms and headers of the same page: who has the one can make the other, never
// back.
std::string csrf_of(std::string_view session);
// In the same time whether they differ in the first byte or the last.
bool same_secret(std::string_view a, std::string_view b);

// Of the store's own secret, one for each purpose: the same for as long as there is the store.
std::string secret_for(std::string_view store_secret, std::string_view purpose);

// By the store's own secret: nobody else can read or change it. `open_sealed` gives nullopt for what was not
// sealed here, or for another purpose.
std::string seal(std::string_view store_secret, std::string_view purpose, std::string_view text);
std::optional<std::string> open_sealed(std::string_view store_secret, std::string_view purpose,
                                       std::string_view sealed);

}  // namespace tenure::identity
