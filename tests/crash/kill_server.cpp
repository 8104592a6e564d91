// kill -9 of the server under load, again and again (G1, C6; I1 … I9 by `tenure verify`): facts, verbs, change sets and
// changes with an expected version come on several connections. Nothing that was acknowledged is lost, nothing is
// doubled, and who asks again under the same key gets the first answer. usage: kill_server TENURE [CYCLES]
#include <atomic>
#include <optional>
#include <random>

#include "../support/served.h"

namespace {

using namespace tenure;
using namespace tenure::served;

constexpr int kWorkers = 6;
std::atomic<int64_t> answers = 0;  // that the workers got
const std::string kRoot = "/w/default/odata/";

struct Request {
  std::string method, target, fields, body;
  std::string answer;  // the first one
  int orders = 0;      // that it makes
};

// What one client asks, one thing after the other. What it does not know the outcome of it asks again first.
class Worker {
 public:
  Worker(int number, std::string signed_with)
      : number_(number), signed_(std::move(signed_with)), random_(static_cast<unsigned>(number)) {}

  const std::string own() const { return "V" + std::to_string(number_); }
  void work(uint16_t port, const std::atomic<bool>& stop) {
    connect(port);
    if (in_doubt_ && !again(*in_doubt_)) return;
    while (!stop) {
      if (!done_.empty() && random_() % 16 == 0) {
        const size_t back = random_() % std::min<size_t>(done_.size(), 200);
        if (!same(done_[done_.size() - 1 - back])) return;
        continue;
      }
      in_doubt_ = next();
      const std::optional<std::string> answer = ask(*in_doubt_);
      if (!answer) return;
      acknowledged(*answer);
    }
  }
  // All of it is known when this is over.
  void settle(uint16_t port) {
    const auto gone = [&](const Request& request) {
      give_up("no answer to " + request.method + " " + request.target + " " + request.body);
    };
    connect(port);
    if (in_doubt_ && !again(*in_doubt_)) gone(*in_doubt_);
    for (size_t i = done_.size() > 300 ? done_.size() - 300 : 0; i < done_.size(); ++i)
      if (!same(done_[i])) gone(done_[i]);
  }
  std::vector<std::string> keys;  // of all orders that it made
  size_t asked() const { return done_.size(); }
  int64_t changes() const { return changes_; }
  int64_t resolved = 0, replayed = 0;

