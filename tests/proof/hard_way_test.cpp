// The same histories as life delivers them: the rows shuffled and split into ten files, every tenth
// row sent twice, every seventh first sent with mistakes and put right by a later file. The end is
// the same, byte for byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "history.h"

namespace tenure::proof {
namespace {

constexpr size_t kFiles = 10;

struct Hard {
  Known known;
  std::vector<const char*> mistakes;  // columns that come with another row's value first
};
void PrintTo(const Hard& hard, std::ostream* out) {
  *out << hard.known.name;
}

// Corrections need to know which line is meant: `row` is every line's name.
std::string with_line(std::string mapping) {
  if (mapping.contains("lines:") && !mapping.contains("line: row")) {
    const size_t sum = mapping.find("      sum:");
    EXPECT_NE(sum, std::string::npos);
    mapping.insert(sum, "      line: row\n");
  }
  return mapping;
}

class HardWay : public testing::TestWithParam<Hard> {};

TEST_P(HardWay, EndsTheSame) {
  if (!have_data()) GTEST_SKIP() << kNoData;
  const Known& known = GetParam().known;
  Sheet sheet = read_sheet(shared_file(known.raw));
  if (std::ranges::find(sheet.header, "row") == sheet.header.end()) {
    sheet.header.push_back("row");
    for (size_t i = 0; i < sheet.rows.size(); ++i) sheet.rows[i].push_back(std::to_string(i + 1));
  }
  const std::string mapping = with_line(
      read_text(std::string(TENURE_SOURCE_DIR "/examples/") + known.mapping + ".map.yaml"));

  Workspace clean(known.end);
  write_sheet(clean.path("whole.csv"), sheet);
  clean.import(clean.path("whole.csv"), mapping);
  const std::string right = clean.log();
  ASSERT_GT(right.size(), 10'000u);

  std::mt19937_64 random(20'261'121);
  std::vector<Sheet> files(kFiles, Sheet{.header = sheet.header});
  for (size_t i = 0; i < sheet.rows.size(); ++i) {
    size_t first = 0;  // the first file that may have it as it is
    if (random() % 7 == 0) {
      std::vector<std::string> wrong = sheet.rows[i];
      const auto& other = sheet.rows[random() % sheet.rows.size()];
      for (const char* column : GetParam().mistakes) {
        const size_t c = sheet.column(column);
        if (!other[c].empty()) wrong[c] = other[c];
      }
      files[random() % (kFiles / 2)].rows.push_back(std::move(wrong));
      first = kFiles / 2;
    }
    const size_t times = random() % 10 == 0 ? 2 : 1;
    for (size_t t = 0; t < times; ++t) {
      files[first + random() % (kFiles - first)].rows.push_back(sheet.rows[i]);
    }
  }
  Workspace hard(known.end);
  for (Sheet& file : files) {
    std::ranges::shuffle(file.rows, random);
    write_sheet(hard.path("part.csv"), file);
    hard.import(hard.path("part.csv"), mapping);
  }
  const std::string found = hard.log();
  EXPECT_EQ(found.size(), right.size());
  EXPECT_TRUE(found == right) << "the first difference is at byte "
                              << std::ranges::mismatch(found, right).in1 - found.begin();
  expect_same_rows(hard.orders(), clean.orders());
  EXPECT_THAT(hard.findings(), testing::IsEmpty());
}

// The day is part of an order's key there, so only its value can be mistaken.
INSTANTIATE_TEST_SUITE_P(Histories, HardWay,
                         testing::Values(Hard{histories()[0], {"date", "dollar_value"}},
                                         Hard{histories()[2], {"dollar_value"}},
                                         Hard{histories()[3], {"InvoiceDate", "UnitPrice"}},
                                         Hard{histories()[4], {"order_date", "revenue"}}),
                         [](const auto& info) { return std::string(info.param.known.name); });

}  // namespace
}  // namespace tenure::proof
