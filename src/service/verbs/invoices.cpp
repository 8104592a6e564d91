// Tax invoices and receipts; what is credited is said of the invoice, which stays.
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;

constexpr VerbParameter kInvoice[] = {kOrder, kLedger, kAmount, kCurrency, kKey, kAt, kException};
constexpr VerbParameter kReceipt[] = {kLedger, kAmount, kCurrency, kKey, kAt, kException};
constexpr VerbParameter kCredit[] = {kAmount, kReason, kAt, kException};

// In full, unless an amount is given; once.
Result<Done> credit(Context& context, const Call& call) {
  TENURE_TRY(const Row row, load(context, "invoice", call.key));
  Work work(context, call);
  const Value* whole = row.find("amount");
  const Value* given = call.find("amount");
  const Value amount = given && !given->is_null() ? *given : whole ? *whole : Value();
  const Decimal* credited = amount.get<Decimal>();
  const Decimal* invoiced = whole ? whole->get<Decimal>() : nullptr;
  if (credited && (*credited <= Decimal(0) || (invoiced && *credited > *invoiced))) {
    work.refuse("credit-out-of-range", "amount",
                {{"amount", to_text(amount)}, {"invoiced", whole ? to_text(*whole) : ""}});
  }
  FactInput& fact = add_step(work, "invoice", row, "invoice.credited", {"credited_at"});
  if (!amount.is_null()) fact.values.emplace_back("amount", amount);
  work.copy(fact, {"reason"});
  return work.finish("invoice", row.key);
}

constexpr Verb kVerbs[] = {
    {.name = "issue_invoice", .record = "account", .parameters = kInvoice,
     .run = [](Context& context, const Call& call) {
       return make(context, call, "invoice", {{"kind", "invoice"}});
     },
     .english = "Issue an invoice", .hebrew = "הפקת חשבונית"},
    {.name = "issue_receipt", .record = "account", .parameters = kReceipt,
     .run = [](Context& context, const Call& call) {
       return make(context, call, "invoice", {{"kind", "receipt"}});
     },
     .english = "Issue a receipt", .hebrew = "הפקת קבלה"},
    {.name = "credit", .record = "invoice", .parameters = kCredit, .run = credit,
     .english = "Credit the invoice", .hebrew = "זיכוי החשבונית"},
};

}  // namespace

std::span<const Verb> invoice() { return kVerbs; }

}  // namespace tenure::service::acts
