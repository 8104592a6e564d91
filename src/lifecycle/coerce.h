#pragma once
// From what people and files write to what a field holds: "12.50" → decimal, "2026-11-21" → instant.
#include "base/time_zone.h"
#include "base/value.h"
#include "expression/type.h"

namespace tenure::lifecycle {

// The value as `type` has it. Text is parsed; numbers widen (int → decimal → double) and narrow only when
// exact; a date becomes the instant at which it begins in `zone`; a local date and time ("2026-11-21 10:00",
// "2026-11-21T10:00:00") is in `zone`. Empty text is null for every type but string. A choice must be one
// of the type's ids.
// Errors: "not-a" {type, text}, "unknown-choice" {value, nearest}.
Result<Value> coerce(const expression::Type& type, const Value& value, const TimeZone& zone);

}  // namespace tenure::lifecycle
