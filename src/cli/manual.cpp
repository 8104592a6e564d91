#include "cli/manual.h"

#include <algorithm>

#include "cli/output.h"
#include "cli/config.h"

namespace tenure::cli {

namespace {

// Words of a sentence in lines of at most `width` columns, each behind `indent` blanks.
std::string wrapped(std::string_view text, int indent, int width) {
  std::string lines, line;
  const auto flush = [&] {
    if (!line.empty()) lines += std::string(static_cast<size_t>(indent), ' ') + line + "\n";
    line.clear();
  };
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    if (!line.empty() && indent + display_width(line) + 1 + display_width(word) > width) flush();
    line += (line.empty() ? "" : " ") + std::string(word);
    begin = end + 1;
  }
  flush();
  return lines;
}

std::string option_text(const Option& option) {
  if (option.word()) return option.name;
  std::string text = option.short_name.empty() ? option.name : option.short_name + ", " + option.name;
  if (!option.choices.empty()) {
    std::string choices;
    for (const std::string& choice : option.choices) choices += (choices.empty() ? "" : "|") + choice;
    return text + " " + choices;
  }
  return option.placeholder.empty() ? text : text + " " + option.placeholder;
}

std::string option_help(Language language, const Option& option) {
  return say(language, option.help_code()) + (option.many && !option.word() ? " " + say(language, "cli.repeatable") : "");
}

std::string option_lines(Language language, const std::vector<Option>& options, int width) {
  int column = 0;
  for (const Option& option : options) column = std::max(column, std::min(26, display_width(option_text(option))));
  std::string text;
  for (const Option& option : options) {
    const std::string left = option_text(option);
    const std::string right = wrapped(option_help(language, option), column + 4, std::max(width, column + 30));
    if (display_width(left) > column) {
      text += "  " + left + "\n" + right;
    } else {
      text += "  " + padded(left, column) + right.substr(static_cast<size_t>(column) + 2);
    }
  }
  return text;
}

// The options of a command apart from those that stand in every one.
std::vector<Option> own_options(const Command& command) {
  std::vector<Option> options = command.all_options();
  options.resize(options.size() - everywhere().size());
  return options;
}

std::string command_lines(Language language, std::string_view group, int width) {
  size_t column = 0;
  for (const Command& command : commands()) column = std::max(column, command.name.size());
  std::string text;
  for (const Command& command : commands()) {
    if (!group.empty() && !command.name.starts_with(std::string(group) + " ")) continue;
    const int indent = static_cast<int>(column) + 4;
    const std::string right = wrapped(say(language, command.help_code()), indent, std::max(width, indent + 30));
    text += "  " + padded(command.name, static_cast<int>(column)) + right.substr(column + 2);
  }
  return text;
}

constexpr const char* kExits[] = {"0", "1", "2", "64", "69", "75", "77", "130"};

// Who goes by a server, who needs no store, and who works on a file, by their names.
struct Ways {
  std::string_view said;
  std::string names;
};
std::vector<Ways> ways_of_commands() {
  std::vector<Ways> ways{{"cli.by-server.these", ""}, {"cli.by-server.others", ""}, {"cli.by-server.never", ""}};
  for (const Command& command : commands()) {
    std::string& names = ways[command.by_server ? 0 : command.works_on_file ? 2 : 1].names;
    names += (names.empty() ? "" : ", ") + command.name;
  }
  for (Ways& way : ways) way.names += ".";
  return ways;
}

std::string roff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      if (escaped.empty() && (c == '.' || c == '\'')) escaped += "\\&";
      escaped += c;
    }
  }
  return escaped;
}

std::string roff_option(const Option& option) {
  std::string text = ".TP\n";
  if (option.word()) return text + "\\fI" + roff(option.name) + "\\fR\n";
  if (!option.short_name.empty()) text += "\\fB" + roff(option.short_name) + "\\fR, ";
  text += "\\fB" + roff(option.name) + "\\fR";
  const std::string value = option_text(option).substr(option_text(option).find(option.name) + option.name.size());
  if (!value.empty()) text += " \\fI" + roff(value.substr(1)) + "\\fR";
  return text + "\n";
}

}  // namespace

std::string version_text() { return "tenure " TENURE_VERSION; }

std::string usage_line(const Command& command) {
  std::string words, required;
  bool options = false;
  for (const Option& option : command.options) {
    if (option.word()) {
      const std::string word = option.name + (option.many ? "…" : "");
      words += option.required ? " " + word : " [" + word + "]";
    } else if (option.required) {
      required += " " + option.name + " " + option.placeholder;
    } else {
      options = true;
    }
  }
  return "tenure " + command.name + words + required + (options || command.shared ? " [options]" : "");
}

std::string overview(Language language, int width) {
  std::string text = wrapped(say(language, "cli.what"), 0, width) + "\n";
  text += say(language, "cli.usage") + " tenure COMMAND [options]\n\n";
  text += say(language, "cli.commands") + "\n" + command_lines(language, "", width) + "\n";
  text += say(language, "cli.everywhere") + "\n" + option_lines(language, everywhere(), width) + "\n";
  text += wrapped(say(language, "cli.more"), 0, width);
  return text;
}

std::string group_overview(Language language, std::string_view group, int width) {
  return say(language, "cli.usage") + " tenure " + std::string(group) + " COMMAND [options]\n\n" +
         say(language, "cli.commands") + "\n" + command_lines(language, group, width);
}

std::string command_help(Language language, const Command& command, int width) {
  std::string text = wrapped(say(language, command.help_code()), 0, width) + "\n";
  text += say(language, "cli.usage") + " " + usage_line(command) + "\n\n";
  const std::vector<Option> own = own_options(command);
  if (!own.empty()) text += say(language, "cli.options") + "\n" + option_lines(language, own, width) + "\n";
  text += say(language, "cli.everywhere") + "\n" + option_lines(language, everywhere(), width) + "\n";
  text += say(language, command.examples.size() == 1 ? "cli.example" : "cli.examples") + "\n";
  for (const std::string& example : command.examples) text += "  " + example + "\n";
  return text;
}

