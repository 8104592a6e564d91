// Reads: the log, the board, facts and accounts. One snapshot each.
#include <limits>
#include <unordered_map>

#include "service/account_facts.h"
#include "service/account_row.h"
#include "service/impl.h"
#include "service/log_rows.h"
#include "service/realm_then.h"

namespace tenure::service {

using expression::Cell;
using lifecycle::kNone;
using lifecycle::kNoStage;
using lifecycle::StageId;

// ---- the log
// ---------------------------------------------------------------------------------------

LogRows::LogRows(const Realm& realm, store::Reader& reader) : realm_(realm), reader_(reader) {
  for (const lifecycle::FactKind& kind : realm.definition->kinds) {
    note_.push_back(kind.fields.find("note"));
    reason_.push_back(kind.fields.find("reason"));
  }
}

LogRow LogRows::row(const store::LogRow& from) {
  const store::Transition& move = from.transition;
  const auto text = [&](store::Name name) { return std::string(reader_.text(realm_.id, name)); };
  LogRow row{.account = std::string(from.account),
             .lifecycle = text(move.lifecycle),
             .from = text(move.from),
             .to = text(move.to),
             .at = move.at,
             .recorded_at = move.recorded_at,
             .rule = text(move.rule),
             .superseded_at = move.superseded_at,
             .cause = std::string(engine::to_string(static_cast<engine::Cause>(move.cause)))};
  if (from.fact.sequence == 0) return row;
  row.fact = from.fact.key;
  row.fact_kind = text(from.fact.kind);
  row.actor = text(from.fact.actor);
  const uint16_t kind = realm_.kind(from.fact.kind);
  if (kind == kNone || (note_[kind] < 0 && reason_[kind] < 0)) return row;
  cells_.clear();
  properties_.clear();
  decode_body(from.fact.body, realm_, kind, cells_, properties_);
  const auto said = [&](int field) {
    const bool is_text = field >= 0 && static_cast<size_t>(field) < cells_.size() &&
                         cells_[static_cast<size_t>(field)].kind == expression::Kind::string;
    return is_text ? std::string(cells_[static_cast<size_t>(field)].as_text()) : std::string();
  };
  row.note = said(note_[kind]);
  row.reason = said(reason_[kind]);
  return row;
}

Result<void> Service::log(std::string_view workspace, const LogFilter& filter,
                          const std::function<void(const LogRow&)>& visit) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  store::LogQuery query{.until = filter.when.at.value_or(impl_->clock.now()),
                        .known_at = filter.when.known_at,
                        .all = filter.all};
  if (filter.lifecycle) {
    const auto index = realm->definition->find_lifecycle(*filter.lifecycle);
    if (!index) {
      std::string known;
      for (const auto& cycle : realm->definition->lifecycles)
        known += (known.empty() ? "" : ", ") + cycle.name;
      return refuse("unknown-lifecycle", {{"lifecycle", *filter.lifecycle}, {"known", known}});
    }
    query.lifecycle = realm->lifecycles[*index].name;
  }
  std::optional<Error> problem;
  impl_->store.read([&](store::Reader& reader) {
    if (filter.account) {
      query.account = reader.find_account(realm->id, *filter.account);
      if (!query.account) {
        problem = unknown_account(reader, *realm, *filter.account);
        return;
      }
    }
    LogRows rows(*realm, reader);
    reader.log(realm->id, query, [&](const store::LogRow& row) {
      LogRow known = rows.row(row);
      // What was superseded since was not known to be.
      if (query.known_at && known.superseded_at > query.known_at) known.superseded_at.reset();
      visit(known);
    });
  });
  if (problem) return std::unexpected(std::move(*problem));
  return {};
}

// ---- the board
// -------------------------------------------------------------------------------------

namespace {

using Counts = std::vector<std::vector<int64_t>>;  // lifecycle → stage, the last is "none"

size_t column(const lifecycle::Lifecycle& cycle, StageId stage) {
  return stage == kNoStage ? cycle.stages.size() : stage;
}

// Today's counts, as the store keeps them.
void count_kept(const Realm& realm, store::Reader& reader, Counts& counts) {
  for (const store::StageCount& kept : reader.stage_counts(realm.id)) {
    const uint16_t l = realm.find_lifecycle(kept.lifecycle);
    if (l == kNone) continue;
    counts[l][column(realm.definition->lifecycles[l], realm.find_stage(l, kept.stage))] +=
        kept.accounts;
  }
}

// From when on each account exists, in order of its id.
std::vector<std::pair<store::AccountId, Instant>> beginnings(const Realm& realm,
                                                             store::Reader& reader,
                                                             std::optional<Instant> known_at) {
  std::vector<std::pair<store::AccountId, Instant>> begins;
  if (!known_at) {
    reader.accounts(realm.id, [&](const store::Account& account, std::string_view) {
      begins.emplace_back(account.id, account.first_at);
    });
    return begins;
  }
  AccountFacts facts(realm);
  store::AccountId at_hand = 0;
  const auto finish = [&] {
    const std::vector<uint32_t>& effective = facts.effective(known_at);
    if (!effective.empty()) begins.emplace_back(at_hand, facts.rows()[effective.front()].at);
    facts.clear();
  };
  reader.all_facts(realm.id, [&](const store::Fact& fact) {
    if (fact.account != at_hand) finish();
    at_hand = fact.account;
    facts.add(fact);
  });
  finish();
  return begins;
}

// `then`: the last of the definitions that decide, as was believed at `known_at`.
void count_as_of(const Realm& realm, const Realm& then, store::Reader& reader, Instant at,
                 std::optional<Instant> known_at, Counts& counts) {
  const lifecycle::Definition& definition = *realm.definition;
  const auto begins = beginnings(realm, reader, known_at);
  std::vector<StageId> standing(definition.lifecycles.size(), kNoStage);
  const auto start = [&](Instant began) {
    const std::vector<store::Name> stages = unmoved(then, began, at);
    for (size_t l = 0; l < standing.size(); ++l) {
      const uint16_t there = then.find_lifecycle(realm.lifecycles[l].name);
      standing[l] = there == kNone ? kNoStage : realm.find_stage(l, stages[there]);
    }
  };
  size_t next = 0;
  store::AccountId at_hand = 0;  // whose standing that is
  const auto close = [&](const std::pair<store::AccountId, Instant>& account) {
    if (account.second > at) return;
    for (size_t l = 0; l < standing.size(); ++l) {
      ++counts[l][column(definition.lifecycles[l], standing[l])];
    }
  };
  // Closes the accounts before this one. False: it did not exist.
  const auto go_to = [&](store::AccountId account) {
    for (; next < begins.size() && begins[next].first <= account; ++next) {
      if (at_hand != begins[next].first) start(begins[next].second);
      at_hand = begins[next].first;
      if (at_hand == account) return true;
      close(begins[next]);
    }
    return false;
  };
  reader.all_transitions(realm.id, [&](const store::Transition& move) {
    if (!go_to(move.account)) return;
    const bool holds = known_at ? move.recorded_at <= *known_at &&
                                      (!move.superseded_at || *move.superseded_at > *known_at)
                                : !move.superseded_at;
    if (!holds || move.at > at) return;
    const uint16_t l = realm.find_lifecycle(move.lifecycle);
    if (l != kNone) standing[l] = realm.find_stage(l, move.to);
  });
  (void)go_to(std::numeric_limits<store::AccountId>::max());
}

}  // namespace

