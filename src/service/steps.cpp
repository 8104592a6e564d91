#include "service/steps.h"

#include "service/perform.h"

namespace tenure::service {

namespace {

Call call_of(const Caller& caller, std::string_view workspace, const Step& step, bool dry_run = false) {
  return {.caller = caller,
          .workspace = workspace,
          .key = step.key,
          .values = step.values,
          .expected_version = step.expected_version,
          .dry_run = dry_run};
}

// `where`: a Service (each step its own transaction) or a Context (the one that is open).
template <typename Where>
Result<Done> run_in(Where& where, const Call& call, const Step& step) {
  switch (step.what) {
    case Step::What::create: return create_record(where, call, step.record);
    case Step::What::change: return change_record(where, call, step.record);
    case Step::What::remove: return remove_record(where, call, step.record);
    case Step::What::verb: return perform(where, call, *step.verb);
  }
  return refuse("not-found");
}

class OpenSteps final : public Steps {
 public:
  OpenSteps(Context& context, std::string_view workspace) : context_(context), workspace_(workspace) {}
  Result<Done> run(const Step& step) override {
    return run_in(context_, call_of(context_.caller(), workspace_, step), step);
  }
  Result<Done> together(const Work& work) override { return work(*this); }

 private:
  Context& context_;
  std::string_view workspace_;
};

}  // namespace

Result<Done> CallerSteps::run(const Step& step) {
  return run_in(service_, call_of(caller_, workspace_, step, dry_run_), step);
}

Result<Done> CallerSteps::together(const Work& work) {
  const auto all = [&](Context& context) {
    OpenSteps steps(context, workspace_);
    return work(steps);
  };
  return service::together(service_, caller_, workspace_, "batch", all, dry_run_);
}

}  // namespace tenure::service
