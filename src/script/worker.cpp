// The script's process: locked in first, then one job from standard input, its answer to standard output.
// Lines of JSON: {"text":…,"now":…}, then {"key":…,"properties":{…},"stages":{…}} per account. The answer: a line
// per move, and a last one that says how it ended.
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "base/json.h"
#include "base/limits.h"
#include "script/interpreter.h"
#include "script/sandbox.h"

namespace tenure::script {
namespace {

constexpr int kBroken = 70;  // told apart from any death that a script can bring about

bool read_all(std::string& text) {
  char block[65536];
  while (text.size() <= limits::kScriptInputBytes) {
    const ssize_t count = read(STDIN_FILENO, block, sizeof block);
    if (count == 0) return true;
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) text.append(block, static_cast<size_t>(count));
  }
  return false;
}

bool write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(STDOUT_FILENO, text.data(), text.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) text.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

const Value* member(const Value& object, std::string_view name) {
  const auto* members = object.get<std::shared_ptr<const Object>>();
  if (members == nullptr) return nullptr;
  for (const auto& [key, value] : (*members)->members) {
    if (key == name) return &value;
  }
  return nullptr;
}
std::string text_of(const Value& object, std::string_view name) {
  const Value* value = member(object, name);
  return value != nullptr ? to_text(*value) : std::string();
}

bool take_line(std::string_view& rest, std::string_view& line) {
  if (rest.empty()) return false;
  const size_t end = std::min(rest.find('\n'), rest.size());
  line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return true;
}

bool read_account(std::string_view line, Account& account) {
  const Result<Value> row = json::parse(line);
  if (!row) return false;
  account.key = text_of(*row, "key");
  account.properties.clear();
  account.stages.clear();
  if (const Value* properties = member(*row, "properties")) {
    if (const auto* object = properties->get<std::shared_ptr<const Object>>()) account.properties = (*object)->members;
  }
  if (const Value* stages = member(*row, "stages")) {
    if (const auto* object = stages->get<std::shared_ptr<const Object>>()) {
      for (const auto& [lifecycle, stage] : (*object)->members) account.stages.emplace_back(lifecycle, to_text(stage));
    }
  }
  return true;
}

std::string reply(const Result<Answer>& answer) {
  std::string out;
  if (answer) {
    for (const Move& move : answer->moves) {
      json::Writer(out).begin_object().field("account", move.account).field("lifecycle", move.lifecycle)
          .field("stage", move.stage).field("reason", move.reason).end_object();
      out += '\n';
    }
    json::Writer(out).begin_object().field("printed", answer->printed).end_object();
  } else {
    json::Writer writer(out);
    writer.begin_object().field("code", answer.error().code).key("arguments").begin_object();
    for (const auto& [name, value] : answer.error().arguments) writer.field(name, value);
    writer.end_object().end_object();
  }
  out += '\n';
  return out;
}

}  // namespace

void serve_one_job() {
  if (!lock_in()) _exit(kBroken);
  std::string input;
  if (!read_all(input)) _exit(kBroken);
  std::string_view rest = input, line;
  if (!take_line(rest, line)) _exit(kBroken);
  const Result<Value> head = json::parse(line);
  if (!head) _exit(kBroken);
  const Result<Instant> now = parse_instant(text_of(*head, "now"));
  if (!now) _exit(kBroken);
  bool readable = true;
  const Result<Answer> answer = interpret(text_of(*head, "text"), *now, [&](Account& account) {
    if (!take_line(rest, line)) return false;
    readable = readable && read_account(line, account);
    return readable;
  });
  if (!readable || !write_all(reply(answer))) _exit(kBroken);
  _exit(0);
}

}  // namespace tenure::script
