#include "service/perform.h"

#include <algorithm>

#include "records/schema.h"
#include "service/impl.h"
#include "service/verbs/documents.h"
#include "service/verbs/fields.h"

namespace tenure::service {

using records::Record;

namespace {

// If-Match: the record is still the one that the caller saw.
Result<void> check_version(Context& context, const Call& call, std::string_view record) {
  if (!call.expected_version) return {};
  TENURE_TRY(const acts::Row row, acts::load(context, record, call.key));
  if (row.version == *call.expected_version) return {};
  return refuse("stale-version", {{"record", std::string(record)},
                                  {"key", call.key},
                                  {"version", std::to_string(row.version)},
                                  {"expected", std::to_string(*call.expected_version)}});
}

Result<const Record*> find_writable(std::string_view name) {
  const Record* record = records::find_record(name);
  // What the house writes of itself is only read.
  if (!record || name == "audit_event") return refuse("unknown-record-type", {{"record", std::string(name)}});
  return record;
}

using Act = Result<Done> (*)(Context&, const Call&, const Record&);

Result<Done> act(Context& context, const Call& call, std::string_view name, Grant grant, Act act) {
  TENURE_CHECK_OK(context.access().check(grant, name));
  TENURE_TRY(const Record* record, find_writable(name));
  if (grant != kMayCreate) TENURE_CHECK_OK(check_version(context, call, name));
  return act(context, call, *record);
}

Result<Done> transact(Service& service, const Call& call, std::string_view record,
                      std::string_view name, const Service::Impl::Work& work) {
  const Attempt attempt{.name = std::string(name),
                        .record = std::string(record),
                        .key = call.key,
                        .dry_run = call.dry_run};
  return service.impl().transact(call.caller, call.workspace, attempt, work);
}

// A caller who has no other way to say it asks for it by the verb's own parameter, where it has one.
bool is_tried(const Call& call, const Verb& verb) {
  const bool may_ask = std::ranges::find(verb.parameters, "dry_run", &VerbParameter::name) != verb.parameters.end();
  const Value* asked = may_ask ? call.find("dry_run") : nullptr;
  return call.dry_run || (asked && to_text(*asked) == "true");  // as a value, or as people type it
}

}  // namespace

Result<Done> perform(Context& context, const Call& call, const Verb& verb) {
  TENURE_CHECK_OK(context.access().check(verb));
  if (verb.bound == Bound::record) TENURE_CHECK_OK(check_version(context, call, verb.record));
  TENURE_TRY(acts::Values values, acts::parameters(context, verb, call.values));
  const Call typed{call.caller, call.workspace, call.key, std::move(values), call.expected_version,
                   call.dry_run};
  // Of what stands or falls together nothing can be tried alone.
  if (is_tried(typed, verb) && !call.dry_run) return refuse("dry-run-alone");
  return verb.run(context, typed);
}

namespace {

// The verb's long part first, on this thread; who may not do it does not make it run.
Result<Done> perform_slow(Service& service, const Call& call, const Verb& verb, Attempt attempt) {
  Service::Impl& impl = service.impl();
  TENURE_TRY(const RealmPtr realm, impl.realm(call.workspace));
  if (!impl.access(*realm, call.caller)->may(verb)) {
    return impl.transact(call.caller, call.workspace, attempt, [&](Context& context) { return perform(context, call, verb); });
  }
  TENURE_TRY(auto values, verb.before(service, call));
  const Value found = std::move(values.back().second);
  const std::string name = std::move(values.back().first);
  return impl.transact(call.caller, call.workspace, attempt, [&](Context& context) -> Result<Done> {
    TENURE_TRY(acts::Values typed, acts::parameters(context, verb, call.values));
    typed.emplace_back(name, found);
    const Call with{call.caller, call.workspace, call.key, std::move(typed), call.expected_version, attempt.dry_run};
    return verb.run(context, with);
  });
}

}  // namespace

Result<Done> perform(Service& service, const Call& asked, const Verb& verb) {
  Call call = asked;
  call.dry_run = is_tried(asked, verb);
  const Attempt attempt{.verb = &verb,
                        .record = std::string(verb.record),
                        .key = call.key,
                        .dry_run = call.dry_run};
  if (verb.before) return perform_slow(service, call, verb, attempt);
  const auto work = [&](Context& context) { return perform(context, call, verb); };
  if (!verb.changes) return service.impl().observe(call.caller, call.workspace, attempt, work);
  return service.impl().transact(call.caller, call.workspace, attempt, work);
}

Result<Done> create_record(Context& context, const Call& call, std::string_view record) {
  return act(context, call, record, kMayCreate, acts::create);
}

Result<Done> change_record(Context& context, const Call& call, std::string_view record) {
  return act(context, call, record, kMayChange, acts::change);
}

Result<Done> remove_record(Context& context, const Call& call, std::string_view record) {
  return act(context, call, record, kMayRemove, acts::remove);
}

Result<Done> create_record(Service& service, const Call& call, std::string_view record) {
  return transact(service, call, record, "create",
                  [&](Context& context) { return create_record(context, call, record); });
}

Result<Done> change_record(Service& service, const Call& call, std::string_view record) {
  return transact(service, call, record, "change",
                  [&](Context& context) { return change_record(context, call, record); });
}

Result<Done> remove_record(Service& service, const Call& call, std::string_view record) {
  return transact(service, call, record, "delete",
                  [&](Context& context) { return remove_record(context, call, record); });
}

Result<Done> together(Service& service, const Caller& caller, std::string_view workspace,
                      std::string_view name, const std::function<Result<Done>(Context&)>& work, bool dry_run) {
  return service.impl().transact(caller, workspace, Attempt{.name = std::string(name), .dry_run = dry_run}, work);
}

}  // namespace tenure::service
