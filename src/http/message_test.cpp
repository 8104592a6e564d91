// Texts into values: targets, fields, languages, addresses, routes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "http/chunk_decoder.h"
#include "http/message.h"
#include "http/network.h"
#include "http/parse_in_pieces.h"
#include "http/router.h"

namespace tenure::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(Target, decodes_paths) {
  Path path;
  ASSERT_TRUE(path.assign("/w/acme/odata/accounts('a%2Fb%20c')/orders/").has_value());
  EXPECT_THAT(path.segments(), ElementsAre("w", "acme", "odata", "accounts('a/b c')", "orders"));
  EXPECT_TRUE(path.trailing_slash());
  EXPECT_EQ(path.raw_from(3), "accounts('a%2Fb%20c')/orders/");
  EXPECT_EQ(path.raw_from(9), "");
  ASSERT_TRUE(path.assign("/").has_value());
  EXPECT_TRUE(path.segments().empty());
  EXPECT_FALSE(path.trailing_slash());
  ASSERT_TRUE(path.assign("/a.b/...x/%C3%A9").has_value());
  EXPECT_THAT(path.segments(), ElementsAre("a.b", "...x", "\xc3\xa9"));
}

TEST(Target, H14_refuses_what_leads_elsewhere_and_says_where) {
  Path path;
  const auto fault = [&](std::string_view raw) {
    const Result<void> result = path.assign(raw);
    return result ? std::string() : result.error().arguments[0].second + " " + std::to_string(result.error().position);
  };
  EXPECT_EQ(fault("/a/../b"), "target-dots 3");
  EXPECT_EQ(fault("/a/%2e%2E"), "target-dots 3");
  EXPECT_EQ(fault("/x%2f..%2fy"), "target-dots 1");
  EXPECT_EQ(fault("/x%5C."), "target-dots 1");
  EXPECT_EQ(fault("//a"), "target-empty-segment 1");
  EXPECT_EQ(fault("/a//"), "target-empty-segment 3");
  EXPECT_EQ(fault("/a%0"), "target-percent 2");
  EXPECT_EQ(fault("/a%00"), "target-control 1");
  EXPECT_EQ(fault("/%c0%af"), "target-utf8 1");
  EXPECT_EQ(fault("a"), "target-slash 0");
  EXPECT_EQ(fault(""), "target-slash 0");
  EXPECT_TRUE(path.segments().empty());
}

TEST(Target, queries) {
  EXPECT_THAT(*parse_query("a=1&b=2%263&a=x+y&&c&=d"),
              ElementsAre(Pair("a", "1"), Pair("b", "2&3"), Pair("a", "x+y"), Pair("c", ""), Pair("", "d")));
  EXPECT_THAT(*parse_query("a=x+y%2B", true), ElementsAre(Pair("a", "x y+")));
  EXPECT_EQ(parse_query("a=1&b=%2").error().position, 6);
}

RC_GTEST_PROP(Target, percent_encoding_comes_back, (const std::string& text)) {
  RC_ASSERT(*percent_decode(percent_encode(text)) == text);
}

TEST(Message, headers_are_found_in_any_case) {
  Headers headers;
  headers.add("Content-Type", "a");
  headers.add("X", "1");
  headers.add("x", "2");
  EXPECT_EQ(headers.get("content-TYPE"), "a");
  EXPECT_THAT(headers.all("X"), ElementsAre("1", "2"));
  headers.set("X", "3\r\nY: 4");
  EXPECT_THAT(headers.all("x"), ElementsAre("3%0D%0AY: 4"));
  EXPECT_EQ(headers.find("Y"), std::nullopt);
  EXPECT_EQ(headers.size(), 2u);
}

TEST(Message, languages_by_weight) {
  EXPECT_EQ(accepted_language(""), Language::english);
  EXPECT_EQ(accepted_language("he"), Language::hebrew);
  EXPECT_EQ(accepted_language("iw-IL, en;q=0.9"), Language::hebrew);
  EXPECT_EQ(accepted_language("en, he"), Language::english);
  EXPECT_EQ(accepted_language("en;q=0.4, he;q=0.5"), Language::hebrew);
  EXPECT_EQ(accepted_language("he;q=0, *"), Language::english);
  EXPECT_EQ(accepted_language("fr-CH, fr;q=0.9"), Language::english);
  EXPECT_EQ(accepted_language(",;q=,he;q=abc,;;;"), Language::english);
}

