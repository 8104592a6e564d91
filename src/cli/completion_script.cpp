// Scripts for the shells, from the table of commands.
#include <algorithm>
#include <map>

#include "cli/manual.h"

namespace tenure::cli {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> heads() {
  std::vector<std::string> words;
  for (const Command& command : commands()) {
    const std::string head = command.name.substr(0, command.name.find(' '));
    if (std::ranges::find(words, head) == words.end()) words.push_back(head);
  }
  return words;
}

std::vector<std::string> tails(std::string_view head) {
  std::vector<std::string> words;
  for (const Command& command : commands()) {
    if (command.name.starts_with(std::string(head) + " ")) words.push_back(command.name.substr(head.size() + 1));
  }
  return words;
}

bool takes_file(const Option& option) {
  return option.placeholder == "FILE" || option.name == "FILE" || option.name == "PACK" || option.placeholder == "PACK";
}

std::string quoted(std::string_view text) {  // in single quotes, for any of the shells
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'') {
      result += "'\\''";
    } else {
      result += c;
    }
  }
  return result + "'";
}

// Options by name, over all commands: what completes their value.
std::map<std::string, Option> valued_options() {
  std::map<std::string, Option> options;
  for (const Command& command : commands()) {
    for (const Option& option : command.all_options()) {
      if (!option.word() && !option.placeholder.empty()) options.emplace(option.name, option);
    }
  }
  return options;
}

std::string bash() {
  std::string text =
      "# bash completion for tenure:  source <(tenure completion bash)\n"
      "_tenure() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb='' word skip=''\n"
      "  COMPREPLY=()\n"
      "  case $prev in\n";
  std::string with_value;
  for (const auto& [name, option] : valued_options()) {
    const std::string pattern = option.short_name.empty() ? name : option.short_name + "|" + name;
    with_value += (with_value.empty() ? "" : "|") + pattern;
    if (!option.choices.empty()) {
      text += "    " + pattern + ") COMPREPLY=($(compgen -W " + quoted(joined(option.choices)) + " -- \"$cur\")); return ;;\n";
    } else if (takes_file(option)) {
      text += "    " + pattern + ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n";
    } else {
      text += "    " + pattern + ") return ;;\n";
    }
  }
  text += "  esac\n"
      "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
      "    if [[ $skip ]]; then skip=''; continue; fi\n"
      "    case $word in\n"
      "      " + with_value + ") skip=1 ;;\n"
      "      -*) ;;\n"
      "      *) verb=${verb:+$verb }$word ;;\n"
      "    esac\n"
      "  done\n"
      "  case $verb in\n"
      "    '') COMPREPLY=($(compgen -W " + quoted(joined(heads())) + " -- \"$cur\")) ;;\n";
  for (const std::string& head : heads()) {
    const auto rest = tails(head);
    if (!rest.empty()) text += "    " + head + ") COMPREPLY=($(compgen -W " + quoted(joined(rest)) + " -- \"$cur\")) ;;\n";
  }
  for (const Command& command : commands()) {
    std::vector<std::string> names;
    bool files = false;
    std::string choices;
    for (const Option& option : command.all_options()) {
      if (!option.word()) names.push_back(option.name);
      files = files || (option.word() && takes_file(option));
      if (option.word() && !option.choices.empty()) choices = joined(option.choices);
    }
    text += "    " + quoted(command.name) + "*)\n"
        "      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W " + quoted(joined(names)) + " -- \"$cur\"))";
    if (files) text += "\n      else COMPREPLY=($(compgen -f -- \"$cur\"))";
    if (!choices.empty()) text += "\n      else COMPREPLY=($(compgen -W " + quoted(choices) + " -- \"$cur\"))";
    text += "; fi ;;\n";
  }
  return text + "  esac\n}\ncomplete -o filenames -F _tenure tenure\n";
}

// Brackets and colons mean something to zsh.
std::string zsh_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':') result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_value(const Option& option) {
  if (!option.choices.empty()) return ":" + option.placeholder + ":(" + joined(option.choices) + ")";
  return ":" + (option.word() ? option.name : option.placeholder) + ":" + (takes_file(option) ? "_files" : " ");
}

