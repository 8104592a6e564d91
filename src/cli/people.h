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

 private:
  Session& session_;
  identity::Identity identity_;
};

// Headers of a table for people: the catalogue's column.user-<name>; none for programs.
inline std::vector<std::string> people_titles(const Session& session, std::initializer_list<std::string_view> names) {
  std::vector<std::string> titles;
  if (session.format != Format::table) return titles;
  for (const std::string_view name : names) titles.push_back(session.say("column.user-" + std::string(name)));
  return titles;
}

// Where the server answers, as links say it.
inline std::string address_of(const Session& session) {
  const std::string& base = session.config().text("serve.base_url");
  return base.empty() ? "http://" + session.config().text("serve.listen") : base;
}

}  // namespace tenure::cli