std::string man_page() {
  constexpr Language kEnglish = Language::english;
  std::string text = ".\\\" Written by `tenure help --man`; a test fails while it and the program differ.\n";
  text += ".TH TENURE 1 \"\" \"" + version_text() + "\" \"User commands\"\n";
  text += ".SH NAME\ntenure \\- customer lifecycles from facts and rules\n";
  text += ".SH SYNOPSIS\n.B tenure\n.I COMMAND\n[options]\n";
  text += ".SH DESCRIPTION\n" + roff(say(kEnglish, "cli.what")) + "\n";
  text += ".SH COMMANDS\n";
  for (const Command& command : commands()) {
    text += ".SS " + roff(usage_line(command)) + "\n" + roff(say(kEnglish, command.help_code())) + "\n";
    for (const Option& option : own_options(command)) {
      text += roff_option(option) + roff(option_help(kEnglish, option)) + "\n";
    }
    text += ".PP\n" + roff(say(kEnglish, command.examples.size() == 1 ? "cli.example" : "cli.examples")) + "\n.PP\n.nf\n.RS\n";
    for (const std::string& example : command.examples) text += roff(example) + "\n";
    text += ".RE\n.fi\n";
  }
  text += ".SH OPTIONS IN EVERY COMMAND\n";
  for (const Option& option : everywhere()) text += roff_option(option) + roff(option_help(kEnglish, option)) + "\n";
  text += ".SH THROUGH A SERVER\n" + roff(say(kEnglish, "cli.by-server")) + "\n";
  for (const Ways& way : ways_of_commands()) text += ".PP\n" + roff(say(kEnglish, way.said) + " " + way.names) + "\n";
  text += ".SH TIMES\n" + roff(say(kEnglish, "cli.times")) + "\n";
  text += ".SH EXIT STATUS\n";
  for (const char* exit : kExits) {
    text += ".TP\n.B " + std::string(exit) + "\n" + roff(say(kEnglish, std::string("cli.exit.") + exit)) + "\n";
  }
  text += ".SH SETTINGS\n" + roff(say(kEnglish, "cli.settings")) + "\n";
  for (const Setting& setting : settings()) {
    text += ".TP\n.B " + std::string(setting.name) + " (" + setting.variable() + ", " +
            roff(std::string(setting.option)) + ")\n" + roff(say(kEnglish, setting.help_code())) + "\n";
  }
  text += ".SH ENVIRONMENT\n";
  for (const char* name : {"TENURE_CONFIG", "LANG", "NO_COLOR"}) {
    text += ".TP\n.B " + std::string(name) + "\n" +
            roff(say(kEnglish, "cli.environment." + lower_ascii(name))) + "\n";
  }
  return text;
}

std::string manual_page() {
  constexpr Language kEnglish = Language::english;
  std::string text =
      "# The command line\n\nWritten from the program's own table of commands by `tenure help --markdown`; a test fails "
      "while this page and\nthe program differ. The same as a man page: `docs/tenure.1`.\n\n";
  text += wrapped(say(kEnglish, "cli.streams"), 0, 110) + "\n";
  text += "## Times\n" + wrapped(say(kEnglish, "cli.times"), 0, 110) + "\n";
  text += "## Exit status\n| status | means |\n| --- | --- |\n";
  for (const char* exit : kExits) {
    text += "| " + std::string(exit) + " | " + say(kEnglish, std::string("cli.exit.") + exit) + " |\n";
  }
  text += "\n## Settings\n" + wrapped(say(kEnglish, "cli.settings"), 0, 110);
  text += "\n| in the file | variable | option | means |\n| --- | --- | --- | --- |\n";
  for (const Setting& setting : settings()) {
    text += "| `" + std::string(setting.name) + "` | `" + setting.variable() + "` | `" + std::string(setting.option) +
            "` | " + say(kEnglish, setting.help_code()) + " |\n";
  }
  text += "\n## Through a server\n" + wrapped(say(kEnglish, "cli.by-server"), 0, 110);
  for (const Ways& way : ways_of_commands())
    text += "\n" + wrapped(say(kEnglish, way.said) + " " + way.names, 0, 110);
  text += "\n## Environment\n| variable | means |\n| --- | --- |\n";
  for (const char* name : {"TENURE_CONFIG", "LANG", "NO_COLOR"}) {
    text += "| `" + std::string(name) + "` | " + say(kEnglish, "cli.environment." + lower_ascii(name)) + " |\n";
  }
  const auto options = [&](const std::vector<Option>& list) {
    text += "| option | means |\n| --- | --- |\n";
    for (const Option& option : list) {
      std::string left = option_text(option);
      for (size_t at = 0; (at = left.find('|', at)) != std::string::npos; at += 2) left.insert(at, "\\");
      text += "| `" + left + "` | " + option_help(kEnglish, option) + " |\n";
    }
    text += "\n";
  };
  text += "\n## Options in every command\n";
  options(everywhere());
  text += "## Commands\n\n";
  for (const Command& command : commands()) {
    text += "### " + command.name + "\n" + wrapped(say(kEnglish, command.help_code()), 0, 110) + "\n";
    text += "    " + usage_line(command) + "\n\n";
    const std::vector<Option> own = own_options(command);
    if (!own.empty()) options(own);
    for (const std::string& example : command.examples) text += "    " + example + "\n";
    text += "\n";
  }
  text.pop_back();
  return text;
}

}  // namespace tenure::cli
