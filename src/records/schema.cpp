#include "records/schema.h"

#include <array>

#include "records/nouns.h"

namespace tenure::records {

std::span<const Record> schema() {
  using namespace nouns;
  static const std::array records{account, contact,      opportunity, quote,       order,
                                  invoice, subscription, assignment,  appointment, activity,
                                  enquiry, case_,        task,        ledger};
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