TEST(Message, problems_and_file_names) {
  const Response response = problem(413, {"body-too-large", {{"limit", "5"}}}, Language::english, R"("more":[1])");
  EXPECT_EQ(std::get<std::string>(response.body),
            R"({"type":"/docs/errors#body-too-large","title":"Body too large","status":413,"code":"body-too-large",)"
            R"("detail":"The body of the request is larger than 5 bytes.","more":[1]})");
  EXPECT_EQ(attachment("report 2026.csv"), "attachment; filename=\"report 2026.csv\"");
  EXPECT_EQ(attachment("דוח\"/\r\n.csv"),
            "attachment; filename=\"________"
            "__.csv\"; filename*=UTF-8''%D7%93%D7%95%D7%97%22%2F%0D%0A.csv");
}

TEST(Router, the_more_specific_goes_first) {
  Router router;
  const auto add = [&](Method method, std::string_view pattern) {
    router.add(method, pattern, [](Request&) { return Response(); }, {.name = std::string(pattern)});
  };
  add(Method::get, "/");
  add(Method::get, "/w/{workspace}/odata/{*rest}");
  add(Method::post, "/w/{workspace}/odata/$batch");
  add(Method::get, "/w/{workspace}/live");
  add(Method::get, "/w/setup");
  add(Method::get, "/{*page}");
  const auto find = [&](Method method, std::string_view raw) {
    Path path;
    EXPECT_TRUE(path.assign(raw).has_value());
    const Router::Match match = router.match(method, path);
    return match.route ? match.route->pattern : Router::allow(match.allowed);
  };
  EXPECT_EQ(find(Method::get, "/"), "/");
  EXPECT_EQ(find(Method::head, "/w/a/live"), "/w/{workspace}/live");
  EXPECT_EQ(find(Method::get, "/w/a/odata"), "/w/{workspace}/odata/{*rest}");
  EXPECT_EQ(find(Method::get, "/w/a/odata/"), "/w/{workspace}/odata/{*rest}");
  EXPECT_EQ(find(Method::get, "/w/a/odata/accounts/5"), "/w/{workspace}/odata/{*rest}");
  EXPECT_EQ(find(Method::post, "/w/a/odata/$batch"), "/w/{workspace}/odata/$batch");
  EXPECT_EQ(find(Method::get, "/w/a/odata/$batch"), "POST, OPTIONS");
  EXPECT_EQ(find(Method::get, "/w/setup"), "/w/setup");
  EXPECT_EQ(find(Method::get, "/w/setup/live"), "/w/{workspace}/live");
  EXPECT_EQ(find(Method::get, "/w/a;b/live"), "/{*page}");
  EXPECT_EQ(find(Method::get, "/w/a/live/"), "/{*page}");
  EXPECT_EQ(find(Method::put, "/w/a/live"), "GET, HEAD, OPTIONS");
}

TEST(Router, parameters) {
  Router router;
  router.add(Method::get, "/w/{workspace}/odata/{*rest}", [](Request&) { return Response(); }, {.name = "x"});
  Request request;
  ASSERT_TRUE(request.path.assign("/w/acme/odata/a%20b/c").has_value());
  request.route = router.match(Method::get, request.path).route;
  EXPECT_EQ(request.parameter("workspace"), "acme");
  EXPECT_EQ(request.parameter("nothing"), "");
  EXPECT_THAT(request.rest(), ElementsAre("a b", "c"));
  EXPECT_EQ(request.raw_rest(), "a%20b/c");
}

TEST(Network, addresses_and_networks) {
  const Networks networks = *Networks::parse({"10.0.0.0/8", "192.0.2.1", "2001:db8::/33", "::1"});
  const auto contains = [&](std::string_view text) { return networks.contains(*parse_address(text)); };
  EXPECT_TRUE(contains("10.255.1.2"));
  EXPECT_TRUE(contains("::ffff:10.0.0.1"));
  EXPECT_FALSE(contains("11.0.0.0"));
  EXPECT_TRUE(contains("192.0.2.1"));
  EXPECT_FALSE(contains("192.0.2.2"));
  EXPECT_TRUE(contains("2001:db8:7fff::1"));
  EXPECT_FALSE(contains("2001:db8:8000::1"));
  EXPECT_TRUE(contains("::1"));
  EXPECT_EQ(to_string(*parse_address("[2001:DB8::1]:443", true)), "2001:db8::1");
  EXPECT_EQ(to_string(*parse_address("1.2.3.4:5", true)), "1.2.3.4");
  for (std::string_view bad : {"", "1.2.3", "01.2.3.4", "1.2.3.4:5", "::1::", "x", "[::1"})
    EXPECT_EQ(parse_address(bad), std::nullopt) << bad;
  EXPECT_FALSE(Networks::parse({"10.0.0.0/"}).has_value());
  EXPECT_FALSE(Networks::parse({"::/129"}).has_value());
  EXPECT_TRUE(Networks::parse({"0.0.0.0/0"})->contains(*parse_address("8.8.8.8")));
  EXPECT_FALSE(Networks::parse({"0.0.0.0/0"})->contains(*parse_address("2001::1")));
}

