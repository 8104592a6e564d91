#pragma once
// What verbs answer beside the record, each as a shape (base/shape.h): `result` of what the API answers.
#include <span>

#include "base/shape.h"
#include "service/verb.h"

namespace tenure::service {

// Named "account.explain", "plans" (of the workspace), and what several of them have in common. The test that
// documents verbs holds the table to what they answer.
std::span<const NamedShape> verb_answers();
// Its row's name; "": it answers nothing beside the record.
std::string_view answer_of(const Verb&);

}  // namespace tenure::service
