#pragma once
// From what an expression over a row gives to what a field holds.
#include "base/result.h"
#include "base/time_zone.h"
#include "expression/cell.h"
#include "expression/type.h"

namespace tenure::transfer {

// Whether a value of one type can become one of the other at all: text is read, numbers widen (and
// narrow where that is exact), a date is the instant at which it begins, everything can be text.
bool can_become(const expression::Type& from, const expression::Type& to);

// The value as `to` has it; null stays null. Text lies in the arena or where it was.
// Errors: "not-a" {type, text}, "unknown-choice" {value, nearest} and the readers'
// ("invalid-number" …).
Result<expression::Cell> convert(const expression::Cell&, const expression::Type& to,
                                 const TimeZone&, expression::Arena&);

}  // namespace tenure::transfer
