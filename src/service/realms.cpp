// A workspace as it is loaded: its definition, those that decided before it, and rows that are to be brought up to
// date first.
#include <algorithm>

#include "base/environment.h"
#include "base/limits.h"
#include "base/time_zone.h"
#include "service/account_row.h"
#include "service/bring_over.h"
#include "service/impl.h"
#include "service/plan.h"
#include "service/realm_then.h"
#include "service/recorder.h"

namespace tenure::service {

using lifecycle::Fault;
using lifecycle::Loaded;
using lifecycle::PackFile;

// A setting that does not fit is its own error; what is wrong in the files is the definition's.
Error not_loadable(std::string_view pack, const std::vector<Fault>& faults) {
  int errors = 0;
  const Fault* first = nullptr;
  for (const Fault& fault : faults) {
    if (fault.severity != lifecycle::Severity::error) continue;
    if (fault.place.file.empty()) return {fault.code, fault.arguments};
    if (!first) first = &fault;
    ++errors;
  }
  return {"invalid-definition",
          {{"pack", std::string(pack)},
           {"count", std::to_string(errors)},
           {"reason", first ? lifecycle::to_string(*first, Language::english) : ""}}};
}

namespace {

// The definitions that decide a history, the oldest first.
struct Link {
  int64_t number;
  Instant from;
  std::vector<engine::Successor> successors;
};
std::vector<Link> links_of(const std::vector<store::Era>& eras, int64_t until) {
  std::vector<Link> links;
  for (const store::Era& era : eras) {
    if (era.number > until) break;
    if (era.mode == kModeAlike && !links.empty()) {
      links.back().number = era.number;
      continue;
    }
    if (era.mode != kModeFromNow) links.clear();
    Link& link = links.emplace_back(Link{.number = era.number, .from = era.begins, .successors = {}});
    for (const store::Successor& successor : era.successors)
      link.successors.push_back({successor.lifecycle, successor.stage, successor.to});
  }
  return links;
}

class RealmLoader {
 public:
  RealmLoader(store::Reader& reader, store::Workspace workspace) : reader_(reader), workspace_(std::move(workspace)) {
    const Result<TimeZone> zone = TimeZone::load(workspace_.time_zone);
    if (!zone) invalid(say(Language::english, zone.error()));
    zone_ = *zone;
    eras_ = reader.changes().eras(workspace_.id);
  }

  // Every definition that ever decided and can be read, the one in force last.
  std::vector<std::pair<int64_t, lifecycle::DefinitionPtr>> definitions() {
    const std::vector<int64_t> needed = numbers();
    std::vector<std::pair<int64_t, lifecycle::DefinitionPtr>> all;
    for (const store::Era& era : eras_) {
      if (std::ranges::find(needed, era.number) != needed.end()) continue;
      if (lifecycle::DefinitionPtr old = read(era.number)) all.emplace_back(era.number, std::move(old));
    }
    for (const int64_t number : needed) all.emplace_back(number, definition(number));
    return all;
  }
  RealmPtr load() {
    const std::shared_ptr<Realm> realm = chain(workspace_.definition);
    const store::Era* last = era(workspace_.definition);
    if (!last || last->settled) return realm;
    const auto before = std::ranges::find(eras_, last->number, &store::Era::number);
    leave(*realm, chain(std::prev(before)->number), *last);
    return realm;
  }
  // As it was when this one was the last.
  Result<RealmPtr> then(int64_t number) {
    for (const Link& link : links_of(eras_, number)) {
      const lifecycle::DefinitionPtr definition = read(link.number);
      if (definition && has_names(reader_, workspace_.id, *definition)) continue;
      return refuse("definition-gone", {{"version", reader_.definition(workspace_.id, link.number).version}});
    }
    return chain(number);
  }
  // The last that had been applied by then; the first where none had been.
  int64_t known_at(Instant at) const {
    int64_t number = eras_.empty() ? workspace_.definition : eras_.front().number;
    for (const store::Era& era : eras_) {
      if (era.applied_at <= at) number = era.number;
    }
    return number;
  }
  // As it would be with this one behind the others.
  RealmPtr with(const store::Era& next, const lifecycle::DefinitionPtr& definition) {
    const RealmPtr now = chain(workspace_.definition);
    eras_.push_back(next);
    loaded_[next.number] = definition;
    const std::shared_ptr<Realm> realm = chain(next.number);
    leave(*realm, now, next);
    return realm;
  }

