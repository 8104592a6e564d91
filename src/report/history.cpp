#include "report/history.h"

#include <algorithm>

#include "engine/engine.h"

namespace tenure::report {

StageId StageList::find(std::string_view id) const {
  for (size_t i = 0; i < ids.size(); ++i) {
    if (ids[i] == id) return static_cast<StageId>(i);
  }
  return lifecycle::kNoStage;
}

StageList stage_list(const lifecycle::Lifecycle& cycle) {
  StageList list;
  for (const lifecycle::Stage& stage : cycle.stages) {
    list.ids.push_back(stage.id);
    list.active.push_back(stage.active);
  }
  list.initial = cycle.initial;
  return list;
}

uint32_t History::index(std::string_view account) {
  if (const auto found = accounts_.find(account); found != accounts_.end()) return found->second;
  const auto next = static_cast<uint32_t>(accounts_.size());
  accounts_.emplace(account, next);
  begins_.push_back(engine::kAlways);
  return next;
}

void History::begin(std::string_view account, Instant at) {
  Instant& begin = begins_[index(account)];
  if (begin == engine::kAlways || at < begin) begin = at;
}

void History::add(std::string_view account, std::string_view from, std::string_view to, Instant at) {
  moves_.push_back({index(account), stages_.find(from), stages_.find(to), at});
}

std::vector<History::Move> History::by_time() const {
  std::vector<Move> moves = moves_;
  std::ranges::stable_sort(moves, {}, &Move::at);
  return moves;
}

std::vector<History::Move> History::by_account() const {
  std::vector<Move> moves = moves_;
  std::ranges::stable_sort(moves, {}, &Move::account);
  return moves;
}

std::optional<Period> parse_period(std::string_view text) {
  if (text == "day") return Period::day;
  if (text == "week") return Period::week;
  if (text == "month") return Period::month;
  return std::nullopt;
}

Instant next_period(Instant after, Period period, const TimeZone& zone) {
  Date date = zone.local_date(after);
  switch (period) {
    case Period::day:
      ++date.days;
      break;
    case Period::week: {
      const int weekday = ((date.days + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday; Monday is 0
      date.days += 7 - weekday;
      break;
    }
    case Period::month: {
      const CivilDate civil = civil_from_days(date.days);
      date.days = civil.month == 12 ? days_from_civil(civil.year + 1, 1, 1)
                                    : days_from_civil(civil.year, civil.month + 1, 1);
      break;
    }
  }
  return zone.from_local(date, TimeOfDay{});
}

Table stages_over_time(const History& history, Period period, const TimeZone& zone, Instant until) {
  const StageList& stages = history.stages();
  Table table{{{"as_of"}}, {}};
  for (const std::string& id : stages.ids) table.columns.push_back({id, true});
  const std::vector<History::Move> moves = history.by_time();
  std::vector<Instant> begins = history.begins();
  std::ranges::sort(begins);
  std::vector<int64_t> counts(stages.ids.size());
  size_t born = 0, moved = 0;
  const auto row = [&](Instant as_of, bool inclusive) {
    const auto before = [&](Instant at) { return at < as_of || (inclusive && at == as_of); };
    for (; born < begins.size() && before(begins[born]); ++born) {
      if (stages.initial != lifecycle::kNoStage) ++counts[stages.initial];
    }
    for (; moved < moves.size() && before(moves[moved].at); ++moved) {
      if (moves[moved].from != lifecycle::kNoStage) --counts[moves[moved].from];
      if (moves[moved].to != lifecycle::kNoStage) ++counts[moves[moved].to];
    }
    std::vector<Value>& values = table.rows.emplace_back();
    values.emplace_back(as_of);
    for (const int64_t count : counts) values.emplace_back(count);
  };
  if (!moves.empty()) {
    for (Instant at = next_period(moves.front().at, period, zone); at < until; at = next_period(at, period, zone)) {
      row(at, false);
    }
  }
  row(until, true);
  return table;
}

Table flow(const History& history, std::optional<Instant> since, Instant until) {
  const StageList& stages = history.stages();
  const size_t none = stages.ids.size(), width = none + 1;
  const auto place = [&](StageId stage) { return stage == lifecycle::kNoStage ? none : stage; };
  std::vector<int64_t> moves(width * width), accounts(width * width);
  std::vector<uint32_t> last(width * width, UINT32_MAX);  // the account counted last
  for (const History::Move& move : history.by_account()) {
    if (move.at > until || (since && move.at < *since)) continue;
    const size_t cell = place(move.from) * width + place(move.to);
    ++moves[cell];
    if (last[cell] != move.account) ++accounts[cell];
    last[cell] = move.account;
  }
  Table table{{{"from"}, {"to"}, {"moves", true}, {"accounts", true}}, {}};
  const auto id = [&](size_t stage) { return stage == none ? std::string() : stages.ids[stage]; };
  for (size_t i = 0; i < width; ++i) {
    const size_t from = i == 0 ? none : i - 1;  // those from no stage first
    for (size_t to = 0; to < width; ++to) {
      const size_t cell = from * width + to;
      if (moves[cell] > 0) table.rows.push_back({id(from), id(to), moves[cell], accounts[cell]});
    }
  }
  return table;
}

namespace {

// Always so many digits, that columns of them can be read: 5.00.
Value quotient(__int128 dividend, int64_t divisor, int digits) {
  const Decimal rounded =
      Decimal::from_parts(dividend, 0).divided(Decimal(divisor)).value_or(Decimal()).rounded(digits);
  __int128 coefficient = rounded.coefficient();
  for (int scale = rounded.scale(); scale < digits; ++scale) coefficient *= 10;
  return Decimal::from_parts(coefficient, digits);
}
Value days(__int128 micros) { return quotient(micros, kMicrosPerDay, 2); }

// Calls visit(account, its moves) for every account, in order of index.
template <typename Visit>
void each_account(const History& history, const Visit& visit) {
  const std::vector<History::Move> moves = history.by_account();
  size_t begin = 0;
  for (uint32_t account = 0; account < history.begins().size(); ++account) {
    size_t end = begin;
    while (end < moves.size() && moves[end].account == account) ++end;
    visit(account, std::span(moves).subspan(begin, end - begin));
    begin = end;
  }
}

int month_number(Instant at, const TimeZone& zone) {
  const CivilDate date = civil_from_days(zone.local_date(at).days);
  return date.year * 12 + date.month - 1;
}
Instant month_start(int number, const TimeZone& zone) {
  return zone.from_local(Date{days_from_civil(number / 12, number % 12 + 1, 1)}, TimeOfDay{});
}
std::string month_name(int number) {
  return to_string(Date{days_from_civil(number / 12, number % 12 + 1, 1)}).substr(0, 7);
}

struct Months {
  int first = 0, count = 0;  // of the cohorts
  int latest = 0;            // the last month whose end is not after `until`
};
Months months_of(const History& history, const TimeZone& zone, Instant until) {
  Months months;
  int last = 0;
  for (const Instant begin : history.begins()) {
    if (begin == engine::kAlways || begin > until) continue;
    const int month = month_number(begin, zone);
    if (months.count == 0) months.first = last = month;
    months.first = std::min(months.first, month);
    last = std::max(last, month);
    months.count = last - months.first + 1;
  }
  months.latest = month_number(until, zone) - 1;
  // The very last instant of a month ends it as well.
  if (until.micros < INT64_MAX && month_number(Instant{until.micros + 1}, zone) > months.latest + 1) ++months.latest;
  return months;
}

}  // namespace

Table time_in_stage(const History& history, Instant until) {
  const StageList& stages = history.stages();
  struct Times {
    int64_t accounts = 0, now = 0;
    __int128 sum = 0;
    std::vector<int64_t> micros;
  };
  std::vector<Times> times(stages.ids.size());
  std::vector<engine::Transition> transitions;
  each_account(history, [&](uint32_t account, std::span<const History::Move> moves) {
    const Instant begin = history.begins()[account];
    if (begin != engine::kAlways && begin > until) return;
    transitions.clear();
    StageId stage = stages.initial;
    for (const History::Move& move : moves) {
      transitions.push_back({.from = move.from, .to = move.to, .at = move.at});
      if (move.at <= until) stage = move.to;
    }
    for (const engine::Spell& spell : engine::spells(stages.initial, begin, transitions, until)) {
      Times& of = times[spell.stage];
      ++of.accounts;
      of.now += spell.stage == stage;
      if (spell.first_entered == engine::kAlways && spell.times == 1) continue;
      of.micros.push_back(spell.micros);
      of.sum += spell.micros;
    }
  });
  Table table{{{"stage"}, {"accounts", true}, {"there_now", true}, {"median_days", true}, {"mean_days", true},
               {"p90_days", true}},
              {}};
  for (size_t s = 0; s < times.size(); ++s) {
    Times& of = times[s];
    const auto count = static_cast<int64_t>(of.micros.size());
    const auto rank = [&](int64_t percent) -> Value {
      if (count == 0) return {};
      const auto place = of.micros.begin() + std::max<int64_t>(0, (count * percent + 99) / 100 - 1);
      std::ranges::nth_element(of.micros, place);
      return days(*place);
    };
    const Value median = rank(50), p90 = rank(90);
    table.rows.push_back({stages.ids[s], of.accounts, of.now, median,
                          count == 0 ? Value() : days(of.sum / count), p90});
  }
  return table;
}

Table funnel(const History& history, std::optional<Instant> since, Instant until) {
  const StageList& stages = history.stages();
  std::vector<int64_t> reached(stages.ids.size());
  each_account(history, [&](uint32_t account, std::span<const History::Move> moves) {
    const Instant begin = history.begins()[account];
    const bool always = begin == engine::kAlways;
    if ((!always && begin > until) || (since && (always || begin < *since))) return;
    std::optional<size_t> furthest;
    const auto stood = [&](StageId stage) {
      if (stage != lifecycle::kNoStage && stages.active[stage]) furthest = std::max<size_t>(furthest.value_or(0), stage);
    };
    stood(stages.initial);
    for (const History::Move& move : moves) {
      if (move.at <= until) stood(move.to);
    }
    for (size_t s = 0; furthest && s <= *furthest; ++s) ++reached[s];
  });
  Table table{{{"stage"}, {"accounts", true}, {"of_previous", true}, {"of_first", true}}, {}};
  std::optional<int64_t> first, previous;
  const auto share = [](int64_t part, std::optional<int64_t> whole) -> Value {
    return whole && *whole > 0 ? quotient(part * 100, *whole, 1) : Value();
  };
  for (size_t s = 0; s < stages.ids.size(); ++s) {
    if (!stages.active[s]) continue;
    if (!first) first = reached[s];
    table.rows.push_back({stages.ids[s], reached[s], share(reached[s], previous), share(reached[s], first)});
    previous = reached[s];
  }
  return table;
}

Table cohort_shares(const History& history, std::span<const StageId> wanted, const TimeZone& zone, Instant until) {
  const Months months = months_of(history, zone, until);
  lifecycle::StageSet set = 0;
  for (const StageId stage : wanted) set |= lifecycle::bit(stage);
  const int steps = months.count == 0 ? 0 : std::max(0, months.latest - months.first + 1);
  std::vector<int64_t> sizes(static_cast<size_t>(months.count));
  std::vector<std::vector<int64_t>> in(sizes.size(), std::vector<int64_t>(static_cast<size_t>(steps)));
  std::vector<Instant> ends;  // of month first + i
  for (int i = 0; i < steps; ++i) ends.push_back(month_start(months.first + i + 1, zone));
  each_account(history, [&](uint32_t account, std::span<const History::Move> moves) {
    const Instant begin = history.begins()[account];
    if (begin == engine::kAlways || begin > until) return;
    const auto cohort = static_cast<size_t>(month_number(begin, zone) - months.first);
    ++sizes[cohort];
    StageId stage = history.stages().initial;
    size_t next = 0;
    for (size_t i = cohort; i < ends.size(); ++i) {
      for (; next < moves.size() && moves[next].at < ends[i]; ++next) stage = moves[next].to;
      in[cohort][i - cohort] += (set & lifecycle::bit(stage)) != 0;
    }
  });
  Table table{{{"cohort"}, {"accounts", true}}, {}};
  for (int i = 0; i < steps; ++i) table.columns.push_back({"m" + std::to_string(i), true});
  for (size_t c = 0; c < sizes.size(); ++c) {
    if (sizes[c] == 0) continue;
    std::vector<Value>& row = table.rows.emplace_back();
    row.emplace_back(month_name(months.first + static_cast<int>(c)));
    row.emplace_back(sizes[c]);
    for (size_t i = 0; i < ends.size(); ++i) {
      row.push_back(c + i < ends.size() ? quotient(in[c][i] * 100, sizes[c], 1) : Value());
    }
  }
  return table;
}

Table cohort_stages(const History& history, int after, const TimeZone& zone, Instant until) {
  const Months months = months_of(history, zone, until);
  const StageList& stages = history.stages();
  std::vector<int64_t> sizes(static_cast<size_t>(months.count));
  std::vector<std::vector<int64_t>> in(sizes.size(), std::vector<int64_t>(stages.ids.size()));
  each_account(history, [&](uint32_t account, std::span<const History::Move> moves) {
    const Instant begin = history.begins()[account];
    if (begin == engine::kAlways || begin > until) return;
    const int month = month_number(begin, zone);
    ++sizes[static_cast<size_t>(month - months.first)];
    const Instant end = month_start(month + after + 1, zone);
    StageId stage = stages.initial;
    for (const History::Move& move : moves) {
      if (move.at < end) stage = move.to;
    }
    if (stage != lifecycle::kNoStage) ++in[static_cast<size_t>(month - months.first)][stage];
  });
  Table table{{{"cohort"}, {"accounts", true}}, {}};
  for (const std::string& id : stages.ids) table.columns.push_back({id, true});
  for (size_t c = 0; c < sizes.size(); ++c) {
    const int month = months.first + static_cast<int>(c);
    if (sizes[c] == 0) continue;
    std::vector<Value>& row = table.rows.emplace_back();
    row.emplace_back(month_name(month));
    row.emplace_back(sizes[c]);
    for (const int64_t count : in[c]) row.push_back(month + after <= months.latest ? Value(count) : Value());
  }
  return table;
}

}  // namespace tenure::report
