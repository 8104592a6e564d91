// What must hold of every history, whenever its facts arrive and whatever was done about them since: laws over random
// histories of a shipped pack. Each case has accounts of its own in one store, for a store costs more than a history.
#include <rapidcheck.h>

#include <map>

#include "engine/owned_fact.h"
#include "service/asking_test_support.h"
#include "service/perform.h"

namespace tenure::service {
namespace {

class ServiceLaws : public AskingTest {
 protected:
  using Facts = std::vector<FactInput>;

  void SetUp() override {
    AskingTest::SetUp();
    service_.reset();
    store_.reset();
    std::filesystem::remove(path());
    open();
    ASSERT_TRUE(service_->create_workspace({.pack = "prospectsoft"}));
  }
  // Fewer cases than usual: each is a dozen commits.
  template <class Property>
  static void law(int cases, const Property& property) {
    rc::detail::TestParams params = rc::detail::configuration().testParams;
    params.maxSuccess = cases;
    rc::detail::TestMetadata metadata;
    metadata.id = metadata.description = testing::UnitTest::GetInstance()->current_test_info()->name();
    const auto result = rc::detail::checkTestable(property, metadata, params);
    std::ostringstream said;
    rc::detail::printResultMessage(result, said);
    EXPECT_TRUE(result.template is<rc::detail::SuccessResult>()) << said.str();
  }

  // ---- histories, of an account that is called "@" until it is known which

