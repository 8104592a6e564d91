#pragma once
// The door with a workspace behind it: requests as text, answers as they are.
#include "odata/api.h"
#include "odata/url.h"
#include "service/service_test_support.h"

namespace tenure::odata {

using service::Caller;

class DoorTest : public service::ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    open_door();
  }
  void open_door() { api_ = std::make_unique<Api>(*service_, clock_, secret_); }

  // "GET accounts?$top=1", then header lines, an empty line, the body.
  Response send(const std::string& text, const Caller& caller = {}) {
    Request request;
    request.base = "http://crm.test/w/default/odata/";
    request.workspace = "default";
    const size_t space = text.find(' ');
    request.method = text.substr(0, space);
    size_t end = std::min(text.find('\n'), text.size());
    std::string address = text.substr(space + 1, end - space - 1);
    if (address.starts_with(request.base)) address.erase(0, request.base.size());
    const size_t question = address.find('?');
    request.path = "/" + encoded(address.substr(0, question));
    if (question != std::string::npos) request.query = encoded(address.substr(question + 1));
    while (end < text.size()) {
      const size_t begin = end + 1;
      end = std::min(text.find('\n', begin), text.size());
      const std::string line = text.substr(begin, end - begin);
      if (line.empty()) {
        request.body = text.substr(std::min(end + 1, text.size()));
        break;
      }
      const size_t colon = line.find(": ");
      request.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    if (!request.body.empty() && !find_header(request.headers, "Content-Type"))
      request.headers.emplace_back("Content-Type", "application/json");
    return api_->handle(caller, request);
  }
  static std::string encoded(std::string_view text) {
    std::string out;
    for (const char c : text) c == ' ' ? out += "%20" : out += c;
    return out;
  }
  // The text of a member that is a string: "@odata.nextLink".
  static std::string member(const std::string& body, const std::string& name) {
    const std::string start = "\"" + name + "\":\"";
    const size_t at = body.find(start);
    if (at == std::string::npos) return "";
    return body.substr(at + start.size(), body.find('"', at + start.size()) - at - start.size());
  }
  // The values of a member, wherever it occurs, in order.
  static std::string all(const std::string& body, const std::string& name) {
    std::string out;
    const std::string start = "\"" + name + "\":";
    for (size_t at = body.find(start); at != std::string::npos; at = body.find(start, at + 1)) {
      const size_t begin = at + start.size();
      const size_t end = body.find_first_of(",}]", begin);
      out += (out.empty() ? "" : " ") + body.substr(begin, end - begin);
    }
    std::erase(out, '"');
    return out;
  }

  std::string secret_ = "a secret of thirty-two characters";
  std::unique_ptr<Api> api_;
};

}  // namespace tenure::odata
