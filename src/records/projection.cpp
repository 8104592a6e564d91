#include "records/projection.h"

#include <algorithm>
#include <array>

#include "records/changes.h"

namespace tenure::records {
namespace {

using Constant = Projection::Constant;
using Rename = Projection::Rename;

constexpr Constant kForm[] = {{"kind", "form"}};
constexpr Constant kCall[] = {{"kind", "call"}};
constexpr Constant kEmail[] = {{"kind", "email"}};
constexpr Constant kContactRecord[] = {{"kind", "contact_record"}};
constexpr Constant kNote[] = {{"kind", "note"}};
constexpr Constant kIssued[] = {{"status", "issued"}};
constexpr Constant kApproved[] = {{"status", "approved"}};
constexpr Constant kDeclined[] = {{"status", "declined"}};
constexpr Constant kOpen[] = {{"status", "open"}};
constexpr Constant kWon[] = {{"status", "won"}};
constexpr Constant kLost[] = {{"status", "lost"}};
constexpr Constant kNeutral[] = {{"status", "neutral"}};
constexpr Constant kInvoice[] = {{"kind", "invoice"}};
constexpr Constant kReceipt[] = {{"kind", "receipt"}};
constexpr Rename kCredited[] = {{"amount", "credited_amount"}};

constexpr Projection kFacts[] = {
    {"ledger.opened", "ledger", true, "opened_at"},
    {"ledger.closed", "ledger", false, "closed_at"},
    {"enquiry.received", "enquiry", true, "received_at"},
    {"enquiry.converted", "enquiry", false, "converted_at", {}, {}, "record", "target"},
    {"form.posted", "activity", true, "at", kForm},
    {"contact.created", "contact", true, "created_at"},
    {"call.logged", "activity", true, "at", kCall},
    {"email.sent", "activity", true, "at", kEmail},
    {"contact_record.logged", "activity", true, "at", kContactRecord},
    {"note.logged", "activity", true, "at", kNote},
    {"appointment.booked", "appointment", true, "booked_at"},
    {"appointment.summarised", "appointment", false, "summarised_at"},
    {"quote.issued", "quote", true, "issued_at", kIssued},
    {"quote.approved", "quote", false, "decided_at", kApproved},
    {"quote.declined", "quote", false, "decided_at", kDeclined},
    {"opportunity.created", "opportunity", true, "created_at", kOpen},
    {"opportunity.moved", "opportunity", false, ""},
    {"opportunity.won", "opportunity", false, "closed_at", kWon},
    {"opportunity.lost", "opportunity", false, "closed_at", kLost},
    {"opportunity.neutral", "opportunity", false, "closed_at", kNeutral},
    {"order.placed", "order", true, "placed_at"},
    {"order.approved", "order", false, "approved_at"},
    {"order.cancelled", "order", false, "cancelled_at"},
    {"assignment.started", "assignment", true, "started_at"},
    {"assignment.ended", "assignment", false, "ended_at"},
    {"invoice.issued", "invoice", true, "issued_at", kInvoice},
    {"invoice.credited", "invoice", false, "credited_at", {}, kCredited},
    {"receipt.issued", "invoice", true, "issued_at", kReceipt},
    {"subscription.started", "subscription", true, "started_at"},
    {"subscription.stopped", "subscription", false, "stopped_at"},
    {"case.opened", "case", true, "opened_at"},
    {"case.closed", "case", false, "closed_at"},
    {"task.opened", "task", true, "opened_at"},
    {"task.done", "task", false, "done_at"},
};

constexpr size_t kAll = std::size(kFacts) + std::size(kChanges);

constexpr std::array<Projection, kAll> all() {
  std::array<Projection, kAll> projections;
  std::ranges::copy(kFacts, projections.begin());
  for (size_t i = 0; i < std::size(kChanges); ++i)
    projections[std::size(kFacts) + i] = {kChanges[i].kind, kChanges[i].record};
  return projections;
}
constexpr std::array<Projection, kAll> kProjections = all();

}  // namespace

std::span<const Projection> projections() {
  return kProjections;
}

const Projection* find_projection(std::string_view kind) {
  const auto found = std::ranges::find(kProjections, kind, &Projection::kind);
  return found == kProjections.end() ? nullptr : &*found;
}

std::vector<std::string_view> choices_of(const Record& record, const Field& field) {
  std::vector<std::string_view> choices;
  for (const Projection& projection : kFacts) {
    if (projection.record != record.name) continue;
    for (const Constant& constant : projection.constants) {
      const bool known = std::ranges::find(choices, constant.value) != choices.end();
      if (constant.field == field.name && !known) choices.push_back(constant.value);
    }
  }
  return choices;
}

std::string_view change_kind(std::string_view record) {
  const auto found = std::ranges::find(kChanges, record, &Change::record);
  return found == std::end(kChanges) ? std::string_view() : found->kind;
}

bool is_changeable(const Record& record, const Field& field) {
  if (record.sort != RecordSort::document || (field.flags & (kKey | kReadOnly))) return false;
  if (field.name == "account") return false;
  return std::ranges::none_of(kFacts, [&](const Projection& projection) {
    if (projection.record != record.name || !projection.creates) return false;
    return projection.at_field == field.name ||
           std::ranges::any_of(projection.constants,
                               [&](const Constant& it) { return it.field == field.name; });
  });
}

}  // namespace tenure::records
