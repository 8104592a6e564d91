#include "http/request_parser.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <charconv>
#include <new>

#include "base/limits.h"
#include "http/chunk_decoder.h"

namespace tenure::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;

Error malformed(std::string reason) {
  return {"malformed-request", {{"reason", std::move(reason)}}};
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool has_bare_line_feed(std::string_view text) {
  for (size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos; ++at)
    if (at == 0 || text[at - 1] != '\r') return true;
  return false;
}

// "name", "name:port", "[address]:port"; nothing else, as it goes into links and log.
bool is_authority(std::string_view text) {
  if (text.size() > 255 + 6) return false;
  std::string_view host = text, port = "0";
  if (text.starts_with('[')) {
    const size_t close = text.find(']');
    if (close == std::string_view::npos || close < 3) return false;
    host = text.substr(1, close - 1);
    if (host.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos) return false;
    if (close + 1 < text.size()) {
      if (text[close + 1] != ':') return false;
      port = text.substr(close + 2);
    }
  } else {
    const size_t colon = text.find(':');
    if (colon != std::string_view::npos) host = text.substr(0, colon), port = text.substr(colon + 1);
    for (char c : host) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                         c == '-' || c == '.' || c == '_';
      if (!plain) return false;
    }
  }
  return !host.empty() && is_number(port) && port.size() <= 5;
}

}  // namespace

// Beast's grammar of heads with our storage: no allocation of its own per field.
struct RequestParser::Grammar final : beast_http::basic_parser<true> {
  Grammar() {
    header_limit(static_cast<uint32_t>(limits::kHttpHeadBytes + 2));
    body_limit(boost::none);
    skip(true);  // bodies are ours
  }

  Request* request = nullptr;
  const char* bytes_begin = nullptr;  // what put() was given
  const char* bytes_end = nullptr;
  size_t field_bytes = 0, limit = SIZE_MAX;
  int version = 11;
  bool chunked = false;
  uint64_t length = 0, body_bytes = 0;
  ChunkDecoder chunks;
  bool head_done = false, has_line = false;
  int status = 0;  // of what the callbacks refuse
  Error error;

  void refuse_with(int with_status, Error with_error, error_code& ec) {
    status = with_status;
    error = std::move(with_error);
    ec = beast_http::error::bad_value;
  }

  void on_request_impl(beast_http::verb, boost::beast::string_view method,
                       boost::beast::string_view target, int with_version, error_code& ec) override {
    has_line = true;
    version = with_version;
    if (target.size() > limits::kHttpTargetBytes)
      return refuse_with(414, {"uri-too-long", {{"limit", std::to_string(limits::kHttpTargetBytes)}}}, ec);
    request->method = http::parse_method({method.data(), method.size()});
    request->target.assign(target.data(), target.size());
  }
  void on_response_impl(int, boost::beast::string_view, int, error_code&) override {}

  void on_field_impl(beast_http::field, boost::beast::string_view name,
                     boost::beast::string_view value, error_code& ec) override {
    field_bytes += name.size() + value.size() + 4;
    // Line folding: the value was put together elsewhere, or began on a later line.
    const bool in_place = value.empty() || (value.data() >= bytes_begin && value.data() < bytes_end);
    if (!in_place || (!value.empty() && std::find(name.end(), value.begin(), '\n') != value.begin()))
      return refuse_with(400, malformed("request-folding"), ec);
    if (field_bytes > limits::kHttpHeadBytes || request->headers.size() >= limits::kHttpFields)
      return refuse_with(431, {"header-too-large", {}}, ec);
    request->headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  void on_header_impl(error_code&) override { head_done = true; }

  void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
  size_t on_body_impl(boost::beast::string_view piece, error_code&) override { return piece.size(); }
  void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, error_code&) override {}
  size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view piece, error_code&) override {
    return piece.size();
  }
  void on_finish_impl(error_code&) override {}

  // What the grammar takes and we do not; nullopt: a request that may be looked at.
  std::optional<std::pair<int, Error>> check();
  std::optional<std::pair<int, Error>> check_framing();
  std::optional<std::pair<int, Error>> check_target();
};