std::string zsh_arguments(const Command& command) {
  std::string text = "_arguments -s";
  for (const Option& option : command.all_options()) {
    const std::string help = "[" + zsh_text(say(Language::english, option.help_code())) + "]";
    text += " \\\n        ";
    if (option.word()) {
      text += quoted((option.many ? "*" : "") + zsh_value(option));
      continue;
    }
    const std::string value = option.placeholder.empty() ? "" : zsh_value(option);
    if (option.short_name.empty()) {
      text += quoted((option.many ? "*" : "") + option.name + help + value);
    } else {
      text += "{" + option.short_name + "," + option.name + "}" + quoted(help + value);
    }
  }
  return text;
}

std::string zsh() {
  std::string text =
      "#compdef tenure\n# zsh completion for tenure: write it to a file _tenure in a folder of $fpath\n"
      "_tenure() {\n  local -a commands\n  commands=(\n";
  for (const std::string& head : heads()) {
    const Command* command = find_command(head);
    text += "    " + quoted(head + ":" + zsh_text(say(Language::english, command ? command->help_code() : "command." + head))) + "\n";
  }
  text += "  )\n  if (( CURRENT == 2 )); then _describe command commands; return; fi\n  case $words[2] in\n";
  for (const std::string& head : heads()) {
    const auto rest = tails(head);
    text += "    " + head + ")\n";
    if (rest.empty()) {
      text += "      shift words; (( CURRENT-- ))\n      " + zsh_arguments(*find_command(head)) + " ;;\n";
      continue;
    }
    const Command* command = find_command(head);  // it may do something by itself, too
    text += "      if (( CURRENT == 3 )); then compadd " + joined(rest) + (command ? "; fi" : "; return; fi") +
            "\n      case $words[3] in\n";
    for (const std::string& tail : rest) {
      text += "        " + tail + ") shift 2 words; (( CURRENT -= 2 ))\n          " +
              zsh_arguments(*find_command(head + " " + tail)) + " ;;\n";
    }
    if (command) text += "        *) shift words; (( CURRENT-- ))\n          " + zsh_arguments(*command) + " ;;\n";
    text += "      esac ;;\n";
  }
  return text + "  esac\n}\ncompdef _tenure tenure\n";
}

std::string fish() {
  std::string text = "# fish completion for tenure:  tenure completion fish | source\ncomplete -c tenure -f\n";
  for (const std::string& head : heads()) {
    const Command* command = find_command(head);
    text += "complete -c tenure -n __fish_use_subcommand -a " + head + " -d " +
            quoted(say(Language::english, command ? command->help_code() : "command." + head)) + "\n";
    const auto rest = tails(head);
    if (!rest.empty()) {
      text += "complete -c tenure -n " + quoted("__fish_seen_subcommand_from " + head) + " -a " + quoted(joined(rest)) + "\n";
    }
  }
  for (const Command& command : commands()) {
    std::string condition;
    for (size_t begin = 0; begin < command.name.size();) {
      const size_t end = std::min(command.name.find(' ', begin), command.name.size());
      condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + command.name.substr(begin, end - begin));
      begin = end + 1;
    }
    for (const Option& option : command.all_options()) {
      text += "complete -c tenure -n " + quoted(condition);
      if (option.word()) {
        if (takes_file(option)) {
          text += " -F\n";
        } else {
          text += " -a " + quoted(joined(option.choices)) + "\n";
        }
        continue;
      }
      text += " -l " + option.name.substr(2);
      if (!option.short_name.empty()) text += " -s " + option.short_name.substr(1);
      if (!option.placeholder.empty()) text += takes_file(option) ? " -rF" : " -x";
      if (!option.choices.empty()) text += " -a " + quoted(joined(option.choices));
      text += " -d " + quoted(say(Language::english, option.help_code())) + "\n";
    }
  }
  return text;
}

}  // namespace

std::string completion_script(std::string_view shell) {
  if (shell == "zsh") return zsh();
  return shell == "fish" ? fish() : bash();
}

}  // namespace tenure::cli
