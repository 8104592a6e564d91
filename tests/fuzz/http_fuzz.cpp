// Any bytes are a request, the beginning of one, or refused; the same however they are cut into reads. What
// is let in keeps what routes, log and links count on.
#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "base/limits.h"
#include "base/text.h"
#include "http/event_stream.h"
#include "http/head_writer.h"
#include "http/network.h"
#include "http/parse_in_pieces.h"

namespace {

using namespace tenure;
using namespace tenure::http;

bool has_control(std::string_view text) {
  for (unsigned char c : text)
    if ((c < 0x20 && c != '\t') || c == 0x7f) return true;
  return false;
}

// The framing that any second parser would see too, so that no proxy and we disagree.
void check_framing(const Request& request) {
  const size_t lengths = request.headers.count("Content-Length");
  const size_t codings = request.headers.count("Transfer-Encoding");
  TENURE_ASSERT(lengths + codings <= 1);
  if (codings == 1) TENURE_ASSERT(iequals(request.headers.get("Transfer-Encoding"), "chunked"));
  TENURE_ASSERT(request.headers.count("Host") <= 1);
  TENURE_ASSERT(request.headers.size() <= limits::kHttpFields + 1);
  TENURE_ASSERT(request.target.size() <= limits::kHttpTargetBytes);
  for (size_t i = 0; i < request.headers.size(); ++i) {
    TENURE_ASSERT(!has_control(request.headers[i].name) && !has_control(request.headers[i].value));
    TENURE_ASSERT(!request.headers[i].name.empty());
  }
}

void check_path(const Request& request) {
  TENURE_ASSERT(request.path.raw().starts_with('/'));
  for (std::string_view segment : request.path.segments()) {
    TENURE_ASSERT(!segment.empty() && valid_utf8(segment) && !has_control(segment));
    TENURE_ASSERT(segment != "." && segment != "..");
  }
  // Written out again it is the same path.
  std::string again;
  for (std::string_view segment : request.path.segments()) again += "/" + percent_encode(segment);
  Path copy;
  TENURE_ASSERT(copy.assign(again.empty() ? "/" : again).has_value());
  TENURE_ASSERT(copy.segments() == request.path.segments());
}

// What handlers say stays in its place, whatever they take over from a request.
void check_answer(const Request& request) {
  Response response(200);
  for (size_t i = 0; i < request.headers.size(); ++i) response.headers.add("X-Echo", request.headers[i].value);
  if (const auto query = parse_query(request.query))
    for (const auto& [name, value] : *query)
      response.header("X-Said", value).header("Content-Disposition", attachment(name));
  std::string head;
  append_head(head, response, {.request_id = "1", .length = 0});
  TENURE_ASSERT(head.find("\r\n\r\n") == head.size() - 4);
  size_t lines = 0;
  for (size_t at = 0; (at = head.find('\n', at)) != std::string::npos; ++at, ++lines)
    TENURE_ASSERT(at > 0 && head[at - 1] == '\r');
  TENURE_ASSERT(lines < response.headers.size() + 16);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const std::vector<size_t> cuts = {size_t{1} + data[0] % 64, size_t{1} + data[1] % 16, 1};
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  Request request, again;
  const Parsed whole = parse_in_pieces(bytes, {}, request);
  const Parsed pieces = parse_in_pieces(bytes, cuts, again);
  // Of several faults another may be seen first, or only when the head is whole; what is let in is the same.
  TENURE_ASSERT((whole.status == 200) == (pieces.status == 200) && whole.text == pieces.text);
  if (whole.status == 0) return 0;
  if (whole.status != 200) {
    TENURE_ASSERT(!say(Language::english, whole.code).starts_with(whole.code));
    TENURE_ASSERT(!reason_phrase(whole.status).empty());
    return 0;
  }
  // A request ends where it ends, whatever stands behind it.
  Request first;
  const Parsed alone = parse_in_pieces(bytes.substr(0, whole.used), {}, first);
  TENURE_ASSERT(alone.text == whole.text);
  check_framing(request);
  check_path(request);
  check_answer(request);
  request.language();
  request.media_type();
  const Networks trusted = Networks::parse({"10.0.0.0/8", "::/1"}).value();
  const Address peer = *parse_address("10.0.0.1");
  TENURE_ASSERT(parse_address(to_string(forwarded_for(peer, request.headers, trusted))).has_value());
  if (const auto base = parse_base_url(request.query)) TENURE_ASSERT(parse_base_url(base->text)->text == base->text);
  std::string event;
  append_event(event, request.headers.get("X"), request.query, bytes.substr(0, 100));
  TENURE_ASSERT(event.find("\n\n") == event.size() - 2);
  return 0;
}