  // Of the two years before now.
  Facts history(const std::string& tag = "", bool with_cancelled = true) {
    static constexpr const char* kStages[] = {"suspect", "lead", "sql", "customer", "other"};
    Facts facts;
    const int count = *rc::gen::inRange(1, 12);
    for (int i = 0; i < count; ++i) {
      const auto key = [&](int n) { return "@/" + tag + std::to_string(n); };
      const Value own(key(i)), any(key(*rc::gen::inRange(0, count)));
      FactInput fact{.account = "@", .key = key(i), .create_account = true};
      fact.at = Instant{clock_.now().micros - *rc::gen::inRange<int64_t>(1, 1'400) * kMicrosPerDay / 2};
      const auto is = [&](const char* kind, std::vector<std::pair<std::string, Value>> values) {
        fact.kind = kind;
        fact.values = std::move(values);
      };
      switch (*rc::gen::inRange(with_cancelled ? 0 : 1, 11)) {
        case 0: is("order.cancelled", {{"order", any}}); break;
        case 1: is("opportunity.created", {{"opportunity", own}, {"title", "T"}}); break;
        case 2: is("opportunity.won", {{"opportunity", any}, {"amount", "7"}}); break;
        case 3: is("opportunity.lost", {{"opportunity", any}}); break;
        case 4: is("account.changed", {{"name", Value("Name " + std::to_string(i))}}); break;
        case 5:
          is("stage.set", {{"lifecycle", "customer_lifecycle"}, {"stage", kStages[*rc::gen::inRange(0, 5)]}});
          break;
        case 6: is("contact.created", {{"contact", own}, {"first_name", "Noa"}}); break;
        default: is("order.placed", {{"order", own}, {"amount", Value(std::to_string(*rc::gen::inRange(1, 99)))}});
      }
      facts.push_back(std::move(fact));
    }
    return facts;
  }
  static Facts shuffled(Facts facts) {
    for (size_t i = facts.size(); i > 1; --i) std::swap(facts[i - 1], facts[*rc::gen::inRange<size_t>(0, i)]);
    return facts;
  }
  static std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
      text.replace(at, what.size(), by);
    return text;
  }
  static Facts of(const std::string& account, Facts facts) {
    for (FactInput& fact : facts) {
      fact.account = account;
      fact.key = replaced(fact.key, "@", account);
      for (auto& [name, value] : fact.values) {
        if (const auto* text = value.get<std::string>()) value = Value(replaced(*text, "@", account));
      }
    }
    return facts;
  }
  std::string new_account() { return "L" + std::to_string(1'000'000 + ++accounts_); }

  // ---- what becomes of them

  bool all(const Facts& facts, Outcome outcome) {
    const std::vector<Verdict> verdicts = record(facts);
    return std::ranges::all_of(verdicts, [&](const Verdict& verdict) { return verdict.outcome == outcome; });
  }
  // In parts of any size, days apart, with timers that are noticed now or later.
  bool all_in_parts(const Facts& facts, Outcome outcome) {
    bool as_said = true;
    for (size_t begin = 0; begin < facts.size();) {
      const auto count = *rc::gen::inRange<size_t>(1, std::min<size_t>(facts.size() - begin, 4) + 1);
      const auto part = facts.begin() + static_cast<ptrdiff_t>(begin);
      as_said &= all(Facts(part, part + static_cast<ptrdiff_t>(count)), outcome);
      begin += count;
      pass_days(*rc::gen::inRange(0, 30));
      if (*rc::gen::arbitrary<bool>()) (void)service_->tick("default");
    }
    return as_said;
  }
  void pass_days(int64_t days) { clock_.set({clock_.now().micros + days * kMicrosPerDay}); }

  std::vector<std::string> log_of(const std::string& account, bool superseded_too = false) {
    return log({.account = account, .all = superseded_too, .when = {}});
  }
  // All that is told of an account today, itself called "@": its fields, its documents, its time in stages, its log.
  std::string present(const std::string& account) {
    (void)service_->tick("default");
    std::string text;
    for (const std::string set : {"accounts", "orders", "opportunities", "contacts", "stage_spells"}) {
      const std::string whose = set == "accounts" ? "key" : "account";
      for (const std::string& line : ask(set, {.select = all_fields(set), .filter = whose + " eq '" + account + "'"}))
        text += set + " " + line + "\n";
    }
    for (const std::string& row : log_of(account)) text += row + "\n";
    return replaced(text, account, "@");
  }
  bool done(const std::string& account, std::string_view verb, const std::string& other) {
    const Call call{.caller = {}, .workspace = "default", .key = account, .values = {{"other", Value(other)}}};
    const Result<Done> answer = perform(*service_, call, *find_verb("account", verb));
    return answer && !answer->refused;
  }

 private:
  int accounts_ = 0;
};

TEST_F(ServiceLaws, ArrivalOrderChangesNothing) {
  law(25, [this] {
    const Facts facts = history();
    const std::string in_parts = new_account(), at_once = new_account();
    RC_ASSERT(all_in_parts(of(in_parts, shuffled(facts)), Outcome::recorded));
    RC_ASSERT(all(of(at_once, shuffled(facts)), Outcome::recorded));
    RC_ASSERT(log_of(at_once, true) == log_of(at_once));  // one transaction leaves no litter
    RC_ASSERT(present(in_parts) == present(at_once));
    pass_days(1);
  });
  expect_sound();
}

TEST_F(ServiceLaws, AReplayChangesNothing) {
  law(25, [this] {
    const auto extent = [this] {
      store::Extent now;
      store_->read([&](store::Reader& reader) { now = reader.extent(1); });
      return std::tuple(now.facts, now.transitions, now.supersessions, now.outbox, now.effects);
    };
    const Facts facts = history();
    const std::string account = new_account();
    RC_ASSERT(all_in_parts(of(account, facts), Outcome::recorded));
    const std::string before = present(account);
    const auto so_far = extent();
    RC_ASSERT(all(of(account, shuffled(facts)), Outcome::known));
    RC_ASSERT(extent() == so_far);
    RC_ASSERT(present(account) == before);
  });
  open();  // and folded by a process that knows nothing yet
  expect_sound();
}

// Whatever happened to either meanwhile stays its own; all else is as if nobody had merged.
TEST_F(ServiceLaws, UndoAfterMergeRestores) {
  law(12, [this] {
    const Facts first = history("a"), second = history("b"), later = history("c"), others = history("d");
    const std::string survivor = new_account(), other = new_account();
    const std::string alone = new_account(), apart = new_account();
    for (const auto& [account, facts] : {std::pair(survivor, first), {other, second}, {alone, first}, {apart, second}})
      RC_ASSERT(all(of(account, facts), Outcome::recorded));
    RC_ASSERT(done(survivor, "merge", other));
    RC_ASSERT(all(of(survivor, later), Outcome::recorded));
    RC_ASSERT(all(of(other, others), Outcome::recorded));
    RC_ASSERT(done(survivor, "unmerge", other));
    RC_ASSERT(all(of(alone, later), Outcome::recorded));
    RC_ASSERT(all(of(apart, others), Outcome::recorded));
    RC_ASSERT(present(survivor) == present(alone));
    RC_ASSERT(present(other) == present(apart));
  });
  expect_sound();
}

// The history of the two began with the other's: what is older than the survivor's own first fact moves its beginning
// all the same, and that is seen when they are parted.
TEST_F(ServiceLaws, WhatIsLearnedOfTheBeginningWhileMergedHoldsWhenParted) {
  const auto cancelled = [&](const std::string& account, const std::string& key, int64_t days) {
    return Facts{{.account = account, .kind = "order.cancelled", .key = key,
                  .at = Instant{clock_.now().micros - days * kMicrosPerDay}, .values = {{"order", Value(key)}},
                  .create_account = true}};
  };
  ASSERT_TRUE(all(cancelled("S", "1", 1), Outcome::recorded));
  ASSERT_TRUE(all(cancelled("O", "2", 32), Outcome::recorded));
  ASSERT_TRUE(done("S", "merge", "O"));
  ASSERT_TRUE(all(cancelled("S", "3", 2), Outcome::recorded));   // S's own, older than what it began with
  ASSERT_TRUE(all(cancelled("O", "4", 40), Outcome::recorded));  // and O's
  ASSERT_TRUE(done("S", "unmerge", "O"));
  for (const auto& [account, days] : {std::pair("S", 2), {"O", 40}}) {
    const std::string began = to_text(Value(Instant{clock_.now().micros - days * kMicrosPerDay}));
    const Lines told = ask("accounts", {.select = "created_at,customer_lifecycle_since,customer_lifecycle",
                                        .filter = "key eq '" + std::string(account) + "'"});
    EXPECT_EQ(told, Lines{began + "|" + began + "|suspect"}) << account;
  }
  expect_sound();
}

// G21: what was true at an instant, as was believed at another, is the engine's fold of the facts that were known then.
TEST_F(ServiceLaws, AsOfAndKnownAtAreTheFoldOfWhatWasKnownThen) {
  const Lines measures{"order_count", "order_total", "last_order_at", "open_opportunity_count", "name"};
  std::string select = "customer_lifecycle";
  for (const std::string& name : measures) select += "," + name;
  law(15, [&] {
    const std::string account = new_account();
    const lifecycle::DefinitionPtr definition = *service_->definition("default");
    struct Told {
      Instant learned;
      FactInput fact;
    };
    std::vector<Told> told;
    const auto learn = [&](const FactInput& fact, Outcome outcome) {
      pass_days(*rc::gen::inRange(1, 40));
      (void)service_->tick("default");
      RC_ASSERT(all({fact}, outcome));
      told.push_back({clock_.now(), fact});
    };
    const Instant began{clock_.now().micros - *rc::gen::inRange<int64_t>(1, 700) * kMicrosPerDay};
    learn({.account = account, .kind = "account.created", .key = account, .at = began, .create_account = true},
          Outcome::recorded);
    for (const FactInput& fact : of(account, shuffled(history("", false)))) {
      learn(fact, Outcome::recorded);
      FactInput again = fact;  // wrong, or never
      switch (*rc::gen::inRange(0, 5)) {
        case 0: again.at->micros -= 20 * kMicrosPerDay, learn(again, Outcome::corrected); break;
        case 1: again.retract = true, learn(again, Outcome::retracted); break;
        default: break;
      }
    }
    const auto folded = [&](Instant as_of, Instant known_at) {
      std::map<std::pair<std::string, std::string>, FactInput> holds;
      for (const Told& one : told) {
        if (one.learned > known_at) break;
        if (one.fact.retract) holds.erase({one.fact.kind, one.fact.key});
        else holds[{one.fact.kind, one.fact.key}] = one.fact;
      }
      std::vector<engine::OwnedFact> facts;
      for (const auto& [key, fact] : holds) {
        if (*fact.at > as_of) continue;
        engine::OwnedFact& built = facts.emplace_back(engine::build_fact(*definition, {fact.kind, fact.values}).fact);
        built.at = *fact.at;
        built.key = fact.key;
      }
      if (facts.empty()) return Lines{};
      const engine::FactViews views(*definition, facts);
      std::vector<engine::Fact> in_order(views.facts().begin(), views.facts().end());
      std::ranges::sort(in_order, engine::before);
      const engine::State state = engine::fold(*definition, in_order, as_of).state;
      std::string line(definition->lifecycles[0].stages[state.standing(0).stage].id);
      for (const std::string& name : measures) {
        const size_t slot = *definition->find_slot(name);
        line += "|" + to_text(expression::to_value(state.row()[slot], definition->account.fields[slot].type));
      }
      return Lines{line};
    };
    for (int i = 0; i < 8; ++i) {
      const Instant known_at = told[*rc::gen::inRange<size_t>(0, told.size())].learned;
      const Instant as_of{known_at.micros - *rc::gen::inRange<int64_t>(0, 1'500) * kMicrosPerDay / 2};
      const Lines asked = ask("accounts", {.select = select, .filter = "key eq '" + account + "'"}, {as_of, known_at});
      RC_ASSERT(asked == folded(as_of, known_at));
    }
  });
  expect_sound();
}

}  // namespace
}  // namespace tenure::service