std::optional<std::pair<int, Error>> RequestParser::Grammar::check_framing() {
  const Headers& headers = request->headers;
  const size_t lengths = headers.count("Content-Length"), codings = headers.count("Transfer-Encoding");
  if (lengths > 1) return {{400, malformed("request-length")}};
  if (lengths == 1) {
    const std::string_view text = headers.get("Content-Length");
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), length);
    if (fault != std::errc() || end != text.data() + text.size()) return {{400, malformed("request-length")}};
  }
  if (codings == 0) return {};
  chunked = true;
  // Whatever a proxy before us made of it, we and it might see two different bodies.
  if (lengths > 0 || codings > 1 || version < 11 || !iequals(headers.get("Transfer-Encoding"), "chunked"))
    return {{400, malformed("request-coding")}};
  return {};
}

std::optional<std::pair<int, Error>> RequestParser::Grammar::check_target() {
  const std::string_view target = request->target;
  for (size_t i = 0; i < target.size(); ++i) {
    const auto byte = static_cast<unsigned char>(target[i]);
    if (byte <= 0x20 || byte >= 0x7f || byte == '#')
      return {{400, {"malformed-target", {{"reason", "target-character"}}, static_cast<int64_t>(i)}}};
  }
  std::string_view rest = target;
  if (target == "*" && request->method == Method::options) {
    rest = "/";
  } else if (!target.starts_with('/')) {  // "http://host/path", as to a proxy
    const size_t scheme = iequals(target.substr(0, 7), "http://")    ? 7
                          : iequals(target.substr(0, 8), "https://") ? 8
                                                                     : 0;
    if (scheme == 0) return {{400, {"malformed-target", {{"reason", "target-slash"}}, 0}}};
    const size_t end = std::min(target.find_first_of("/?", scheme), target.size());
    const std::string_view authority = target.substr(scheme, end - scheme);
    if (!is_authority(authority)) return {{400, malformed("request-host")}};
    request->headers.set("Host", authority);
    rest = target.substr(end);
  }
  const size_t question = std::min(rest.find('?'), rest.size());
  request->query = rest.substr(std::min(question + 1, rest.size()));
  const std::string_view path = rest.substr(0, question);
  if (auto ok = request->path.assign(path.empty() ? "/" : path); !ok) return {{400, ok.error()}};
  return {};
}

std::optional<std::pair<int, Error>> RequestParser::Grammar::check() {
  if (auto fault = check_framing()) return fault;
  const size_t hosts = request->headers.count("Host");
  if (hosts > 1 || (hosts == 0 && version >= 11)) return {{400, malformed("request-host")}};
  if (hosts == 1 && !is_authority(request->headers.get("Host"))) return {{400, malformed("request-host")}};
  if (request->method == Method::other) return {{501, {"method-not-implemented", {}}}};
  return check_target();
}

RequestParser::RequestParser() : grammar_(std::make_unique<Grammar>()) {}
RequestParser::~RequestParser() = default;

void RequestParser::reset() {
  std::destroy_at(grammar_.get());
  ::new (static_cast<void*>(grammar_.get())) Grammar();
  status_ = 0;
  error_ = {};
  got_any_ = took_break_ = false;
}

RequestParser::Step RequestParser::fail(int status, Error error) {
  status_ = status;
  error_ = std::move(error);
  return Step::failed;
}

