#pragma once
// $batch in both formats (OData 4.01 §11.7, JSON Format §19): takes the envelope apart, runs the parts in order, puts
// the answers into the envelope that was asked for. What a part means is its handler's business.
#include <functional>
#include <vector>

#include "base/result.h"
#include "odata/message.h"

namespace tenure::odata {

struct BatchHandlers {
  // One request, authorised and answered alone.
  std::function<Response(const Request&)> one;
  // Requests that stand or fall together: an answer each; when any is an error nothing was written.
  std::function<std::vector<Response>(const std::vector<Request>&)> group;
  std::function<Response(const Error&)> error;  // of the envelope itself
};

// POST …/$batch. Errors (as answers): "malformed-batch" {reason}, "batch-too-large" {limit},
// "unsupported-media-type" {type}. A part whose address leads out of this workspace's …/odata/ is answered
// as one that is not there. An Idempotency-Key of the whole makes every part safe to be sent again with it.
Response batch(const Request&, const BatchHandlers&);

}  // namespace tenure::odata
