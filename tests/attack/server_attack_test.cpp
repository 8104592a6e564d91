// A running server, attacked from outside: the lines of requests.txt, races for one version, a stop under load. The
// program's place comes in TENURE, that of requests.txt in TENURE_REQUESTS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "../support/served.h"

namespace tenure::served {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kRoot = "/w/default/odata/";

std::string trimmed(std::string_view text) {
  const size_t from = text.find_first_not_of(' ');
  if (from == std::string_view::npos) return "";
  return std::string(text.substr(from, text.find_last_not_of(' ') + 1 - from));
}

// {3*ab} is ababab.
std::string unfolded(std::string text) {
  for (size_t at = 0; (at = text.find('{', at)) != std::string::npos; ++at) {
    size_t digits = at + 1;
    while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits]))) ++digits;
    if (digits == at + 1 || digits >= text.size() || text[digits] != '*') continue;
    const size_t end = text.find('}', digits);
    const std::string unit = text.substr(digits + 1, end - digits - 1);
    std::string many;
    for (long i = std::atol(text.c_str() + at + 1); i > 0; --i) many += unit;
    text.replace(at, end + 1 - at, many);
  }
  return text;
}

struct Case {
  int line = 0;
  std::string id, method, target, fields, body;
  std::string status;  // its first digits
  std::vector<std::string> words;
};

std::vector<Case> read_cases() {
  std::vector<Case> out;
  const char* place = std::getenv("TENURE_REQUESTS");
  std::ifstream in(place != nullptr ? place : "");
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    const size_t arrow = line.rfind(" -> ");
    std::vector<std::string> parts;
    size_t at = 0;
    for (int i = 0; i < 3 && arrow != std::string::npos; ++i) {
      const size_t bar = line.find(" | ", at);
      parts.push_back(trimmed(line.substr(at, bar - at)));
      at = bar + 3;
    }
    Case one;
    one.line = number;
    if (parts.size() == 3) {
      one.id = parts[0];
      const size_t space = parts[1].find(' ');
      one.method = parts[1].substr(0, space);
      for (const char c : trimmed(parts[1].substr(space))) one.target += c == ' ' ? std::string("%20") : std::string(1, c);
      if (!one.target.starts_with('/')) one.target = kRoot + one.target;
      std::istringstream fields(parts[2] == "@" ? "" : parts[2]);
      if (parts[2].starts_with("Content-Type: multipart")) one.fields = parts[2] + "\r\n";
      else
        for (std::string field; std::getline(fields, field, ';');) one.fields += trimmed(field) + "\r\n";
      one.body = trimmed(line.substr(at, arrow - at));
      one.body = one.body == "@" ? "" : unfolded(one.body);
      if (const size_t bad = one.body.find("%FF"); bad != std::string::npos) one.body.replace(bad, 3, "\xff");
      std::istringstream words(line.substr(arrow + 4));
      words >> one.status;
      for (std::string word; words >> word;) one.words.push_back(word);
    }
    out.push_back(std::move(one));
  }
  return out;
}

// One server for all tests; each leaves it as usable as it was.
class ServerAttack : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const char* program = std::getenv("TENURE");
    ASSERT_NE(program, nullptr);
    folder = new Folder;
    server = new Server(program, *folder, *folder / "attack.db");
    ASSERT_EQ(server->command({"init", "--pack", "prospectsoft", "--time-zone", "UTC", "-q"}, *folder / "init.txt"), 0)
        << read_file(*folder / "init.txt");
    server->start();
    signed_with = server->set_up();
    make("A1", "Acme");
    make("A2", "Hundred %_ of it");
    make("A3", "O'Brien");
  }
  static void TearDownTestSuite() {
    delete server;
    delete folder;
  }
  static void make(const std::string& key, const std::string& name) {
    const TestResponse made = ask("POST", kRoot + "accounts", "", R"({"key":")" + key + R"(","name":")" + name + "\"}");
    ASSERT_EQ(made.status, 201) << made.body;
  }
  static TestResponse ask(std::string_view method, const std::string& target, std::string fields = "",
                          const std::string& body = "") {
    if (!body.empty() && fields.find("Content-Type") == std::string::npos)
      fields += "Content-Type: application/json\r\n";
    TestClient client(server->port(), 20'000);
    return client.request(method, target, signed_with + fields, body);
  }
  static Folder* folder;
  static Server* server;
  static std::string signed_with;
};
Folder* ServerAttack::folder = nullptr;
Server* ServerAttack::server = nullptr;
std::string ServerAttack::signed_with;