 private:
  [[noreturn]] void invalid(const std::string& reason) const {
    throw EnvironmentError("stored-definition-invalid", {{"workspace", workspace_.name}, {"reason", reason}});
  }
  const store::Era* era(int64_t number) const {
    const auto found = std::ranges::find(eras_, number, &store::Era::number);
    return found == eras_.end() ? nullptr : &*found;
  }
  std::vector<int64_t> numbers() const {
    std::vector<int64_t> all;
    const store::Era* last = era(workspace_.definition);
    if (last && !last->settled) {
      for (const Link& link : links_of(eras_, last->number - 1)) all.push_back(link.number);
    }
    for (const Link& link : links_of(eras_, workspace_.definition)) {
      if (std::ranges::find(all, link.number) == all.end()) all.push_back(link.number);
    }
    return all;
  }
  // Null, with the reason: this program cannot read it.
  lifecycle::DefinitionPtr read(int64_t number, std::string* reason = nullptr) {
    lifecycle::DefinitionPtr& known = loaded_[number];
    if (known) return known;
    const store::Definition record = reader_.definition(workspace_.id, number);
    const Loaded loaded = load_definition(record, zone_);
    if (!loaded.definition && reason) *reason = say(Language::english, not_loadable(record.pack, loaded.faults));
    return known = loaded.definition;
  }
  lifecycle::DefinitionPtr definition(int64_t number) {
    std::string reason;
    lifecycle::DefinitionPtr read = this->read(number, &reason);
    if (!read) invalid(reason);
    return read;
  }
  static void leave(Realm& realm, RealmPtr before, const store::Era& era) {
    realm.leaving = std::move(before);
    realm.took_over = era.begins;
    realm.rewrites = era.mode != kModeFromNow;
    if (era.mode == kModeAlike)
      realm.alike = std::make_shared<engine::Crossing>(*realm.leaving->definition, *realm.definition);
    realm.carries = carries(realm);
  }
  std::shared_ptr<Realm> chain(int64_t until) {
    std::shared_ptr<Realm> realm;
    for (const Link& link : links_of(eras_, until)) {
      store::Workspace as_then = workspace_;
      as_then.definition = link.number;
      std::shared_ptr<Realm> next = make_realm(reader_, as_then, definition(link.number));
      if (realm) {
        next->earlier = std::make_shared<Realm::Earlier>(
            Realm::Earlier{realm, link.from, {*realm->definition, *next->definition, link.successors}});
      }
      realm = std::move(next);
    }
    return realm;
  }

