#pragma once
// How the definitions of a workspace follow each other, and what was planned before one did: rows that the same
// transactions keep. What modes and summaries mean is the service's.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.h"

namespace tenure::store {

using WorkspaceId = int64_t;
using AccountId = int64_t;
using Name = int64_t;

// Where accounts of a stage go that a definition has no more.
struct Successor {
  std::string lifecycle, stage, to;
  bool operator==(const Successor&) const = default;
};

// One definition among those of its workspace. The first of all has no row of its own: it rewrote nothing.
struct Era {
  int64_t number = 0;
  std::string version, pack, actor;
  Instant applied_at;
  std::string mode = "rewrite";
  Instant begins{INT64_MIN};  // it took over: "from_now": what happened before it, the definition before it decides
  bool settled = true;        // every account has been brought over
  std::vector<Successor> successors;
};

struct SavedPlan {
  int64_t number = 0;  // 1, 2, 3 … of the workspace
  std::string state;   // "planning", "planned", "applying", "applied"
  std::string mode, actor;
  Instant made_at;
  int64_t base = 0;     // the definition that it was made on …
  int64_t commits = 0;  // … and the data: Extent::commits
  std::string version, pack;
  std::vector<std::pair<std::string, std::string>> files, parameters;
  std::vector<Successor> successors;
  std::string digest;   // of all that would move
  std::string summary;  // JSON
  int64_t definition = 0;  // what it became
};
// One account that would move, or (from = to) whose past would be another.
struct PlanMove {
  AccountId account = 0;
  Name lifecycle = 0, from = 0, to = 0;
  std::string rule;
  Instant at;
};

class ChangeReader {
 public:
  virtual ~ChangeReader() = default;
  virtual std::vector<Era> eras(WorkspaceId) = 0;  // by number
  // Accounts whose state is of an older definition than `number`, by id, behind `after`.
  virtual std::vector<AccountId> behind(WorkspaceId, int64_t number, AccountId after, int64_t limit) = 0;
  virtual std::optional<SavedPlan> plan(WorkspaceId, int64_t number) = 0;
  virtual std::vector<int64_t> plans(WorkspaceId) = 0;
  // In the order in which they were added, behind place `after` (0 = from the first); the place is the visitor's.
  virtual void plan_moves(WorkspaceId, int64_t plan, int64_t after,
                          const std::function<bool(int64_t place, const PlanMove&)>& more) = 0;
};

class ChangeWriter {
 public:
  virtual ~ChangeWriter() = default;
  // Of a definition that add_definition() has made: version, pack, actor and applied_at are there already.
  virtual void put_era(WorkspaceId, const Era&) = 0;
  virtual void settle(WorkspaceId, int64_t number) = 0;
  // The accounts are counted in this lifecycle from now on, each in the stage that its column says; or no more.
  virtual void count_lifecycle(WorkspaceId, Name, std::string_view column) = 0;
  virtual void forget_lifecycle(WorkspaceId, Name) = 0;
  virtual int64_t add_plan(WorkspaceId, const SavedPlan&) = 0;
  // What the planning found: state, commits, digest, summary.
  virtual void finish_plan(WorkspaceId, const SavedPlan&) = 0;
  virtual void forget_plan(WorkspaceId, int64_t number) = 0;  // with its moves
  virtual void set_plan(WorkspaceId, int64_t number, std::string_view state, int64_t definition) = 0;
  virtual void add_plan_move(WorkspaceId, int64_t plan, int64_t place, const PlanMove&) = 0;
};

}  // namespace tenure::store