TEST_F(ServerAttack, every_line_of_requests_is_answered_as_it_says) {
  const std::vector<Case> cases = read_cases();
  ASSERT_GT(cases.size(), 50u);
  for (const Case& one : cases) {
    ASSERT_FALSE(one.id.empty()) << "line " << one.line << " cannot be read";
    const TestResponse answer = ask(one.method, one.target, one.fields, one.body);
    const std::string shown = "requests.txt:" + std::to_string(one.line) + " " + one.id + " " + one.method + " " +
                              one.target.substr(0, 200) + "\n" + std::to_string(answer.status) + " " +
                              answer.body.substr(0, 300);
    EXPECT_TRUE(std::to_string(answer.status).starts_with(one.status)) << shown;
    EXPECT_TRUE(answer.status < 500 || answer.status == 501 || answer.status == 503) << shown;
    for (const std::string& word : one.words) {
      if (word[0] == '!') EXPECT_EQ(answer.body.find(word.substr(1)), std::string::npos) << word << "\n" << shown;
      else EXPECT_NE(answer.body.find(word), std::string::npos) << word << "\n" << shown;
    }
    if (answer.status < 400) continue;
    // Nothing of what the program is made of; the folder it was built in stands above the list of requests.
    const std::string folder = std::filesystem::path(std::getenv("TENURE_REQUESTS")).parent_path().parent_path().parent_path();
    for (const std::string& ours : {std::string(".cpp"), std::string("std::"), std::string("sqlite"), std::string("SELECT"),
                                    std::string("0x7f"), folder, std::string("terminate")})
      EXPECT_EQ(answer.body.find(ours), std::string::npos) << ours << "\n" << shown;
  }
  EXPECT_EQ(ask("GET", kRoot + "accounts('A1')").status, 200);
}

TEST_F(ServerAttack, C1_a_change_set_that_is_sent_again_is_answered_as_the_first_time) {
  const auto body = [](std::string_view amount) {
    std::string out = R"({"requests":[)";
    for (const char* key : {"G1", "G2"})
      out += std::string(key) == "G2" ? "," : "",
          out += R"({"id":")" + std::string(key) +
                 R"(","atomicityGroup":"g","method":"POST","url":"accounts('A2')/tenure.place_order","headers":)" +
                 R"({"Idempotency-Key":"set"},"body":{"key":")" + key + R"(","amount":)" + std::string(amount) + "}}";
    return out + "]}";
  };
  const TestResponse first = ask("POST", kRoot + "$batch", "", body("5"));
  EXPECT_THAT(first.body, Not(HasSubstr("\"status\":4")));
  TestResponse second = ask("POST", kRoot + "$batch", "", body("5"));
  EXPECT_THAT(second.body, HasSubstr("\"replayed\":true"));
  EXPECT_THAT(second.body, Not(HasSubstr("\"status\":4")));
  EXPECT_THAT(second.body, HasSubstr("\"key\":\"G1\""));
  EXPECT_THAT(second.body, HasSubstr("\"key\":\"G2\""));
  EXPECT_THAT(ask("POST", kRoot + "$batch", "", body("6")).body, HasSubstr("idempotency-key-reused"));
  EXPECT_THAT(ask("GET", kRoot + "accounts('A2')?$select=order_count").body, HasSubstr("\"order_count\":2"));
}

