#include "records/match.h"

namespace tenure::records {

std::string email_match(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return "";
  std::string match(text.substr(first, text.find_last_not_of(kBlank) + 1 - first));
  for (char& c : match) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return match;
}

std::string phone_match(std::string_view text) {
  constexpr size_t kDigits = 8;
  std::string digits;
  for (char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (digits.size() > kDigits) digits.erase(0, digits.size() - kDigits);
  return digits;
}

}  // namespace tenure::records
