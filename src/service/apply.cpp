// Applying a plan: the next definition is in force with one commit, then the accounts go over to it in parts. Whoever
// has to do with an account that was not brought over yet brings it over first (Recorder::begin).
#include "base/json.h"
#include "base/limits.h"
#include "service/account_row.h"
#include "service/impl.h"
#include "service/plan.h"
#include "service/recorder.h"

namespace tenure::service {

namespace {

// What was granted of a property that is no more is not granted of another of the same name.
void forget_grants(store::Transaction& transaction, const Realm& now, const lifecycle::Definition& next) {
  for (store::FieldPermission permission : transaction.reads().directory().field_permissions(now.id)) {
    const auto known = now.definition->find_property(permission.field);
    if (permission.record != "account" || !known || !now.definition->properties[*known].administrators) continue;
    const auto there = next.find_property(permission.field);
    if (there && next.properties[*there].since == now.definition->properties[*known].since) continue;
    permission.read = permission.write = std::nullopt;
    transaction.directory().put_field_permission(now.id, permission);
  }
}

class Applying {
 public:
  Applying(JobRun& run, store::SavedPlan plan, bool whatever_happened)
      : run_(run), plan_(std::move(plan)), whatever_happened_(whatever_happened) {}

  Result<std::optional<std::string>> go() {
    if (plan_.state == "planned") TENURE_CHECK_OK(take_over());
    forget();
    bool more = true;
    while (more && !run_.stop()) {
      const int64_t moves = moves_;
      run_.piece([&](Context& context) { more = bring_over(context); });
      if (moves_ > moves) {
        run_.service.impl().announce({.workspace = run_.realm->name,
                                      .verb = "apply",
                                      .actor = run_.caller.actor,
                                      .moves = moves_ - moves});
      }
      if (more) run_.rest();
    }
    if (more) return std::nullopt;
    run_.piece([&](Context& context) {
      context.transaction().changes().settle(context.workspace(), plan_.definition);
      context.transaction().changes().set_plan(context.workspace(), plan_.number, "applied", plan_.definition);
    });
    forget();
    std::string result;
    json::Writer w(result);
    w.begin_object().field("plan", plan_.number).field("definition", plan_.definition);
    w.field("version", plan_.version).field("accounts", run_.job.done).end_object();
    return result;
  }

 private:
  void forget() { run_.service.impl().forget_realm(run_.realm->name); }

  Result<void> take_over() {
    Result<void> done;
    run_.piece([&](Context& context) {
      store::Transaction& transaction = context.transaction();
      const std::string_view reason = stale_reason(context.reads(), context.workspace(), plan_);
      if (!reason.empty() && !(whatever_happened_ && reason == "data")) {
        const std::string code = "plan-stale-" + std::string(reason);
        done = refuse("plan-stale", {{"plan", std::to_string(plan_.number)}, {"reason", say(run_.caller.language, code)}});
        return;
      }
      store::Definition next{.version = plan_.version,
                             .pack = plan_.pack,
                             .actor = plan_.actor,
                             .applied_at = context.now(),
                             .files = plan_.files,
                             .parameters = plan_.parameters};
      const lifecycle::Loaded loaded = load_definition(next, context.definition().zone);
      if (!loaded.definition) {
        done = std::unexpected(not_loadable(next.pack, loaded.faults));
        return;
      }
      intern_names(transaction, context.workspace(), *loaded.definition);
      forget_grants(transaction, context.realm(), *loaded.definition);
      plan_.definition =
          transaction.add_definition(context.workspace(), next, account_columns(*loaded.definition));
      transaction.changes().put_era(context.workspace(), {.number = plan_.definition,
                                                          .mode = plan_.mode,
                                                          .begins = plan_.made_at,
                                                          .settled = false,
                                                          .successors = plan_.successors});
      for (size_t l = 0; l < context.realm().lifecycles.size(); ++l) {
        if (!loaded.definition->find_lifecycle(context.definition().lifecycles[l].name))
          transaction.changes().forget_lifecycle(context.workspace(), context.realm().lifecycles[l].name);
      }
      transaction.changes().set_plan(context.workspace(), plan_.number, "applying", plan_.definition);
      run_.job.total = context.reads().count_accounts(context.workspace());
    });
    if (done) run_.service.impl().forget_access(run_.realm->id);
    return done;
  }

  // False: all of them are there.
  bool bring_over(Context& context) {
    const std::vector<store::AccountId> accounts = context.reads().changes().behind(
        context.workspace(), plan_.definition, last_, limits::kApplyAccounts);
    Recorder recorder(context.realm(), context.transaction(), context.now(), {});
    for (const store::AccountId account : accounts) recorder.bring_over(account);
    moves_ += recorder.moves();
    run_.job.done += static_cast<int64_t>(accounts.size());
    if (!accounts.empty()) last_ = accounts.back();
    return !accounts.empty();
  }

  JobRun& run_;
  store::SavedPlan plan_;
  bool whatever_happened_;
  store::AccountId last_ = 0;
  int64_t moves_ = 0;
};

}  // namespace

Result<std::optional<std::string>> apply_plan(JobRun& run, int64_t number, bool whatever_happened) {
  std::optional<store::SavedPlan> plan;
  run.service.impl().store.read(
      [&](store::Reader& reader) { plan = reader.changes().plan(run.realm->id, number); });
  if (!plan) return refuse("unknown-plan", {{"plan", std::to_string(number)}});
  return Applying(run, std::move(*plan), whatever_happened).go();
}

Result<std::optional<std::string>> run_apply(JobRun& run) {
  TENURE_TRY(const Value request, json::parse(run.job.request));
  const auto* object = request.get<std::shared_ptr<const Object>>();
  const int64_t* number = object && !(*object)->members.empty() ? (*object)->members.front().second.get<int64_t>() : nullptr;
  return apply_plan(run, number ? *number : 0, false);
}

}  // namespace tenure::service
