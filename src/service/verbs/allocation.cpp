// The allocation wizard: gives leads to marketing once more, with or without returning their status to the first.
// It acts on the rows of the current search less those that were taken off its list, and on nothing else.
#include "service/verbs/parameters.h"
#include "service/verbs/reading.h"
#include "service/verbs/table.h"
#include "service/verbs/work.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kAllocate[] = {
    {"keys", string, false, true, "The accounts", "הלקוחות"},
    {"filter", string, false, false, "… or the search that finds them", "… או החיפוש שמוצא אותם"},
    {"except", string, false, true, "Taken off the list", "הוסרו מהרשימה"},
    {"reset", boolean, false, false, "Return the status to the first", "החזרת הסטטוס לראשון"},
    kOwner,
    {"campaign", string, false, false, "Campaign", "קמפיין"},
    kAt};

// Rows that are refused are told of; they keep no other row back.
Result<Done> allocate(Context& context, const Call& call) {
  TENURE_TRY(const std::vector<std::string> accounts, selected_accounts(context, call));
  Work work(context, call);
  for (const std::string& account : accounts) {
    FactInput& fact = work.add("lead.allocated", account);
    work.copy(fact, {"reset", "owner", "campaign"});
    if (!call.text("owner").empty()) {
      work.copy(work.add("account.changed", account), {"owner"});
    }
  }
  std::vector<Value> refused;
  const int64_t allocated = work.record_each([&](const FactInput& fact, const Verdict& verdict) {
    if (fact.kind != "lead.allocated") return;
    for (const engine::Refusal& refusal : verdict.refusals) {
      refused.push_back(object({{"account", Value(fact.account)}, {"code", Value(refusal.code)}}));
    }
  });
  Done done = std::move(work.done());
  done.record = "account";
  done.result = object({{"allocated", Value(allocated)},
                        {"selected", Value(static_cast<int64_t>(accounts.size()))},
                        {"refused", list(std::move(refused))}});
  return done;
}

constexpr Verb kVerbs[] = {
    {.name = "allocate", .record = "account", .bound = Bound::set, .parameters = kAllocate,
     .run = allocate, .english = "Allocate leads", .hebrew = "הקצאת לידים"},
};

}  // namespace

std::span<const Verb> allocation() { return kVerbs; }

}  // namespace tenure::service::acts