  store::Reader& reader_;
  store::Workspace workspace_;
  TimeZone zone_ = TimeZone::utc();
  std::vector<store::Era> eras_;
  std::map<int64_t, lifecycle::DefinitionPtr> loaded_;
};

// A workspace whose rows an older program made.
struct Outdated {
  store::Workspace workspace;
  std::vector<std::pair<int64_t, lifecycle::DefinitionPtr>> definitions;
};

// In parts, each a transaction: whoever is killed goes on where it was.
RealmPtr bring_rows_up_to_date(store::Store& store, Instant now, const Outdated& outdated) {
  RealmPtr realm;
  store.write([&](store::Transaction& transaction) {
    for (const auto& [number, definition] : outdated.definitions) {
      intern_names(transaction, outdated.workspace.id, *definition);
      // The same files have another name where the built-in vocabulary has grown.
      transaction.set_definition_version(outdated.workspace.id, number, definition->version);
    }
    transaction.add_account_columns(account_columns(*outdated.definitions.back().second));
  });
  store.read([&](store::Reader& reader) { realm = RealmLoader(reader, outdated.workspace).load(); });
  for (bool more = true; more;) {
    store.write([&](store::Transaction& transaction) {
      store::Reader::Projected projected = transaction.reads().projected(realm->id);
      const std::vector<store::AccountId> accounts =
          transaction.reads().accounts_after(realm->id, projected.last, limits::kTickAccounts);
      Recorder recorder(*realm, transaction, now, {.history = true});
      std::optional<Recorder> behind;
      if (realm->leaving) behind.emplace(*realm->leaving, transaction, now, RecordOptions{.history = true});
      store::Account account;
      for (store::AccountId id : accounts) {
        transaction.reads().load_account(realm->id, id, account);
        (behind && account.definition != realm->number ? *behind : recorder).remake(id);
      }
      more = static_cast<int64_t>(accounts.size()) == limits::kTickAccounts;
      if (!accounts.empty()) projected.last = accounts.back();
      if (!more) projected = {.number = projection_number()};
      transaction.set_projected(realm->id, projected);
    });
  }
  return realm;
}

}  // namespace

Loaded load_definition(const store::Definition& record, const TimeZone& zone) {
  std::vector<PackFile> files;
  for (const auto& [path, text] : record.files) files.push_back({path, text});
  return lifecycle::load(files, {record.parameters, zone});
}

Result<RealmPtr> Service::Impl::realm(std::string_view workspace) {
  const std::lock_guard lock(mutex);
  if (const auto known = realms.find(workspace); known != realms.end()) return known->second;
  RealmPtr realm;
  std::vector<std::string> names;
  std::optional<Outdated> outdated;
  store.read([&](store::Reader& reader) {
    const std::optional<store::Workspace> found = reader.find_workspace(workspace);
    if (!found) {
      names = reader.workspaces();
      return;
    }
    RealmLoader loader(reader, *found);
    if (reader.projected(found->id).number != projection_number()) {
      outdated = {*found, loader.definitions()};
      return;
    }
    realm = loader.load();
  });
  if (outdated) realm = bring_rows_up_to_date(store, clock.now(), *outdated);
  if (!realm) {
    return refuse("unknown-workspace",
                  {{"workspace", std::string(workspace)}, {"nearest", nearest(workspace, names)}});
  }
  realms.emplace(std::string(workspace), realm);
  return realm;
}

void Service::Impl::forget_realm(std::string_view workspace) {
  const std::lock_guard lock(mutex);
  const auto known = realms.find(workspace);
  if (known != realms.end()) realms.erase(known);
}

Result<void> Service::Impl::write(std::string_view workspace,
                                  const std::function<void(store::Transaction&, const RealmPtr&)>& work) {
  for (;;) {
    TENURE_TRY(const RealmPtr realm, this->realm(workspace));
    bool in_force = true;
    store.write([&](store::Transaction& transaction) {
      in_force = is_in_force(transaction, *realm);
      if (in_force) work(transaction, realm);
    });
    if (in_force) return {};
    forget_realm(workspace);
  }
}

RealmPtr planned_realm(store::Reader& reader, const store::Workspace& workspace, const store::Era& next,
                       const lifecycle::DefinitionPtr& definition) {
  return RealmLoader(reader, workspace).with(next, definition);
}

Result<RealmPtr> realm_of(const RealmPtr& now, store::Reader& reader, int64_t number) {
  if (number == now->number) return now;
  return RealmLoader(reader, *reader.find_workspace(now->name)).then(number);
}

Result<RealmPtr> realm_known_at(const RealmPtr& now, store::Reader& reader, Instant known_at) {
  RealmLoader loader(reader, *reader.find_workspace(now->name));
  const int64_t number = loader.known_at(known_at);
  if (number == now->number) return now;
  return loader.then(number);
}

bool is_in_force(store::Transaction& transaction, const Realm& realm) {
  const std::optional<store::Workspace> now = transaction.reads().find_workspace(realm.id);
  return now && now->definition == realm.number;
}

}  // namespace tenure::service
