#include "records/fact_kinds.h"

#include <vector>

#include "records/changes.h"
#include "records/projection.h"

namespace tenure::records {
namespace {

using enum expression::Kind;

// Keys of documents and their parts.
constexpr FactField kLedger{"ledger", string, "Ledger", "כרטסת"};
constexpr FactField kEnquiry{"enquiry", string, "Enquiry", "פנייה"};
constexpr FactField kContact{"contact", string, "Contact", "איש קשר"};
constexpr FactField kActivity{"activity", string, "Activity", "רישום פעילות"};
constexpr FactField kAppointment{"appointment", string, "Appointment", "פגישה"};
constexpr FactField kQuote{"quote", string, "Quote", "הצעת מחיר"};
constexpr FactField kOpportunity{"opportunity", string, "Opportunity", "הזדמנות"};
constexpr FactField kOrder{"order", string, "Order", "הזמנה"};
constexpr FactField kAssignment{"assignment", string, "Assignment", "שיבוץ"};
constexpr FactField kInvoice{"invoice", string, "Invoice", "חשבונית"};
constexpr FactField kSubscription{"subscription", string, "Subscription", "מנוי"};
constexpr FactField kCase{"case", string, "Case", "תקלה"};
constexpr FactField kTask{"task", string, "Task", "משימה"};
// What many of them say.
constexpr FactField kAmount{"amount", decimal, "Amount", "סכום"};
constexpr FactField kCurrency{"currency", string, "Currency", "מטבע"};
constexpr FactField kSource{"source", string, "Source", "מקור"};
constexpr FactField kSubject{"subject", string, "Subject", "נושא"};
constexpr FactField kNote{"note", string, "Note", "הערה"};
constexpr FactField kReason{"reason", string, "Reason", "סיבה"};
constexpr FactField kChannel{"channel", string, "Channel", "ערוץ"};
constexpr FactField kName{"name", string, "Name", "שם"};
constexpr FactField kEmail{"email", string, "E-mail", "דוא״ל"};
constexpr FactField kPhone{"phone", string, "Phone", "טלפון"};
constexpr FactField kOwner{"owner", string, "Owner", "אחראי"};
constexpr FactField kCsm{"csm", string, "Customer success manager", "מנהל הצלחת לקוח"};
constexpr FactField kDueAt{"due_at", instant, "Due at", "מועד יעד"};
constexpr FactField kLifecycle{"lifecycle", string, "Lifecycle", "מחזור חיים"};
constexpr FactField kStage{"stage", string, "Stage", "שלב"};

constexpr FactField kArchived[] = {kReason};
constexpr FactField kMerged[] = {{"other", string, "The account merged in", "הלקוח שמוזג"},
                                 kReason};
constexpr FactField kLedgerOpened[] = {kLedger, kName, kCurrency};
constexpr FactField kLedgerClosed[] = {kLedger};
constexpr FactField kEnquiryReceived[] = {kEnquiry, kChannel, kSubject, kName,
                                          kEmail,   kPhone,   kNote};
constexpr FactField kEnquiryConverted[] = {kEnquiry,
                                           {"record", string, "Converted to", "הומר ל"},
                                           {"target", string, "The new record", "הרשומה החדשה"}};
constexpr FactField kFormPosted[] = {
    kActivity, {"form", string, "Form", "טופס"}, kChannel, kName, kEmail, kPhone, kNote};
constexpr FactField kContactCreated[] = {kContact,
                                         {"first_name", string, "First name", "שם פרטי"},
                                         {"last_name", string, "Last name", "שם משפחה"},
                                         kEmail,
                                         kPhone,
                                         {"role", string, "Role", "תפקיד"},
                                         {"external_key", string, "External key", "מזהה חיצוני"},
                                         {"do_not_contact", boolean, "Do not contact",
                                          "אין ליצור קשר"}};
constexpr FactField kCallLogged[] = {kActivity,
                                     kContact,
                                     {"direction", string, "Direction", "כיוון"},
                                     {"outcome", string, "Outcome", "תוצאה"},
                                     {"minutes", int64, "Minutes", "דקות"},
                                     kNote};
constexpr FactField kEmailSent[] = {
    kActivity, kContact, kSubject, {"mass", boolean, "Mass mailing", "דיוור המוני"}, kNote};
constexpr FactField kContactRecordLogged[] = {
    kActivity, kContact, kChannel, {"outcome", string, "Outcome", "תוצאה"}, kNote};
constexpr FactField kNoteLogged[] = {kActivity, kNote};
constexpr FactField kAppointmentBooked[] = {
    kAppointment, kContact, {"starts_at", instant, "Starts at", "מועד התחלה"}, kSubject};
constexpr FactField kAppointmentSummarised[] = {kAppointment, kNote};
constexpr FactField kQuoteIssued[] = {kQuote, kOpportunity, kAmount, kCurrency};
constexpr FactField kQuoteApproved[] = {kQuote};
constexpr FactField kQuoteDeclined[] = {kQuote, kReason};
constexpr FactField kOpportunityCreated[] = {
    kOpportunity,
    {"title", string, "Title", "כותרת"},
    kStage,
    kAmount,
    kCurrency,
    kOwner,
    {"product", string, "Product", "מוצר"},
    {"expected_close", date, "Expected close", "סגירה צפויה"}};
constexpr FactField kOpportunityMoved[] = {kOpportunity, kStage, kAmount, kOwner, kCsm};
constexpr FactField kOpportunityWon[] = {
    kOpportunity, kAmount, kCurrency, kOwner, kCsm, {"kind", string, "Kind of deal", "סוג העסקה"}};
constexpr FactField kOpportunityLost[] = {kOpportunity, kReason};
constexpr FactField kOpportunityNeutral[] = {kOpportunity, kReason};
constexpr FactField kOrderPlaced[] = {kOrder, kLedger, kAmount, kCurrency, kSource};
constexpr FactField kOrderApproved[] = {kOrder};
constexpr FactField kOrderCancelled[] = {kOrder, kReason};
constexpr FactField kAssignmentStarted[] = {
    kAssignment, kOrder, {"worker", string, "Worker", "עובד"}};
constexpr FactField kAssignmentEnded[] = {kAssignment, kReason};
constexpr FactField kInvoiceIssued[] = {kInvoice, kOrder, kLedger, kAmount, kCurrency};
constexpr FactField kInvoiceCredited[] = {kInvoice, kAmount, kReason};
constexpr FactField kReceiptIssued[] = {kInvoice, kLedger, kAmount, kCurrency};
constexpr FactField kTradingAccountOpened[] = {
    {"trading_account", string, "Trading account", "חשבון מסחר"}};
constexpr FactField kExtraPropertiesFilled[] = {{"table", string, "Table", "טבלה"}};
constexpr FactField kSubscriptionStarted[] = {kSubscription,
                                              {"service", string, "Service", "שירות"},
                                              {"period", string, "Period", "תקופה"},
                                              {"paid", boolean, "Paid", "בתשלום"},
                                              kAmount,
                                              kCurrency};
constexpr FactField kSubscriptionStopped[] = {kSubscription, kReason};
constexpr FactField kCaseOpened[] = {kCase, kSubject, kContact, kEnquiry, kOwner};
constexpr FactField kCaseClosed[] = {kCase, {"outcome", string, "Outcome", "תוצאה"}};
constexpr FactField kTaskOpened[] = {kTask, kSubject, kOwner, kDueAt};
constexpr FactField kTaskDone[] = {kTask, kNote};
constexpr FactField kLeadAllocated[] = {
    {"reset", boolean, "Return to the first status", "החזרה לסטטוס הראשון"},
    kOwner,
    {"campaign", string, "Campaign", "קמפיין"}};
constexpr FactField kRfmScored[] = {{"r", int64, "Recency", "עדכניות"},
                                    {"f", int64, "Frequency", "תדירות"},
                                    {"m", int64, "Monetary", "היקף כספי"},
                                    {"segment", string, "Segment", "פלח"}};
constexpr FactField kAccountPlaced[] = {
    {"first_order_at", instant, "First order", "הזמנה ראשונה"},
    {"last_order_at", instant, "Last order", "הזמנה אחרונה"},
    {"order_count", int64, "Orders so far", "מספר ההזמנות עד כה"},
    {"open_opportunities", int64, "Open opportunities", "הזדמנויות פתוחות"},
    {"supplier_only", boolean, "Supplier only", "ספק בלבד"}};
constexpr FactField kStageSet[] = {kLifecycle, kStage, kReason};
constexpr FactField kStageDeclared[] = {
    kLifecycle, {"declaration", string, "Declaration", "הכרזה"}, kNote, kReason};
constexpr FactField kStageScripted[] = {
    kLifecycle, kStage, {"script", string, "Script", "סקריפט"}, kReason};

constexpr FactKind kKinds[] = {
    {"account.created", "", {}, "Account created", "לקוח נוצר"},
    {"account.changed", "", {}, "Account changed", "פרטי לקוח עודכנו"},
    {"account.archived", "", kArchived, "Account moved to the removed pool",
     "לקוח הועבר למאגר המבוטלים"},
    {"account.restored", "", kArchived, "Account restored", "לקוח שוחזר"},
    {"account.merged", "", kMerged, "Accounts merged", "לקוחות מוזגו"},
    {"ledger.opened", "ledger", kLedgerOpened, "Ledger opened", "כרטסת נפתחה"},
    {"ledger.closed", "ledger", kLedgerClosed, "Ledger closed", "כרטסת נסגרה"},
    {"enquiry.received", "enquiry", kEnquiryReceived, "Enquiry received", "פנייה התקבלה"},
    {"enquiry.converted", "enquiry", kEnquiryConverted, "Enquiry converted", "פנייה הומרה"},
    {"form.posted", "activity", kFormPosted, "Web form posted", "טופס אינטרנט נשלח"},
    {"contact.created", "contact", kContactCreated, "Contact created", "איש קשר נוצר"},
    {"call.logged", "activity", kCallLogged, "Call logged", "שיחת טלפון תועדה"},
    {"email.sent", "activity", kEmailSent, "E-mail sent", "דוא״ל נשלח"},
    {"contact_record.logged", "activity", kContactRecordLogged, "Contact record logged",
     "רשומת מגע תועדה"},
    {"note.logged", "activity", kNoteLogged, "Note logged", "הערה תועדה"},
    {"appointment.booked", "appointment", kAppointmentBooked, "Appointment booked", "פגישה נקבעה"},
    {"appointment.summarised", "appointment", kAppointmentSummarised, "Appointment summarised",
     "פגישה סוכמה"},
    {"quote.issued", "quote", kQuoteIssued, "Quote issued", "הצעת מחיר הופקה"},
    {"quote.approved", "quote", kQuoteApproved, "Quote approved", "הצעת מחיר אושרה"},
    {"quote.declined", "quote", kQuoteDeclined, "Quote declined", "הצעת מחיר נדחתה"},
    {"opportunity.created", "opportunity", kOpportunityCreated, "Opportunity created",
     "הזדמנות נפתחה"},
    {"opportunity.moved", "opportunity", kOpportunityMoved, "Opportunity moved",
     "הזדמנות עברה שלב"},
    {"opportunity.won", "opportunity", kOpportunityWon, "Opportunity won", "הזדמנות נסגרה בהצלחה"},
    {"opportunity.lost", "opportunity", kOpportunityLost, "Opportunity lost", "הזדמנות אבדה"},
    {"opportunity.neutral", "opportunity", kOpportunityNeutral, "Opportunity closed neutral",
     "הזדמנות נסגרה ללא הכרעה"},
    {"order.placed", "order", kOrderPlaced, "Order placed", "הזמנה התקבלה"},
    {"order.approved", "order", kOrderApproved, "Work order approved", "הזמנה לביצוע אושרה"},
    {"order.cancelled", "order", kOrderCancelled, "Order cancelled", "הזמנה בוטלה"},
    {"assignment.started", "assignment", kAssignmentStarted, "Assignment started", "שיבוץ החל"},
    {"assignment.ended", "assignment", kAssignmentEnded, "Assignment ended", "שיבוץ הסתיים"},
    {"invoice.issued", "invoice", kInvoiceIssued, "Invoice issued", "חשבונית הופקה"},
    {"invoice.credited", "invoice", kInvoiceCredited, "Invoice credited", "חשבונית זוכתה"},
    {"receipt.issued", "invoice", kReceiptIssued, "Receipt issued", "קבלה הופקה"},
    {"trading_account.opened", "", kTradingAccountOpened, "Trading account opened",
     "חשבון מסחר נפתח"},
    {"extra_properties.filled", "", kExtraPropertiesFilled, "Extra properties filled",
     "מאפיינים נוספים מולאו"},
    {"subscription.started", "subscription", kSubscriptionStarted, "Subscription started",
     "מנוי החל"},
    {"subscription.stopped", "subscription", kSubscriptionStopped, "Subscription stopped",
     "מנוי הופסק"},
    {"case.opened", "case", kCaseOpened, "Case opened", "תקלה נפתחה"},
    {"case.closed", "case", kCaseClosed, "Case closed", "תקלה נסגרה"},
    {"lead.allocated", "", kLeadAllocated, "Lead allocated to marketing", "ליד הוקצה לשיווק"},
    {"rfm.scored", "", kRfmScored, "RFM scored", "דירוג RFM חושב"},
    {"account.placed", "", kAccountPlaced, "Account placed from a summary", "לקוח שובץ לפי סיכום"},
    {"stage.set", "", kStageSet, "Stage set by hand", "שלב נקבע ידנית"},
    {"stage.declared", "", kStageDeclared, "Stage declared", "הכרזה על שלב"},
    {"stage.scripted", "", kStageScripted, "Stage set by a script", "שלב נקבע על ידי סקריפט"},
    // Opened because of what happened at that instant: behind all of it.
    {"task.opened", "task", kTaskOpened, "Task opened", "משימה נפתחה"},
    {"task.done", "task", kTaskDone, "Task done", "משימה בוצעה"},
};

// What the kind that changes a record's plain fields says: the key, the fields, and which to empty.
std::vector<FactField> change_fields(const Record& record) {
  std::vector<FactField> fields{{record.name, string, record.english, record.hebrew}};
  for (const Field& field : record.fields) {
    if (!is_changeable(record, field)) continue;
    const expression::Kind type = field.type == choice ? string : field.type;
    fields.push_back({field.name, type, field.english, field.hebrew});
  }
  fields.push_back({kCleared, string, "Fields emptied", "שדות שרוקנו"});
  return fields;
}

// The kinds above, each record's change behind the last kind that tells of it.
class Kinds {
 public:
  Kinds() {
    for (const FactKind& kind : kKinds) kinds_.push_back(kind);
    fields_.reserve(std::size(kChanges));  // spans show into them
    for (const Change& change : kChanges) {
      fields_.push_back(change_fields(*find_record(change.record)));
      size_t behind = kinds_.size();
      while (kinds_[behind - 1].record != change.record) --behind;
      kinds_.insert(kinds_.begin() + static_cast<ptrdiff_t>(behind),
                    {change.kind, change.record, fields_.back(), change.english, change.hebrew});
    }
  }
  std::span<const FactKind> kinds() const { return kinds_; }

