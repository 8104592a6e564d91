// The customer record: a company, a division or department of one (`parent`), or a person.
#include "records/nouns.h"

namespace tenure::records::nouns {
namespace {

constexpr Field kFields[] = {
    {"key", string, kKey | kRequired | kUnique | kSearch, "", "Customer id", "מזהה לקוח"},
    kExternalKey,
    {"name", string, kSearch, "", "Name", "שם"},
    {"is_person", boolean, kPlain, "", "Person (B2C)", "אדם פרטי"},
    {"parent", string, kPlain, "account", "Parent", "לקוח אב"},
    {"department", string, kSearch, "", "Department", "מחלקה"},
    {"branch", string, kPlain, "", "Branch", "סניף"},
    {"company_type", choice, kPlain, "", "Company type", "סוג חברה"},
    {"account_type", choice, kPlain, "", "Account type", "סוג לקוח"},
    {"email", string, kSearch, "", "E-mail", "דוא״ל"},
    {"email_2", string, kSearch, "", "Second e-mail", "דוא״ל נוסף"},
    {"phone", string, kSearch, "", "Phone", "טלפון"},
    {"channel", string, kPlain, "", "Channel", "ערוץ הגעה"},
    kOwner,
    {"csm", string, kPlain, "", "Customer success manager", "מנהל הצלחת לקוח"},
    {"default_ledger", string, kPlain, "ledger", "Default ledger", "כרטסת ברירת מחדל"},
    {"address", string, kSearch, "", "Address", "כתובת"},
    {"city", string, kSearch, "", "City", "עיר"},
    {"postal_code", string, kPlain, "", "Postal code", "מיקוד"},
    {"country", string, kPlain, "", "Country", "מדינה"},
    {"sector", string, kPlain, "", "Sector", "ענף"},
    {"customer_health", choice, kPlain, "", "Customer health", "מצב הלקוח"},
    {"renewal_date", date, kPlain, "", "Renewal date", "מועד חידוש"},
    {"popup_message", string, kPlain, "", "Pop-up message", "הודעה קופצת"},
    {"not_interested_reason", choice, kPlain, "", "Why is the customer not interested?",
     "מדוע הלקוח אינו מעוניין?"},
    {"fictitious_reason", choice, kPlain, "", "Why is the customer fictitious?",
     "מדוע הלקוח פיקטיבי?"},
    {"supplier_only", boolean, kPlain, "", "Supplier only", "ספק בלבד"},
    {"do_not_contact", boolean, kPlain, "", "Do not contact", "אין ליצור קשר"},
    {"archived", boolean, kReadOnly, "", "In the removed pool", "במאגר המבוטלים"},
    {"merged_into", string, kReadOnly, "account", "Merged into", "מוזג אל"},
    kCreatedAt,
};

}  // namespace

const Record account{"account", "accounts", kFields, "Account", "לקוח", RecordSort::account};

}  // namespace tenure::records::nouns
