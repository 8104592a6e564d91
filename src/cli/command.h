#pragma once
// What a command is: its name, its options, its examples, its work. The parser, the help, the man page,
// docs/cli.md and the shell completions are all made from the one table of these.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tenure::cli {

class Session;

// What a script can tell apart; docs/cli.md says it in words.
enum Exit : int { kDone = 0, kNo = 1, kChanges = 2, kUsage = 64, kUnavailable = 69, kTryAgain = 75, kNotAllowed = 77, kInterrupted = 130 };

struct Option {
  std::string name;         // "--at"; of a word without a name: "ACCOUNT"
  std::string placeholder;  // "INSTANT"; "" = a flag, or a word
  std::string short_name = "";              // "-o"
  std::vector<std::string> choices = {};    // one of these; empty = any
  bool many = false;                        // may be given several times
  bool required = false;
  bool explained = false;                   // where it is missing the command itself says so, and what there is
  // The catalogue row that describes it; "" = option.<name>.
  std::string help = "";
  bool word() const { return name[0] != '-'; }
  std::string help_code() const;
};

// What was given, by the option's name. Checked against the options already.
class Given {
 public:
  bool has(std::string_view option) const { return values_.contains(option); }
  std::string text(std::string_view option, std::string_view otherwise = "") const;
  std::optional<std::string> maybe(std::string_view option) const;
  std::vector<std::string> list(std::string_view option) const;

  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// Options that many commands share; those of kEverywhere stand in every one.
enum Shared : uint8_t {
  kNone = 0,
  kWhen = 1,    // --at, --known-at
  kOutput = 2,  // -o table|json|csv, --json
  kDryRun = 4,
  kJson = 8,  // -o table|json, --json: for what is no table
};

struct Command {
  std::string name;  // "board", "report rfm"
  uint8_t shared = kNone;
  std::vector<Option> options;
  std::vector<std::string> examples;  // whole command lines
  // Returns an exit code. Refusals are said by Session::fail; EnvironmentError may be thrown.
  int (*run)(Session&, const Given&);
  // The same through the API of a running server; null: where it works on a file, that must be given.
  int (*by_server)(Session&, const Given&) = nullptr;
  bool works_on_file = true;  // false: opens no store, so that a server is no matter
  std::string help_code() const;             // the catalogue row with its sentence
  std::vector<Option> all_options() const;   // its own, then the shared ones it takes
};

// In the order in which they are shown.
const std::vector<Command>& commands();
const Command* find_command(std::string_view name);
const std::vector<Option>& everywhere();  // --db, --workspace, --now, …

struct Parsed {
  const Command* command = nullptr;  // null: none was named; `group` or nothing
  std::string group;                 // "report", when only that was named
  bool help = false, version = false;
  Given given;
};
// Errors (all of usage): "cli.unknown-command" {command, nearest}, "cli.unknown-option" {option, command,
// nearest}, "cli.needs-value" {option}, "cli.missing" {what, command}, "cli.too-many" {what, command},
// "cli.twice" {option}, "cli.unknown-choice" {option, value, known, nearest}.
// On a failure `parsed` holds what was understood before it: the language, at least.
Result<void> parse(const std::vector<std::string>& words, Parsed& parsed);

}  // namespace tenure::cli
