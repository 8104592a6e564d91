#include "records/schema.h"

#include <array>

#include "records/nouns.h"

namespace tenure::records {

namespace {

using enum expression::Kind;

constexpr Field kRowFields[] = {
    {"version", int64, kRequired | kReadOnly, "", "Version", "גרסה"},
    {"changed_at", instant, kRequired | kReadOnly, "", "Date changed", "תאריך שינוי"},
};
constexpr Field kReceiptFields[] = {
    {"gate", string, kReadOnly, "", "Gates asked", "שערים שנבדקו"},
    {"gate_verdict", string, kReadOnly, "", "Gate verdict", "הכרעת השער"},
    {"gate_lifecycle", string, kReadOnly, "", "Lifecycle of the gate", "מחזור החיים של השער"},
    {"gate_stage", string, kReadOnly, "", "Stage at the gate", "השלב בעת הבדיקה"},
    {"gate_account_version", int64, kReadOnly, "", "Account version at the gate",
     "גרסת הלקוח בעת הבדיקה"},
    {"gate_definition", int64, kReadOnly, "", "Definition at the gate", "ההגדרה בעת הבדיקה"},
    {"gate_reason", string, kReadOnly, "", "Reason of the exception", "נימוק החריגה"},
    {"gate_actor", string, kReadOnly, "", "Asked by", "מי ביקש"},
};

}  // namespace

std::span<const Field> row_fields() {
  return kRowFields;
}

std::span<const Field> receipt_fields() {
  return kReceiptFields;
}

const Field& key_field(const Record& record) {
  for (const Field& field : record.fields)
    if (field.flags & kKey) return field;
  return record.fields.front();
}

std::span<const Record> schema() {
  using namespace nouns;
  static const std::array records{account, contact,      opportunity, quote,       order,
                                  invoice, subscription, assignment,  appointment, activity,
                                  enquiry, case_,        task,        ledger,      view,
                                  segment, form,         audit_event};
  return records;
}

const Record* find_record(std::string_view name) {
  for (const Record& record : schema())
    if (record.name == name) return &record;
  return nullptr;
}

const Field* find_field(const Record& record, std::string_view name) {
  for (const Field& field : record.fields)
    if (field.name == name) return &field;
  return nullptr;
}

}  // namespace tenure::records
