#include "odata/batch.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace tenure::odata {
namespace {

// Answers with what it was asked; paths with "bad" in them are refused.
struct Echo {
  std::vector<std::string> seen;
  Response answer(const Request& request) {
    seen.push_back(request.method + " " + request.path + (request.query.empty() ? "" : "?" + request.query) +
                   (request.body.empty() ? "" : " " + request.body));
    Response response;
    response.status = request.path.find("bad") == std::string::npos ? 201 : 409;
    response.headers.emplace_back("Content-Type", "application/json");
    if (response.status == 201) response.headers.emplace_back("Location", request.base + "accounts('N')");
    response.body = "{\"ok\":true}";
    return response;
  }
  BatchHandlers handlers() {
    return {.one = [this](const Request& request) { return answer(request); },
            .group =
                [this](const std::vector<Request>& requests) {
                  std::vector<Response> out;
                  for (const Request& request : requests) out.push_back(answer(request));
                  return out;
                },
            .error =
                [](const Error& error) {
                  return Response{.status = error.code == "failed-dependency" ? 424 : 400, .body = error.code};
                }};
  }
  Response run(std::string type, std::string body, std::string prefer = "") {
    Request request{.method = "POST", .path = "/$batch", .base = "https://crm.test/w/a/odata/"};
    request.headers = {{"Content-Type", std::move(type)}};
    if (!prefer.empty()) request.headers.emplace_back("Prefer", std::move(prefer));
    request.body = std::move(body);
    return batch(request, handlers());
  }
};

TEST(Batch, JsonRequestsRunInOrderAndMayNameWhatEarlierOnesMade) {
  Echo echo;
  const Response response = echo.run("application/json", R"({"requests":[
    {"id":"1","method":"post","url":"accounts","body":{"name":"N"}},
    {"id":"2","method":"POST","url":"$1/orders","dependsOn":["1"],"body":{"amount":1.50}},
    {"id":"3","method":"GET","url":"/w/a/odata/accounts?$top=1"}]})");
  EXPECT_EQ(echo.seen, (std::vector<std::string>{"POST /accounts {\"name\":\"N\"}",
                                                 "POST /accounts('N')/orders {\"amount\":1.50}",
                                                 "GET /accounts?$top=1"}));
  const Result<Value> json = json::parse(response.body);
  ASSERT_TRUE(json.has_value());
  EXPECT_NE(response.body.find("\"id\":\"3\",\"status\":201"), std::string::npos);
}

TEST(Batch, StopsAtTheFirstErrorUnlessItIsToldToGoOn) {
  const std::string body = R"({"requests":[{"id":"1","method":"GET","url":"bad"},
    {"id":"2","method":"GET","url":"accounts"}]})";
  Echo stops, goes_on;
  stops.run("application/json", body);
  EXPECT_EQ(stops.seen.size(), 1u);
  goes_on.run("application/json", body, "odata.continue-on-error");
  EXPECT_EQ(goes_on.seen.size(), 2u);
}

// What never ran made nothing, and its address was never looked at: it may be empty.
TEST(Batch, WhatDependsOnAFailedRequestIsNotRunAndNamesNothing) {
  Echo echo;
  const Response response = echo.run("application/json", R"({"requests":[
    {"id":"1","method":"GET","url":"bad"},
    {"id":"2","method":"POST","url":"","dependsOn":["1"]},
    {"id":"3","method":"GET","url":"$2/orders","dependsOn":["2"]},
    {"id":"4","method":"GET","url":"$1"},
    {"id":"5","method":"DELETE","url":"/w/a/odata/accounts","dependsOn":["1"]},
    {"id":"6","method":"GET","url":"$5"}]})",
                                     "continue-on-error");
  EXPECT_EQ(echo.seen, (std::vector<std::string>{"GET /bad", "GET /bad", "GET /$5"}));
  EXPECT_NE(response.body.find("\"id\":\"2\",\"status\":424"), std::string::npos) << response.body;
  EXPECT_NE(response.body.find("\"id\":\"3\",\"status\":424"), std::string::npos) << response.body;
}

