#pragma once
// What finds duplicates: two e-mail addresses or telephone numbers that people take for one have one
// match. "" where there is nothing to compare.
#include <string>
#include <string_view>

namespace tenure::records {

std::string email_match(std::string_view);  // without blanks around, capitals made small
// The last eight digits: how it was dialled (+972 3…, 00972-3…, 03…) makes no difference.
std::string phone_match(std::string_view);

}  // namespace tenure::records