 private:
  std::vector<FactKind> kinds_;
  std::vector<std::vector<FactField>> fields_;
};

}  // namespace

std::span<const FactKind> fact_kinds() {
  static const Kinds kAll;
  return kAll.kinds();
}

const FactKind* find_fact_kind(std::string_view name) {
  for (const FactKind& kind : fact_kinds())
    if (kind.name == name) return &kind;
  return nullptr;
}

std::string_view measures_yaml() {
  return R"(order_count: {count: order.placed, title: {en: Orders, he: הזמנות}}
first_order_at: {first: at, on: order.placed, title: {en: First order, he: הזמנה ראשונה}}
last_order_at: {last: at, on: order.placed, title: {en: Latest order, he: הזמנה אחרונה}}
order_total: {sum: amount, on: order.placed, title: {en: Total of orders, he: סך ההזמנות}}
opportunity_count: {count: opportunity.created, title: {en: Opportunities, he: הזדמנויות}}
open_opportunity_count: {open: opportunity.created, close: [opportunity.won, opportunity.lost, opportunity.neutral], by: opportunity, title: {en: Open opportunities, he: הזדמנויות פתוחות}}
won_opportunity_count: {count: opportunity.won, title: {en: Opportunities won, he: הזדמנויות שנסגרו בהצלחה}}
ledger_count: {open: ledger.opened, close: ledger.closed, by: ledger, title: {en: Ledgers, he: כרטסות}}
contact_count: {count: contact.created, title: {en: Contacts, he: אנשי קשר}}
contact_log_count: {count: [call.logged, contact_record.logged, note.logged], title: {en: Contact records, he: רישומי קשר}}
last_contact_at: {last: at, on: [call.logged, email.sent, contact_record.logged, appointment.summarised], title: {en: Latest contact, he: קשר אחרון}}
appointment_count: {count: appointment.booked, title: {en: Appointments, he: פגישות}}
enquiry_count: {count: enquiry.received, title: {en: Enquiries, he: פניות}}
quote_count: {count: quote.issued, title: {en: Quotes, he: הצעות מחיר}}
open_quote_count: {open: quote.issued, close: [quote.approved, quote.declined], by: quote, title: {en: Open quotes, he: הצעות מחיר פתוחות}}
invoice_count: {count: invoice.issued, title: {en: Invoices, he: חשבוניות}}
receipt_count: {count: receipt.issued, title: {en: Receipts, he: קבלות}}
last_invoice_at: {last: at, on: invoice.issued, title: {en: Latest invoice, he: חשבונית אחרונה}}
live_assignment_count: {open: assignment.started, close: assignment.ended, by: assignment, title: {en: Live assignments, he: שיבוצים פעילים}}
live_subscription_count: {open: subscription.started, close: subscription.stopped, by: subscription, title: {en: Live subscriptions, he: מינויים פעילים}}
open_case_count: {open: case.opened, close: case.closed, by: case, title: {en: Open cases, he: תקלות פתוחות}}
open_task_count: {open: task.opened, close: task.done, by: task, title: {en: Open tasks, he: משימות פתוחות}}
)";
}

}  // namespace tenure::records