TEST(Batch, O15_APartThatLeadsToAnotherWorkspaceIsNotThere) {
  Echo echo;
  const Response response = echo.run("application/json", R"({"requests":[
    {"id":"1","method":"GET","url":"/w/b/odata/accounts"},
    {"id":"2","method":"GET","url":"https://evil.test/w/a/odata/accounts"}]})",
                                     "continue-on-error");
  EXPECT_TRUE(echo.seen.empty());
  EXPECT_NE(response.body.find("not-found"), std::string::npos);
}

TEST(Batch, O15_TooManyPartsAreRefusedWhole) {
  std::string body = R"({"requests":[)";
  for (int i = 0; i <= 1000; ++i)
    body += (i ? "," : "") + std::string(R"({"id":")") + std::to_string(i) + R"(","method":"GET","url":"accounts"})";
  Echo echo;
  EXPECT_EQ(echo.run("application/json", body + "]}").body, "batch-too-large");
  EXPECT_TRUE(echo.seen.empty());
}

TEST(Batch, WhatCannotBeReadIsRefused) {
  for (const std::string_view body : {R"({})", R"({"requests":1})", R"({"requests":[{"id":"1"}]})",
                                      R"({"requests":[{"id":"1","method":"","url":"a"}]})",
                                      R"({"requests":[{"id":"1","method":"GET","url":"a"},{"id":"1","method":"GET","url":"b"}]})",
                                      R"({"requests":[{"id":"1","method":"GET","url":"a","dependsOn":["2"]}]})",
                                      R"({"requests":[{"id":"1","method":"GET","url":"a","dependsOn":["1"]}]})",
                                      R"({"requests":[{"id":"1","method":"GET","url":"a","atomicityGroup":"g","dependsOn":["g"]}]})"}) {
    Echo echo;
    EXPECT_EQ(echo.run("application/json", std::string(body)).body, "malformed-batch") << body;
  }
}

constexpr const char* kMultipart =
    "--b\r\nContent-Type: application/http\r\n\r\nGET accounts?$top=1 HTTP/1.1\r\nAccept: application/json\r\n\r\n\r\n"
    "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n"
    "--c\r\nContent-Type: application/http\r\nContent-ID: 1\r\n\r\nPOST accounts HTTP/1.1\r\n"
    "Content-Type: application/json\r\n\r\n{\"name\":\"N\"}\r\n"
    "--c\r\nContent-Type: application/http\r\nContent-ID: 2\r\n\r\nPATCH accounts('x') HTTP/1.1\r\n\r\n{}\r\n--c--\r\n"
    "--b--\r\n";

TEST(Batch, MultipartWithAChangeSet) {
  Echo echo;
  const Response response = echo.run("multipart/mixed; boundary=b", kMultipart);
  EXPECT_EQ(echo.seen, (std::vector<std::string>{"GET /accounts?$top=1", "POST /accounts {\"name\":\"N\"}",
                                                 "PATCH /accounts('x') {}"}));
  EXPECT_NE(response.body.find("HTTP/1.1 201 Created"), std::string::npos);
  EXPECT_NE(response.body.find("changesetresponse"), std::string::npos);
  EXPECT_NE(response.body.find("Content-ID: 2"), std::string::npos);
}

TEST(Batch, MultipartPartWithoutAMethodIsRefused) {
  Echo echo;
  const Response response = echo.run("multipart/mixed; boundary=b", "--b\r\nContent-Type: application/http\r\n\r\n"
                                                                    " accounts of HTTP/1.1\r\n\r\n{}\r\n--b--\r\n");
  EXPECT_EQ(response.body, "malformed-batch");
  EXPECT_TRUE(echo.seen.empty());
}

TEST(Batch, MultipartThatIsCutOffIsRefused) {
  const std::string whole = kMultipart;
  for (size_t size = 0; size + 9 < whole.size(); size += 13) {
    Echo echo;
    const Response response = echo.run("multipart/mixed; boundary=b", whole.substr(0, size));
    EXPECT_EQ(response.body, "malformed-batch") << size;
    EXPECT_TRUE(echo.seen.empty()) << size;
  }
}

}  // namespace
}  // namespace tenure::odata
