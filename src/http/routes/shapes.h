#pragma once
// What routes answer and take, each as a shape (base/shape.h). A row named like a route is its answer, "ROUTE.line" a
// line of it where it is lines, "ROUTE.body" what is sent to it where no table of members says that, and the rest is
// what several have in common. The API's description is made of them, and the tests of every route hold its answers to
// them.
#include "base/shape.h"

namespace tenure::http {

// With those of verbs and of OData bodies.
const Shapes& shapes();

}  // namespace tenure::http
