#pragma once
// Rows that no fact tells of: records of the house, and documents that are nobody's yet.
#include "service/verbs/work.h"

namespace tenure::service::acts {

// Writes the row whole: what is not among the values becomes null. Makes it where there is none; its version.
int64_t write_row(Context&, const records::Record&, std::string_view key, const Values&);

// `row` with what has changed; null takes away.
void overlay(Values& row, const Values& changed);

// Must somebody fill it who makes a record of the house?
bool is_asked_of_house(const records::Field&);

Result<Done> create_house(Context&, const Call&, const records::Record&);
Result<Done> change_house(Context&, const Call&, const records::Record&);
Result<Done> remove_house(Context&, const Call&, const records::Record&);

}  // namespace tenure::service::acts
