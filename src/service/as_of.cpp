#include "service/as_of.h"

#include <algorithm>
#include <chrono>

#include "base/limits.h"
#include "expression/program.h"
#include "query/bind.h"
#include "query/memory.h"
#include "query/order.h"
#include "query/path.h"
#include "service/documents.h"
#include "service/past_account.h"
#include "service/realm_then.h"
#include "service/touched.h"

namespace tenure::service {

using expression::Node;
using expression::Op;
using expression::Program;
using query::Entity;
using query::Field;
using query::Place;
using query::Query;
using query::Source;

namespace {

bool keeps_past(const Entity& entity) {
  return entity.source == Source::fact || entity.source == Source::transition;
}

}  // namespace

bool asks_past(const Query& query) {
  if (!query.when.at && !query.when.known_at) return false;
  if (!keeps_past(query.about())) return true;
  const Touched touched = touched_by(query);
  for (size_t e = 0; e < touched.linked.size(); ++e) {
    if (touched.linked[e] && !keeps_past(query.model->entities[e])) return true;
  }
  return false;
}

// ---- whose rows
// -----------------------------------------------------------------------------------------

namespace {

// The texts of `name eq 'x'` and `name in ('x', 'y')`; nothing where it is something else.
std::vector<std::string> texts_of(const Node& node) {
  std::vector<std::string> texts;
  const expression::Ast& ast = *node.ast;
  if (ast.arguments.size() != 2) return texts;
  const expression::Ast& right = *ast.arguments[1];
  const auto add = [&](const expression::Ast& literal) {
    const std::string* text = literal.op == Op::literal ? literal.literal.get<std::string>() : nullptr;
    if (text) texts.push_back(*text);
    return text != nullptr;
  };
  if (node.op == Op::eq) add(right);
  if (node.op == Op::in && right.op == Op::list) {
    for (const auto& item : right.arguments) {
      if (!add(*item)) return {};
    }
  }
  return texts;
}

// Conditions on what never changes about a row: they narrow whose past must be looked at.
class Narrowing {
 public:
  Narrowing(const Realm& realm, store::Reader& reader, const Query& query, bool only_own)
      : realm_(realm), reader_(reader), query_(query), model_(*query.model) {
    if (!only_own) return;
    for (const Program& filter : query.filters) look(query.entity, *filter.impl().start);
    if (!query.within) return;
    for (const Program& key : query.within->key) look(query.within->entity, *key.impl().start);
  }

  // In order, each once, and the caller's; nothing where any account may have rows.
  std::optional<std::vector<store::AccountId>> accounts() {
    if (!found_) return std::nullopt;
    std::ranges::sort(*found_);
    const auto twins = std::ranges::unique(*found_);
    found_->erase(twins.begin(), twins.end());
    std::erase_if(*found_, [&](store::AccountId id) {
      return query_.owner && to_text(reader_.property(realm_.id, id, "owner")) != *query_.owner;
    });
    return found_;
  }

 private:
  void look(uint16_t entity, const Node& node) {
    if (node.op == Op::and_) {
      for (const Node* part : node.parts) look(entity, *part);
      return;
    }
    if ((node.op != Op::eq && node.op != Op::in) || node.parts.empty() || found_) return;
    const auto path = query::path_of({&model_, entity, {}}, *node.parts[0]);
    if (!path || path->end != query::Path::End::field || path->base != query::Path::kRoot) return;
    const Field& field = model_.entities[path->entity].fields[path->index];
    const std::vector<std::string> texts = texts_of(node);
    if (texts.empty()) return;
    const bool of_account = path->entity == kAccountEntity && field.name == "key" &&
                            (path->links.empty() || (path->links.size() == 1 && is_own_link(model_, entity, path->links[0])));
    if (of_account || (path->links.empty() && field.place.kind == Place::Kind::account)) by_key(texts);
    else if (path->links.empty() && path->entity == entity && field.is(query::kKey)) by_document(entity, texts);
  }
  void by_key(const std::vector<std::string>& keys) {
    found_.emplace();
    for (const std::string& key : keys) {
      if (const auto id = reader_.find_account(realm_.id, key)) found_->push_back(*id);
    }
  }
  // A document's account: as it is listed today, and that of the facts which tell of it.
  void by_document(uint16_t entity, const std::vector<std::string>& keys) {
    const records::Record* record = records::find_record(model_.entities[entity].name);
    if (!record || record->sort != records::RecordSort::document) return;
    std::vector<store::AccountId> ids;
    for (const std::string& key : keys) {
      const size_t before = ids.size();
      store::RecordRow row;
      if (reader_.find_record(realm_.id, *record, key, row) && row.account != 0) ids.push_back(row.account);
      for (size_t kind = 0; kind < realm_.projectors.size(); ++kind) {
        store::Fact fact;
        if (realm_.projectors[kind].record != record || !realm_.projectors[kind].creates) continue;
        if (reader_.find_fact(realm_.id, realm_.kinds[kind], key, fact)) ids.push_back(fact.account);
      }
      if (ids.size() == before) return;  // it may have gone by another name then
    }
    found_ = std::move(ids);
  }

