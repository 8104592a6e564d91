#pragma once
// Conditions in words: which part was false, what it saw, how much is missing.
#include <string>
#include <utility>
#include <vector>

#include "cli/session.h"

namespace tenure::cli {

// The parts that kept the condition from being true: of `a and (b or c)` each conjunct that was not.
std::vector<const expression::Reason*> false_parts(const expression::Reason&);
// What was read, each name once, in order: ("order_count", 3), ("@customer_after", 4).
std::vector<std::pair<std::string, Value>> seen(const expression::Reason&);
// "order_count = 3, @customer_after = 4"; "" when it read nothing.
std::string seen_text(Session&, const expression::Reason&);
// "1 more is needed", for a comparison of numbers that is false; "" for others.
std::string shortfall(Session&, const expression::Reason&);
// The part with what it saw and what is missing.
std::string reason_text(Session&, const expression::Reason&);
// Text in quotes, nothing as a word, times as people read them.
std::string value_text(Session&, const Value&);

}  // namespace tenure::cli
