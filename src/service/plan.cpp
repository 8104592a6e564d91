// Planning: the definition that a change makes, and the job that folds every account under it.
#include "service/plan.h"

#include <algorithm>

#include "base/assert.h"
#include "base/json.h"
#include "base/limits.h"
#include "service/account_row.h"
#include "service/impl.h"
#include "service/plan_fold.h"

namespace tenure::service {

using lifecycle::Loaded;

namespace {

constexpr std::string_view kPlan = "plan", kApply = "apply", kDefine = "define";

std::string_view base_name(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

const Object* object_of(const Value& value) {
  const auto* held = value.get<std::shared_ptr<const Object>>();
  return held ? held->get() : nullptr;
}

std::string hex(uint64_t number) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text(16, '0');
  for (size_t i = text.size(); i-- > 0; number >>= 4) text[i] = kDigits[number & 15];
  return text;
}

using Part = std::pair<std::string, std::string>;

// "name=value", of a collection of them.
Result<std::vector<Part>> parts_of(const Call& call, std::string_view argument) {
  std::vector<Part> parts;
  const Value* value = call.find(argument);
  const auto* list = value ? value->get<std::shared_ptr<const List>>() : nullptr;
  if (!list) return parts;
  const auto malformed = [&](std::string_view text) {
    return refuse("plan-malformed", {{"argument", std::string(argument)}, {"text", excerpt(text)}});
  };
  if ((*list)->items.size() > limits::kDefinitionParts) return malformed("…");
  for (const Value& item : (*list)->items) {
    const std::string* text = item.get<std::string>();
    const size_t equals = text ? text->find('=') : std::string::npos;
    if (equals == std::string::npos || equals == 0) return malformed(text ? *text : "");
    parts.emplace_back(text->substr(0, equals), text->substr(equals + 1));
  }
  return parts;
}

}  // namespace

Result<DefinitionChange> read_change(const Call& call) {
  DefinitionChange change;
  TENURE_TRY(change.files, parts_of(call, "files"));
  TENURE_TRY(const std::vector<Part> parameters, parts_of(call, "parameters"));
  for (const auto& [name, value] : parameters)
    change.parameters.emplace_back(name, value.empty() ? std::nullopt : std::optional(value));
  TENURE_TRY(const std::vector<Part> successors, parts_of(call, "successors"));
  for (const auto& [place, to] : successors) {
    const size_t dot = place.find('.');
    if (dot == std::string::npos) return refuse("plan-malformed", {{"argument", "successors"}, {"text", place}});
    change.successors.push_back({place.substr(0, dot), place.substr(dot + 1), to});
  }
  const Value* whole = call.find("whole");
  change.whole = whole && whole->get<bool>() && *whole->get<bool>();
  const std::string mode = call.text("mode");
  if (!mode.empty() && mode != kModeFromNow && mode != kModeRewrite)
    return refuse("plan-malformed", {{"argument", "mode"}, {"text", excerpt(mode)}});
  change.rewrite = mode == kModeRewrite;
  return change;
}

std::string encode_change(const DefinitionChange& change) {
  std::string out;
  json::Writer w(out);
  w.begin_object().field("mode", change.rewrite ? kModeRewrite : kModeFromNow).field("whole", change.whole);
  w.key("files").begin_object();
  for (const auto& [path, text] : change.files) w.field(path, text);
  w.end_object().key("parameters").begin_object();
  for (const auto& [name, value] : change.parameters) value ? w.field(name, *value) : w.key(name).null();
  w.end_object().key("successors").begin_array();
  for (const store::Successor& successor : change.successors)
    w.value(successor.lifecycle).value(successor.stage).value(successor.to);
  w.end_array().end_object();
  return out;
}

Result<DefinitionChange> decode_change(std::string_view kept) {
  TENURE_TRY(const Value value, json::parse(kept));
  DefinitionChange change;
  const Object* object = object_of(value);
  if (!object) return refuse("plan-malformed", {{"argument", "{}"}, {"text", ""}});
  for (const auto& [name, given] : object->members) {
    const Object* members = object_of(given);
    if (name == "mode") change.rewrite = to_text(given) == kModeRewrite;
    if (name == "whole" && given.get<bool>()) change.whole = *given.get<bool>();
    if (name == "files" && members) {
      for (const auto& [path, text] : members->members) change.files.emplace_back(path, to_text(text));
    }
    if (name == "parameters" && members) {
      for (const auto& [parameter, text] : members->members)
        change.parameters.emplace_back(parameter, text.is_null() ? std::nullopt : std::optional(to_text(text)));
    }
    if (name != "successors") continue;
    const auto* list = given.get<std::shared_ptr<const List>>();
    for (size_t i = 0; list && i + 2 < (*list)->items.size(); i += 3) {
      const auto& items = (*list)->items;
      change.successors.push_back({to_text(items[i]), to_text(items[i + 1]), to_text(items[i + 2])});
    }
  }
  return change;
}

store::Definition changed_definition(const store::Definition& now, const DefinitionChange& change) {
  store::Definition next{.pack = now.pack, .files = {}, .parameters = now.parameters};
  if (!change.whole) next.files = now.files;
  for (const auto& [path, text] : change.files) {
    const auto same = [&](const auto& file) { return base_name(file.first) == base_name(path); };
    const auto known = std::ranges::find_if(next.files, same);
    if (known != next.files.end()) {
      known->second = text;
    } else {
      next.files.emplace_back(path, text);
    }
  }
  // An administrator's properties stand beside the pack, whichever pack it is.
  const auto extra = [](const auto& file) { return base_name(file.first) == lifecycle::kExtraPropertiesFile; };
  const auto kept = std::ranges::find_if(now.files, extra);
  if (change.whole && kept != now.files.end() && std::ranges::none_of(next.files, extra)) {
    const std::string_view first = next.files.empty() ? std::string_view() : std::string_view(next.files.front().first);
    const std::string folder(first.substr(0, first.size() - base_name(first).size()));
    next.files.emplace_back(folder + std::string(lifecycle::kExtraPropertiesFile), kept->second);
  }
  std::erase_if(next.files, [](const auto& file) { return file.second.empty(); });
  // As the store gives them back, so that the definition is the same when it is loaded again.
  std::ranges::sort(next.files);
  for (const auto& [name, value] : change.parameters) {
    std::erase_if(next.parameters, [&](const auto& known) { return known.first == name; });
    if (value) next.parameters.emplace_back(name, *value);
  }
  std::ranges::sort(next.parameters);
  return next;
}

std::string mode_of(const Realm& now, const lifecycle::Definition& next, const DefinitionChange& change) {
  if (engine::Crossing(*now.definition, next).same_decisions()) return std::string(kModeAlike);
  return std::string(change.rewrite ? kModeRewrite : kModeFromNow);
}

namespace {

Result<lifecycle::DefinitionPtr> load_sound(const store::Definition& record, const TimeZone& zone) {
  const Loaded loaded = load_definition(record, zone);
  if (!loaded.definition) return std::unexpected(not_loadable(record.pack, loaded.faults));
  return loaded.definition;
}

// Every one of them names a stage of the one in force, and one of the next.
Result<void> check_successors(const Realm& now, const lifecycle::Definition& next,
                              const std::vector<store::Successor>& successors) {
  for (const store::Successor& successor : successors) {
    const auto before = now.definition->find_lifecycle(successor.lifecycle);
    const auto after = next.find_lifecycle(successor.lifecycle);
    if (before && after && now.definition->lifecycles[*before].find_stage(successor.stage) &&
        next.lifecycles[*after].find_stage(successor.to)) {
      continue;
    }
    return refuse("unknown-successor",
                  {{"lifecycle", successor.lifecycle}, {"stage", successor.stage}, {"to", successor.to}});
  }
  return {};
}

Result<void> check_settled(const Realm& realm) {
  if (realm.leaving) return refuse("apply-unfinished");
  return {};
}

// ---- what is said of it

void write_names(json::Writer& w, std::string_view name, const Realm& has, const Realm& lacks) {
  w.key(name).begin_array();
  for (const lifecycle::Lifecycle& cycle : has.definition->lifecycles) {
    if (!lacks.definition->find_lifecycle(cycle.name)) w.value(cycle.name);
  }
  w.end_array();
}

void write_differences(json::Writer& w, const store::Definition& before, const store::Definition& after,
                       const lifecycle::Definition& now, const lifecycle::Definition& next) {
  w.key("files").begin_array();
  const auto write = [&](std::string_view path, std::string_view change) {
    w.begin_object().field("file", base_name(path)).field("change", change).end_object();
  };
  const auto find = [](const store::Definition& in, std::string_view path) {
    return std::ranges::find_if(in.files, [&](const auto& file) { return base_name(file.first) == base_name(path); });
  };
  for (const auto& [path, text] : after.files) {
    const auto known = find(before, path);
    if (known == before.files.end()) write(path, "added");
    else if (known->second != text) write(path, "changed");
  }
  for (const auto& [path, text] : before.files) {
    if (find(after, path) == after.files.end()) write(path, "removed");
  }
  w.end_array().key("parameters").begin_array();
  for (const lifecycle::Parameter& parameter : next.parameters) {
    const int known = now.parameter_type.find(parameter.name);
    const Value from = known < 0 ? Value() : now.parameters[static_cast<size_t>(known)].value;
    if (known >= 0 && from == parameter.value) continue;
    w.begin_object().field("name", parameter.name).field("from", from).field("to", parameter.value).end_object();
  }
  w.end_array();
}

void write_counts(json::Writer& w, std::string_view name, const std::map<std::string, int64_t>& counts) {
  w.key(name).begin_array();
  for (const auto& [id, count] : counts) w.begin_object().field("id", id).field("count", count).end_object();
  w.end_array();
}

void write_found(json::Writer& w, store::Reader& reader, store::WorkspaceId workspace, const PlanFold& found) {
  w.field("accounts", found.accounts).field("moving", found.moving).field("rewritten", found.rewritten);
  w.key("matrix").begin_array();
  for (const auto& [place, count] : found.matrix) {
    const auto& [lifecycle, from, to] = place;
    const auto stage = [&](store::Name name) { return name == 0 ? Value() : Value(reader.text(workspace, name)); };
    w.begin_object().field("lifecycle", reader.text(workspace, lifecycle));
    w.field("from", stage(from)).field("to", stage(to)).field("accounts", count).end_object();
  }
  w.end_array().key("announced").begin_object();
  w.field("account.stage.changed", found.stage_changed);
  w.field("account.history.corrected", found.history_corrected).end_object();
  write_counts(w, "notices", found.notices);
  write_counts(w, "tasks", found.tasks);
}

// ---- the job

class Planning {
 public:
  Planning(JobRun& run, DefinitionChange change) : run_(run), impl_(run.service.impl()), change_(std::move(change)) {}

