#include "service/plan_fold.h"

#include <algorithm>

#include "service/bring_over.h"
#include "service/task_fact.h"

namespace tenure::service {

PlanFold::PlanFold(const Realm& now, const Realm& next, store::Reader& reader)
    : now_(now), next_(next), reader_(reader), history_(next) {}

void PlanFold::feed(std::string_view text) {
  for (char c : text) digest = (digest ^ static_cast<uint8_t>(c)) * 0x100000001b3ull;
  digest = (digest ^ 0xff) * 0x100000001b3ull;
}

void PlanFold::fold(const store::Account& account, const engine::State& stands) {
  folded_ = {};
  fresh_.clear();
  gone_.clear();
  effects_.clear();
  opened_.clear();
  history_.clear();
  if (carry_over(next_, stands, folded_)) {
    fresh_ = folded_.moves;
    return;
  }
  history_.load(reader_, account.id);
  history_.fold(reader_, [&](const engine::State&) { return std::optional(next_.took_over); }, folded_);
  compare(history_, believed_now(next_, reader_, account.id), folded_.moves, fresh_, gone_);
}

// A task is a fact, which may move the account and ask for more (Recorder::open_tasks).
void PlanFold::open_tasks(std::string_view account_key) {
  const size_t asked = effects_.size();
  for (size_t i = 0; i < asked && next_.task_opened != lifecycle::kNone; ++i) {
    if (effects_[i].kind == lifecycle::EffectKind::task) open_task(engine::EffectCall(effects_[i]), account_key);
  }
}

void PlanFold::open_task(const engine::EffectCall& effect, std::string_view account_key) {
  std::string because = effect.fact == 0 ? because_timer(next_, effect, account_key) : "";
  for (const AccountFacts::Row& row : history_.facts().rows()) {
    if (effect.fact != 0 && row.sequence == effect.fact)
      because = because_fact(next_.definition->kinds[row.kind].name, history_.facts().key(row));
  }
  const std::string key = task_key(effect, because);
  store::Fact known;
  if (std::ranges::find(opened_, key) != opened_.end() ||
      reader_.find_fact(next_.id, next_.kinds[next_.task_opened], key, known)) {
    return;
  }
  opened_.push_back(key);
  const std::vector<Value> body = task_body(next_, effect, key, folded_.state);
  const lifecycle::FactKind& kind = next_.definition->kinds[next_.task_opened];
  expression::Arena arena;
  std::vector<expression::Cell> cells;
  for (size_t i = 0; i < body.size(); ++i) cells.push_back(expression::to_cell(body[i], kind.fields.fields[i].type, arena));
  const engine::Fact opened{.at = task_at(next_, key, folded_.state, next_.took_over),
                            .kind = next_.task_opened,
                            .key = key,
                            .actor = "tenure",
                            .body = cells,
                            .id = -static_cast<int64_t>(opened_.size())};
  engine::Decision decision = engine::decide(*next_.definition, folded_.state, opened, {.gates = false});
  for (const engine::Transition& move : decision.moves) fresh_.push_back(to_move(next_, move));
  std::ranges::move(decision.effects, std::back_inserter(effects_));
}

void PlanFold::account(const store::Account& account, std::string_view key, std::vector<store::PlanMove>& moves) {
  ++accounts;
  const engine::State stands = decode_state(now_, reader_, account, key);
  const std::vector<store::Name> stood = stood_in(now_, next_, stands);
  fold(account, stands);
  if (!next_.rewrites) {
    present_effects(next_, stood, folded_, effects_);
    open_tasks(key);
  }
  stage_changed += static_cast<int64_t>(fresh_.size());
  history_corrected += !gone_.empty();
  bool moves_now = false;
  for (size_t l = 0; l < next_.lifecycles.size(); ++l) {
    const store::Name lifecycle = next_.lifecycles[l].name;
    const store::Name to = next_.stage(l, folded_.state.standing(l).stage);
    const HistoryMove* last = nullptr;
    for (const HistoryMove& move : fresh_) {
      if (move.lifecycle == lifecycle) last = &move;
    }
    bool corrected = false;
    for (const store::Transition& row : gone_) corrected |= row.lifecycle == lifecycle;
    if (!last && !corrected) continue;
    store::PlanMove move{.account = account.id, .lifecycle = lifecycle, .from = stood[l], .to = to, .rule = "", .at = {}};
    if (last) {
      move.rule = reader_.text(next_.id, last->rule);
      move.at = last->at;
    } else {
      move.rule = reader_.text(next_.id, gone_.back().rule);
      move.at = gone_.back().at;
    }
    if (move.from != move.to) {
      moves_now = true;
      ++matrix[{lifecycle, move.from, move.to}];
    }
    for (const int64_t number : {move.account, move.lifecycle, move.from, move.to, move.at.micros})
      feed(std::to_string(number));
    feed(move.rule);
    moves.push_back(std::move(move));
  }
  moving += moves_now;
  rewritten += !gone_.empty();
  for (const engine::EffectCall& effect : effects_) {
    if (effect.kind == lifecycle::EffectKind::notify) ++notices[effect.id];
    if (effect.kind == lifecycle::EffectKind::task) ++tasks[effect.id];
  }
}

}  // namespace tenure::service
