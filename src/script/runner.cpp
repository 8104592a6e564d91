// The service's side of a script: starts the process, feeds it, reads what it says, and ends it when its time
// is up.
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "base/environment.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "script/script.h"

namespace tenure::script {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void broken(const std::string& reason) {
  throw EnvironmentError("script-worker-failed", {{"reason", reason}});
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  int get() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

// The process; killed and waited for, whatever happens.
class Worker {
 public:
  explicit Worker(pid_t process) : process_(process) {}
  ~Worker() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    wait();
  }
  Worker(const Worker&) = delete;
  int wait() {
    int status = 0;
    while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
    process_ = 0;
    return status;
  }

 private:
  pid_t process_;
};

pid_t start(const std::string& program, int end) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);  // Ctrl-C is for the program, which ends it
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::string name = program, command(kWorkerCommand);
  char* const words[] = {name.data(), command.data(), nullptr};
  char* const nothing[] = {nullptr};  // no environment: it has no business with ours
  pid_t process = 0;
  const int problem = posix_spawn(&process, program.c_str(), &actions, &attributes, words, nothing);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (problem != 0) broken(std::strerror(problem));
  return process;
}

Result<std::string> input_of(const Job& job) {
  if (job.text.size() > limits::kScriptBytes) {
    return refuse("script-too-long", {{"limit", std::to_string(limits::kScriptBytes)}});
  }
  if (!valid_utf8(job.text) || job.text.find('\0') != std::string_view::npos) return refuse("script-not-text");
  std::string input;
  json::Writer(input).begin_object().field("text", job.text).field("now", job.now).end_object();
  input += '\n';
  size_t count = 0;
  if (job.accounts) {
    job.accounts([&](const Account& account) {
      if (++count > limits::kScriptAccounts || input.size() > limits::kScriptInputBytes) return;
      json::Writer writer(input);
      writer.begin_object().field("key", account.key).key("properties").begin_object();
      for (const auto& [name, value] : account.properties) {
        if (value.is_null()) continue;
        // Decimals as text: a number would become binary on the other side.
        writer.key(name);
        if (const Decimal* decimal = value.get<Decimal>()) {
          writer.value(to_string(*decimal));
        } else {
          writer.value(value);
        }
      }
      writer.end_object().key("stages").begin_object();
      for (const auto& [lifecycle, stage] : account.stages) writer.field(lifecycle, stage);
      writer.end_object().end_object();
      input += '\n';
    });
  }
  if (count > limits::kScriptAccounts || input.size() > limits::kScriptInputBytes) {
    return refuse("script-too-many-accounts", {{"limit", std::to_string(limits::kScriptAccounts)}});
  }
  return input;
}

enum class End : uint8_t { closed, late, too_much };

// Writes and reads by turns until the worker has closed its end, or the time is up.
End converse(int socket, std::string_view input, std::string& output, Clock::time_point deadline) {
  char block[65536];
  if (input.empty()) shutdown(socket, SHUT_WR);
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return End::late;
    pollfd look{socket, static_cast<short>(POLLIN | (input.empty() ? 0 : POLLOUT)), 0};
    const int ready = poll(&look, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) broken(std::strerror(errno));
    if (ready <= 0) continue;
    if (look.revents & POLLOUT) {
      const ssize_t count = send(socket, input.data(), input.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count > 0) input.remove_prefix(static_cast<size_t>(count));
      if (count < 0 && errno != EAGAIN && errno != EINTR) input = {};  // it is gone; its end says why
      if (input.empty()) shutdown(socket, SHUT_WR);
    }
    if (look.revents & (POLLIN | POLLHUP | POLLERR)) {
      const ssize_t count = recv(socket, block, sizeof block, MSG_DONTWAIT);
      if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) return End::closed;
      if (count > 0) output.append(block, static_cast<size_t>(count));
      if (output.size() > limits::kScriptOutputBytes) return End::too_much;
    }
  }
}

std::string text_in(const Value& row, std::string_view name) {
  const auto* object = row.get<std::shared_ptr<const Object>>();
  if (object == nullptr) return {};
  for (const auto& [key, value] : (*object)->members) {
    if (key == name) return to_text(value);
  }
  return {};
}

// Nothing that comes from in there is believed before it has been looked at.
Result<Answer> read_output(std::string_view output) {
  Answer answer;
  while (!output.empty()) {
    const size_t end = output.find('\n');
    if (end == std::string_view::npos) break;
    const Result<Value> row = json::parse(output.substr(0, end));
    output.remove_prefix(end + 1);
    if (!row) broken("its answer is no JSON");
    if (const std::string code = text_in(*row, "code"); !code.empty()) {
      Error error{code, {}};
      if (!code.starts_with("script-")) broken("its answer has an unknown code");
      const auto* object = row->get<std::shared_ptr<const Object>>();
      for (const auto& [key, value] : (*object)->members) {
        const auto* arguments = key == "arguments" ? value.get<std::shared_ptr<const Object>>() : nullptr;
        if (arguments == nullptr) continue;
        for (const auto& [name, text] : (*arguments)->members) error.arguments.emplace_back(name, to_text(text));
      }
      return std::unexpected(std::move(error));
    }
    if (text_in(*row, "account").empty()) {
      answer.printed = text_in(*row, "printed");
      return answer;
    }
    answer.moves.push_back({text_in(*row, "account"), text_in(*row, "lifecycle"), text_in(*row, "stage"),
                            text_in(*row, "reason")});
  }
  broken("its answer has no end");
}

}  // namespace

Result<Answer> run(const Job& job) {
  TENURE_TRY(const std::string input, input_of(job));
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) broken(std::strerror(errno));
  Descriptor ours(ends[0]), theirs(ends[1]);
  const int wall = job.wall_millis > 0 ? job.wall_millis : limits::kScriptWallMillis;
  const Clock::time_point deadline = Clock::now() + std::chrono::milliseconds(wall);
  Worker worker(start(job.program, theirs.get()));
  theirs.close();
  std::string output;
  const End end = converse(ours.get(), input, output, deadline);
  const auto timed_out = [&] {
    return refuse("script-timeout", {{"seconds", to_string(Decimal::from_parts(wall, 3).normalized())}});
  };
  if (end == End::late) return timed_out();
  if (end == End::too_much) {
    return refuse("script-too-much-output", {{"limit", std::to_string(limits::kScriptOutputBytes)}});
  }
  const int status = worker.wait();
  if (WIFSIGNALED(status)) {
    // Its share of the processor was used up: the kernel ends it as we would have.
    if (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL) return timed_out();
    broken(std::string("signal ") + std::to_string(WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) != 0) broken("exit " + std::to_string(WEXITSTATUS(status)));
  return read_output(output);
}

}  // namespace tenure::script
