// log and export through a server. What the file's reader finds is asked for as a filter of the API.
#include "cli/by_server_reads.h"

#include <algorithm>

#include "cli/answers.h"
#include "cli/server.h"
#include "expression/type.h"
#include "lifecycle/coerce.h"

namespace tenure::cli {

namespace {

using service::Service;

class Filter {
 public:
  Filter& add(const std::string& condition) {
    text_ += (text_.empty() ? "" : " and ") + condition;
    return *this;
  }
  Filter& equal(const std::string& name, const std::string& text) {
    std::string quoted;
    for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return add(name + " eq '" + quoted + "'");
  }
  // As the store has it: what had happened by then, and was known and believed at `known_at`.
  Filter& when(const Service::When& when, bool all) {
    add("at le " + (when.at ? to_string(*when.at) : "now()"));
    if (when.known_at) add("recorded_at le " + to_string(*when.known_at));
    if (all) return add("(superseded_at eq null or superseded_at ne null)");  // else the API leaves them out
    if (!when.known_at) return add("superseded_at eq null");
    return add("(superseded_at eq null or superseded_at gt " + to_string(*when.known_at) + ")");
  }
  std::string option() const { return "$filter=" + in_address(text_); }

 private:
  std::string text_;
};

std::optional<Instant> instant(const Value& row, std::string_view name) {
  const auto at = parse_instant(text(row, name));
  return at ? std::optional(*at) : std::nullopt;
}

// A value of a field of this type, as it stands in JSON or, where `type` is not text, in a text.
Value typed(const std::string& type, const Value& value) {
  if (value.is_null()) return value;
  const auto known = expression::parse_type(type);
  if (!known || known->kind == expression::Kind::string) return value;
  return lifecycle::coerce(*known, value, TimeZone::utc()).value_or(value);
}

const Value* named(const Value& definition, std::string_view list, std::string_view name) {
  for (const Value& one : items(definition, list))
    if (text(one, "name") == name) return &one;
  return nullptr;
}

using Types = std::vector<std::pair<std::string, std::string>>;  // of fields, by name and in their order

Types types_of(const Value* described) {
  Types types;
  for (const Value& field : described ? items(*described, "fields") : std::vector<Value>{})
    types.emplace_back(text(field, "name"), text(field, "type"));
  return types;
}

std::string type_in(const Types& types, std::string_view name) {
  const auto found = std::ranges::find(types, name, &Types::value_type::first);
  return found == types.end() ? "" : found->second;
}

// Those that the export of a file has: neither spells, nor what the API keeps for itself.
Types account_types(const Value& definition) {
  const Value* account = named(definition, "records", "account");
  Types types;
  for (const Value& field : account ? items(*account, "fields") : std::vector<Value>{}) {
    const std::string name = text(field, "name");
    if (flag(field, "on_request") || name == "version" || name == "changed_at") continue;
    types.emplace_back(name, text(field, "type"));
  }
  return types;
}

Service::LogRow log_row(const Value& said, const std::optional<Instant>& known_at) {
  Service::LogRow row;
  for (const auto& [name, to] : {std::pair{"account", &row.account}, std::pair{"lifecycle", &row.lifecycle},
                                 std::pair{"from", &row.from}, std::pair{"to", &row.to}, std::pair{"rule", &row.rule},
                                 std::pair{"fact", &row.fact}})
    *to = text(said, name);
  row.at = instant(said, "at").value_or(Instant{});
  row.recorded_at = instant(said, "recorded_at").value_or(Instant{});
  row.superseded_at = instant(said, "superseded_at");
  // What was superseded since was not known to be.
  if (known_at && row.superseded_at > known_at) row.superseded_at.reset();
  return row;
}

Result<void> check_lifecycle(const Value& definition, const std::string& name) {
  if (named(definition, "lifecycles", name)) return {};
  std::string known;
  for (const Value& cycle : items(definition, "lifecycles")) known += (known.empty() ? "" : ", ") + text(cycle, "name");
  return refuse("unknown-lifecycle", {{"lifecycle", name}, {"known", known}});
}

}  // namespace

Result<void> log_there(Session& session, const Service::LogFilter& wanted,
                       const std::function<void(const Service::LogRow&)>& visit) {
  const Server& server = session.server();
  TENURE_TRY(const Value definition, server.definition());
  if (wanted.lifecycle) TENURE_CHECK_OK(check_lifecycle(definition, *wanted.lifecycle));
  Filter filter;
  filter.when(wanted.when, wanted.all);
  if (wanted.account) filter.equal("account", *wanted.account);
  if (wanted.lifecycle) filter.equal("lifecycle", *wanted.lifecycle);
  bool any = false;
  TENURE_CHECK_OK(server.rows("odata/transitions?$orderby=at,account,lifecycle,sequence&" + filter.option(),
                              [&](const Value& row) {
                                any = true;
                                visit(log_row(row, wanted.when.known_at));
                              }));
  // A customer without a move is one; who is none is said to be none.
  if (wanted.account && !any)
    TENURE_CHECK_OK(server.get("odata/accounts(" + literal(*wanted.account) + ")/tenure.outlook()"));
  return {};
}

Result<FactKinds> fact_kinds_there(Session& session) {
  TENURE_TRY(const Value definition, session.server().definition());
  FactKinds kinds;
  for (const Value& kind : items(definition, "fact_kinds")) {
    kinds.emplace_back(text(kind, "name"), std::vector<std::string>{});
    for (const auto& [name, type] : types_of(&kind)) kinds.back().second.push_back(name);
  }
  return kinds;
}

Result<void> facts_there(Session& session, const Service::When& when, const std::string& kind,
                         const std::function<void(const ToldFact&)>& visit) {
  TENURE_TRY(const Value definition, session.server().definition());
  const Types of_account = account_types(definition);
  Filter filter;
  filter.add("retracted eq false").when(when, false);
  if (!kind.empty()) filter.equal("kind", kind);
  return session.server().rows("odata/facts?" + filter.option(), [&](const Value& row) {
    ToldFact fact{.account = text(row, "account"),
                  .kind = text(row, "kind"),
                  .key = text(row, "key"),
                  .actor = text(row, "actor"),
                  .at = instant(row, "at").value_or(Instant{}),
                  .recorded_at = instant(row, "recorded_at").value_or(Instant{}),
                  .fields = {}};
    const Types own = types_of(named(definition, "fact_kinds", fact.kind));
    for (const Value& field : items(row, "fact_fields")) {
      const std::string name = text(field, "name"), type = type_in(own, name);
      fact.fields.emplace_back(name, typed(type.empty() ? type_in(of_account, name) : type, at(field, "value")));
    }
    visit(fact);
  });
}

Result<std::vector<std::string>> account_fields_there(Session& session) {
  TENURE_TRY(const Value definition, session.server().definition());
  std::vector<std::string> names;
  for (const auto& [name, type] : account_types(definition)) names.push_back(name);
  return names;
}

Result<void> accounts_there(Session& session, const std::function<void(const Service::AccountRow&)>& visit) {
  TENURE_TRY(const Value definition, session.server().definition());
  const Types types = account_types(definition);
  std::string select;
  for (const auto& [name, type] : types) select += (select.empty() ? "" : ",") + name;
  return session.server().rows("odata/accounts?$orderby=key&$select=" + in_address(select), [&](const Value& row) {
    Service::AccountRow account{text(row, "key"), {}};
    for (const auto& [name, type] : types) account.properties.emplace_back(name, typed(type, at(row, name)));
    visit(account);
  });
}

}  // namespace tenure::cli
