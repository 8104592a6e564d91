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

struct Standing {
  StageId stage = lifecycle::kNoStage;
  StageId former = lifecycle::kNoStage;  // the stage before the present one
  Instant since{};
};

// Where a fold has got to. Facts fold in order of (at, kind precedence, key); a timer that fired at an
// instant stands behind every fact of that instant.
struct Position {
  Instant at = kMinPosition;
  uint32_t kind = 0;  // kTimer behind all facts
  std::string key;
  static constexpr uint32_t kTimer = 0xffffffff;
  static constexpr Instant kMinPosition{INT64_MIN};
  std::strong_ordering operator<=>(const Position&) const = default;
  bool operator==(const Position&) const = default;
};

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
  void set_text(const Definition&, uint16_t slot, const expression::Cell&);
  std::vector<expression::Cell> row_;
  std::vector<std::string> texts_;  // owns the text of row_ cells, by slot
  std::vector<Standing> standings_;
  std::vector<std::vector<uint64_t>> open_;  // sorted hashes of open ids
  Position position_;
  bool exists_ = false, archived_ = false;
};

}  // namespace tenure::engine
