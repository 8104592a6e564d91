#include "http/page.h"

#include "base/embedded.h"
#include "http/server_test_support.h"

namespace tenure::http {
namespace {

constexpr char kIndex[] = "<!doctype html>";
constexpr char kScript[] = "export {};";
constexpr char kPacked[] = "\x1f\x8b packed";
constexpr char kSmaller[] = "\x0b smaller";

class PageTest : public ServerTest {
 protected:
  void SetUp() override {
    add_page_routes(router);
    start();
  }
  TestResponse get(const std::string& path, const std::string& headers = "") {
    return say_raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  }
};

class BuiltPageTest : public PageTest {
 protected:
  static void SetUpTestSuite() {
    static const EmbeddedFile table[] = {
        {"web/assets/app-1.js", kScript, kScript + sizeof kScript - 1},
        {"web/assets/app-1.js.br", kSmaller, kSmaller + sizeof kSmaller - 1},
        {"web/assets/app-1.js.gz", kPacked, kPacked + sizeof kPacked - 1},
        {"web/index.html", kIndex, kIndex + sizeof kIndex - 1},
        {nullptr, nullptr, nullptr}};
    add_embedded_files(table);
  }
};

// Stands first: afterwards there is a page.
TEST_F(PageTest, AProgramWithoutItsPageSaysSoInBothLanguages) {
  const TestResponse response = get("/app/acme/board");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(response.body, testing::HasSubstr("built without its page"));
  EXPECT_THAT(response.body, testing::HasSubstr("dir=\"rtl\""));
  EXPECT_EQ(get("/assets/app-1.js").status, 404);
}

TEST_F(BuiltPageTest, EveryViewIsTheSamePage) {
  for (const char* path : {"/", "/app/acme", "/app/acme/accounts/C-1"}) {
    const TestResponse response = get(path);
    EXPECT_EQ(response.status, 200) << path;
    EXPECT_EQ(response.body, kIndex);
    EXPECT_EQ(response.header("Cache-Control"), "no-cache");
    EXPECT_THAT(response.header("Content-Security-Policy"), testing::HasSubstr("script-src 'self'; style-src 'self';"));
    EXPECT_THAT(response.header("Content-Security-Policy"), testing::HasSubstr("frame-ancestors 'none'"));
  }
}

TEST_F(BuiltPageTest, AnAssetComesInTheBestCodingThatIsAskedFor) {
  const auto coding = [&](const std::string& accept) {
    return get("/assets/app-1.js", accept.empty() ? "" : "Accept-Encoding: " + accept + "\r\n");
  };
  EXPECT_EQ(coding("").body, kScript);
  EXPECT_EQ(coding("gzip").body, kPacked);
  EXPECT_EQ(coding("gzip").header("Content-Encoding"), "gzip");
  EXPECT_EQ(coding("gzip, deflate, BR").body, kSmaller);
  EXPECT_EQ(coding("br;q=0, gzip;q=0.5").body, kPacked);
  EXPECT_EQ(coding("br;q=0.000, gzip;q=0.0").body, kScript);
  EXPECT_EQ(coding("brotli, gzippy").body, kScript);
  EXPECT_EQ(coding("br").header("Vary"), "Accept-Encoding");
  EXPECT_EQ(coding("").header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_THAT(coding("").header("Cache-Control"), testing::HasSubstr("immutable"));
}

TEST_F(BuiltPageTest, WhatTheBrowserHasIsNotSentAgain) {
  const std::string tag = get("/").header("ETag");
  const TestResponse again = get("/", "If-None-Match: " + tag + "\r\n");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(get("/", "If-None-Match: \"other\"\r\n").status, 200);
  // Another coding is another representation.
  EXPECT_NE(get("/assets/app-1.js").header("ETag"), get("/assets/app-1.js", "Accept-Encoding: br\r\n").header("ETag"));
}

TEST_F(BuiltPageTest, NothingBesideTheAssetsIsServed) {
  for (const char* path : {"/assets/", "/assets/none.js", "/assets/..%2findex.html", "/assets/%2e%2e/index.html",
                           "/text/web.txt", "/assets/app-1.js/x"}) {
    EXPECT_GE(get(path).status, 400) << path;
  }
}

}  // namespace
}  // namespace tenure::http