 private:
  void connect(uint16_t port) {
    port_ = port;
    client_ = std::make_unique<TestClient>(port, 60'000);
  }
  std::string made(std::string_view prefix) {
    keys.push_back(std::string(prefix) + std::to_string(number_) + "_" + std::to_string(count_));
    return keys.back();
  }
  Request post(std::string target, std::string body) {
    return {"POST", std::move(target),
            "Content-Type: application/json\r\nIdempotency-Key: w" + std::to_string(number_) + "-" +
                std::to_string(count_) + "\r\n",
            std::move(body), "", 1};
  }
  std::string order(std::string_view prefix) { return R"({"key":")" + made(prefix) + R"(","amount":5})"; }
  std::string orders_of(int account) { return "accounts('A" + std::to_string(account) + "')/tenure.place_order"; }

  Request next() {
    ++count_;
    const int account = static_cast<int>(random_() % 4);
    switch (random_() % 4) {
      case 0: {
        const std::string key = made("F");
        return {"POST", "/w/default/facts", "Content-Type: application/x-ndjson\r\n",
                R"({"account":"A)" + std::to_string(account) + R"(","kind":"order.placed","key":")" + key +
                    R"(","order":")" + key + "\"}\n",
                "", 1};
      }
      case 1: return post(kRoot + orders_of(account), order("O"));
      case 2: {
        const auto part = [&](int id, std::string_view prefix) {
          return R"({"id":")" + std::to_string(id) + R"(","atomicityGroup":"g","method":"POST","url":")" +
                 orders_of((account + id) % 4) + R"(","headers":{"Idempotency-Key":"b)" + std::to_string(number_) + "-" +
                 std::to_string(count_) + R"("},"body":)" + order(prefix) + "}";
        };
        const std::string first = part(1, "B"), second = part(2, "C");
        return {"POST", kRoot + "$batch", "Content-Type: application/json\r\n",
                R"({"requests":[)" + first + "," + second + "]}", "", 2};
      }
      default: {
        Request change = post(kRoot + "accounts('" + own() + "')",
                              R"({"name":"name )" + std::to_string(changes_ + 1) + "\"}");
        change.method = "PATCH";
        change.fields += "If-Match: W/\"" + std::to_string(changes_ + 1) + "\"\r\n";
        change.orders = 0;
        return change;
      }
    }
  }

  // The answer as it must come again: status and body, without what says that it is a second time. Nullopt: the
  // connection ended.
  std::optional<std::string> ask(const Request& request, bool* second = nullptr) {
    const TestResponse response =
        client_->request(request.method, request.target, signed_ + request.fields, request.body);
    if (response.status == 0) return {};
    if (response.header("Connection") == "close") connect(port_);
    std::string text = std::to_string(response.status) + " " + response.body;
    if (second != nullptr)
      *second = response.header("Idempotency-Replayed") == "true" ||
                text.find("\"replayed\":true") != std::string::npos ||
                text.find("\"outcome\":\"known\"") != std::string::npos;
    for (const std::string_view mark : {"\"replayed\":true", "\"outcome\":\"known\""})
      for (size_t at; (at = text.find(mark)) != std::string::npos;)
        text.replace(at, mark.size(), mark.starts_with("\"r") ? "\"replayed\":false" : "\"outcome\":\"recorded\"");
    // A change set says it in its parts' headers.
    constexpr std::string_view kMark = ",\"idempotency-replayed\":\"true\"";
    for (size_t at; (at = text.find(kMark)) != std::string::npos;) text.erase(at, kMark.size());
    // A fact that is known says no moves again: those are its first recording's.
    if (request.target.ends_with("/facts")) {
      const size_t moves = text.find(",\"moves\":"), end = text.find("]", moves);
      if (moves != std::string::npos) text.erase(moves, end + 1 - moves);
    }
    const bool good = request.target.ends_with("/facts") ? text.find("\"outcome\":\"recorded\"") != std::string::npos
                      : request.target.ends_with("$batch")
                          ? text.find("\"status\":4") == std::string::npos && text.find("\"status\":5") == std::string::npos
                          : response.status < 300;
    if (!good) give_up(request.method + " " + request.target + " " + request.body + " is answered " + text);
    return text;
  }
  void acknowledged(const std::string& answer) {
    if (in_doubt_->method == "PATCH") ++changes_;
    ++answers;
    in_doubt_->answer = answer;
    done_.push_back(std::move(*in_doubt_));
    in_doubt_.reset();
  }
  bool again(const Request& request) {
    bool second = false;
    const std::optional<std::string> answer = ask(request, &second);
    if (!answer) return false;
    ++resolved;
    replayed += second;
    acknowledged(*answer);
    return true;
  }
  bool same(const Request& request) {
    bool second = false;
    const std::optional<std::string> answer = ask(request, &second);
    if (!answer) return false;
    if (*answer != request.answer)
      give_up(request.method + " " + request.target + " " + request.body + " was answered " + request.answer +
              ", and now " + *answer);
    if (!second) give_up(request.method + " " + request.target + " " + request.body + " was done a second time");
    return true;
  }

  const int number_;
  const std::string signed_;
  std::mt19937 random_;
  int64_t count_ = 0, changes_ = 0;
  std::unique_ptr<TestClient> client_;
  uint16_t port_ = 0;
  std::optional<Request> in_doubt_;
  std::vector<Request> done_;
};