// Beast aborted here: the last chunk in small pieces.
TEST(RequestParser, H3_the_last_chunk_byte_by_byte) {
  Request request;
  const Parsed parsed = parse_in_pieces(
      "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {60, 6, 1}, request);
  EXPECT_EQ(parsed.status, 200);
}

TEST(ChunkDecoder, takes_what_is_right_and_nothing_else) {
  const auto decode = [](std::string_view bytes) -> std::string {
    ChunkDecoder decoder;
    std::string out;
    size_t used = 0;
    switch (decoder.decode(bytes, used, out, 100)) {
      case ChunkDecoder::Step::more: return "more";
      case ChunkDecoder::Step::malformed: return "malformed";
      case ChunkDecoder::Step::too_large: return "too large";
      case ChunkDecoder::Step::done: return out + "|" + std::string(bytes.substr(used));
    }
    return "";
  };
  EXPECT_EQ(decode("3\r\nabc\r\n0\r\n\r\nGET"), "abc|GET");
  EXPECT_EQ(decode("1;a=\"b\";c\r\nx\r\n000\t ;d\r\nT: u\r\nV: \r\n\r\n"), "x|");
  EXPECT_EQ(decode("0aA"), "more");
  for (std::string_view bad :
       {"\r\n", ";a\r\n", " 1\r\n", "1 \r\nx\r\n", "1 2\r\n", "0x1\r\n", "-1\r\n", "+1\r\n", "g\r\n", "1\nx\n", "1\rx",
        "1\r\nx\n", "1\r\nxy", "1\r\nx\ry", "1;a\n", "1;\x01", "0\r\n\n", "0\r\n\rx", "0\r\nT\n", "0\r\nT\rx",
        "10000000000000001\r\n"})
    EXPECT_EQ(decode(bad), "malformed") << bad;
  EXPECT_EQ(decode("64\r\n"), "more");
  EXPECT_EQ(decode("65\r\n"), "too large");
  EXPECT_EQ(decode("1\r\nx\r\n64\r\n"), "too large");
  EXPECT_EQ(decode("fffffffffffffff\r\n"), "too large");
  EXPECT_EQ(decode("1;" + std::string(2'000, 'x')), "malformed");
  EXPECT_EQ(decode("0\r\n" + std::string(2'000, 'x')), "malformed");
  EXPECT_EQ(decode(std::string(2'000, '0')), "malformed");
}

// However a request is cut into reads, it is the same request, or the same refusal.
TEST(RequestParser, cuts_do_not_matter) {
  const std::vector<std::string> requests = {
      "GET /a?b=c HTTP/1.1\r\nHost: localhost\r\nX:  y \t\r\n\r\n",
      "\r\nPOST /a HTTP/1.1\r\nHost: localhost:80\r\nContent-Length: 5\r\n\r\nabcde",
      "\r\n\r\nGET /a HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "POST /a HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=\"y\"\r\nabc\r\nA\r\n0123456789\r\n"
      "00\r\nT: u\r\n\r\n",
      "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
      "GET / HTTP/1.1\nHost: a\n\n",
      "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: y\n\r\n",
      "GET http://x:80/y?z HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/3.0\r\nHost: a\r\n\r\n",
      "BREW / HTTP/1.1\r\nHost: a\r\n\r\n"};
  for (const std::string& bytes : requests) {
    Request all;
    const Parsed whole = parse_in_pieces(bytes, {}, all);
    EXPECT_NE(whole.status, 0) << bytes;
    for (size_t cut = 1; cut < 40; ++cut) {
      Request request;
      const Parsed pieces = parse_in_pieces(bytes, {cut, 1, 2}, request);
      EXPECT_EQ(pieces.status, whole.status) << bytes << cut;
      EXPECT_EQ(pieces.code, whole.code) << bytes << cut;
      EXPECT_EQ(pieces.text, whole.text) << bytes << cut;
    }
  }
}

}  // namespace
}  // namespace tenure::http