  Result<std::optional<std::string>> go() {
    // What is due happens anyhow: it is not the next definition's doing.
    TENURE_CHECK_OK(run_.service.tick(run_.realm->name));
    TENURE_CHECK_OK(begin());
    std::optional<Error> problem;
    impl_.store.read([&](store::Reader& reader) { stopped_ = !fold(reader); });
    if (stopped_) return std::nullopt;
    run_.piece([&](Context& context) {
      for (const int64_t number : context.reads().changes().plans(context.workspace())) {
        if (number <= plan_.number - limits::kPlansKept)
          context.transaction().changes().forget_plan(context.workspace(), number);
      }
      put_moves(context, moves_);
      context.transaction().changes().finish_plan(context.workspace(), plan_);
    });
    std::string result;
    json::Writer(result).begin_object().field("plan", plan_.number).end_object();
    return result;
  }

 private:
  // Its row, and every name that it needs.
  Result<void> begin() {
    Result<void> done;
    run_.piece([&](Context& context) {
      done = check_settled(context.realm());
      if (!done) return;
      const store::Definition now = context.reads().definition(context.workspace(), context.realm().number);
      store::Definition next = changed_definition(now, change_);
      const auto loaded = load_sound(next, context.definition().zone);
      if (!loaded) {
        done = std::unexpected(loaded.error());
        return;
      }
      definition_ = *loaded;
      done = check_successors(context.realm(), *definition_, change_.successors);
      if (!done) return;
      intern_names(context.transaction(), context.workspace(), *definition_);
      plan_ = {.state = "planning",
               .mode = mode_of(context.realm(), *definition_, change_),
               .actor = run_.caller.actor,
               .made_at = context.now(),
               .base = context.realm().number,
               .version = definition_->version,
               .pack = definition_->pack,
               .files = std::move(next.files),
               .parameters = std::move(next.parameters),
               .successors = change_.successors};
      plan_.number = context.transaction().changes().add_plan(context.workspace(), plan_);
      run_.job.done = 0;
      run_.job.total = context.reads().count_accounts(context.workspace());
    });
    return done;
  }

