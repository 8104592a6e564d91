#include "service/bulk.h"

#include <algorithm>

#include "base/json.h"
#include "base/limits.h"
#include "engine/owned_fact.h"
#include "service/bulk_row.h"
#include "service/select.h"

namespace tenure::service {

using engine::Refusal;

namespace {

constexpr std::string_view kBulk = "bulk", kUndo = "bulk_undo";
constexpr std::string_view kRowWaiting = "waiting", kChanged = "changed";

constexpr Verb kPreviewVerb{.name = "bulk_preview", .record = "account", .bound = Bound::set};
constexpr Verb kCommitVerb{.name = "bulk_commit", .record = "account", .bound = Bound::set};
constexpr Verb kUndoVerb{.name = "bulk_undo", .record = "account", .bound = Bound::set};

// ---- as JSON

Error malformed(std::string_view member) {
  return {"bulk-malformed", {{"member", std::string(member)}}};
}

const Object* object_of(const Value& value) {
  const auto* held = value.get<std::shared_ptr<const Object>>();
  return held ? held->get() : nullptr;
}

Result<std::string> text_of(std::string_view member, const Value& value) {
  const std::string* text = value.get<std::string>();
  if (!text) return std::unexpected(malformed(member));
  return *text;
}

Result<void> read_member(BulkChange& change, const std::string& name, const Value& value) {
  const Object* object = object_of(value);
  if (name == "accounts") {
    const auto* list = value.get<std::shared_ptr<const List>>();
    if (!list) return std::unexpected(malformed(name));
    for (const Value& item : (*list)->items) {
      TENURE_TRY(std::string key, text_of(name, item));
      change.accounts.push_back(std::move(key));
    }
  } else if (name == "set" && object) {
    change.set = object->members;
  } else if (name == "stages" && object) {
    for (const auto& [lifecycle, stage] : object->members) {
      TENURE_TRY(std::string text, text_of(name, stage));
      change.stages.emplace_back(lifecycle, std::move(text));
    }
  } else if (name == "declare" && object) {
    for (const auto& [part, given] : object->members) {
      if (part != "lifecycle" && part != "declaration") return std::unexpected(malformed(name));
      TENURE_TRY((part == "lifecycle" ? change.declare_lifecycle : change.declaration),
                 text_of(name, given));
    }
  } else if (name == "filter") {
    TENURE_TRY(change.filter, text_of(name, value));
  } else if (name == "note") {
    TENURE_TRY(change.note, text_of(name, value));
  } else if (name == "reason") {
    TENURE_TRY(change.reason, text_of(name, value));
  } else {
    return std::unexpected(malformed(name));
  }
  return {};
}

// ---- what can be said of it before any row

Result<void> check_fact(const lifecycle::Definition& definition, std::string_view kind,
                        const std::vector<std::pair<std::string, Value>>& values) {
  const engine::Built built = engine::build_fact(definition, {kind, values});
  if (!built.faults.empty()) return std::unexpected(built.faults.front());
  return {};
}

Result<void> check_lifecycle(const lifecycle::Definition& definition, const std::string& name) {
  if (definition.find_lifecycle(name)) return {};
  std::string known;
  for (const auto& cycle : definition.lifecycles) known += (known.empty() ? "" : ", ") + cycle.name;
  return refuse("unknown-lifecycle", {{"lifecycle", name}, {"known", known}});
}

Result<void> check_change(const lifecycle::Definition& definition, const Realm& realm,
                          const Access& access, const BulkChange& change) {
  if (change.set.empty() && change.stages.empty() && change.declaration.empty())
    return refuse("bulk-nothing");
  if (change.accounts.empty() == change.filter.empty()) return refuse("bulk-no-selection");
  if (change.accounts.size() > limits::kBulkKeys)
    return refuse("bulk-too-many", {{"most", std::to_string(limits::kBulkKeys)}});
  for (const auto& [name, value] : change.set) {
    TENURE_CHECK_OK(access.check_write("account", name));
    const auto index = definition.find_property(name);
    if (index && realm.read_only[*index]) return refuse("read-only-field", {{"field", name}});
  }
  TENURE_CHECK_OK(check_fact(definition, "account.changed", change.set));
  for (const auto& [lifecycle, stage] : change.stages) {
    TENURE_CHECK_OK(check_lifecycle(definition, lifecycle));
    const auto& cycle = definition.lifecycles[*definition.find_lifecycle(lifecycle)];
    if (cycle.find_stage(stage)) continue;
    std::string known;
    for (const auto& each : cycle.stages) known += (known.empty() ? "" : ", ") + each.id;
    return refuse("unknown-stage", {{"lifecycle", lifecycle}, {"stage", stage}, {"known", known}});
  }
  if (change.declaration.empty()) return {};
  if (!change.declare_lifecycle.empty())
    TENURE_CHECK_OK(check_lifecycle(definition, change.declare_lifecycle));
  if (declaring_lifecycle(definition, change)) return {};
  std::string known;
  for (const auto& cycle : definition.lifecycles) {
    for (const auto& each : cycle.declarations) known += (known.empty() ? "" : ", ") + each.id;
  }
  return refuse("unknown-declaration", {{"declaration", change.declaration}, {"known", known}});
}

void count(BulkTotals& totals, const BulkRow& row) {
  ++totals.rows;
  if (row.state == kChanged) ++totals.changed;
  if (row.state == "unchanged") ++totals.unchanged;
  if (row.state == "refused") ++totals.refused;
  if (row.state == "conflict") ++totals.conflicts;
}

// Accounts that are named twice are changed once.
std::vector<std::string> unique_keys(const std::vector<std::string>& keys) {
  std::vector<std::string> unique;
  std::set<std::string_view> seen;
  for (const std::string& key : keys) {
    if (seen.insert(key).second) unique.push_back(key);
  }
  return unique;
}

// How far a selection has come.
struct Selected {
  size_t count = 0;
  std::string last;  // key
};
// Up to this account, of those that are named or of those that a filter finds.
Selected behind(const BulkChange& change, std::string_view account) {
  if (account.empty()) return {};
  const std::vector<std::string> keys = unique_keys(change.accounts);
  const auto found = std::ranges::find(keys, account);
  return {.count = static_cast<size_t>(found - keys.begin()) + (found == keys.end() ? 0 : 1), .last = std::string(account)};
}
// What comes behind it, in pieces of `kBulkRows`. False from `visit` stops.
using Keys = std::vector<std::string>;
Result<void> select(Service& service, const Caller& caller, std::string_view workspace,
                    const BulkChange& change, const Selected& before,
                    const std::function<bool(const Keys&)>& visit) {
  if (change.filter.empty()) {
    const Keys keys = unique_keys(change.accounts);
    for (size_t begin = before.count; begin < keys.size(); begin += limits::kBulkRows) {
      const size_t end = std::min<size_t>(begin + limits::kBulkRows, keys.size());
      if (!visit(Keys(keys.begin() + static_cast<ptrdiff_t>(begin),
                      keys.begin() + static_cast<ptrdiff_t>(end))))
        break;
    }
    return {};
  }
  Keys keys;
  bool going = true;
  TENURE_CHECK_OK(select_accounts(service, caller, workspace, change.filter, before.last,
                                  [&](std::string_view key) {
                                    keys.emplace_back(key);
                                    if (keys.size() < limits::kBulkRows) return true;
                                    going = visit(keys);
                                    keys.clear();
                                    return going;
                                  }));
  if (going && !keys.empty()) visit(keys);
  return {};
}

// ---- jobs

std::string fact_key(const JobRun& run, const store::JobRow& row) {
  return run.job.kind + ":" + std::to_string(run.job.number) + ":" + std::to_string(row.number);
}

std::string result_of(JobRun& run) {
  BulkTotals totals;
  run.service.impl().store.read([&](store::Reader& reader) {
    reader.work().job_rows(run.realm->id, run.job.number, "", 0, INT64_MAX,
                           [&](const store::JobRow& row) { count(totals, {.state = row.state}); });
  });
  std::string out;
  json::Writer w(out);
  w.begin_object().field("changed", totals.changed).field("unchanged", totals.unchanged);
  w.field("refused", totals.refused).field("conflicts", totals.conflicts).end_object();
  return out;
}

// The rows as they are to be, before any of them is worked on: until they are all there, the job's
// result is empty.
constexpr std::string_view kSelected = R"({"selected":true})";
using Add = std::function<void(std::vector<store::JobRow>)>;
Result<bool> select_rows(JobRun& run,
                         const std::function<Result<void>(const Selected&, const Add&)>& rows) {
  if (run.job.result == kSelected) return true;
  Selected before{.count = static_cast<size_t>(run.job.total)};
  run.service.impl().store.read([&](store::Reader& reader) {
    reader.work().job_rows(run.realm->id, run.job.number, "", run.job.total - 1, 1,
                           [&](const store::JobRow& row) { before.last = row.key; });
  });
  TENURE_CHECK_OK(rows(before, [&](std::vector<store::JobRow> piece) {
    run.piece([&](Context& context) {
      for (store::JobRow& row : piece) {
        row.number = ++run.job.total;
        row.state = kRowWaiting;
        context.transaction().work().add_job_row(context.workspace(), run.job.number, row);
      }
    });
    run.rest();
  }));
  if (run.stop()) return false;
  run.piece([&](Context&) { run.job.result = kSelected; });
  return true;
}

using RowWork = std::function<BulkOutcome(Context&, const store::JobRow&, const std::string& key)>;
std::optional<std::string> work_rows(JobRun& run, const RowWork& work) {
  for (bool more = true; more && !run.stop();) {
    run.piece([&](Context& context) {
      std::vector<store::JobRow> rows;
      context.reads().work().job_rows(context.workspace(), run.job.number, kRowWaiting, 0,
                                      limits::kBulkRows,
                                      [&](const store::JobRow& row) { rows.push_back(row); });
      for (store::JobRow& row : rows) {
        const BulkOutcome outcome = work(context, row, fact_key(run, row));
        row.state = outcome.row.state;
        row.detail = outcome.row.refusals.empty() ? "" : encode_refusals(outcome.row.refusals);
        row.before = row.state == kChanged ? encode_trail(outcome.trail) : "";
        context.transaction().work().save_job_row(context.workspace(), run.job.number, row);
        ++run.job.done;
        run.job.refused += row.state == "refused" || row.state == "conflict";
      }
      more = !rows.empty();
    });
    if (more) run.rest();
  }
  if (run.stop()) return std::nullopt;
  return result_of(run);
}

Result<std::optional<std::string>> run_bulk(JobRun& run) {
  TENURE_TRY(const BulkChange change, parse_bulk(run.job.request));
  TENURE_TRY(const bool selected, select_rows(run, [&](const Selected& before, const Add& add) {
               return select(run.service, run.caller, run.realm->name, change, before,
                             [&](const Keys& keys) {
                               std::vector<store::JobRow> rows;
                               for (const std::string& key : keys) rows.push_back({.key = key});
                               add(std::move(rows));
                               return !run.stop();
                             });
             }));
  if (!selected) return std::nullopt;
  return work_rows(run, [&](Context& context, const store::JobRow& row, const std::string& key) {
    return change_row(context, change, row.key, key);
  });
}

// {"job": number, "reason": …}
struct UndoRequest {
  int64_t job = 0;
  std::string reason;
};

Result<UndoRequest> parse_undo(std::string_view json) {
  TENURE_TRY(const Value value, json::parse(json));
  UndoRequest request;
  const Object* object = object_of(value);
  if (!object) return std::unexpected(malformed("job"));
  for (const auto& [name, given] : object->members) {
    if (name == "job" && given.get<int64_t>()) request.job = *given.get<int64_t>();
    if (name == "reason") request.reason = to_text(given);
  }
  return request;
}

Result<std::optional<std::string>> run_undo(JobRun& run) {
  TENURE_TRY(const UndoRequest request, parse_undo(run.job.request));
  const auto copy = [&](const Selected& before, const Add& add) -> Result<void> {
    size_t skip = before.count;
    for (int64_t after = 0; !run.stop();) {
      std::vector<store::JobRow> rows;
      run.service.impl().store.read([&](store::Reader& reader) {
        reader.work().job_rows(run.realm->id, request.job, kChanged, after, limits::kBulkRows,
                               [&](const store::JobRow& row) {
                                 after = row.number;
                                 rows.push_back({.key = row.key, .before = row.before});
                               });
      });
      if (rows.empty()) break;
      const size_t known = std::min(skip, rows.size());
      skip -= known;
      rows.erase(rows.begin(), rows.begin() + static_cast<ptrdiff_t>(known));
      if (!rows.empty()) add(std::move(rows));
    }
    return {};
  };
  TENURE_TRY(const bool selected, select_rows(run, copy));
  if (!selected) return std::nullopt;
  return work_rows(run, [&](Context& context, const store::JobRow& row, const std::string& key) {
    return undo_row(context, decode_trail(row.before), row.key, key, request.reason);
  });
}

}  // namespace

Result<BulkChange> parse_bulk(std::string_view json) {
  TENURE_TRY(const Value value, json::parse(json));
  const Object* object = object_of(value);
  if (!object) return std::unexpected(malformed("{}"));
  BulkChange change;
  for (const auto& [name, given] : object->members) {
    TENURE_CHECK_OK(read_member(change, name, given));
  }
  return change;
}

std::string encode_bulk(const BulkChange& change) {
  std::string out;
  json::Writer w(out);
  w.begin_object();
  if (!change.accounts.empty()) {
    w.key("accounts").begin_array();
    for (const std::string& key : change.accounts) w.value(key);
    w.end_array();
  }
  if (!change.filter.empty()) w.field("filter", change.filter);
  w.key("set").begin_object();
  for (const auto& [name, value] : change.set) w.field(name, value);
  w.end_object().key("stages").begin_object();
  for (const auto& [lifecycle, stage] : change.stages) w.field(lifecycle, stage);
  w.end_object();
  if (!change.declaration.empty()) {
    w.key("declare").begin_object().field("declaration", change.declaration);
    if (!change.declare_lifecycle.empty()) w.field("lifecycle", change.declare_lifecycle);
    w.end_object();
  }
  w.field("note", change.note).field("reason", change.reason).end_object();
  return out;
}

Result<BulkTotals> bulk_preview(Service& service, const Caller& caller, std::string_view workspace,
                                const BulkChange& change,
                                const std::function<bool(const BulkRow&)>& visit, std::string_view after) {
  Service::Impl& impl = service.impl();
  TENURE_TRY(const RealmPtr realm, impl.realm(workspace));
  const AccessPtr access = impl.access(*realm, caller);
  TENURE_CHECK_OK(access->check(kPreviewVerb));
  TENURE_CHECK_OK(check_change(*realm->definition, *realm, *access, change));
  BulkTotals totals;
  TENURE_CHECK_OK(select(service, caller, workspace, change, behind(change, after), [&](const Keys& keys) {
    std::vector<BulkRow> rows;
    const auto written = impl.write(workspace, [&](store::Transaction& transaction, const RealmPtr& now) {
      rows.clear();
      Context context(caller, now, access, impl.clock.now(), transaction.reads(), &transaction);
      for (const std::string& key : keys) {
        rows.push_back(change_row(context, change, key, "bulk:preview:" + key).row);
      }
      transaction.abandon();
    });
    if (!written) return false;
    for (const BulkRow& row : rows) {
      if (visit && !visit(row)) return false;
      count(totals, row);
    }
    return true;
  }));
  return totals;
}

Result<Done> bulk_commit(Service& service, const Caller& caller, std::string_view workspace,
                         const BulkChange& change) {
  const Attempt attempt{.verb = &kCommitVerb, .record = "job"};
  return service.impl().transact(caller, workspace, attempt, [&](Context& context) -> Result<Done> {
    TENURE_CHECK_OK(
        check_change(context.definition(), context.realm(), context.access(), change));
    if (!change.filter.empty()) TENURE_CHECK_OK(check_filter(context, change.filter));
    const int64_t number = queue_job(context.transaction(), context.workspace(), caller, kBulk,
                                     encode_bulk(change), context.now());
    return Done{.record = "job", .key = std::to_string(number), .version = 1, .created = true};
  });
}

Result<Done> bulk_undo(Service& service, const Caller& caller, std::string_view workspace,
                       int64_t number, std::string_view reason) {
  TENURE_TRY(const store::Job job, find_job(service, caller, workspace, number));
  const Arguments which{{"job", std::to_string(number)}};
  if (job.kind != kBulk && job.kind != kUndo) return refuse("not-a-bulk-job", which);
  if (job.state == kWaiting || job.state == kRunning) return refuse("job-not-ended", which);
  std::string request;
  json::Writer(request).begin_object().field("job", number).field("reason", reason).end_object();
  const Attempt attempt{.verb = &kUndoVerb, .record = "job"};
  return service.impl().transact(caller, workspace, attempt, [&](Context& context) -> Result<Done> {
    const int64_t undo = queue_job(context.transaction(), context.workspace(), caller, kUndo,
                                   request, context.now(), "undo:" + std::to_string(number));
    return Done{.record = "job", .key = std::to_string(undo), .version = 1, .created = true};
  });
}

std::vector<JobKind> bulk_job_kinds() {
  return {{std::string(kBulk), run_bulk}, {std::string(kUndo), run_undo}};
}

std::vector<Refusal> refusals_of(const store::JobRow& row) {
  return row.detail.empty() ? std::vector<Refusal>{} : decode_refusals(row.detail);
}

}  // namespace tenure::service
