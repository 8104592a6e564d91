#include "http/server_test_support.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;

TEST_F(ServerTest, answers_on_one_connection_again_and_again) {
  start();
  TestClient client(port());
  for (int i = 1; i <= 3; ++i) {
    const TestResponse response = client.get("/count");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, std::to_string(i));
  }
  EXPECT_EQ(client.request("POST", "/echo", "", "some text").body, "some text");
  EXPECT_EQ(client.get("/healthz").status, 200);
  EXPECT_EQ(client.get("/nowhere").status, 404);
}

TEST_F(ServerTest, pipelined_requests_are_answered_in_order) {
  start();
  TestClient client(port());
  std::string many;
  for (int i = 0; i < 50; ++i) many += "GET /count HTTP/1.1\r\nHost: localhost\r\n\r\n";
  client.send(many);
  for (int i = 1; i <= 50; ++i) EXPECT_EQ(client.read().body, std::to_string(i));
}

}  // namespace
}  // namespace tenure::http
