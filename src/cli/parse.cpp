// The command line to what was asked for. CLI11 takes the words apart; what may be said, and every
// sentence about it, comes from the table of commands.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <ranges>

#include "base/text.h"
#include "cli/command.h"

namespace tenure::cli {

namespace {

bool is_option(std::string_view word) { return word.size() > 1 && word[0] == '-'; }

const Option* find_option(const std::vector<Option>& options, std::string_view word) {
  const std::string_view name = word.substr(0, word.find('='));
  for (const Option& option : options) {
    if (option.name == name || (!option.short_name.empty() && word.starts_with(option.short_name) &&
                                !word.starts_with("--"))) {
      return &option;
    }
  }
  return nullptr;
}

// Every option of every command: before the command is known, which words are values of options?
std::vector<Option> any_option() {
  std::vector<Option> options;
  for (const Command& command : commands()) {
    for (Option& option : command.all_options()) {
      if (!option.word() && !find_option(options, option.name)) options.push_back(std::move(option));
    }
  }
  return options;
}

// Places of the words that are neither options nor their values.
std::vector<size_t> plain_words(const std::vector<std::string>& words) {
  const std::vector<Option> options = any_option();
  std::vector<size_t> places;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--") break;
    if (!is_option(words[i])) {
      places.push_back(i);
      continue;
    }
    const Option* option = find_option(options, words[i]);
    const bool value_inside = words[i].find('=') != std::string::npos ||
                              (option && !words[i].starts_with("--") && words[i] != option->short_name);
    if (option && !option->placeholder.empty() && !value_inside) ++i;
  }
  return places;
}

std::vector<std::string> names_of(const std::vector<Option>& options) {
  std::vector<std::string> names;
  for (const Option& option : options) {
    if (!option.word()) names.push_back(option.name);
  }
  return names;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Result<void> check(const Command& command, const std::vector<Option>& options, const Given& given) {
  for (const Option& option : options) {
    const std::vector<std::string> values = given.list(option.name);
    if (values.empty() && option.required && !option.explained && !given.has(option.name)) {
      return refuse("cli.missing", {{"what", option.name}, {"command", command.name}});
    }
    if (values.size() > 1 && !option.many) return refuse("cli.twice", {{"option", option.name}});
    for (const std::string& value : values) {
      if (option.choices.empty() || std::ranges::find(option.choices, value) != option.choices.end()) continue;
      return refuse("cli.unknown-choice", {{"option", option.name},
                                           {"value", value},
                                           {"known", joined(option.choices)},
                                           {"nearest", nearest(value, option.choices)}});
    }
  }
  return {};
}

Result<const Command*> command_of(std::vector<std::string>& words, Parsed& parsed) {
  const std::vector<size_t> places = plain_words(words);
  if (places.empty()) return nullptr;
  const std::string first = words[places[0]];
  if (const Command* command = places.size() > 1 ? find_command(first + " " + words[places[1]]) : nullptr) {
    words.erase(words.begin() + static_cast<ptrdiff_t>(places[1]));
    words.erase(words.begin() + static_cast<ptrdiff_t>(places[0]));
    return command;
  }
  if (const Command* command = find_command(first)) {
    words.erase(words.begin() + static_cast<ptrdiff_t>(places[0]));
    return command;
  }
  std::vector<std::string> names, members;
  for (const Command& command : commands()) {
    const std::string head = command.name.substr(0, command.name.find(' '));
    if (std::ranges::find(names, head) == names.end()) names.push_back(head);
    if (head == first) members.push_back(command.name.substr(head.size() + 1));
  }
  if (members.empty()) {
    return refuse("cli.unknown-command", {{"command", first}, {"nearest", nearest(first, names)}});
  }
  if (places.size() == 1) {
    parsed.group = first;
    return nullptr;
  }
  const std::string second = words[places[1]];
  return refuse("cli.unknown-choice", {{"option", first},
                                       {"value", second},
                                       {"known", joined(members)},
                                       {"nearest", nearest(second, members)}});
}

}  // namespace

std::string Given::text(std::string_view option, std::string_view otherwise) const {
  return maybe(option).value_or(std::string(otherwise));
}

std::optional<std::string> Given::maybe(std::string_view option) const {
  const auto found = values_.find(option);
  if (found == values_.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::vector<std::string> Given::list(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

Result<void> parse(const std::vector<std::string>& given_words, Parsed& parsed) {
  std::vector<std::string> words = given_words;
  const auto command = command_of(words, parsed);
  const std::vector<Option> options = command && *command ? (*command)->all_options() : everywhere();

  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, size_t> flags;
  for (const Option& option : options) {
    const std::string name = option.short_name.empty() ? option.name : option.short_name + "," + option.name;
    if (!option.word() && option.placeholder.empty()) {
      app.add_flag(name, flags[option.name]);
    } else if (!option.word()) {
      app.add_option(name, values[option.name])->allow_extra_args(false)->take_all();
    }
  }
  std::vector<std::string> plain;  // words that are no options: CLI11 would read lists into "[a,b]"
  if (const auto end = std::ranges::find(words, "--"); end != words.end()) {
    plain.assign(end + 1, words.end());
    words.erase(end, words.end());
  }
  std::string failed;
  try {
    std::vector<std::string> backwards(words.rbegin(), words.rend());
    app.parse(backwards);
  } catch (const CLI::ParseError& error) {
    failed = error.what();
  }
  for (const CLI::Option* option : app.get_options()) {
    if (option->count() > 0) {
      parsed.given.values_[option->get_name()] = option->results();
    }
  }
  for (const auto& [name, count] : flags) {
    if (count > 0) parsed.given.values_[name] = {};
  }
  parsed.help = parsed.given.has("--help");
  parsed.version = parsed.given.has("--version");
  if (!command) return std::unexpected(command.error());
  parsed.command = *command;
  if (parsed.help || parsed.version) return {};
  const std::string name = parsed.command ? parsed.command->name : "";
  std::vector<std::string> found;
  for (const std::string& rest : app.remaining()) {
    if (!is_option(rest)) {
      found.push_back(rest);
      continue;
    }
    const std::string option = rest.substr(0, rest.find('='));
    return refuse(parsed.command ? "cli.unknown-option" : "cli.unknown-option-nowhere",
                  {{"option", option}, {"command", name}, {"nearest", nearest(option, names_of(options))}});
  }
  if (!failed.empty()) return refuse("cli.needs-value", {{"option", failed.substr(0, failed.find(':'))}});
  if (!parsed.command) return {};
  plain.insert(plain.begin(), found.begin(), found.end());
  size_t next = 0;
  for (const Option& option : options) {
    if (!option.word()) continue;
    const size_t end = option.many ? plain.size() : std::min(next + 1, plain.size());
    if (end > next) {
      parsed.given.values_[option.name].assign(plain.begin() + static_cast<ptrdiff_t>(next),
                                               plain.begin() + static_cast<ptrdiff_t>(end));
    }
    next = end;
  }
  if (next < plain.size()) return refuse("cli.too-many", {{"what", plain[next]}, {"command", name}});
  return check(*parsed.command, options, parsed.given);
}

}  // namespace tenure::cli
