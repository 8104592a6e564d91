#include "service/verbs/work.h"

#include <algorithm>

#include "engine/state.h"

namespace tenure::service::acts {

using lifecycle::Lifecycle;

engine::Refusal refusal(std::string code, std::string id, Arguments arguments) {
  return {.code = std::move(code), .id = std::move(id), .arguments = std::move(arguments)};
}

Value object(Values members) {
  auto made = std::make_shared<Object>();
  made->members = std::move(members);
  return Value(std::shared_ptr<const Object>(std::move(made)));
}

Value list(std::vector<Value> items) {
  auto made = std::make_shared<List>();
  made->items = std::move(items);
  return Value(std::shared_ptr<const List>(std::move(made)));
}

FactInput& Work::add(std::string_view kind, std::string_view account, std::string_view key) {
  FactInput& fact = facts_.emplace_back();
  fact.account = account;
  fact.kind = kind;
  fact.key = key;
  fact.actor = context_.caller().actor;
  fact.role = context_.caller().role;
  if (const Value* at = call_.find("at")) {
    if (const Instant* instant = at->get<Instant>()) fact.at = *instant;
  }
  fact.exception = call_.text("exception_reason");
  return fact;
}

void Work::copy(FactInput& fact, std::initializer_list<std::string_view> names) {
  for (std::string_view name : names) {
    const Value* value = call_.find(name);
    if (value && !value->is_null()) fact.values.emplace_back(name, *value);
  }
}

namespace {

std::string_view prefix_of(std::string_view record) {
  static constexpr std::pair<std::string_view, std::string_view> kPrefixes[] = {
      {"account", "A"},     {"contact", "C"},     {"opportunity", "OP"}, {"quote", "Q"},
      {"order", "O"},       {"invoice", "I"},     {"subscription", "S"}, {"assignment", "AS"},
      {"appointment", "AP"}, {"activity", "AC"},  {"enquiry", "E"},      {"case", "CS"},
      {"task", "T"},        {"ledger", "L"},      {"view", "V"},         {"segment", "SG"},
      {"form", "F"}};
  for (const auto& [name, letters] : kPrefixes) {
    if (name == record) return letters;
  }
  return "R";
}

}  // namespace

std::string Work::key_for(std::string_view record) {
  if (std::string given = call_.text("key"); !given.empty()) return given;
  return new_key(record);
}

// Numbered by the log of facts, which only grows.
std::string Work::new_key(std::string_view record, std::string_view given) {
  for (;;) {
    std::string digits =
        std::to_string(context_.transaction().next_fact(context_.workspace()) + keys_made_++);
    if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
    std::string key = (std::string(given.empty() ? prefix_of(record) : given)) + "-" + digits;
    if (!exists(context_, record, key)) return key;
  }
}

void Work::makes(std::string_view record, std::string_view key, std::string_view account) {
  made_.push_back({std::string(record), std::string(key), std::string(account)});
}

bool Work::is_made(std::string_view record, std::string_view key, std::string_view account) const {
  const Made made{std::string(record), std::string(key), std::string(account)};
  return std::ranges::find(made_, made) != made_.end();
}

void Work::refuse(std::string code, std::string id, Arguments arguments) {
  done_.refusals.push_back(refusal(std::move(code), std::move(id), std::move(arguments)));
}

void Work::warn(std::string code, std::string id, Arguments arguments) {
  done_.warnings.push_back(refusal(std::move(code), std::move(id), std::move(arguments)));
}

namespace {

void add_once(std::vector<engine::Refusal>& all, engine::Refusal&& refusal) {
  const auto same = [&](const engine::Refusal& known) {
    return known.code == refusal.code && known.id == refusal.id && known.arguments == refusal.arguments;
  };
  if (std::ranges::none_of(all, same)) all.push_back(std::move(refusal));
}

// What going inactive leaves behind: the measures of open things.
constexpr std::string_view kOpenMeasures[] = {
    "live_assignment_count", "live_subscription_count", "open_opportunity_count",
    "open_quote_count",      "open_case_count",         "open_task_count"};

}  // namespace

// Going inactive closes nothing; it lists what is still open.
void Work::warn_of_open(const engine::Transition& move, std::string_view account) {
  const Lifecycle& cycle = context_.definition().lifecycles[move.lifecycle];
  if (move.to == lifecycle::kNoStage || cycle.stages[move.to].active) return;
  if (move.from != lifecycle::kNoStage && !cycle.stages[move.from].active) return;
  const engine::State state = state_of(context_, account);
  for (std::string_view measure : kOpenMeasures) {
    const auto slot = context_.definition().find_slot(measure);
    if (!slot || state.row()[*slot].is_null() || state.row()[*slot].as_int64() == 0) continue;
    add_once(done_.warnings,
             refusal("still-open", std::string(measure),
                     {{"account", std::string(account)},
                      {"what", std::string(measure)},
                      {"count", std::to_string(state.row()[*slot].as_int64())}}));
  }
}

void Work::take(const FactInput& fact, Verdict& verdict) {
  for (engine::Refusal& refusal : verdict.refusals) {
    if (refusal.code != "refused-with-others") add_once(done_.refusals, std::move(refusal));
  }
  for (engine::Refusal& warning : verdict.warnings) add_once(done_.warnings, std::move(warning));
  for (const engine::Transition& move : verdict.moves) {
    const Lifecycle& cycle = context_.definition().lifecycles[move.lifecycle];
    const auto id = [&](lifecycle::StageId stage) {
      return stage == lifecycle::kNoStage ? std::string() : std::string(cycle.stage_id(stage));
    };
    done_.moves.push_back({fact.account, cycle.name, id(move.from), id(move.to),
                           std::string(engine::rule_id(context_.definition(), move)), move.at});
    warn_of_open(move, fact.account);
  }
}

// A person is told that the customer is another's part now; only what another program still calls by the old
// key (Service::record) goes to the survivor by itself.
void Work::refuse_merged() {
  std::erase_if(facts_, [&](const FactInput& fact) {
    const auto kind = context_.definition().find_kind(fact.kind);
    if (!kind || !context_.realm().about[*kind].goes_along) return false;
    const auto id = context_.reads().find_account(context_.workspace(), fact.account);
    if (!id) return false;
    const std::string into = to_text(context_.reads().property(context_.workspace(), *id, "merged_into"));
    if (into.empty()) return false;
    add_once(done_.refusals, refusal("account-merged", fact.account, {{"account", fact.account}, {"into", into}}));
    return true;
  });
}

bool Work::record(const RecordOptions& options) {
  refuse_merged();
  if (facts_.empty()) return !refused();
  const std::vector<FactInput> facts(facts_.begin(), facts_.end());
  facts_.clear();
  std::vector<Verdict> verdicts = context_.record(facts, options);
  for (size_t i = 0; i < facts.size(); ++i) take(facts[i], verdicts[i]);
  if (refused() && done_.allowed.empty()) {
    for (size_t i = 0; i < facts.size() && done_.allowed.empty(); ++i) {
      if (!verdicts[i].refusals.empty()) done_.allowed = allowed_moves(context_, facts[i].account);
    }
  }
  return !refused();
}

int64_t Work::record_each(const std::function<void(const FactInput&, const Verdict&)>& visit) {
  const std::vector<FactInput> facts(facts_.begin(), facts_.end());
  facts_.clear();
  std::vector<Verdict> verdicts = context_.record(facts);
  int64_t recorded = 0;
  for (size_t i = 0; i < facts.size(); ++i) {
    visit(facts[i], verdicts[i]);
    recorded += verdicts[i].outcome == Outcome::recorded;
    verdicts[i].refusals.clear();
    take(facts[i], verdicts[i]);
  }
  return recorded;
}

Result<Done> Work::finish(std::string_view record, std::string_view key, bool created) {
  this->record();
  done_.refused = refused();
  done_.record = record;
  done_.key = key;
  if (done_.refused) {
    done_.moves.clear();
    return std::move(done_);
  }
  done_.created = created;
  if (const Result<Row> row = load(context_, record, key)) done_.version = row->version;
  return std::move(done_);
}

std::vector<std::string> allowed_moves(Context& context, std::string_view account) {
  std::vector<std::string> allowed;
  if (!context.reads().find_account(context.workspace(), account)) return allowed;
  const engine::State state = state_of(context, account);
  if (state.archived()) return allowed;
  const std::string& role = context.caller().role;
  const auto has_role = [&](const std::vector<std::string>& roles) {
    return roles.empty() || std::ranges::find(roles, role) != roles.end();
  };
  for (size_t l = 0; l < context.definition().lifecycles.size(); ++l) {
    const Lifecycle& cycle = context.definition().lifecycles[l];
    const lifecycle::StageId stage = state.standing(l).stage;
    const bool by_hand = cycle.by_hand == lifecycle::ByHand::anyone ||
                         (cycle.by_hand == lifecycle::ByHand::roles && has_role(cycle.by_hand_roles));
    for (size_t s = 0; by_hand && s < cycle.stages.size(); ++s) {
      if (s != stage && !cycle.stages[s].hidden) allowed.push_back(cycle.name + "/" + cycle.stages[s].id);
    }
    for (const lifecycle::Declaration& declaration : cycle.declarations) {
      if ((declaration.from & lifecycle::bit(stage)) && has_role(declaration.roles))
        allowed.push_back(cycle.name + "/declare:" + declaration.id);
    }
  }
  return allowed;
}

}  // namespace tenure::service::acts