  const Realm& realm_;
  store::Reader& reader_;
  const Query& query_;
  const query::Model& model_;
  std::optional<std::vector<store::AccountId>> found_;
};

// ---- the rows
// -------------------------------------------------------------------------------------------

class Past {
 public:
  Past(const Realm& realm, const Realm& believed, store::Reader& reader, const Query& query,
       const store::QueryBounds& bounds)
      : realm_(realm),
        reader_(reader),
        query_(query),
        bounds_(bounds),
        touched_(touched_by(query)),
        memory_(query.model, query.owner.has_value()),
        account_(realm, believed, reader, query.when.at.value_or(query.now), query.when.known_at) {
    // A row that is not reached over links is kept only where what it says of itself fits.
    if (touched_.linked[query.entity]) return;
    for (const Program& filter : query.filters) {
      const auto own = [&](const expression::Binding& read) { return read.slot < query.about().fields.size(); };
      if (std::ranges::all_of(filter.reads(), own)) plain_.push_back(&filter);
    }
  }

  Result<query::Answer> answer(const query::Visitor& visit) {
    TENURE_CHECK_OK(supported());
    for (size_t e = 0; e < touched_.linked.size(); ++e) {
      wanted_.push_back(touched_.linked[e] || e == query_.entity);
    }
    const auto narrowed = Narrowing(realm_, reader_, query_, touched_.only_own).accounts();
    if (narrowed) {
      for (const store::AccountId id : *narrowed) TENURE_CHECK_OK(add(id));
    } else {
      TENURE_CHECK_OK(all());
    }
    for (uint16_t e = 0; e < wanted_.size(); ++e) {
      if (wanted_[e] && keeps_past(query_.model->entities[e])) TENURE_CHECK_OK(kept(e, narrowed));
    }
    return memory_.run(query_, visit);
  }

 private:
  Result<void> supported() const {
    for (size_t e = 0; e < touched_.linked.size(); ++e) {
      const Entity& entity = query_.model->entities[e];
      const records::Record* record = records::find_record(entity.name);
      const bool document = record && record->sort == records::RecordSort::document;
      const bool folds = e == kAccountEntity || document || entity.source != Source::table;
      if (folds || !(touched_.linked[e] || e == query_.entity)) continue;
      return refuse("not-supported", {{"what", (query_.when.at ? "as_of, " : "known_at, ") + entity.set}});
    }
    return {};
  }

  Result<void> all() {
    Query ids;
    ids.model = query_.model;
    ids.entity = kAccountEntity;
    ids.owner = query_.owner;
    ids.now = query_.now;
    ids.zone = query_.zone;
    ids.select = {*query_.model->entities[kAccountEntity].find_column("_id")};
    ids.order.push_back({std::nullopt, ids.select[0], false});
    ids.page = limits::kPastFacts + 1;
    std::vector<store::AccountId> found;
    TENURE_TRY(const query::Answer answer, reader_.query(realm_.id, ids, [&](const query::Row& row) {
      found.push_back(row.cells[0].as_int64());
      return true;
    }, bounds_));
    (void)answer;
    for (const store::AccountId id : found) TENURE_CHECK_OK(add(id));
    return {};
  }

  std::unexpected<Error> too_large(std::string what, int64_t most) const {
    return refuse("past-too-large", {{"what", std::move(what)}, {"most", std::to_string(most)}});
  }