void verify(const Server& server, const Folder& folder, int cycle) {
  const std::string output = folder / "verify.txt";
  std::remove(output.c_str());
  if (server.command({"verify", "-q"}, output) != 0)
    give_up("verify after " + std::to_string(cycle) + " kills says: " + read_file(output).substr(0, 2'000));
}

// Each key that was made stands in the export once, and no other order does.
void check_facts(const Server& server, const Folder& folder, const std::vector<Worker>& workers) {
  const std::string output = folder / "facts.csv";
  if (server.command({"export", "facts", "-o", "csv"}, output) != 0) give_up("export: " + read_file(output));
  const std::string facts = read_file(output);
  size_t orders = 0, expected = 0;
  for (size_t at = 0; (at = facts.find("order.placed", at)) != std::string::npos; ++at) ++orders;
  for (const Worker& worker : workers) {
    expected += worker.keys.size();
    for (const std::string& key : worker.keys)
      if (facts.find(key + ",") == std::string::npos && facts.find(key + "\"") == std::string::npos)
        give_up("the acknowledged order " + key + " is gone");
  }
  if (orders != expected)
    give_up(std::to_string(expected) + " orders were acknowledged, " + std::to_string(orders) + " are stored");
}

// Some answers into the cycle, however long they take here, and somewhere in the midst of the next.
void killing_moment(std::mt19937& random) {
  const int64_t wanted = answers + static_cast<int64_t>(random() % 8);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (answers < wanted && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) give_up("usage: kill_server TENURE [CYCLES]");
  const int cycles = argc > 2 ? std::atoi(argv[2]) : 100;
  const Folder folder;
  Server server(argv[1], folder, folder / "kill.db");
  if (server.command({"init", "--pack", "prospectsoft", "--time-zone", "UTC", "-q"}, folder / "init.txt") != 0)
    give_up(read_file(folder / "init.txt"));
  server.start();
  const std::string signed_with = server.set_up();
  std::vector<Worker> workers;
  {
    TestClient client(server.port());
    const auto make = [&](const std::string& key) {
      const TestResponse made = client.request("POST", kRoot + "accounts", signed_with + "Content-Type: application/json\r\n",
                                               R"({"key":")" + key + R"(","name":")" + key + "\"}");
      if (made.status != 201) give_up("an account: " + made.body);
    };
    for (int i = 0; i < 4; ++i) make("A" + std::to_string(i));
    for (int i = 0; i < kWorkers; ++i) make(workers.emplace_back(i, signed_with).own());
  }
  std::mt19937 random(20260711);
  for (int cycle = 1; cycle <= cycles; ++cycle) {
    if (cycle > 1) server.start();
    std::atomic<bool> stop = false;
    std::vector<std::thread> threads;
    for (Worker& worker : workers) threads.emplace_back([&] { worker.work(server.port(), stop); });
    killing_moment(random);
    server.kill();
    stop = true;
    for (std::thread& thread : threads) thread.join();
    if (cycle % 100 == 0) verify(server, folder, cycle);
  }
  server.start();
  size_t asked = 0;
  int64_t resolved = 0, replayed = 0;
  TestClient client(server.port());
  for (Worker& worker : workers) {
    worker.settle(server.port());
    asked += worker.asked();
    resolved += worker.resolved;
    replayed += worker.replayed;
    // Each change counted once: the version says how many there were, the name which was the last.
    const TestResponse row = client.get(kRoot + "accounts('" + worker.own() + "')?$select=name", signed_with);
    if (row.header("ETag") != "W/\"" + std::to_string(worker.changes() + 1) + "\"" ||
        (worker.changes() > 0 && between(row.body, "\"name\":\"", "\"") != "name " + std::to_string(worker.changes())))
      give_up(std::to_string(worker.changes()) + " changes were acknowledged; the row is " + row.header("ETag") + " " +
              row.body);
  }
  if (server.stop() != 0) give_up("the server does not stop: " + server.said());
  verify(server, folder, cycles);
  check_facts(server, folder, workers);
  if (asked < static_cast<size_t>(cycles)) give_up("too little was asked to prove anything");
  std::printf("%d kills, %zu requests acknowledged, %lld of them asked again after a kill (%lld had been done): "
              "nothing lost, nothing doubled\n",
              cycles, asked, static_cast<long long>(resolved), static_cast<long long>(replayed));
  return 0;
}
