#pragma once
// The queue of long work, with kinds that the test makes.
#include "service/jobs.h"
#include "service/service_test_support.h"

namespace tenure::service {

class JobsTest : public ServiceTest {
 protected:
  int64_t queue(std::string_view kind, std::string_view request = "{}", std::string_view once = "",
                const Caller& caller = {}, std::string_view workspace = "default") {
    int64_t number = 0;
    const auto done = service_->impl().transact(
        caller, workspace, {.name = "queue"}, [&](Context& context) -> Result<Done> {
          number = queue_job(context.transaction(), context.workspace(), caller, kind, request,
                             context.now(), once);
          return Done{.record = "job", .key = std::to_string(number)};
        });
    EXPECT_TRUE(done);
    return number;
  }
  store::Job job(int64_t number, std::string_view workspace = "default") {
    const auto found = find_job(*service_, {}, workspace, number);
    return found ? *found : store::Job{};
  }
  // Five pieces of one fact each.
  static JobKind counting() {
    return {"count", [](JobRun& run) -> Result<std::optional<std::string>> {
              while (run.job.done < 5) {
                if (run.stop()) return std::nullopt;
                run.piece([&](Context& context) {
                  run.job.total = 5;
                  const std::string key = "J" + std::to_string(++run.job.done);
                  context.record({order("A", key, "2026-02-01")});
                });
              }
              return R"({"counted":5})";
            }};
  }
  template <typename Until>
  static bool wait(const Until& until) {
    for (int i = 0; i < 2'000 && !until(); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return until();
  }
};

}  // namespace tenure::service
