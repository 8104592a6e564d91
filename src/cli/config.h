#pragma once
// Settings: an option, else the environment, else the file of --config, else /etc/tenure/config.yaml, else the
// default. Every one is a row of one table, from which the file's keys, the variables, docs/cli.md and
// `tenure config show` are made. Secrets are never settings: a setting names the file that holds one.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "cli/command.h"

namespace tenure::cli {

struct Setting {
  std::string_view name;       // in the file: "serve.listen" is `listen` under `serve`
  std::string_view option;     // "--listen"
  std::string_view otherwise;  // the default
  bool many = false;           // a list; in a variable separated by commas
  std::string variable() const;   // "TENURE_SERVE_LISTEN"
  std::string help_code() const;  // of the option
};
std::span<const Setting> settings();
inline constexpr std::string_view kSystemConfig = "/etc/tenure/config.yaml";

struct Origin {
  enum class Kind : uint8_t { option, variable, file, fallback } kind = Kind::fallback;
  std::string name;  // "--listen", "TENURE_LISTEN", "/etc/tenure/config.yaml:3", ""
};

class Config {
 public:
  using Environment = std::function<std::optional<std::string>(const char*)>;
  // Reads the file that --config or TENURE_CONFIG names, which must be there, or the system's, which need not.
  // Errors: "config-unreadable" {file, reason}, "config-invalid" {place, reason}: an unknown key with the
  // nearest, a value of another shape …
  static Result<Config> load(const Given&, const Environment&,
                             std::string_view system_file = kSystemConfig);

  // The setting's value; of a list, its items separated by commas. The name must be one of the table's.
  const std::string& text(std::string_view name) const;
  std::vector<std::string> list(std::string_view name) const;
  Result<int64_t> number(std::string_view name) const;  // "config-not-a-number" {name, text}
  const Origin& origin(std::string_view name) const;
  const std::string& file() const { return file_; }  // that was read; "" = none
  // A file that a setting names: "credential:NAME" is the one that the service manager hands over. "" stays "".
  // Errors: "no-such-credential" {name}.
  Result<std::string> path(std::string_view name) const;

 private:
  struct Value {
    std::string text;
    Origin origin;
  };
  Result<void> read_file(const std::string& path);
  const Value& at(std::string_view name) const;
  std::vector<Value> values_;  // as in settings()
  std::string file_;
  std::optional<std::string> credentials_;  // the folder
};

}  // namespace tenure::cli
