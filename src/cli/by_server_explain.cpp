// The story of an account, as a running server tells it: the same, as far as the token's user may know it.
#include <algorithm>

#include "cli/answers.h"
#include "cli/explain.h"
#include "cli/server.h"
#include "expression/type.h"
#include "lifecycle/coerce.h"

namespace tenure::cli {

namespace {

using service::Service;

std::optional<Instant> instant(const Value& object, std::string_view name) {
  const auto at = parse_instant(text(object, name));
  return at ? std::optional(*at) : std::nullopt;
}

// What JSON has as text or as a plain number may be something else.
Value typed(const std::string& type, const Value& value) {
  const auto known = type.empty() || value.is_null() ? Result<expression::Type>(std::unexpected(Error{}))
                                                     : expression::parse_type(type);
  return known ? lifecycle::coerce(*known, value, TimeZone::utc()).value_or(value) : value;
}

// A condition with all its parts. What may not be seen comes as not evaluated.
Tale::Reason reason_of(const Value& said) {
  Tale::Reason reason{.position = 0,
                      .end = 0,
                      .value = typed(text(said, "type"), at(said, "holds")),
                      .text = text(said, "condition"),
                      .evaluated = !flag(said, "passed_over"),
                      .parts = {}};
  for (const Value& part : items(said, "parts")) reason.parts.push_back(reason_of(part));
  return reason;
}

std::optional<Tale::Reason> maybe_reason(const Value& said) {
  return said.is_null() ? std::nullopt : std::optional(reason_of(said));
}

std::optional<Tale::Delay> delay_of(const Value& said) {
  if (said.is_null()) return std::nullopt;
  return Tale::Delay{text(said, "amount"), text(said, "unit"), text(said, "since")};
}

Tale::Fields fields_of(const Value& said) {
  const auto* object = said.get<std::shared_ptr<const Object>>();
  return object ? (*object)->members : Tale::Fields();
}

class Reader {
 public:
  Reader(Language language, const Value& definition, const Value& said)
      : language_(language), definition_(definition), said_(said) {}

  Tale read() const {
    Tale tale{.account = text(said_, "account"),
              .name = text(said_, "name"),
              .at = instant(said_, "as_of").value_or(Instant{}),
              .facts = number(said_, "facts"),
              .archived = flag(said_, "archived")};
    for (const Value& standing : items(said_, "stands"))
      tale.stands.push_back({text(standing, "lifecycle"), title(named("lifecycles", text(standing, "lifecycle")), "title"),
                             text(standing, "stage"), instant(standing, "since")});
    for (const Value& step : items(said_, "timeline")) tale.steps.push_back(this->step(step));
    for (const Value& stay : items(said_, "stays"))
      tale.stays.push_back({text(stay, "lifecycle"), text(stay, "rule"), title(stay, "says"),
                            instant(stay, "at").value_or(Instant{})});
    for (const Value& way : items(said_, "outlook")) tale.ways.push_back(this->way(way));
    for (const Value& kind : items(definition_, "fact_kinds"))
      tale.kinds.emplace(text(kind, "name"), title(kind, "title"));
    return tale;
  }

 private:
  std::string title(const Value& of, std::string_view name) const {
    const Value& title = at(of, name);
    const std::string own = text(title, to_string(language_));
    return own.empty() ? text(title, "en") : own;
  }
  const Value& named(std::string_view list, std::string_view name) const {
    static const Value kNothing;
    for (const Value& one : items(definition_, list))
      if (text(one, "name") == name) return one;
    return kNothing;
  }

  // Fields of a fact are of its kind's types, or of the account's.
  Tale::Fields fact_fields(const std::string& kind, const Value& said) const {
    Tale::Fields fields = fields_of(said);
    for (auto& [name, value] : fields) {
      for (const Value* described : {&named("records", "account"), &named("fact_kinds", kind)}) {
        for (const Value& field : items(*described, "fields"))
          if (text(field, "name") == name) value = typed(text(field, "type"), value);
      }
    }
    return fields;
  }

  Tale::Step step(const Value& said) const {
    Tale::Step step;
    Service::LogRow& row = step.row;
    row.account = text(said_, "account");
    for (const auto& [name, to] : {std::pair{"lifecycle", &row.lifecycle}, std::pair{"from", &row.from},
                                   std::pair{"to", &row.to}, std::pair{"cause", &row.cause}, std::pair{"rule", &row.rule},
                                   std::pair{"fact", &row.fact}, std::pair{"fact_kind", &row.fact_kind},
                                   std::pair{"actor", &row.actor}, std::pair{"note", &row.note},
                                   std::pair{"reason", &row.reason}})
      *to = text(said, name);
    row.at = instant(said, "at").value_or(Instant{});
    row.recorded_at = instant(said, "recorded_at").value_or(Instant{});
    step.fields = fact_fields(row.fact_kind, at(said, "fields"));
    step.saw = fields_of(at(said, "saw"));
    step.says = title(said, "says");
    step.delay = delay_of(at(said, "delay"));
    step.why = maybe_reason(at(said, "why"));
    for (const Value& tried : items(said, "tried"))
      step.tried.push_back({text(tried, "rule"), text(tried, "outcome"), text(tried, "when"), maybe_reason(at(tried, "why"))});
    step.definition = text(said, "definition");
    step.definition_gone = flag(said, "definition_gone");
    return step;
  }

  Tale::Way way(const Value& said) const {
    Tale::Way way{.lifecycle = text(said, "lifecycle"),
                  .cause = text(said, "cause"),
                  .id = text(said, "id"),
                  .to = text(said, "to"),
                  .title = title(said, "title"),
                  .open = flag(said, "open"),
                  .due = instant(said, "due"),
                  .delay = delay_of(at(said, "delay"))};
    for (const Value& kind : items(said, "kinds")) way.kinds.push_back(to_text(kind));
    for (const Value& part : items(said, "asks_fact")) way.asks_fact.push_back(to_text(part));
    for (const Value& missing : items(said, "missing")) way.missing.push_back(reason_of(missing));
    for (const Value& need : items(said, "requirements")) way.needs.emplace_back(text(need, "id"), title(need, "says"));
    return way;
  }

  const Language language_;
  const Value& definition_;
  const Value& said_;
};

}  // namespace

Result<Tale> tale_there(Session& session, const std::string& account, const Service::When& when) {
  const Server& server = session.server();
  TENURE_TRY(const Value definition, server.definition());
  std::string parameters;
  for (const auto& [at, name] : {std::pair{when.at, "as_of"}, std::pair{when.known_at, "known_at"}}) {
    if (at) parameters += (parameters.empty() ? "" : ",") + std::string(name) + "=" + in_address(to_string(*at));
  }
  TENURE_TRY(const Value answer, server.get("odata/accounts(" + literal(account) + ")/tenure.explain(" + parameters + ")"));
  return Reader(session.language, definition, at(answer, "result")).read();
}

}  // namespace tenure::cli
