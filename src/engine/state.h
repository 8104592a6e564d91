#pragma once
// What the engine keeps of an account between facts: small and flat. A value.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lifecycle/definition.h"

namespace tenure::engine {

using lifecycle::Definition;
using lifecycle::StageId;

// Older than any instant: where an account stands that was always there.
inline constexpr Instant kAlways{INT64_MIN};

struct Standing {
  StageId stage = lifecycle::kNoStage;
  StageId former = lifecycle::kNoStage;  // the stage before the present one
  Instant since = kAlways;
};

// Where a fold has got to. Facts fold in order of (at, kind precedence, key); a timer that fired at an
// instant stands behind every fact of that instant.
struct Position {
  Instant at = kAlways;
  uint32_t kind = 0;  // kTimer behind all facts
  std::string key;
  static constexpr uint32_t kTimer = 0xffffffff;
  std::strong_ordering operator<=>(const Position&) const = default;
  bool operator==(const Position&) const = default;
};

// Timers that feed each other stop here until the next fact: total, whatever a definition says.
inline constexpr uint16_t kTimerRun = 1000;

class State {
 public:
  State() = default;
  explicit State(const Definition&);  // before any fact: initial stages, empty measures
  State(const State&);
  State& operator=(const State&);
  State(State&&) noexcept = default;
  State& operator=(State&&) noexcept = default;

  const expression::Cell* row() const { return row_.data(); }
  const Standing& standing(size_t lifecycle) const { return standings_[lifecycle]; }
  const Position& position() const { return position_; }
  bool archived() const { return archived_; }
  bool exists() const { return exists_; }  // some fact has been folded

  // Flat bytes for a store, good for this definition version only.
  std::string encode(const Definition&) const;
  // Errors: "invalid-state" when the bytes are not this definition's.
  static Result<State> decode(const Definition&, std::string_view bytes);
  bool operator==(const State&) const;

 private:
  friend class Fold;
  friend class Crossing;
  void set(uint16_t slot, const expression::Cell&);  // copies text
  void restart(const State& blank);  // as if it were a copy of `blank`, which owns no text
  void repoint(const State& from);  // row_ cells that show into from.texts_ show into ours
  std::vector<expression::Cell> row_;
  std::vector<std::string> texts_;  // owns the text of row_ cells, by slot
  std::vector<Standing> standings_;
  std::vector<std::vector<uint64_t>> open_;  // sorted hashes of open ids
  std::vector<Instant> fired_;  // per timer of all lifecycles: the due instant it last fired for
  Position position_;
  uint16_t timer_run_ = 0;  // timers fired since the last fact; see kTimerRun
  bool exists_ = false, archived_ = false;
};

}  // namespace tenure::engine
