#pragma once
// How an account goes on when its definition is followed by another. What it is (stages, properties, what it
// remembers) goes over; from then on the next definition decides. Pure, like the fold.
#include <span>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace tenure::engine {

// Where accounts go whose stage the next definition has no more. Without one: to the lifecycle's initial.
struct Successor {
  std::string lifecycle, stage, to;
  bool operator==(const Successor&) const = default;
};

class Crossing {
 public:
  // Both definitions must outlive it. Successors that name nothing of the two are left out.
  Crossing(const Definition& from, const Definition& to, std::span<const Successor> = {});

  const Definition& from() const { return from_; }
  const Definition& to() const { return to_; }

  // Every measure of the next definition is one of this one, folded from the same facts in the same way: what
  // is remembered goes over as it is. Otherwise it must be folded anew (Fold::remember).
  bool same_memory() const { return same_memory_; }
  // The two decide alike: a history folds to the same under both, whatever it is. They may differ in titles,
  // in what pages show, and in properties and measures that no rule reads.
  bool same_decisions() const { return same_decisions_; }

  struct Move {  // an account whose stage is another because of the crossing
    uint8_t lifecycle = 0;                     // of `to`
    StageId from = lifecycle::kNoStage;        // of the same lifecycle of `from`
    StageId stage = lifecycle::kNoStage;       // of `to`
  };
  // The state in which `to` takes over at `at`; facts and timers before it have been folded. `memory`: measures
  // folded under `to`, where they are not the same; null = as they are. A state that no fact has reached begins
  // anew. Lifecycles that are new begin at `at`, those that are gone end without a word.
  State carry(const State&, Instant at, const State* memory, std::vector<Move>* moves = nullptr) const;
  // The same state in the words of `to`, where the two decide alike: nothing begins, ends or moves.
  State translate(const State&) const;

  // Where a stage of `from` stands in `to`; kNoStage of itself.
  StageId stage_of(size_t lifecycle_of_to, StageId stage_of_from) const;
  // kNone: new here.
  uint16_t lifecycle_of(size_t lifecycle_of_to) const { return cycles_[lifecycle_of_to].from; }
  uint16_t property_of(size_t property_of_to) const { return properties_[property_of_to]; }
  uint16_t measure_of(size_t measure_of_to) const { return measures_[measure_of_to]; }
  // Cells of `from` as the types of `to` have them; null where that cannot be exact.
  void copy_properties(const State& from, State& to) const;

 private:
  struct Cycle {
    uint16_t from = lifecycle::kNone;
    std::vector<StageId> stages;    // of `from` → of `to`: the same id, else the successor, else initial
    std::vector<bool> same;         // … and it is the same id
    std::vector<uint16_t> timers;   // of `to` → index among all timers of `from`
  };
  State over(const State&, const State* memory) const;

  const Definition &from_, &to_;
  std::vector<uint16_t> properties_, measures_;  // of `to` → of `from`
  std::vector<Cycle> cycles_;
  bool same_memory_ = false, same_decisions_ = false;
};

}  // namespace tenure::engine