  // False: stopped.
  bool fold(store::Reader& reader) {
    const store::Workspace workspace = *reader.find_workspace(run_.realm->id);
    plan_.commits = reader.extent(workspace.id).commits;
    if (workspace.definition != plan_.base) plan_.commits = -1;  // stale already
    const store::Era next{.number = plan_.base + 1,
                          .version = plan_.version,
                          .pack = plan_.pack,
                          .actor = plan_.actor,
                          .applied_at = plan_.made_at,
                          .mode = plan_.mode,
                          .begins = plan_.made_at,
                          .settled = false,
                          .successors = plan_.successors};
    const RealmPtr realm = planned_realm(reader, workspace, next, definition_);
    PlanFold found(*realm->leaving, *realm, reader);
    // Where the two decide alike, nobody moves, whatever happened.
    if (plan_.mode != kModeAlike) {
      reader.accounts(workspace.id, [&](const store::Account& account, std::string_view key) {
        if (stopped_ || run_.stop()) {
          stopped_ = true;
          return;
        }
        found.account(account, std::string(key), moves_);
        if (moves_.size() >= limits::kPlanRows || found.accounts % kShowEvery == 0) save(found.accounts);
      });
    } else {
      found.accounts = reader.count_accounts(workspace.id);
    }
    if (stopped_) return false;
    run_.job.done = found.accounts;
    plan_.state = "planned";
    plan_.digest = hex(found.digest) + definition_->version.substr(0, 16);
    summarise(reader, *realm, found);
    return true;
  }

