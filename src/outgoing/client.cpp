#include "outgoing/client.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <mutex>

#include "base/assert.h"
#include "base/limits.h"
#include "base/text.h"

namespace tenure::outgoing {
namespace {

struct Transfer {
  const Request& request;
  const ClientOptions& options;
  CURL* handle;
  size_t limit;
  Response response;
  bool too_long = false, forbidden = false;
};

size_t take_body(char* bytes, size_t size, size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const size_t length = size * count;
  if (transfer.options.sink) {
    long status = 0;
    curl_easy_getinfo(transfer.handle, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300) return transfer.options.sink({bytes, length}) ? length : 0;
  }
  if (transfer.response.body.size() + length > transfer.limit) {
    transfer.too_long = true;
    return 0;
  }
  transfer.response.body.append(bytes, length);
  return length;
}

size_t give_body(char* bytes, size_t size, size_t count, void* user) {
  const auto& transfer = *static_cast<Transfer*>(user);
  const std::optional<size_t> given = transfer.request.source({bytes, size * count});
  return given ? *given : CURL_READFUNC_ABORT;
}

size_t take_header(char* bytes, size_t size, size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const std::string line = lower_ascii({bytes, size * count});
  if (!line.starts_with("cache-control:")) return size * count;
  const size_t at = line.find("max-age=");
  if (at == std::string::npos || line.contains("no-store")) return size * count;
  std::from_chars(line.data() + at + 8, line.data() + line.size(),
                  transfer.response.max_age_seconds);
  return size * count;
}

// The one place where a connection begins: the address that the name has turned out to be.
curl_socket_t open_socket(void* user, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(user);
  if (!transfer.options.rules.allow_private && !is_public(address->addr)) {
    transfer.forbidden = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// What it may last: all of it, or each moment in which nothing comes or goes.
void set_patience(CURL* c, const ClientOptions& options) {
  const int64_t seconds = options.seconds ? options.seconds : limits::kReplySeconds;
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, static_cast<long>(std::min<int64_t>(seconds, 10)));
  if (options.stall_seconds == 0) {
    curl_easy_setopt(c, CURLOPT_TIMEOUT, static_cast<long>(seconds));
  } else {
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(c, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_seconds));
  }
}

void set_body(CURL* c, Transfer& transfer) {
  const Request& request = transfer.request;
  if (request.source) {
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give_body);
    curl_easy_setopt(c, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, curl_off_t{request.source_bytes.value_or(-1)});
  } else {
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, request.body.c_str());
  }
  curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

bool is_clean(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

}  // namespace

Result<Response> send(const Request& request, const ClientOptions& options) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  TENURE_TRY(const Url url, check_url(request.url, options.rules));
  for (const auto& [name, value] : request.headers) TENURE_ASSERT(is_clean(name) && is_clean(value));
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   curl_easy_cleanup);
  TENURE_ASSERT(handle != nullptr);
  Transfer transfer{.request = request,
                    .options = options,
                    .handle = handle.get(),
                    .limit = options.body_bytes ? options.body_bytes : limits::kReplyBytes};
  curl_slist* list = nullptr;
  for (const auto& [name, value] : request.headers) {
    list = curl_slist_append(list, (name + ": " + value).c_str());
  }
  // Nobody is asked first whether the body may come: a refusal ends it early all the same.
  if (request.source) list = curl_slist_append(list, "Expect:");
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list,
                                                                            curl_slist_free_all);
  CURL* c = handle.get();
  curl_easy_setopt(c, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(c, CURLOPT_PROXY, "");  // a proxy would hide the address that is connected to
  curl_easy_setopt(c, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  set_patience(c, options);
  curl_easy_setopt(c, CURLOPT_USERAGENT, "tenure");
  curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, &transfer);
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(c, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(c, CURLOPT_HEADERDATA, &transfer);
  if (!options.certificates.empty()) {
    curl_easy_setopt(c, CURLOPT_CAINFO, options.certificates.c_str());
  }
  if (request.method != "GET") set_body(c, transfer);
  const CURLcode code = curl_easy_perform(c);
  const std::string where = url.scheme + "://" + url.host;
  if (transfer.forbidden && code != CURLE_OK) {
    return refuse("address-forbidden", {{"address", where}});
  }
  if (code != CURLE_OK) {
    return refuse("no-answer",
                  {{"address", where},
                   {"reason", transfer.too_long ? "reply-too-long" : curl_easy_strerror(code)}});
  }
  long status = 0;
  curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
  const char* type = nullptr;
  curl_easy_getinfo(c, CURLINFO_CONTENT_TYPE, &type);
  transfer.response.status = static_cast<int>(status);
  transfer.response.content_type = type ? type : "";
  return std::move(transfer.response);
}

}  // namespace tenure::outgoing
