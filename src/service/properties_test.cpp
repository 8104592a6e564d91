// Administrators' properties, override scripts and RFM by the workspace's verbs.
#include "base/json.h"
#include "script/worker_for_tests.h"
#include "service/perform.h"
#include "service/plan.h"
#include "service/rfm.h"
#include "service/service_test_support.h"
#include "service/settings.h"
#include "service/timers.h"
#include "service/verb.h"

namespace tenure::service {
namespace {

class WorkspaceVerbs : public ServiceTest {
 protected:
  Result<Done> act(std::string_view verb, std::vector<std::pair<std::string, Value>> values, bool dry_run = false,
                   std::string_view role = "admin") {
    Caller caller;
    caller.actor = "ada";
    caller.role = role;
    return perform(*service_, {.caller = caller, .workspace = "default", .values = std::move(values), .dry_run = dry_run},
                   *find_verb("", verb));
  }
  store::Job run(const Result<Done>& queued) {
    EXPECT_TRUE(queued.has_value()) << (queued ? "" : say(Language::english, queued.error()));
    if (!queued) return {};
    std::vector<JobKind> kinds = plan_job_kinds();
    for (JobKind& kind : rfm_job_kinds()) kinds.push_back(std::move(kind));
    Jobs jobs(*service_, std::move(kinds), {});
    const auto job = jobs.run("default", std::stoll(queued->key));
    EXPECT_TRUE(job.has_value());
    EXPECT_EQ(job->state, kFinished) << job->error;
    return *job;
  }
  Value property(const std::string& account, const std::string& name) {
    Value value;
    store_->read([&](store::Reader& r) { value = r.property(1, *r.find_account(1, account), name); });
    return value;
  }
  void set(const std::string& account, const char* name, const char* value, const char* when) {
    const Verdict verdict = record({.account = account, .kind = "account.changed", .at = at(when), .values = {{name, Value(value)}}});
    EXPECT_EQ(verdict.outcome, Outcome::recorded) << (verdict.refusals.empty() ? "" : verdict.refusals[0].code);
  }
  void expect_sound() {
    const auto findings = service_->verify("default");
    ASSERT_TRUE(findings.has_value());
    for (const auto& finding : *findings) ADD_FAILURE() << say(Language::english, finding.code, finding.arguments);
  }
};

// quality.md A11: what was said or granted of a property that was removed does not come back with its name.
TEST_F(WorkspaceVerbs, A11APropertyAddedAgainIsAnother) {
  clock_.set(at("2026-06-01T12:00:00Z"));
  record(order("A", "1", "2026-05-01"));
  run(act("add_property", {{"name", "club"}, {"type", "string"}, {"title", "Club"}}));
  set("A", "club", "gold", "2026-06-01T10:00:00Z");
  EXPECT_EQ(property("A", "club"), Value("gold"));
  expect_sound();
  Caller caller;
  ASSERT_TRUE(set_field_permission(*service_, caller, "default",
                                   {.role = "rep", .record = "account", .field = "club", .read = true, .write = true}).has_value());
  EXPECT_EQ(act("add_property", {{"name", "club"}, {"type", "string"}}).error().code, "property-exists");
  EXPECT_EQ(act("add_property", {{"name", "name"}, {"type", "string"}}).error().code, "property-exists");
  EXPECT_EQ(act("add_property", {{"name", "x y"}, {"type", "string"}}).error().code, "property-name");
  EXPECT_EQ(act("add_property", {{"name", "x"}, {"type", "colour"}}).error().code, "invalid-definition");
  EXPECT_EQ(act("remove_property", {{"name", "credit"}}).error().code, "no-extra-property");

  run(act("remove_property", {{"name", "club"}}));
  expect_sound();
  const Verdict gone = record({.account = "A", .kind = "account.changed", .values = {{"club", Value("x")}}});
  EXPECT_EQ(gone.outcome, Outcome::refused);
  run(act("add_property", {{"name", "club"}, {"type", "string"}}));
  EXPECT_TRUE(property("A", "club").is_null());
  store_->read([&](store::Reader& r) { EXPECT_TRUE(r.directory().field_permissions(1).empty()); });
  expect_sound();
  // Not by a late fact either, that folds all of it anew.
  record(order("A", "2", "2026-04-01"));
  EXPECT_TRUE(property("A", "club").is_null());
  set("A", "club", "silver", "2026-06-01T11:00:00Z");
  EXPECT_EQ(property("A", "club"), Value("silver"));
  expect_sound();
  open();
  expect_sound();
  EXPECT_NE(json::write(act("properties", {})->result).find(R"("name":"club")"), std::string::npos);
}

TEST_F(WorkspaceVerbs, APropertyOfChoicesIsTyped) {
  record(order("A", "1", "2026-05-01"));
  auto choices = std::make_shared<List>();
  choices->items = {Value("small=Small \"s\""), Value("large=Large")};
  run(act("add_property", {{"name", "size"}, {"type", "choice"}, {"choices", Value(std::shared_ptr<const List>(choices))}}));
  set("A", "size", "small", "2026-05-20");
  EXPECT_EQ(record({.account = "A", .kind = "account.changed", .values = {{"size", Value("huge")}}}).outcome, Outcome::refused);
  run(act("add_property", {{"name", "since_day"}, {"type", "date"}}));
  run(act("add_property", {{"name", "points"}, {"type", "int"}}));
  EXPECT_EQ(property("A", "size"), Value("small"));
  set("A", "points", "7", "2026-05-21");
  expect_sound();
}

constexpr const char* kClose = R"(
local moves = {}
for _, account in ipairs(accounts) do
  if account.stages.status == 'buyer' then
    moves[#moves + 1] = {account = account.key, lifecycle = 'status', stage = 'customer'}
  end
end
print('looked at ' .. #accounts)
return moves
)";

TEST_F(WorkspaceVerbs, HY31AScriptSetsStagesAndIsInTheLog) {
  record(order("A", "1", "2026-05-01"));
  record(order("B", "2", "2026-01-01"));
  const auto would = act("run_script", {{"script", kClose}, {"reason", "May"}}, true);
  ASSERT_TRUE(would.has_value()) << say(Language::english, would.error());
  EXPECT_EQ(would->moves.size(), 1u);
  EXPECT_EQ(property("A", "status"), Value("buyer"));
  const auto done = act("run_script", {{"script", kClose}, {"reason", "May"}, {"name", "close.lua"}});
  ASSERT_TRUE(done.has_value()) << say(Language::english, done.error());
  ASSERT_EQ(done->moves.size(), 1u);
  EXPECT_EQ(done->moves[0].account + " " + done->moves[0].to + " " + done->moves[0].rule, "A customer script");
  EXPECT_NE(json::write(done->result).find(R"("printed":"looked at 2)"), std::string::npos) << json::write(done->result);
  EXPECT_EQ(property("A", "status"), Value("customer"));
  Service::LogRow last;
  ASSERT_TRUE(service_->log("default", {.account = "A"}, [&](const Service::LogRow& row) { last = row; }).has_value());
  EXPECT_EQ(last.cause + " " + last.actor + " " + last.reason, "script ada May");
  expect_sound();
}

// Who calls over a network says so by the verb's parameter: nothing is written and nothing kept, but who may not do it
// is in the audit all the same. Among other changes nothing can be tried.
TEST_F(WorkspaceVerbs, HY31AScriptThatIsOnlyTriedByItsParameter) {
  record(order("A", "1", "2026-05-01"));
  const auto audited = [&] {
    int64_t count = 0;
    store_->read([&](store::Reader& r) { r.directory().audit_events(1, 0, 1000, [&](const auto&) { ++count; }); });
    return count;
  };
  const int64_t before = audited();
  const std::vector<std::pair<std::string, Value>> tried{{"script", kClose}, {"reason", "May"}, {"dry_run", Value(true)}};
  const auto would = act("run_script", tried);
  ASSERT_TRUE(would.has_value()) << say(Language::english, would.error());
  EXPECT_EQ(would->moves.size(), 1u);
  EXPECT_EQ(property("A", "status"), Value("buyer"));
  EXPECT_EQ(audited(), before);
  EXPECT_EQ(act("run_script", tried, false, "manager").error().code, "not-allowed");
  EXPECT_EQ(audited(), before + 1);
  const Caller caller;
  const Call call{.caller = caller, .workspace = "default", .values = tried};
  const auto among = together(*service_, caller, "default", "batch",
                              [&](Context& context) { return perform(context, call, *find_verb("", "run_script")); });
  EXPECT_EQ(among.error().code, "dry-run-alone");
}

TEST_F(WorkspaceVerbs, HY31AScriptNeedsAnAdministratorAndAReason) {
  EXPECT_EQ(act("run_script", {{"script", kClose}, {"reason", "x"}}, false, "manager").error().code, "not-allowed");
  EXPECT_EQ(act("run_script", {{"script", kClose}, {"reason", "  "}}).error().code, "script-needs-reason");
}

// quality.md F10, F11, F12: stopped, and nothing was changed.
TEST_F(WorkspaceVerbs, F10F11F12AScriptIsStopped) {
  record(order("A", "1", "2026-05-01"));
  EXPECT_EQ(act("run_script", {{"script", "while true do pcall(function() while true do end end) end"}, {"reason", "x"}}).error().code, "script-timeout");
  EXPECT_EQ(act("run_script", {{"script", "local s = string.rep('x', 1e9) return {}"}, {"reason", "x"}}).error().code, "script-memory");
  EXPECT_EQ(act("run_script", {{"script", "os.exit()"}, {"reason", "x"}}).error().code, "script-failed");
  EXPECT_EQ(act("run_script", {{"script", "\x1bLua"}, {"reason", "x"}}).error().code.substr(0, 7), "script-");
  const auto unknown = act("run_script", {{"script", "return {{account='Z', lifecycle='status', stage='customer'}}"}, {"reason", "x"}});
  ASSERT_TRUE(unknown.has_value());
  EXPECT_NE(json::write(unknown->result).find(R"("refused":1)"), std::string::npos);
  EXPECT_EQ(property("A", "status"), Value("buyer"));
}

class Rfm : public WorkspaceVerbs {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    service_.reset();
    store_.reset();
    std::filesystem::remove(path());
    open();
    ASSERT_TRUE(service_->create_workspace({.pack = "prospectsoft"}).has_value());
  }
};

TEST_F(Rfm, PS29PS30PS31ScoresAreFactsThatMoveALifecycleOfTheirOwn) {
  clock_.set(at("2026-06-01T12:00:00Z"));
  for (int i = 0; i < 10; ++i) {
    for (int n = 0; n <= i; ++n) {
      const std::string key = "W" + std::to_string(i) + "-" + std::to_string(n);
      FactInput fact = order("C" + std::to_string(i), key, "2026-01-01", std::to_string(10 * (i + 1)).c_str());
      fact.at = Instant{at("2026-01-01").micros + (i * 10 + n) * kMicrosPerDay};
      fact.values.emplace_back("order", Value(key));
      record(fact);
    }
  }
  const store::Job job = run(act("score_rfm", {}));
  EXPECT_NE(job.result.find(R"("customers":10,"changed":10,"refused":0)"), std::string::npos) << job.result;
  EXPECT_EQ(property("C9", "rfm_segment"), Value("champions"));
  EXPECT_EQ(property("C9", "rfm_r"), Value(int64_t{5}));
  EXPECT_EQ(property("C0", "rfm_segment"), Value("lost"));
  std::vector<std::string> moves;
  ASSERT_TRUE(service_->log("default", {.account = "C9", .lifecycle = "rfm_segment"}, [&](const Service::LogRow& row) {
    moves.push_back(row.from + "→" + row.to + " " + row.rule + " " + row.fact_kind);
  }).has_value());
  EXPECT_EQ(moves, std::vector<std::string>{"→champions champions rfm.scored"});
  // The same again says nothing new.
  EXPECT_NE(run(act("score_rfm", {})).result.find(R"("changed":0)"), std::string::npos);
  expect_sound();
}

TEST_F(Rfm, PS31IsScoredByTheWorkspacesSchedule) {
  clock_.set(at("2026-06-01T12:00:00Z"));
  store_->read([&](store::Reader& r) { EXPECT_TRUE(rfm_schedule_differs(*service_->impl().realm("default").value(), r)); });
  const auto keep = [&] {
    store_->write([&](store::Transaction& t) { keep_rfm_schedule(*service_->impl().realm("default").value(), t, clock_.now()); });
  };
  keep();
  store_->read([&](store::Reader& r) {
    ASSERT_EQ(r.work().schedules(1).size(), 1u);
    EXPECT_EQ(r.work().schedules(1)[0].next_at, at("2026-06-02T03:00:00Z"));
  });
  ASSERT_TRUE(change_setting(*service_, {}, "default", "rfm_schedule", "off").has_value());
  keep();
  store_->read([&](store::Reader& r) { EXPECT_TRUE(r.work().schedules(1).empty()); });
}

// The workers of a running server, by a clock that the test moves: what the schedule makes due is queued by the one and
// scored by the other, with nobody asking.
TEST_F(Rfm, PS31TheScheduleScoresInARunningServer) {
  std::atomic<int64_t> wall = at("2026-06-01T12:00:00Z").micros, since = kMicrosPerDay;
  GuardedClock guarded({[&] { return Instant{wall}; }, [&] { return since.load(); }, "boot"});
  service_ = std::make_unique<Service>(*store_, guarded);
  record(order("C1", "1", "2026-05-01", "10"));
  Timers timers(*service_, *store_, guarded, {});
  Jobs jobs(*service_, rfm_job_kinds(), {});
  const auto state = [&] {
    const auto known = list_jobs(*service_, {}, "default", 0, 10);
    return known && known->size() == 1 ? known->front().kind + " " + known->front().state : std::to_string(known->size());
  };
  const auto scheduled = [&] {
    bool found = false;
    store_->read([&](store::Reader& r) { found = !r.work().schedules(1).empty(); });
    return found;
  };
  const auto wait = [](const auto& until) {
    for (int i = 0; i < 3'000 && !until(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return until();
  };
  jobs.start();
  timers.start();
  ASSERT_TRUE(wait(scheduled));
  EXPECT_EQ(state(), "0");  // it is noon, and due at three in the morning
  wall += 16 * 3'600 * kMicrosPerSecond;
  since += 16 * 3'600 * kMicrosPerSecond;
  EXPECT_TRUE(wait([&] { return state() == "rfm done"; })) << state();
  timers.stop();
  jobs.stop();
  EXPECT_FALSE(property("C1", "rfm_segment").is_null());
  int moves = 0;
  ASSERT_TRUE(service_->log("default", {.account = "C1", .lifecycle = "rfm_segment"}, [&](const Service::LogRow&) { ++moves; }));
  EXPECT_EQ(moves, 1);
  expect_sound();
}

}  // namespace
}  // namespace tenure::service