  void save(int64_t accounts) {
    run_.piece([&](Context& context) {
      put_moves(context, moves_);
      run_.job.done = accounts;
    });
    place_ += static_cast<int64_t>(moves_.size());
    moves_.clear();
    run_.rest();
  }
  void put_moves(Context& context, const std::vector<store::PlanMove>& moves) {
    int64_t place = place_;
    for (const store::PlanMove& move : moves)
      context.transaction().changes().add_plan_move(context.workspace(), plan_.number, ++place, move);
  }

  void summarise(store::Reader& reader, const Realm& next, const PlanFold& found) {
    const Realm& now = *next.leaving;
    const store::Definition before = reader.definition(now.id, now.number);
    json::Writer w(plan_.summary);
    w.begin_object().field("workspace", now.name).field("mode", plan_.mode);
    w.field("changes", now.definition->version != definition_->version);
    w.key("base").begin_object().field("number", plan_.base).field("version", now.definition->version).end_object();
    w.field("version", plan_.version).field("pack", plan_.pack).field("sequence", plan_.commits);
    w.field("made_at", plan_.made_at);
    write_differences(w, before, {.files = plan_.files}, *now.definition, *definition_);
    write_names(w, "new_lifecycles", next, now);
    write_names(w, "gone_lifecycles", now, next);
    write_found(w, reader, now.id, found);
    w.end_object();
  }

