#pragma once
// How rows stand to each other.
#include <span>

#include "query/query.h"

namespace tenure::query {

// -1, 0, 1. Null comes before everything, what is no number (NaN) behind all numbers.
int order(const expression::Cell&, const expression::Cell&);
// By the keys' values of two rows.
int order(std::span<const OrderKey>, std::span<const expression::Cell>, std::span<const expression::Cell>);

// The type of a key's values.
expression::Type type_of(const Query&, const OrderKey&);

// Does the query ask for rows that are not believed any more? Its filters speak of when they were superseded.
bool asks_superseded(const Query&);

}  // namespace tenure::query
