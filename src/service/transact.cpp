// The one way in which users change something: permission, Idempotency-Key, the work, the audit, the listeners.
#include "base/limits.h"
#include "service/done.h"
#include "service/impl.h"

namespace tenure::service {
namespace {

std::string_view verb_name(const Attempt& attempt) {
  return attempt.verb ? attempt.verb->name : std::string_view(attempt.name);
}

std::string record_of(const Attempt& attempt) {
  if (attempt.record.empty() && attempt.verb) return std::string(attempt.verb->record);
  return attempt.record;
}

store::AuditEvent event_of(const Caller& caller, const Attempt& attempt, Instant now) {
  return {.at = now,
          .actor = caller.actor,
          .role = caller.role,
          .channel = std::string(to_string(caller.channel)),
          .address = caller.address,
          .request_id = caller.request_id,
          .verb = std::string(verb_name(attempt)),
          .record = record_of(attempt),
          .key = attempt.key,
          .account = attempt.account.empty() && record_of(attempt) == "account" ? attempt.key
                                                                                : attempt.account,
          .outcome = "done"};
}

// Codes alone: what somebody gave may be a secret.
void refused(store::AuditEvent& event, const Result<Done>& answer) {
  if (!answer) {
    event.outcome = answer.error().code;
    return;
  }
  event.outcome = "refused";
  for (const engine::Refusal& refusal : answer->refusals) {
    if (event.detail.size() > limits::kAuditDetailBytes) break;
    if (!event.detail.empty()) event.detail += ',';
    event.detail += refusal.code;
  }
}

// A key is in flight from the first look at it until the answer is known.
class InFlight {
 public:
  InFlight(Service::Impl& impl, store::WorkspaceId workspace, const Caller& caller, bool dry_run)
      : impl_(impl), place_(workspace, caller.actor, caller.idempotency ? caller.idempotency->key : "") {
    if (!caller.idempotency || dry_run) return;
    const std::lock_guard lock(impl_.mutex);
    held_ = impl_.in_flight.insert(place_).second;
    taken_ = !held_;
  }
  ~InFlight() {
    if (!held_) return;
    const std::lock_guard lock(impl_.mutex);
    impl_.in_flight.erase(place_);
  }
  InFlight(const InFlight&) = delete;
  bool taken() const { return taken_; }  // by another