Result<std::vector<Service::BoardColumn>> Service::board(std::string_view workspace,
                                                         const When& when) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  const lifecycle::Definition& definition = *realm->definition;
  const Instant at = when.at.value_or(impl_->clock.now());
  Counts counts;
  for (const auto& cycle : definition.lifecycles) counts.emplace_back(cycle.stages.size() + 1);
  Result<RealmPtr> believed = realm;
  impl_->store.read([&](store::Reader& reader) {
    // Nothing is known that happened later: what was true then is what is true now.
    if (!when.known_at && at >= reader.extent(realm->id).latest) return count_kept(*realm, reader, counts);
    if (when.known_at) believed = realm_known_at(realm, reader, *when.known_at);
    if (believed) count_as_of(*realm, **believed, reader, at, when.known_at, counts);
  });
  if (!believed) return std::unexpected(believed.error());
  std::vector<BoardColumn> board;
  for (size_t l = 0; l < counts.size(); ++l) {
    const lifecycle::Lifecycle& cycle = definition.lifecycles[l];
    if (cycle.initial == kNoStage || counts[l].back() > 0) {
      board.push_back({cycle.name, "", counts[l].back()});
    }
    for (size_t s = 0; s < cycle.stages.size(); ++s) {
      board.push_back({cycle.name, cycle.stages[s].id, counts[l][s]});
    }
  }
  return board;
}

// ---- facts and accounts
// ----------------------------------------------------------------------------

Result<void> Service::facts(std::string_view workspace, const When& when,
                            const std::function<void(const FactRow&)>& visit) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  const lifecycle::Definition& definition = *realm->definition;
  const Instant until = when.at.value_or(impl_->clock.now());
  impl_->store.read([&](store::Reader& reader) {
    AccountFacts facts(*realm);
    store::AccountId at_hand = 0;
    std::vector<Value> body;
    Properties properties;
    const auto finish = [&] {
      if (facts.empty()) return;
      const std::string account = reader.account_key(realm->id, at_hand);
      for (uint32_t index : facts.effective(when.known_at)) {
        const AccountFacts::Row& row = facts.rows()[index];
        if (row.at > until) break;
        const std::string_view actor = reader.text(realm->id, row.actor);
        const engine::Fact fact = facts.fact(row, actor);
        const lifecycle::FactKind& kind = definition.kinds[row.kind];
        body.clear();
        for (size_t i = 0; i < fact.body.size(); ++i) {
          body.push_back(expression::to_value(fact.body[i], kind.fields.fields[i].type));
        }
        properties.clear();
        for (const auto& entry : fact.properties) {
          properties.emplace_back(
              entry.property,
              expression::to_value(entry.value, definition.properties[entry.property].type));
        }
        visit({account, kind.name, fact.key, actor, row.at, row.recorded_at, &body, &properties});
      }
      facts.clear();
    };
    reader.all_facts(realm->id, [&](const store::Fact& fact) {
      if (fact.account != at_hand) finish();
      at_hand = fact.account;
      facts.add(fact);
    });
    finish();
  });
  return {};
}

Result<void> Service::accounts(std::string_view workspace,
                               const std::function<void(const AccountRow&)>& visit) {
  TENURE_TRY(const RealmPtr realm, impl_->realm(workspace));
  const lifecycle::Definition& definition = *realm->definition;
  impl_->store.read([&](store::Reader& reader) {
    reader.accounts(realm->id, [&](const store::Account& account, std::string_view key) {
      const engine::State state = decode_state(*realm, reader, account, key);
      AccountRow row{std::string(key), {}};
      for (size_t slot = 0; slot < definition.slots.size(); ++slot) {
        const auto& field = definition.account.fields[slot];
        Value value = account_value(*realm, state, account.first_at, slot);
        const lifecycle::Slot& about = definition.slots[slot];
        if (about.role == lifecycle::SlotRole::property && about.index == realm->key)
          value = row.key;
        row.properties.emplace_back(field.name, std::move(value));
      }
      visit(row);
    });
  });
  return {};
}

}  // namespace tenure::service
