#include "engine/state.h"

#include <algorithm>

#include "base/assert.h"
#include "engine/codec.h"

namespace tenure::engine {

using expression::Cell;
using expression::Kind;
using lifecycle::SlotRole;

namespace {

bool owns_text(const Cell& cell) {
  return cell.kind == Kind::string || cell.kind == Kind::choice || cell.kind == Kind::binary;
}

Cell initial_cell(const Definition& definition, const lifecycle::Slot& slot) {
  if (slot.role == SlotRole::measure) {
    switch (definition.measures[slot.index].form) {
      case lifecycle::Form::count:
      case lifecycle::Form::open:
        return Cell::int64(0);
      case lifecycle::Form::sum:
        return definition.account.fields[definition.measures[slot.index].slot].type.kind == Kind::int64
                   ? Cell::int64(0)
                   : Cell::decimal(Decimal(0));
      default:
        return Cell::null();
    }
  }
  if (slot.role == SlotRole::stage) {
    const lifecycle::Lifecycle& cycle = definition.lifecycles[slot.index];
    if (cycle.initial != lifecycle::kNoStage) {
      return Cell::text(cycle.stages[cycle.initial].id, Kind::choice);
    }
  }
  return Cell::null();
}

}  // namespace

State::State(const Definition& definition) {
  row_.reserve(definition.slots.size());
  for (const lifecycle::Slot& slot : definition.slots) row_.push_back(initial_cell(definition, slot));
  texts_.resize(row_.size());
  size_t timers = 0;
  for (const lifecycle::Lifecycle& cycle : definition.lifecycles) {
    standings_.push_back({.stage = cycle.initial});
    timers += cycle.timers.size();
  }
  open_.resize(definition.open_sets);
  fired_.assign(timers, kAlways);
}

State::State(const State& other)
    : row_(other.row_),
      texts_(other.texts_),
      standings_(other.standings_),
      open_(other.open_),
      fired_(other.fired_),
      position_(other.position_),
      timer_run_(other.timer_run_),
      exists_(other.exists_),
      archived_(other.archived_) {
  repoint(other);
}

State& State::operator=(const State& other) {
  if (this == &other) return *this;
  row_ = other.row_;
  texts_ = other.texts_;
  standings_ = other.standings_;
  open_ = other.open_;
  fired_ = other.fired_;
  position_ = other.position_;
  timer_run_ = other.timer_run_;
  exists_ = other.exists_;
  archived_ = other.archived_;
  repoint(other);
  return *this;
}

void State::restart(const State& blank) {
  row_ = blank.row_;
  standings_ = blank.standings_;
  for (std::vector<uint64_t>& ids : open_) ids.clear();
  fired_ = blank.fired_;
  position_.at = blank.position_.at;
  position_.kind = 0;
  position_.key.clear();
  timer_run_ = 0;
  exists_ = archived_ = false;
}

// Text of properties is ours; the ids of stages are the definition's and stay where they are.
void State::repoint(const State& from) {
  for (size_t slot = 0; slot < row_.size(); ++slot) {
    Cell& cell = row_[slot];
    if (owns_text(cell) && cell.as_text().data() == from.texts_[slot].data()) {
      cell = Cell::text(texts_[slot], cell.kind);
    }
  }
}

void State::set(uint16_t slot, const Cell& cell) {
  if (owns_text(cell)) {
    texts_[slot].assign(cell.as_text());
    row_[slot] = Cell::text(texts_[slot], cell.kind);
  } else {
    row_[slot] = cell;
  }
}

bool State::operator==(const State& other) const {
  auto same_standing = [](const Standing& a, const Standing& b) {
    return a.stage == b.stage && a.former == b.former && a.since == b.since;
  };
  return std::ranges::equal(row_, other.row_, expression::same) &&
         std::ranges::equal(standings_, other.standings_, same_standing) && open_ == other.open_ &&
         fired_ == other.fired_ && position_ == other.position_ && timer_run_ == other.timer_run_ &&
         exists_ == other.exists_ && archived_ == other.archived_;
}

// ---- bytes -------------------------------------------------------------------------------------
// version | flags | timer run | standings | fired | position | open sets | cells that are not null

std::string State::encode(const Definition& definition) const {
  codec::Writer out;
  out.text(std::string_view(definition.version).substr(0, 16));
  out.byte(static_cast<uint8_t>((exists_ ? 1 : 0) | (archived_ ? 2 : 0)));
  out.number(timer_run_);
  for (const Standing& standing : standings_) {
    out.byte(standing.stage);
    out.byte(standing.former);
    out.signed_number(standing.since.micros);
  }
  for (Instant fired : fired_) out.signed_number(fired.micros);
  out.signed_number(position_.at.micros);
  out.number(position_.kind);
  out.text(position_.key);
  for (const std::vector<uint64_t>& ids : open_) {
    out.number(ids.size());
    for (uint64_t id : ids) out.fixed(id);
  }
  for (size_t slot = 0; slot < row_.size(); ++slot) {
    if (row_[slot].is_null() || definition.slots[slot].role == SlotRole::stage) continue;
    out.number(slot + 1);
    out.cell(row_[slot]);
  }
  out.number(0);
  return out.take();
}

Result<State> State::decode(const Definition& definition, std::string_view bytes) {
  codec::Reader in(bytes);
  auto invalid = [] { return refuse("invalid-state"); };
  if (in.text() != std::string_view(definition.version).substr(0, 16)) return invalid();
  State state(definition);
  const uint8_t flags = in.byte();
  state.exists_ = flags & 1;
  state.archived_ = flags & 2;
  state.timer_run_ = static_cast<uint16_t>(in.number());
  for (size_t i = 0; i < state.standings_.size(); ++i) {
    Standing& standing = state.standings_[i];
    const lifecycle::Lifecycle& cycle = definition.lifecycles[i];
    standing.stage = in.byte();
    standing.former = in.byte();
    standing.since.micros = in.signed_number();
    const auto known = [&](StageId s) { return s < cycle.stages.size() || s == lifecycle::kNoStage; };
    if (!known(standing.stage) || !known(standing.former)) return invalid();
    state.row_[cycle.stage_slot] = standing.stage == lifecycle::kNoStage
                                       ? Cell::null()
                                       : Cell::text(cycle.stages[standing.stage].id, Kind::choice);
  }
  for (Instant& fired : state.fired_) fired.micros = in.signed_number();
  state.position_.at.micros = in.signed_number();
  state.position_.kind = static_cast<uint32_t>(in.number());
  state.position_.key = in.text();
  for (std::vector<uint64_t>& ids : state.open_) {
    const uint64_t count = in.number();
    if (count > bytes.size() / 8) return invalid();
    ids.resize(count);
    for (uint64_t& id : ids) id = in.fixed();
  }
  // Cells that are null now may have begun otherwise (a count begins at zero): write all of them.
  for (uint64_t next = in.number(); next != 0 && in.good(); next = in.number()) {
    if (next > state.row_.size()) return invalid();
    state.set(static_cast<uint16_t>(next - 1), in.cell());
  }
  if (!in.good() || !in.at_end()) return invalid();
  return state;
}

}  // namespace tenure::engine