 private:
  Service::Impl& impl_;
  std::tuple<store::WorkspaceId, std::string, std::string> place_;
  bool held_ = false, taken_ = false;
};

store::Outcome outcome_of(const Caller& caller, const Done& done, Instant now) {
  return {caller.actor, caller.idempotency->key, caller.idempotency->request_hash,
          encode_done(done), now};
}

// What was answered under the caller's key within a day, if anything was.
std::optional<Result<Done>> kept_answer(store::Reader& reads, const Realm& realm,
                                        const Caller& caller, Instant now) {
  if (!caller.idempotency) return std::nullopt;
  const std::optional<store::Outcome> kept =
      reads.directory().find_outcome(realm.id, caller.actor, caller.idempotency->key);
  if (!kept || kept->at.micros <= now.micros - limits::kIdempotencyMicros) return std::nullopt;
  if (kept->request_hash != caller.idempotency->request_hash) {
    return refuse("idempotency-key-reused", {{"key", caller.idempotency->key}});
  }
  Done done = decode_done(kept->outcome);
  done.replayed = true;
  return done;
}

Result<void> check_key(const Caller& caller) {
  if (!caller.idempotency) return {};
  const std::string& key = caller.idempotency->key;
  if (key.empty() || key.size() > limits::kKeyBytes || !valid_utf8(key) ||
      key.find('\0') != std::string::npos) {
    return refuse("idempotency-key-invalid", {{"limit", std::to_string(limits::kKeyBytes)}});
  }
  return {};
}

}  // namespace

AccessPtr Service::Impl::access(const Realm& realm, const Caller& caller) {
  // Held while the permissions are read, so that forget_access, which comes after a commit, never finds an
  // older reading put in behind it.
  const std::lock_guard lock(mutex);
  auto known = access_rules.find(realm.id);
  if (known == access_rules.end()) {
    std::vector<store::FieldPermission> permissions;
    store.read([&](store::Reader& reader) {
      permissions = reader.directory().field_permissions(realm.id);
    });
    known = access_rules.emplace(realm.id, AccessRules(std::move(permissions))).first;
  }
  return known->second.of(caller);
}

void Service::Impl::forget_access(store::WorkspaceId workspace) {
  const std::lock_guard lock(mutex);
  access_rules.erase(workspace);
}

Result<Done> Service::Impl::transact(const Caller& caller, std::string_view workspace,
                                     const Attempt& attempt, const Work& work) {
  TENURE_TRY(RealmPtr realm, this->realm(workspace));
  TENURE_CHECK_OK(check_key(caller));
  const AccessPtr access = this->access(*realm, caller);
  const InFlight flight(*this, realm->id, caller, attempt.dry_run);
  if (flight.taken()) {
    return refuse("request-in-progress", {{"key", caller.idempotency->key}});
  }
  const Instant now = clock.now();
  std::optional<Result<Done>> answer;
  bool kept = false;
  int64_t facts = 0;
  if (attempt.verb) {
    if (const Result<void> may = access->check(*attempt.verb); !may) {
      answer = std::unexpected(may.error());
    }
  }
  const bool is_shut_out = answer.has_value();
  for (bool in_force = is_shut_out; !in_force;) {
    store.write([&](store::Transaction& transaction) {
      in_force = is_in_force(transaction, *realm);
      if (!in_force) return;
      // What is only tried is no request that was answered before, and none that is answered again.
      if (!attempt.dry_run) answer = kept_answer(transaction.reads(), *realm, caller, now);
      kept = answer.has_value();
      if (kept) return;
      Context context(caller, realm, access, now, transaction.reads(), &transaction);
      answer = work(context);
      if (!*answer || (*answer)->refused || attempt.dry_run) return transaction.abandon();
      facts = context.recorded();
      if (caller.idempotency) {
        if (caller.idempotency->reply) (*answer)->reply = caller.idempotency->reply(context, **answer);
        transaction.directory().put_outcome(realm->id, outcome_of(caller, **answer, now));
        transaction.directory().drop_outcomes(realm->id, {now.micros - limits::kIdempotencyMicros},
                                              limits::kOutcomesDropped);
      }
      store::AuditEvent event = event_of(caller, attempt, now);
      if (event.key.empty()) event.key = (*answer)->key;
      if (event.record.empty()) event.record = (*answer)->record;
      if (event.record == "account") event.account = event.key;
      transaction.directory().add_audit_event(realm->id, event);
    });
    if (in_force) break;
    forget_realm(workspace);  // another definition took over
    TENURE_TRY(realm, this->realm(workspace));
  }
  if (kept || (attempt.dry_run && !is_shut_out)) return std::move(*answer);
  if (!*answer || (*answer)->refused) {
    store.write([&](store::Transaction& transaction) {
      store::AuditEvent event = event_of(caller, attempt, now);
      refused(event, *answer);
      transaction.directory().add_audit_event(realm->id, event);
      if (*answer && caller.idempotency) {
        transaction.directory().put_outcome(realm->id, outcome_of(caller, **answer, now));
      }
    });
    return std::move(*answer);
  }
  const Done& done = **answer;
  announce({.workspace = realm->name,
            .verb = std::string(verb_name(attempt)),
            .record = done.record,
            .key = done.key,
            .actor = caller.actor,
            .request_id = caller.request_id,
            .facts = facts,
            .moves = static_cast<int64_t>(done.moves.size())});
  return std::move(*answer);
}

Result<Done> Service::Impl::observe(const Caller& caller, std::string_view workspace,
                                    const Attempt& attempt, const Work& work) {
  TENURE_TRY(const RealmPtr realm, this->realm(workspace));
  const AccessPtr access = this->access(*realm, caller);
  if (attempt.verb) TENURE_CHECK_OK(access->check(*attempt.verb));
  std::optional<Result<Done>> answer;
  store.read([&](store::Reader& reads) {
    Context context(caller, realm, access, clock.now(), reads, nullptr);
    answer = work(context);
  });
  return std::move(*answer);
}

namespace {

// Who lets go of a listener waits for a call that another thread is in, and after that there is none, though some
// thread may just have taken it out of the list. It may let go within its own call too.
struct Ear {
  Listener listener;
  std::recursive_mutex mutex;
  bool gone = false;  // under `mutex`
};

}  // namespace

std::shared_ptr<const Listener> Service::subscribe(Listener listener) {
  const auto ear = std::make_shared<Ear>(std::move(listener));
  auto hears = std::make_shared<const Listener>([ear](const Committed& committed) {
    const std::lock_guard lock(ear->mutex);
    if (!ear->gone) ear->listener(committed);
  });
  const std::lock_guard lock(impl_->listeners_mutex);
  std::erase_if(impl_->listeners, [](const auto& known) { return known.expired(); });
  impl_->listeners.push_back(hears);
  const Listener* const place = hears.get();
  return {place, [ear, hears = std::move(hears)](const Listener*) {
            const std::lock_guard end(ear->mutex);
            ear->gone = true;
          }};
}

void Service::Impl::announce(const Committed& committed) {
  std::vector<std::shared_ptr<const Listener>> here;
  {
    const std::lock_guard lock(listeners_mutex);
    for (const auto& listener : listeners) {
      if (auto held = listener.lock()) here.push_back(std::move(held));
    }
  }
  for (const auto& listener : here) (*listener)(committed);
}

}  // namespace tenure::service