RequestParser::Step RequestParser::head(std::string_view bytes, size_t& used, Request& request) {
  used = 0;
  Grammar& grammar = *grammar_;
  if (!got_any_) {
    // Some clients send a line break behind a body; one is taken for that, however it comes.
    if (!took_break_ && bytes == "\r") return Step::more;
    if (!took_break_ && bytes.starts_with("\r\n")) used = 2, took_break_ = true;
    if (bytes.size() == used) return Step::more;
    got_any_ = true;
    bytes.remove_prefix(used);
  }
  grammar.request = &request;
  grammar.bytes_begin = bytes.data();
  grammar.bytes_end = bytes.data() + bytes.size();
  error_code ec;
  const size_t taken = grammar.put({bytes.data(), bytes.size()}, ec);
  used += taken;
  if (grammar.status != 0) return fail(grammar.status, grammar.error);
  if (ec == beast_http::error::need_more) {
    // Beast looks for the end of the head first, which a client of other line ends never sends.
    if (has_bare_line_feed(bytes.substr(taken)))
      return fail(400, malformed(grammar.has_line ? "request-field" : "request-line"));
    if (!grammar.has_line && bytes.size() - taken > limits::kHttpTargetBytes + 64)
      return fail(414, {"uri-too-long", {{"limit", std::to_string(limits::kHttpTargetBytes)}}});
    if (grammar.field_bytes + bytes.size() - taken > limits::kHttpHeadBytes + 2)
      return fail(431, {"header-too-large", {}});
    return Step::more;
  }
  if (ec == beast_http::error::header_limit) {
    if (!grammar.has_line)
      return fail(414, {"uri-too-long", {{"limit", std::to_string(limits::kHttpTargetBytes)}}});
    return fail(431, {"header-too-large", {}});
  }
  if (ec == beast_http::error::bad_version) {
    const size_t at = bytes.find(" HTTP/");
    const bool other = at != std::string_view::npos && bytes.size() > at + 8 && bytes[at + 7] == '.';
    if (other && bytes[at + 6] != '1') return fail(505, {"version-not-supported", {}});
    return fail(400, malformed("request-line"));
  }
  if (ec == beast_http::error::bad_content_length || ec == beast_http::error::multiple_content_length)
    return fail(400, malformed("request-length"));
  if (ec == beast_http::error::bad_transfer_encoding) return fail(400, malformed("request-coding"));
  if (ec) return fail(400, malformed(grammar.has_line ? "request-field" : "request-line"));
  if (auto fault = grammar.check()) return fail(fault->first, std::move(fault->second));
  return Step::done;
}

void RequestParser::limit_body(size_t bytes) { grammar_->limit = bytes; }

RequestParser::Step RequestParser::body(std::string_view bytes, size_t& used, std::string& body) {
  used = 0;
  Grammar& grammar = *grammar_;
  const auto too_large = [&] {
    return fail(413, {"body-too-large", {{"limit", std::to_string(grammar.limit)}}});
  };
  if (grammar.chunked) {
    switch (grammar.chunks.decode(bytes, used, body, grammar.limit)) {
      case ChunkDecoder::Step::more: return Step::more;
      case ChunkDecoder::Step::done: return Step::done;
      case ChunkDecoder::Step::too_large: return too_large();
      case ChunkDecoder::Step::malformed: break;
    }
    return fail(400, malformed("request-chunk"));
  }
  if (grammar.length > grammar.limit) return too_large();
  used = static_cast<size_t>(std::min<uint64_t>(bytes.size(), grammar.length - grammar.body_bytes));
  body.append(bytes, 0, used);
  grammar.body_bytes += used;
  return grammar.body_bytes == grammar.length ? Step::done : Step::more;
}

bool RequestParser::has_body() const { return grammar_->chunked || grammar_->length > 0; }
uint64_t RequestParser::content_length() const { return grammar_->length; }
bool RequestParser::keep_alive() const { return grammar_->head_done && grammar_->keep_alive(); }
bool RequestParser::is_http_1_0() const { return grammar_->version < 11; }
bool RequestParser::expects_continue() const {
  return grammar_->version >= 11 && grammar_->request != nullptr &&
         iequals(grammar_->request->headers.get("Expect"), "100-continue");
}

}  // namespace tenure::http
