#pragma once
// Who stood where when: the moves of every account in one lifecycle, packed, and the reports made of
// them. Filled from a log and from the facts; knows no store.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/instant.h"
#include "base/time_zone.h"
#include "lifecycle/definition.h"
#include "report/table.h"

namespace tenure::report {

using lifecycle::StageId;

struct StageList {  // in rank order
  std::vector<std::string> ids;
  std::vector<bool> active;
  StageId initial = lifecycle::kNoStage;
  // "" and unknown ids: kNoStage.
  StageId find(std::string_view id) const;
};
StageList stage_list(const lifecycle::Lifecycle&);

class History {
 public:
  struct Move {
    uint32_t account;
    StageId from, to;
    Instant at;
  };

  explicit History(StageList stages) : stages_(std::move(stages)) {}

  // From then on the account exists; the earliest call counts. An account that only has moves was
  // always there.
  void begin(std::string_view account, Instant);
  // Moves of one account in order; those of several may be mixed. "" = no stage.
  void add(std::string_view account, std::string_view from, std::string_view to, Instant at);

  const StageList& stages() const { return stages_; }
  // engine::kAlways where it is not known.
  const std::vector<Instant>& begins() const { return begins_; }
  std::vector<Move> by_time() const;     // at one instant in the order of the calls
  std::vector<Move> by_account() const;  // each in order

 private:
  uint32_t index(std::string_view account);

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  StageList stages_;
  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> accounts_;
  std::vector<Instant> begins_;
  std::vector<Move> moves_;
};

enum class Period : uint8_t { day, week, month };
std::optional<Period> parse_period(std::string_view);
// The start of the first day, week (Monday) or month that begins after this instant, in this zone.
Instant next_period(Instant, Period, const TimeZone&);

// as_of, then one column per stage: how many accounts stood there just before each start of a period
// after the first move, and at last as of `until` itself.
Table stages_over_time(const History&, Period, const TimeZone&, Instant until);

// from, to, moves, accounts: since `since` (if given) and up to `until`. In rank order; "" = no stage.
Table flow(const History&, std::optional<Instant> since, Instant until);

// Per stage: accounts that were ever there, those there now, and median, mean and 90 % of the days that
// an account spent there in all, up to `until`. Who was always there has no known time and is left out
// of the days. Percentiles are nearest-rank: the time of some account.
Table time_in_stage(const History&, Instant until);

// Per active stage, of the accounts that began since `since` (if given) and up to `until`: how many ever stood there or
// in an active stage of a higher rank, and what share that is of the stage before and of the first, in percent to one
// digit.
Table funnel(const History&, std::optional<Instant> since, Instant until);

// Accounts by the month in which they began.
// cohort, accounts, m0, m1 …: the share of them, in percent to one digit, that stood in one of `stages`
// when n more months had passed after the cohort's month; null where that lies after `until`.
Table cohort_shares(const History&, std::span<const StageId> stages, const TimeZone&, Instant until);
// cohort, accounts, then one column per stage: where they stood then, in numbers.
Table cohort_stages(const History&, int months, const TimeZone&, Instant until);

}  // namespace tenure::report
