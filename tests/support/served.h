#pragma once
// A server process of our own: a fresh or given store, served on a port of this machine, with its owner signed in.
// For the tests that try the program from outside, and for the load.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "http/test_client.h"

namespace tenure::served {

using http::TestClient;
using http::TestResponse;

// The first text between two others; "" where there is none.
inline std::string between(std::string_view text, std::string_view before, std::string_view after) {
  size_t at = text.find(before);
  if (at == std::string_view::npos) return "";
  at += before.size();
  return std::string(text.substr(at, text.find(after, at) - at));
}

[[noreturn]] inline void give_up(const std::string& why) {
  std::fprintf(stderr, "FAILED: %s\n", why.c_str());
  std::_Exit(1);
}

// A port that is free now. The server takes it again after each kill, so that addresses in answers stay the same. Not
// one that the system gives to clients: a client could get it while the server is down, and talk to itself.
inline uint16_t free_port() {
  std::random_device random;
  for (int i = 0; i < 1'000; ++i) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(static_cast<uint16_t>(20'000 + random() % 12'000));
    const bool got = ::bind(listener, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0;
    ::close(listener);
    if (got) return ntohs(at.sin_port);
  }
  give_up("no port is free");
}

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A folder that is gone with its object.
class Folder {
 public:
  Folder() {
    const char* parent = std::getenv("TMPDIR");
    path_ = std::string(parent != nullptr ? parent : "/tmp") + "/tenure-served-XXXXXX";
    if (mkdtemp(path_.data()) == nullptr) give_up("no folder for the test");
  }
  ~Folder() { (void)!std::system(("rm -rf '" + path_ + "'").c_str()); }
  Folder(const Folder&) = delete;
  std::string operator/(std::string_view name) const { return path_ + "/" + std::string(name); }

 private:
  std::string path_;
};

// Runs a program to its end; its output goes to `output`. Its exit status; -1: a signal ended it.
inline pid_t begin(const std::vector<std::string>& command, const std::string& output) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  const int out = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  for (int other = 3; other < 4'096; ++other) ::close(other);
  execv(arguments[0], arguments.data());
  _exit(127);
}
inline int end_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
inline int run(const std::vector<std::string>& command, const std::string& output) {
  return end_of(begin(command, output));
}

class Server {
 public:
  Server(std::string program, const Folder& folder, std::string store)
      : program_(std::move(program)), store_(std::move(store)), output_(folder / "server.txt"), port_(free_port()) {}
  ~Server() {
    if (process_ > 0) stop();
  }

  int command(std::vector<std::string> words, const std::string& output) const {
    words.insert(words.begin(), {program_, "--db", store_});
    return run(words, output);
  }
  void start(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {program_, "--db", store_, "serve", "--listen",
                                      "127.0.0.1:" + std::to_string(port_), "--log-level", "error"};
    words.insert(words.end(), more.begin(), more.end());
    process_ = begin(words, output_);
    for (int i = 0; i < 60'000; ++i) {
      if (TestClient(port_).connected()) return;
      if (waitpid(process_, nullptr, WNOHANG) == process_) give_up("the server does not start: " + said());
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    give_up("the server does not answer: " + said());
  }
  void kill() {
    ::kill(process_, SIGKILL);
    end_of(process_);
    process_ = 0;
  }
  void terminate() { ::kill(process_, SIGTERM); }
  int await_end() {
    const int status = end_of(process_);
    process_ = 0;
    return status;
  }
  int stop() {
    terminate();
    return await_end();
  }
  uint16_t port() const { return port_; }
  pid_t process() const { return process_; }
  const std::string& store() const { return store_; }
  std::string said() const { return read_file(output_); }

  // By the link of the first run; what signs the requests that follow.
  std::string set_up() {
    std::string token;
    for (int i = 0; i < 10'000 && token.empty(); ++i) {
      token = between(said(), "/app/setup#", "\n");
      if (token.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    TestClient client(port_);
    const TestResponse response =
        client.request("POST", "/setup", "Content-Type: application/json\r\n",
                       R"({"token":")" + token + R"(","user":"owner","name":"Owner","email":"owner@example.com",)" +
                           R"("language":"en","password":"correct horse battery staple"})");
    if (response.status != 200) give_up("/setup: " + std::to_string(response.status) + " " + response.body);
    return signed_with(response);
  }
  // The fields of whoever signed in with this answer.
  static std::string signed_with(const TestResponse& response) {
    std::string cookies;
    for (std::string_view cookie : response.headers.all("Set-Cookie"))
      cookies += (cookies.empty() ? "" : "; ") + std::string(cookie.substr(0, cookie.find(';')));
    return "Cookie: " + cookies + "\r\nX-CSRF-Token: " + between(response.body, "\"csrf\":\"", "\"") + "\r\n";
  }

 private:
  const std::string program_, store_, output_;
  const uint16_t port_;
  pid_t process_ = 0;
};

}  // namespace tenure::served
