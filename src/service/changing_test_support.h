#pragma once
// A definition that another takes the place of, by plan and apply.
#include "service/jobs.h"
#include "service/perform.h"
#include "service/plan.h"
#include "service/service_test_support.h"
#include "service/verb.h"

namespace tenure::service {

template <class Test>
class Changing : public Test {
 protected:
  using Given = std::vector<std::pair<std::string, Value>>;

  static Value texts(const std::vector<std::string>& items) {
    auto list = std::make_shared<List>();
    for (const std::string& item : items) list->items.emplace_back(item);
    return Value(std::shared_ptr<const List>(std::move(list)));
  }
  Result<Done> act(std::string_view verb, Given values, std::string_view role = "admin") {
    Caller caller;
    caller.role = role;
    return perform(*this->service_, {.caller = caller, .workspace = "default", .values = std::move(values)},
                   *find_verb("", verb));
  }
  store::Job run(const Result<Done>& queued) {
    EXPECT_TRUE(queued.has_value()) << (queued ? "" : say(Language::english, queued.error()));
    if (!queued) return {};
    Jobs jobs(*this->service_, plan_job_kinds(), {});
    const auto job = jobs.run("default", std::stoll(queued->key));
    EXPECT_TRUE(job.has_value());
    EXPECT_EQ(job->state, kFinished) << job->error;
    return *job;
  }
  int64_t plan(Given values) {
    const store::Job job = run(act("plan", std::move(values)));
    return std::atoll(job.result.c_str() + job.result.find(':') + 1);
  }
  int64_t plan_days(const char* days, const char* mode) {
    return plan({{"parameters", texts({std::string("churn_days=") + days})}, {"mode", mode}});
  }
  int64_t plan_file(const std::string& text, const char* mode = "from_now",
                    const std::vector<std::string>& successors = {}) {
    return plan({{"files", texts({"shop/status.yaml=" + text})}, {"mode", mode}, {"successors", texts(successors)}});
  }
  void apply(int64_t number) { run(act("apply", {{"plan", Value(number)}})); }
  std::string summary(int64_t number) {
    std::string text;
    this->store_->read([&](store::Reader& r) { text = r.changes().plan(1, number)->summary; });
    return text;
  }
  static std::string with(std::string text, const std::string& what, const std::string& by) {
    const size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), by);
  }
};

}  // namespace tenure::service
