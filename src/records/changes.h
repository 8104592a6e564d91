#pragma once
// The built-in kinds that change a document's plain fields. Read projection.h and fact_kinds.h, not
// this.
#include <string_view>

namespace tenure::records {

struct Change {
  std::string_view record, kind, english, hebrew;
};
inline constexpr Change kChanges[] = {
    {"ledger", "ledger.changed", "Ledger changed", "כרטסת עודכנה"},
    {"enquiry", "enquiry.changed", "Enquiry changed", "פנייה עודכנה"},
    {"contact", "contact.changed", "Contact changed", "איש קשר עודכן"},
    {"activity", "activity.changed", "Activity changed", "רישום פעילות עודכן"},
    {"appointment", "appointment.changed", "Appointment changed", "פגישה עודכנה"},
    {"quote", "quote.changed", "Quote changed", "הצעת מחיר עודכנה"},
    {"opportunity", "opportunity.changed", "Opportunity changed", "הזדמנות עודכנה"},
    {"order", "order.changed", "Order changed", "הזמנה עודכנה"},
    {"assignment", "assignment.changed", "Assignment changed", "שיבוץ עודכן"},
    {"invoice", "invoice.changed", "Invoice changed", "חשבונית עודכנה"},
    {"subscription", "subscription.changed", "Subscription changed", "מנוי עודכן"},
    {"case", "case.changed", "Case changed", "תקלה עודכנה"},
    {"task", "task.changed", "Task changed", "משימה עודכנה"},
};

}  // namespace tenure::records
