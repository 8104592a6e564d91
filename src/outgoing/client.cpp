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
  const ClientOptions& options;
  Response response;
  size_t limit;
  bool too_long = false, forbidden = false;
};

size_t take_body(char* bytes, size_t size, size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const size_t length = size * count;
  if (transfer.response.body.size() + length > transfer.limit) {
    transfer.too_long = true;
    return 0;
  }
  transfer.response.body.append(bytes, length);
  return length;
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
  Transfer transfer{.options = options,
                    .limit = options.body_bytes ? options.body_bytes : limits::kReplyBytes};
  curl_slist* list = nullptr;
  for (const auto& [name, value] : request.headers) {
    list = curl_slist_append(list, (name + ": " + value).c_str());
  }
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(list,
                                                                            curl_slist_free_all);
  const int64_t seconds = options.seconds ? options.seconds : limits::kReplySeconds;
  CURL* c = handle.get();
  curl_easy_setopt(c, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(c, CURLOPT_PROXY, "");  // a proxy would hide the address that is connected to
  curl_easy_setopt(c, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(c, CURLOPT_TIMEOUT, static_cast<long>(seconds));
  curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, static_cast<long>(std::min<int64_t>(seconds, 10)));
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
  if (request.method != "GET") {
    curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, request.body.c_str());
  }
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
