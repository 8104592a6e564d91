#pragma once
// POST, PATCH, PUT and DELETE of rows and properties, and actions: what a request asks for, carried out by whoever
// holds the transaction (a single request's own, or the one that a change set shares).
#include "odata/exchange.h"
#include "service/steps.h"

namespace tenure::odata {

// What came of a write, before it is put into an answer.
struct Written {
  service::Done done;
  bool removed = false;
};

// Carries it out with `steps`; what a deep insert makes stands or falls together. Errors: of the request and of the service.
Result<Written> carry_out(Exchange&, const Resource&, service::Steps& steps);
// The answer to it.
Response answer(Exchange&, const Resource&, const Written&);

}  // namespace tenure::odata