  static constexpr int64_t kShowEvery = 5'000;  // accounts between two reports of how far it is
  JobRun& run_;
  Service::Impl& impl_;
  DefinitionChange change_;
  lifecycle::DefinitionPtr definition_;
  store::SavedPlan plan_;
  std::vector<store::PlanMove> moves_;
  int64_t place_ = 0;
  bool stopped_ = false;
};

Result<std::optional<std::string>> run_plan(JobRun& run) {
  TENURE_TRY(DefinitionChange change, decode_change(run.job.request));
  return Planning(run, std::move(change)).go();
}

// The plan's number stands in the job once it is made.
Result<std::optional<std::string>> run_define(JobRun& run) {
  if (run.job.result.empty()) {
    TENURE_TRY(const auto planned, run_plan(run));
    if (!planned) return std::nullopt;
    run.piece([&](Context&) { run.job.result = *planned; });
  }
  TENURE_TRY(const Value result, json::parse(run.job.result));
  const Object* object = object_of(result);
  const int64_t* number = object && !object->members.empty() ? object->members.front().second.get<int64_t>() : nullptr;
  run.job.done = 0;
  return apply_plan(run, number ? *number : 0, true);
}

Result<void> check_change(Context& context, const DefinitionChange& change) {
  TENURE_CHECK_OK(check_settled(context.realm()));
  const store::Definition now = context.reads().definition(context.workspace(), context.realm().number);
  TENURE_TRY(const lifecycle::DefinitionPtr next,
             load_sound(changed_definition(now, change), context.definition().zone));
  return check_successors(context.realm(), *next, change.successors);
}

}  // namespace

Result<int64_t> queue_define(Context& context, const DefinitionChange& change) {
  TENURE_CHECK_OK(check_change(context, change));
  return queue_job(context.transaction(), context.workspace(), context.caller(), kDefine, encode_change(change),
                   context.now());
}

Result<int64_t> queue_plan(Context& context, const DefinitionChange& change) {
  TENURE_CHECK_OK(check_change(context, change));
  return queue_job(context.transaction(), context.workspace(), context.caller(), kPlan, encode_change(change),
                   context.now());
}

std::string_view stale_reason(store::Reader& reader, store::WorkspaceId workspace, const store::SavedPlan& plan) {
  if (reader.find_workspace(workspace)->definition != plan.base) return "definition";
  if (reader.extent(workspace).commits != plan.commits) return "data";
  return "";
}

Result<int64_t> queue_apply(Context& context, int64_t number, std::string_view digest) {
  const Arguments which{{"plan", std::to_string(number)}};
  const auto plan = context.reads().changes().plan(context.workspace(), number);
  if (!plan || plan->state == "planning") return refuse("unknown-plan", which);
  if (!digest.empty() && digest != plan->digest) return refuse("plan-differs", which);
  if (plan->state == "applied") return refuse("plan-applied", which);
  if (plan->state == "planned") {
    if (plan->version == context.definition().version) return refuse("plan-empty", which);
    TENURE_CHECK_OK(check_settled(context.realm()));
    const std::string_view reason = stale_reason(context.reads(), context.workspace(), *plan);
    if (!reason.empty())
      return refuse("plan-stale", {which[0], {"reason", say(context.caller().language, "plan-stale-" + std::string(reason))}});
  }
  std::string request;
  json::Writer(request).begin_object().field("plan", number).end_object();
  return queue_job(context.transaction(), context.workspace(), context.caller(), kApply, request, context.now(),
                   "apply:" + std::to_string(number) + ":" + plan->digest);
}

std::vector<JobKind> plan_job_kinds() {
  return {{std::string(kPlan), run_plan}, {std::string(kApply), run_apply}, {std::string(kDefine), run_define}};
}

}  // namespace tenure::service
