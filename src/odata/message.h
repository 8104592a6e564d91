#pragma once
// A request and its answer as OData sees them: no socket, no connection. http makes the one from what came in
// and sends the other; $batch makes many of one.
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tenure::odata {

using Headers = std::vector<std::pair<std::string, std::string>>;
// Names without regard to case; null when it is not there.
const std::string* find_header(const Headers&, std::string_view name);

struct Request {
  std::string method;     // "GET"
  std::string path;       // below …/odata, percent-encoded as it came: "/accounts('C-1')"
  std::string query;      // what stood behind '?', as it came
  Headers headers;
  std::string body;
  std::string base;       // of links in answers: "https://crm.example.com/w/default/odata/"
  std::string workspace;  // "default"
  std::string content_id;  // of a part of a batch
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  // Instead of `body`: gives the answer piece by piece until it returns false. Exports and long pages.
  std::function<bool(std::string& chunk)> stream;
};

}  // namespace tenure::odata
