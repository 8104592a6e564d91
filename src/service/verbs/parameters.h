#pragma once
// What verbs ask for, named once. Those that record something take `at` (when it happened; else now) and
// `exception_reason` (a privileged way through a closed gate; see Work::add).
#include "service/verb.h"

namespace tenure::service::acts::parameter {

using enum expression::Kind;

inline constexpr VerbParameter kAt{"at", instant, false, false, "When it happened", "מתי זה קרה"};
inline constexpr VerbParameter kException{"exception_reason", string, false, false,
                                          "Reason for an exception from a gate",
                                          "הנימוק לחריגה מחסימה"};
inline constexpr VerbParameter kConfirm{"confirm", boolean, false, false, "It is no duplicate", "זו אינה כפילות"};
inline constexpr VerbParameter kKey{"key", string, false, false, "Key of the new record",
                                    "המזהה של הרשומה החדשה"};
inline constexpr VerbParameter kNote{"note", string, false, false, "Note", "הערה"};
inline constexpr VerbParameter kReason{"reason", string, false, false, "Reason", "סיבה"};
inline constexpr VerbParameter kContact{"contact", string, false, false, "Contact", "איש קשר"};
inline constexpr VerbParameter kSubject{"subject", string, false, false, "Subject", "נושא"};
inline constexpr VerbParameter kChannel{"channel", string, false, false, "Channel", "ערוץ"};
inline constexpr VerbParameter kOutcome{"outcome", string, false, false, "Outcome", "תוצאה"};
inline constexpr VerbParameter kOwner{"owner", string, false, false, "Owner", "אחראי"};
inline constexpr VerbParameter kAmount{"amount", decimal, false, false, "Amount", "סכום"};
inline constexpr VerbParameter kCurrency{"currency", string, false, false, "Currency", "מטבע"};
inline constexpr VerbParameter kLedger{"ledger", string, false, false, "Ledger", "כרטסת"};
inline constexpr VerbParameter kOrder{"order", string, false, false, "Order", "הזמנה"};
inline constexpr VerbParameter kName{"name", string, false, false, "Name", "שם"};
inline constexpr VerbParameter kEmail{"email", string, false, false, "E-mail", "דוא״ל"};
inline constexpr VerbParameter kPhone{"phone", string, false, false, "Phone", "טלפון"};
inline constexpr VerbParameter kStage{"stage", string, false, false, "Stage", "שלב"};
inline constexpr VerbParameter kLifecycle{
    "lifecycle", string, false, false, "Lifecycle (may be left out where there is one)",
    "מחזור חיים (אפשר להשמיט כשיש רק אחד)"};
inline constexpr VerbParameter kDryRun{"dry_run", boolean, false, false, "Only says what it would do",
                                       "רק אומר מה היה עושה"};
inline constexpr VerbParameter kCsm{"csm", string, false, false, "Customer success manager",
                                    "מנהל הצלחת לקוח"};

constexpr VerbParameter required(VerbParameter parameter) {
  parameter.required = true;
  return parameter;
}

}  // namespace tenure::service::acts::parameter
