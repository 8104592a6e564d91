#pragma once
// The nouns, a file each; schema() in schema.cpp gathers them. Read the schema, not these.
#include "records/schema.h"

namespace tenure::records::nouns {

using enum expression::Kind;

extern const Record account, contact, opportunity, quote, order, invoice, subscription, assignment,
    appointment, activity, enquiry, case_, task, ledger, view, segment, form, audit_event;

// What every document has: its own key, and whose it is.
inline constexpr Field kDocumentKey{"key", string, kKey | kRequired | kUnique | kSearch,
                                    "",    "Key",  "מזהה"};
inline constexpr Field kWhose{"account", string, kRequired, "account", "Account", "לקוח"};
inline constexpr Field kCreatedAt{"created_at", instant,        kRequired | kReadOnly,
                                  "",           "Date created", "תאריך יצירה"};
inline constexpr Field kOwner{"owner", string, kPlain, "", "Owner", "אחראי"};
inline constexpr Field kNote{"note", string, kSearch, "", "Note", "הערה"};
inline constexpr Field kSubject{"subject", string, kSearch, "", "Subject", "נושא"};
inline constexpr Field kAmount{"amount", decimal, kPlain, "", "Amount", "סכום"};
inline constexpr Field kCurrency{"currency", string, kPlain, "", "Currency", "מטבע"};
// The key by which another program knows it.
inline constexpr Field kExternalKey{"external_key", string,         kUnique | kSearch, "",
                                    "External key", "מזהה חיצוני"};
// Nothing is deleted: a document that was removed is out of lists.
inline constexpr Field kRemoved{"archived", boolean,   kPlain, "",
                                "Removed",  "הוסר מהרשימות"};
inline constexpr Field kReason{"reason", string, kPlain, "", "Reason", "סיבה"};

}  // namespace tenure::records::nouns
