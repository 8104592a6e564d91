// A running server as its operator has it: backups while it is written to. The program's place comes in TENURE.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <set>
#include <sstream>

#include "../support/served.h"

namespace tenure::served {
namespace {

using testing::HasSubstr;

// A server with a folder for backups, and nothing else.
class BackupAttack : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(backups_);
    ASSERT_EQ(server_.command({"init", "--pack", "prospectsoft", "--time-zone", "UTC", "-q"}, folder_ / "init.txt"), 0);
    start();
    signed_with_ = server_.set_up();
  }
  void start() { server_.start({"--backup-folder", backups_}); }
  TestResponse ask(TestClient& client, std::string_view method, std::string_view path, const std::string& body = "",
                   const std::string& type = "application/json") {
    return client.request(method, "/w/default/" + std::string(path),
                          signed_with_ + (body.empty() ? "" : "Content-Type: " + type + "\r\n"), body);
  }
  // Its name, once it is whole; "" where it failed.
  std::string back_up(bool verify) {
    TestClient client(server_.port());
    TestResponse answer = ask(client, "POST", "backups", verify ? R"({"verify":true})" : "{}");
    EXPECT_EQ(answer.status, 202) << answer.body;
    const std::string name = between(answer.body, R"("backup":")", "\"");
    while (answer.body.find(R"("state":"running")") != std::string::npos) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      answer = ask(client, "GET", "backups/" + name);
    }
    EXPECT_THAT(answer.body, HasSubstr(R"("state":"done")"));
    return answer.body.find(R"("state":"done")") != std::string::npos ? name : "";
  }
  // Verified by the program as anybody would, and the keys of its facts.
  std::set<std::string> keys_of(const std::string& name) {
    const std::string path = backups_ + "/" + name, output = folder_ / ("facts-" + name);
    const Server copy(program_, folder_, path);
    EXPECT_EQ(copy.command({"verify", "-q"}, folder_ / "verify.txt"), 0) << read_file(folder_ / "verify.txt");
    EXPECT_EQ(copy.command({"export", "facts", "-o", "csv"}, output), 0);
    std::set<std::string> keys;
    std::istringstream lines(read_file(output));
    for (std::string line; std::getline(lines, line);) keys.insert(between(line, "order.placed,", ","));
    for (const char* beside : {"-wal", "-shm", ".lock"}) std::filesystem::remove(path + beside);
    return keys;
  }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(backups_)) names.push_back(entry.path().filename());
    return names;
  }
  const std::string program_ = std::getenv("TENURE");
  Folder folder_;
  const std::string backups_ = folder_ / "backups";
  Server server_{program_, folder_, folder_ / "served.db"};
  std::string signed_with_;
};

TEST_F(BackupAttack, G17_every_move_acknowledged_before_a_backup_began_is_in_it) {
  constexpr int kWriters = 8;
  std::atomic<bool> enough = false;
  std::mutex mutex;
  std::set<std::string> acknowledged;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      TestClient client(server_.port());
      for (int i = 0; !enough; ++i) {
        const std::string key = "W" + std::to_string(w) + "-" + std::to_string(i);
        const std::string fact = R"({"account":"A)" + std::to_string(i % 20) + R"(","kind":"order.placed","key":")" + key +
                                 R"(","order":")" + key + R"(","amount":1,"create_account":true})" + "\n";
        const TestResponse answer = ask(client, "POST", "facts", fact, "application/x-ndjson");
        if (answer.status != 200 || answer.body.find(R"("outcome":"recorded")") == std::string::npos) {
          ADD_FAILURE() << answer.status << " " << answer.body;
          enough = true;
          return;
        }
        const std::lock_guard lock(mutex);
        acknowledged.insert(key);
      }
    });
  }
  const auto so_far = [&] {
    const std::lock_guard lock(mutex);
    return acknowledged;
  };
  for (size_t round = 1; round <= 3; ++round) {
    while (so_far().size() < round * 100 && !enough) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const std::set<std::string> before = so_far();
    const std::string name = back_up(round == 2);
    const std::set<std::string> there = keys_of(name);
    EXPECT_TRUE(std::ranges::includes(there, before)) << name;
  }
  enough = true;
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(files().size(), 3u);  // whole ones, and nothing beside them

  // Back again: what the last one holds is served from it.
  const std::string restored = folder_ / "restored.db";
  const std::string last = std::ranges::max(files());
  const Server again(program_, folder_, restored);
  EXPECT_EQ(again.command({"restore", backups_ + "/" + last}, folder_ / "restore.txt"), 0)
      << read_file(folder_ / "restore.txt");
}

// Killed at any moment of it: what stands under a name is whole, and what is half goes with the next start.
TEST_F(BackupAttack, G17_kill_leaves_nothing_half) {
  TestClient filling(server_.port());
  std::string facts;
  for (int i = 0; i < 2'000; ++i)
    facts += R"({"account":"A)" + std::to_string(i % 50) + R"(","kind":"order.placed","key":"K)" + std::to_string(i) +
             R"(","order":"K)" + std::to_string(i) + R"(","amount":1,"create_account":true})" + "\n";
  ASSERT_EQ(ask(filling, "POST", "facts", facts, "application/x-ndjson").status, 200);
  for (int cycle = 0; cycle < 12; ++cycle) {
    {
      TestClient client(server_.port());
      const TestResponse begun = ask(client, "POST", "backups", cycle % 2 == 0 ? R"({"verify":true})" : "{}");
      ASSERT_EQ(begun.status, 202) << begun.body;
      std::this_thread::sleep_for(std::chrono::milliseconds(cycle * 2));
    }
    server_.kill();
    start();
    for (const std::string& name : files()) EXPECT_TRUE(name.ends_with(".db")) << name;
  }
  for (const std::string& name : files()) EXPECT_TRUE(keys_of(name).contains("K1999")) << name;
  EXPECT_EQ(server_.stop(), 0);
  EXPECT_EQ(server_.command({"verify", "-q"}, folder_ / "after.txt"), 0) << read_file(folder_ / "after.txt");
}

}  // namespace
}  // namespace tenure::served
