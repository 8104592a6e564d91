// tests/query/*.txt: questions and answers as text, asked of SQLite and of rows in memory.
#include <filesystem>
#include <fstream>

#include "expression/literals.h"
#include "store/sqlite/query/query_test_support.h"

namespace tenure::store::sqlite::query_test {
namespace {

std::string trimmed(std::string text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::vector<std::string> parts(const std::string& text, const std::string& separator) {
  std::vector<std::string> found;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(separator, at), text.size());
    found.push_back(trimmed(text.substr(at, end - at)));
    at = end + separator.size();
  }
  return found;
}

class Cases {
 public:
  void run(const std::filesystem::path& file) {
    std::ifstream in(file);
    ASSERT_TRUE(in.good()) << file;
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      if (line.empty() || line[0] == '#') continue;
      const std::string where = file.filename().string() + ":" + std::to_string(number) + ": " + line;
      line[0] == '+' ? add(line.substr(1), where) : ask(line, where);
    }
    EXPECT_GT(number, 1);
  }

 private:
  void add(const std::string& line, const std::string& where) {
    const std::string text = trimmed(line);
    const size_t blank = text.find(' ');
    const auto entity = world_.model()->find(text.substr(0, blank));
    ASSERT_TRUE(entity.has_value()) << where;
    const auto& fields = world_.model()->entities[*entity].fields;
    std::vector<Value> values(fields.size());
    for (const std::string& part : parts(text.substr(blank), ";")) {
      const std::string name = part.substr(0, part.find('=')), said = part.substr(part.find('=') + 1);
      bool known = false;
      for (size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name != name) continue;
        known = true;
        const Kind kind = fields[i].type.kind;
        if (kind == Kind::string || kind == Kind::choice) {
          values[i] = said;
        } else if (const auto value = expression::parse_as(said, kind)) {
          values[i] = *value;
        } else {
          ADD_FAILURE() << where << ": " << part;
        }
      }
      EXPECT_TRUE(known) << where << ": " << part;
    }
    world_.add(*entity, values);
  }

  void ask(const std::string& line, const std::string& where) {
    const size_t bar = line.find(" | "), arrow = line.rfind("->");
    ASSERT_NE(arrow, std::string::npos) << where;
    const auto entity = world_.model()->find_set(line.substr(0, bar));
    ASSERT_TRUE(entity.has_value()) << where;
    query::Options options;
    query::Setting setting{.now = *parse_instant("2026-03-01T12:00:00Z"), .zone = &zone_};
    std::string of;
    for (const std::string& part : parts(line.substr(bar + 3, arrow - bar - 3), "; ")) {
      const std::string name = part.substr(0, part.find('=')), value = part.substr(part.find('=') + 1);
      if (name == "$filter") options.filter = value;
      else if (name == "$orderby") options.orderby = value;
      else if (name == "$select") options.select = value;
      else if (name == "$expand") options.expand = value;
      else if (name == "$search") options.search = value;
      else if (name == "$apply") options.apply = value;
      else if (name == "$top") options.top = std::stoll(value);
      else if (name == "$skip") options.skip = std::stoll(value);
      else if (name == "$count") options.count = value == "true";
      else if (name == "page") setting.page = std::stoll(value);
      else if (name == "own") setting.owner = value;
      else if (name == "of") of = value;
      else if (name[0] == '@') options.aliases.emplace_back(name.substr(1), value);
      else ADD_FAILURE() << where << ": " << part;
    }
    const std::string wanted = trimmed(line.substr(arrow + 2));
    const auto answer = [&](auto run) {
      Result<query::Query> query =
          of.empty() ? query::bind(world_.model(), *entity, options, setting)
                     : query::bind_linked(world_.model(), kAccount, 0, {{"key", Value(of)}}, options, setting);
      if (!query) return "error: " + query.error().code;
      std::string rows = all_pages(*query, run), text;
      for (const std::string& row : parts(rows, "\n")) text += (text.empty() || row.empty() ? "" : " ; ") + row;
      return text;
    };
    EXPECT_EQ(answer([&](const query::Query& query, const query::Visitor& visit) {
                return world_.memory().run(query, visit);
              }),
              wanted)
        << where << " (in memory)";
    EXPECT_EQ(answer([&](const query::Query& query, const query::Visitor& visit) {
                return world_.queries().run(World::kWorkspace, query, visit, {});
              }),
              wanted)
        << where << " (SQLite)";
  }

  World world_;
  TimeZone zone_ = *TimeZone::load("Asia/Jerusalem");
};

TEST(QueryCases, questions_and_answers_as_text) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(TENURE_SOURCE_DIR) + "/tests/query")) {
    if (entry.path().extension() != ".txt") continue;
    ++files;
    Cases().run(entry.path());
  }
  EXPECT_GT(files, 0);
}

}  // namespace
}  // namespace tenure::store::sqlite::query_test
