#include "story/script.h"

namespace tenure::story {

namespace {

std::string_view trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// Up to a '#' that begins the line or follows a blank, outside quotes.
std::string_view without_comment(std::string_view line) {
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == '#' && !quoted && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) {
      return line.substr(0, i);
    }
  }
  return line;
}

}  // namespace

std::vector<Script> split(std::string_view text) {
  std::vector<Script> scripts;
  int number = 0;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view raw = without_comment(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    std::string_view line = trim(raw);
    if (line.empty()) continue;
    Line parsed{number, static_cast<int>(raw.find_first_not_of(" \t")), std::string(line)};
    if (line.starts_with("story ")) {
      Script script{.head = parsed};
      line.remove_prefix(6);
      script.id = take_word(line);
      script.title = std::string(trim(line));
      scripts.push_back(std::move(script));
    } else {
      if (scripts.empty()) scripts.push_back({.head = parsed});
      scripts.back().lines.push_back(std::move(parsed));
    }
  }
  return scripts;
}

std::optional<When> take_time(std::string_view& rest) {
  if (rest.size() < 10) return std::nullopt;
  const Result<Date> date = parse_date(rest.substr(0, 10));
  if (!date) return std::nullopt;
  When when{*date, {}};
  std::string_view after = rest.substr(10);
  if (after.starts_with(' ') || after.starts_with('T')) {
    const std::string_view word = after.substr(1, after.substr(1).find(' '));
    if (const Result<TimeOfDay> time = parse_time_of_day(word)) {
      when.time = *time;
      after.remove_prefix(1 + word.size());
    }
  }
  rest = trim(after);
  return when;
}

std::string take_word(std::string_view& rest) {
  rest = trim(rest);
  if (rest.starts_with('"')) {
    const size_t close = rest.find('"', 1);
    std::string word(rest.substr(1, close == std::string_view::npos ? close : close - 1));
    rest = close == std::string_view::npos ? std::string_view{} : trim(rest.substr(close + 1));
    return word;
  }
  const size_t end = rest.find_first_of(" \t");
  std::string word(rest.substr(0, end));
  rest = end == std::string_view::npos ? std::string_view{} : trim(rest.substr(end));
  return word;
}

Result<std::vector<std::pair<std::string, std::string>>> read_fields(std::string_view rest) {
  std::vector<std::pair<std::string, std::string>> fields;
  rest = trim(rest);
  while (!rest.empty()) {
    const size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return refuse("story-fields", {{"text", std::string(rest)}});
    std::string name(trim(rest.substr(0, colon)));
    rest = trim(rest.substr(colon + 1));
    std::string value;
    if (rest.starts_with('"')) {
      const size_t close = rest.find('"', 1);
      if (close == std::string_view::npos) return refuse("story-fields", {{"text", std::string(rest)}});
      value = rest.substr(1, close - 1);
      rest = trim(rest.substr(close + 1));
      if (!rest.empty() && rest[0] != ',') return refuse("story-fields", {{"text", std::string(rest)}});
    } else {
      const size_t comma = rest.find(',');
      value = trim(rest.substr(0, comma));
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma);
    }
    if (!rest.empty()) rest = trim(rest.substr(1));
    fields.emplace_back(std::move(name), std::move(value));
  }
  return fields;
}

}  // namespace tenure::story
