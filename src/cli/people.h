#pragma once
// What the commands about people share: the identity room on this run's store, as whoever holds the file.
#include <initializer_list>

#include "cli/session.h"
#include "identity/identity.h"

namespace tenure::cli {

class People {
 public:
  explicit People(Session& session)
      : session_(session), identity_(session.service(), session.clock()) {}

  identity::Identity& identity() { return identity_; }
  service::Caller caller() const {
    service::Caller caller = session_.caller();
    caller.role = "owner";
    return caller;
  }
  // Headers of a table: the catalogue's column.user-<name>.
  std::vector<std::string> titles(std::initializer_list<std::string_view> names) const {
    std::vector<std::string> titles;
    for (const std::string_view name : names) titles.push_back(session_.say("column.user-" + std::string(name)));
    return titles;
  }

 private:
  Session& session_;
  identity::Identity identity_;
};

// Where the server answers, as links say it.
inline std::string address_of(const Session& session) {
  const std::string& base = session.config().text("serve.base_url");
  return base.empty() ? "http://" + session.config().text("serve.listen") : base;
}

}  // namespace tenure::cli