  Result<void> add(store::AccountId id) {
    const bool cancelled = bounds_.cancelled && bounds_.cancelled->load(std::memory_order_relaxed);
    if (cancelled || std::chrono::steady_clock::now() - begun_ > bounds_.time) return refuse("query-too-slow");
    account_.load(id);
    facts_ += account_.read();
    if (facts_ > limits::kPastFacts) return too_large("facts", limits::kPastFacts);
    if (!account_.exists()) return {};
    for (uint16_t e = 0; e < wanted_.size(); ++e) {
      if (!wanted_[e]) continue;
      const Entity& entity = query_.model->entities[e];
      if (e == kAccountEntity) {
        keep(e, account_.row(entity));
      } else if (entity.source == Source::stage_spell) {
        for (const store::Spell& spell : account_.spells()) keep(e, account_.spell_row(entity, spell));
      } else if (entity.source == Source::table) {
        for (const Document& document : account_.documents(entity.name)) keep(e, account_.document_row(entity, document));
      }
      if (rows_ > limits::kPastRows) return too_large("rows", limits::kPastRows);
    }
    return {};
  }

  void keep(uint16_t entity, std::vector<Value> fields) {
    if (entity == query_.entity && !plain_.empty() && !fits(fields)) return;
    memory_.add(entity, std::move(fields));
    ++rows_;
  }
  bool fits(const std::vector<Value>& fields) {
    arena_.reset();
    cells_.assign(query_.about().type.fields.size(), {});
    for (size_t i = 0; i < fields.size(); ++i) {
      cells_[i] = expression::to_cell(fields[i], query_.about().fields[i].type, arena_);
    }
    const expression::Cell* const row = cells_.data();
    const expression::Frame frame{.sources = {&row, 1}, .now = query_.now, .zone = query_.zone, .arena = &arena_};
    return std::ranges::all_of(plain_, [&](const Program* filter) { return filter->holds(frame); });
  }

  // Facts and moves, which the store has as they were.
  Result<void> kept(uint16_t index, const std::optional<std::vector<store::AccountId>>& accounts) {
    const Entity& entity = query_.model->entities[index];
    Query rows;
    rows.model = query_.model;
    rows.entity = index;
    rows.when = query_.when;
    rows.owner = query_.owner;
    rows.now = query_.now;
    rows.zone = query_.zone;
    for (size_t f = 0; f < entity.fields.size(); ++f) rows.select.push_back(static_cast<uint16_t>(f));
    for (const uint16_t field : entity.order) rows.order.push_back({std::nullopt, field, false});
    if (index == query_.entity && query::asks_superseded(query_)) {
      TENURE_TRY(Program any, query::bind_condition(query_.model, index, "superseded_at ne null or superseded_at eq null"));
      rows.filters.push_back(std::move(any));
    }
    if (accounts) rows.among = query::Among{entity.own_field, *accounts};
    TENURE_TRY(const query::Answer answer, reader_.query(realm_.id, rows, [&](const query::Row& row) {
      std::vector<Value> fields;
      for (size_t f = 0; f < entity.fields.size(); ++f) {
        const bool bytes = entity.fields[f].place.kind == Place::Kind::body && !row.cells[f].is_null();
        fields.push_back(bytes ? Value(row.cells[f].as_text()) : expression::to_value(row.cells[f], entity.fields[f].type));
      }
      memory_.add(index, std::move(fields), std::string(row.fact_kind));
      return ++rows_ <= limits::kPastRows;
    }, bounds_));
    if (answer.stopped) return too_large("rows", limits::kPastRows);
    return {};
  }

  const Realm& realm_;
  store::Reader& reader_;
  const Query& query_;
  const store::QueryBounds& bounds_;
  Touched touched_;
  std::vector<bool> wanted_;
  query::Memory memory_;
  PastAccount account_;
  std::vector<const Program*> plain_;
  expression::Arena arena_;
  std::vector<expression::Cell> cells_;
  int64_t facts_ = 0, rows_ = 0;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace

Result<query::Answer> answer_past(const RealmPtr& realm, store::Reader& reader, const Query& query,
                                  const query::Visitor& visit, const store::QueryBounds& bounds) {
  RealmPtr believed = realm;
  if (query.when.known_at) {
    TENURE_TRY(believed, realm_known_at(realm, reader, *query.when.known_at));
  }
  return Past(*realm, *believed, reader, query, bounds).answer(visit);
}

}  // namespace tenure::service
