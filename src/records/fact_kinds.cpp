#include "records/fact_kinds.h"

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
                                         {"role", string, "Role", "תפקיד"}};
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
constexpr FactField kCaseOpened[] = {kCase, kSubject, kContact, kEnquiry};
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
    {"task.opened", "task", kTaskOpened, "Task opened", "משימה נפתחה"},
    {"task.done", "task", kTaskDone, "Task done", "משימה בוצעה"},
    {"lead.allocated", "", kLeadAllocated, "Lead allocated to marketing", "ליד הוקצה לשיווק"},
    {"rfm.scored", "", kRfmScored, "RFM scored", "דירוג RFM חושב"},
    {"account.placed", "", kAccountPlaced, "Account placed from a summary", "לקוח שובץ לפי סיכום"},
    {"stage.set", "", kStageSet, "Stage set by hand", "שלב נקבע ידנית"},
    {"stage.declared", "", kStageDeclared, "Stage declared", "הכרזה על שלב"},
    {"stage.scripted", "", kStageScripted, "Stage set by a script", "שלב נקבע על ידי סקריפט"},
};

}  // namespace

std::span<const FactKind> fact_kinds() {
  return kKinds;
}

const FactKind* find_fact_kind(std::string_view name) {
  for (const FactKind& kind : kKinds)
    if (kind.name == name) return &kind;
  return nullptr;
}

std::string_view measures_yaml() {
  return R"(order_count: {count: order.placed}
first_order_at: {first: at, on: order.placed}
last_order_at: {last: at, on: order.placed}
order_total: {sum: amount, on: order.placed}
opportunity_count: {count: opportunity.created}
open_opportunity_count: {open: opportunity.created, close: [opportunity.won, opportunity.lost, opportunity.neutral], by: opportunity}
won_opportunity_count: {count: opportunity.won}
ledger_count: {open: ledger.opened, close: ledger.closed, by: ledger}
contact_count: {count: contact.created}
contact_log_count: {count: [call.logged, contact_record.logged, note.logged]}
last_contact_at: {last: at, on: [call.logged, email.sent, contact_record.logged, appointment.summarised]}
appointment_count: {count: appointment.booked}
enquiry_count: {count: enquiry.received}
quote_count: {count: quote.issued}
open_quote_count: {open: quote.issued, close: [quote.approved, quote.declined], by: quote}
invoice_count: {count: invoice.issued}
receipt_count: {count: receipt.issued}
last_invoice_at: {last: at, on: invoice.issued}
live_assignment_count: {open: assignment.started, close: assignment.ended, by: assignment}
live_subscription_count: {open: subscription.started, close: subscription.stopped, by: subscription}
open_case_count: {open: case.opened, close: case.closed, by: case}
open_task_count: {open: task.opened, close: task.done, by: task}
)";
}

}  // namespace tenure::records
