#pragma once
// Users and API tokens of a running server, read into what the file's are. What is not allowed, the server says.
#include <string_view>
#include <vector>

#include "cli/session.h"
#include "identity/identity.h"

namespace tenure::cli {

// Where somebody comes in, once.
struct Link {
  std::string user, url;
  Instant until;
};

// Errors of all: those of Server::get. What is added or changed comes back as the user's key.
Result<std::vector<identity::UserRow>> users_there(Session&);
Result<std::string> add_user_there(Session&, const identity::NewUser&);
Result<std::string> change_user_there(Session&, const std::string& user, const identity::UserChange&);
Result<std::string> remove_user_there(Session&, const std::string& user);
Result<Link> link_there(Session&, const std::string& user, bool reset);

Result<std::vector<identity::TokenRow>> tokens_there(Session&, const std::string& user);  // "" = of all
Result<identity::Made> add_token_there(Session&, const identity::NewToken&);  // its key is the token's number
Result<void> revoke_token_there(Session&, int64_t number);

}  // namespace tenure::cli
