#pragma once
// What one account would do under the next definition, and the sum of all of them.
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "service/beliefs.h"
#include "store/changes.h"

namespace tenure::service {

class PlanFold {
 public:
  PlanFold(const Realm& now, const Realm& next, store::Reader&);

  // Moves of the account's present are appended: one for each lifecycle in which it would stand elsewhere; where only
  // its past would be another, one whose `from` and `to` are where it stands.
  void account(const store::Account&, std::string_view key, std::vector<store::PlanMove>& moves);

  std::map<std::tuple<store::Name, store::Name, store::Name>, int64_t> matrix;  // lifecycle, from, to
  std::map<std::string, int64_t> notices, tasks;  // by id
  int64_t accounts = 0, moving = 0, rewritten = 0;
  int64_t stage_changed = 0, history_corrected = 0;  // events
  uint64_t digest = 0xcbf29ce484222325ull;

 private:
  void feed(std::string_view);
  void fold(const store::Account&, const engine::State& stands);
  void open_tasks(std::string_view account_key);
  void open_task(const engine::EffectCall&, std::string_view account_key);

  const Realm &now_, &next_;
  store::Reader& reader_;
  History history_;
  History::Folded folded_;
  std::vector<HistoryMove> fresh_;
  std::vector<store::Transition> gone_;
  std::vector<engine::EffectCall> effects_;
  std::vector<std::string> opened_;  // keys of tasks
};

}  // namespace tenure::service