TEST_F(ServerAttack, C5_of_a_hundred_changes_of_one_version_one_is_done) {
  make("R1", "race");
  const std::string before = ask("GET", kRoot + "transitions/$count").body;
  std::vector<std::thread> threads;
  std::atomic<int> done = 0, stale = 0, other = 0;
  std::atomic<bool> go = false;
  for (int i = 0; i < 100; ++i) {
    threads.emplace_back([&, i] {
      TestClient client(server->port(), 60'000);
      while (!go) std::this_thread::yield();
      const TestResponse answer =
          client.request("PATCH", kRoot + "accounts('R1')",
                         signed_with + "Content-Type: application/json\r\nIf-Match: W/\"1\"\r\n",
                         R"({"name":"racer )" + std::to_string(i) + "\"}");
      (answer.status < 300 && answer.status > 0 ? done : answer.status == 412 ? stale : other)++;
    });
  }
  go = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(stale, 99);
  EXPECT_EQ(other, 0);
  EXPECT_EQ(ask("GET", kRoot + "accounts('R1')").header("ETag"), "W/\"2\"");
  EXPECT_EQ(ask("GET", kRoot + "transitions/$count").body, before);  // a name moves nobody
}

TEST_F(ServerAttack, C5_of_a_hundred_moves_of_one_version_one_is_in_the_log) {
  make("R2", "race");
  ASSERT_EQ(ask("POST", kRoot + "accounts('R2')/tenure.open_opportunity", "", R"({"key":"RO","title":"t"})").status, 200);
  const std::string etag = ask("GET", kRoot + "opportunities('RO')").header("ETag");
  ASSERT_NE(etag, "");
  const std::string rows = kRoot + "transitions/$count?$filter=account%20eq%20'R2'";
  const int before = std::atoi(ask("GET", rows).body.c_str());
  std::vector<std::thread> threads;
  std::atomic<int> done = 0, stale = 0;
  std::atomic<bool> go = false;
  std::mutex mutex;
  std::string other;
  for (int i = 0; i < 100; ++i) {
    threads.emplace_back([&] {
      TestClient client(server->port(), 60'000);
      while (!go) std::this_thread::yield();
      const TestResponse answer = client.request("POST", kRoot + "opportunities('RO')/tenure.win",
                                                 signed_with + "Content-Type: application/json\r\nIf-Match: " + etag + "\r\n",
                                                 R"({"amount":5})");
      if (answer.status == 200) {
        ++done;
      } else if (answer.status == 412) {
        ++stale;
      } else {
        const std::lock_guard lock(mutex);
        other = std::to_string(answer.status) + " " + answer.body;
      }
    });
  }
  go = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 1) << other;
  EXPECT_EQ(stale, 99) << other;
  EXPECT_EQ(std::atoi(ask("GET", rows).body.c_str()), before + 1);
}

TEST_F(ServerAttack, G1_a_stop_finishes_what_it_has_acknowledged_and_what_it_has_begun) {
  make("S1", "stop");
  std::vector<std::thread> threads;
  std::vector<int> acknowledged(6, 0);
  std::atomic<int> odd = 0;
  for (size_t w = 0; w < acknowledged.size(); ++w) {
    threads.emplace_back([&, w] {
      TestClient client(server->port(), 60'000);
      for (int i = 0;; ++i) {
        const std::string key = "S" + std::to_string(w) + "_" + std::to_string(i);
        const TestResponse answer =
            client.request("POST", kRoot + "accounts('S1')/tenure.place_order",
                           signed_with + "Content-Type: application/json\r\n", R"({"key":")" + key + R"(","amount":1})");
        if (answer.status != 200) {
          if (answer.status != 0 && answer.status != 503) ++odd;
          return;
        }
        ++acknowledged[w];
        if (answer.header("Connection") == "close") return;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(server->stop(), 0) << server->said();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(odd, 0);
  const std::string output = *folder / "verify.txt";
  EXPECT_EQ(server->command({"verify", "-q"}, output), 0) << read_file(output);
  server->start();
  int sum = 0;
  for (const int count : acknowledged) sum += count;
  EXPECT_GT(sum, 0);
  // What was done was said: there is no order that nobody heard of.
  EXPECT_THAT(ask("GET", kRoot + "accounts('S1')?$select=order_count").body,
              HasSubstr("\"order_count\":" + std::to_string(sum) + "}"));
}

TEST_F(ServerAttack, X5_a_second_process_on_one_file_is_refused_by_name) {
  const std::string output = *folder / "second.txt";
  EXPECT_NE(server->command({"serve", "--listen", "127.0.0.1:0"}, output), 0);
  EXPECT_THAT(read_file(output), HasSubstr(std::to_string(server->process())));
}

}  // namespace
}  // namespace tenure::served
