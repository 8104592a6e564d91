#include "transfer/csv_reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "base/limits.h"
#include "transfer/csv_test_support.h"

namespace tenure::transfer {
namespace {

using namespace std::string_literals;

struct Case {
  const char* name;
  std::string bytes;
  char delimiter;
  const char* rows;  // ReadFile::summary()
};

// Every table goes through every way of cutting the bytes.
void expect_rows(const Case& c, bool header) {
  for (const size_t chunk : {size_t{1}, size_t{2}, size_t{3}, size_t{5}, size_t{1'000'000}}) {
    EXPECT_EQ(read_csv(c.bytes, {c.delimiter, header}, chunk).summary(), c.rows)
        << c.name << ", in pieces of " << chunk;
  }
}

TEST(CsvReader, WithoutHeader) {
  const Case cases[] = {
      {"nothing", "", ',', ""},
      {"only blank lines", "\n\r\n\r\n\n", ',', ""},
      {"one cell", "a", ',', "1:a"},
      {"LF", "a,b\nc,d\n", ',', "1:a,b / 2:c,d"},
      {"CRLF", "a,b\r\nc,d\r\n", ',', "1:a,b / 2:c,d"},
      {"CR", "a,b\rc,d\r", ',', "1:a,b / 2:c,d"},
      {"mixed", "a,b\rc,d\r\ne,f\ng,h", ',', "1:a,b / 2:c,d / 3:e,f / 4:g,h"},
      {"empty cells", ",\n,\n", ',', "1:, / 2:,"},
      {"last cell empty at the end", "a,b\nc,", ',', "1:a,b / 2:c,"},
      {"blank lines count", "a,b\n\n\nc,d\n", ',', "1:a,b / 4:c,d"},
      {"blank lines, CRLF", "a,b\r\n\r\n\r\nc,d", ',', "1:a,b / 4:c,d"},
      {"blank lines, CR", "a,b\r\r\rc,d", ',', "1:a,b / 4:c,d"},
      {"LF CR", "a,b\n\rc,d", ',', "1:a,b / 3:c,d"},
      {"lines of blanks", "a,b\n  \t\nc,d\n   ", ',', "1:a,b / 3:c,d"},
      {"blanks in one column", "a\n  \nb\n", ',', "1:a / 2:   / 3:b"},
      {"quoted blanks are a row", "a,b\n\" \"\n", ',', "1:a,b / 2: !csv-ragged"},
      {"quoted", "\"a\",\"b\"\n", ',', "1:a,b"},
      {"quoted, empty", "\"\",\"\"\n\"\"", ',', "1:, / 2:!csv-ragged"},
      {"one empty cell", "\"\"\n", ',', "1:"},
      {"delimiter in quotes", "\"a,b\",c", ',', "1:a,b,c"},
      {"doubled quotes", "\"a \"\"b\"\"\",\"\"\"\"\n", ',', "1:a \"b\",\""},
      {"newlines in quotes", "\"a\nb\r\nc\rd\",x\ny,z", ',', "1:a\nb\r\nc\rd,x / 5:y,z"},
      {"quote inside a cell", "5\" pipe,a\"b\"\nc,d", ',', "1:5\" pipe,a\"b\" / 2:c,d"},
      {"blank before a quote", "a, \"b\"\n", ',', "1:a, \"b\""},
      {"text after a quote", "\"15\" TV\",a\nc,d", ',', "1:\"15\" TV\",a!csv-quote / 2:c,d"},
      {"text after a quote at the end", "a,\"b\"c", ',', "1:a,\"b\"c!csv-quote"},
      {"short and long rows", "a,b\nc\nd,e,f\ng,h", ',',
       "1:a,b / 2:c!csv-ragged / 3:d,e,f!csv-ragged / 4:g,h"},
      {"open quote", "a,b\n\"c,d\ne,f\n", ',', "1:a,b / !!csv-open-quote"},
      {"open quote, only", "\"", ',', "!!csv-open-quote"},
      {"quote closed by the end", "a,\"b\"", ',', "1:a,b"},
      {"open after a doubled quote", "\"a\"\"", ',', "!!csv-open-quote"},
      {"semicolon", "a;b,c\n1,5;2\n", ';', "1:a,b,c / 2:1,5,2"},
      {"tab", "a\tb c\n", '\t', "1:a,b c"},
      {"pipe", "a|b\n", '|', "1:a,b"},
      {"Hebrew", "שם,\"עיר, מדינה\"\n", ',', "1:שם,עיר, מדינה"},
      {"windows-1255 on the way", "\xF9\xEC\xE5\xED,\xE0\xE1\n", ',', "1:שלום,אב"},
      {"NUL", "a,b\nc\0,d"s, ',', "1:a,b / !!encoding-nul"},
      {"spaces", " 00001 19970101  1   11.77\r\n 00002\t19970112  1 12.00 \r\n", ' ',
       "1:00001,19970101,1,11.77 / 2:00002,19970112,1,12.00"},
      {"spaces, no quotes there", "\"a b\"\n", ' ', "1:\"a,b\""},
      {"spaces, blank lines", "a b\n   \n\nc d\n  ", ' ', "1:a,b / 4:c,d"},
      {"spaces, ragged", "a b\nc\n", ' ', "1:a,b / 2:c!csv-ragged"},
  };
  for (const Case& c : cases) expect_rows(c, false);
}

TEST(CsvReader, WithHeader) {
  const Case cases[] = {
      {"header only", "a,b\n", ',', ""},
      {"rows", "a,b\n1,2\n", ',', "2:1,2"},
      {"blank lines before the header", "\n\na,b\n1,2\n", ',', "4:1,2"},
      {"mark before the header", "\xEF\xBB\xBF\"a\",b\n1,2\n", ',', "2:1,2"},
      {"quoted header over two lines", "\"a\nx\",b\n1,2\n", ',', "3:1,2"},
      {"rows are measured by the header", "a,b\n1\n1,2,3\n", ',',
       "2:1!csv-ragged / 3:1,2,3!csv-ragged"},
      {"one column keeps blanks", "a\n  \nb\n", ',', "2:   / 3:b"},
  };
  for (const Case& c : cases) expect_rows(c, true);
}

TEST(CsvReader, NamesColumnsWithoutBlanksAroundThem) {
  const ReadFile file = read_csv(" name , \"x\" ,שם\n", {',', true});
  EXPECT_EQ(file.header, (std::vector<std::string>{"name", "\"x\"", "שם"}));
}

TEST(CsvReader, F4_RefusesBadHeaders) {
  struct {
    const char* bytes;
    const char* code;
    std::vector<std::pair<std::string, std::string>> arguments;
  } const cases[] = {
      {"", "csv-no-header", {}},
      {"\n\n", "csv-no-header", {}},
      {"a,,c\n", "csv-empty-header", {{"column", "2"}}},
      {"a, ,c\n", "csv-empty-header", {{"column", "2"}}},
      {"a,b,a\n", "csv-duplicate-header", {{"name", "a"}, {"column", "3"}, {"first", "1"}}},
      {"a,\"b\n", "csv-open-quote", {{"row", "0"}, {"line", "1"}}},
      {"a,\"b\"x\n", "csv-quote", {{"row", "0"}, {"line", "1"}, {"column", "2"}}},
  };
  for (const auto& c : cases) {
    const ReadFile file = read_csv(c.bytes, {',', true});
    ASSERT_TRUE(file.failure) << c.bytes;
    EXPECT_EQ(file.failure->code, c.code);
    EXPECT_EQ(file.failure->arguments, c.arguments) << c.bytes;
  }
}

TEST(CsvReader, ErrorsNameRowAndLine) {
  const std::string_view bytes = "a,b\n\n\"x\ny\",1\n2\n3,4\n5,\"6\n";
  MemorySource source(bytes);
  TextSource text(source, Encoding::utf8);
  CsvReader reader(text, {',', true});
  ASSERT_TRUE(reader.open());
  ASSERT_EQ(reader.next(), CsvEvent::row);
  EXPECT_EQ(reader.row().row, 1);
  EXPECT_EQ(reader.row().line, 3);
  ASSERT_EQ(reader.next(), CsvEvent::bad_row);
  EXPECT_EQ(reader.row().row, 2);
  EXPECT_EQ(reader.row().line, 5);
  EXPECT_EQ(
      reader.error(),
      (Error{"csv-ragged", {{"row", "2"}, {"line", "5"}, {"expected", "2"}, {"found", "1"}}}));
  ASSERT_EQ(reader.next(), CsvEvent::row);
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(reader.next(), CsvEvent::failure);
    EXPECT_EQ(reader.error(), (Error{"csv-open-quote", {{"row", "4"}, {"line", "7"}}}));
  }
}

TEST(CsvReader, TheEndStaysTheEnd) {
  for (const char* bytes : {"a\nb\n\n\n", "a\nb", "a\nb\r\n"}) {
    MemorySource source(bytes, 1);
    TextSource text(source, Encoding::automatic);
    CsvReader reader(text, {',', false});
    ASSERT_TRUE(reader.open());
    ASSERT_EQ(reader.next(), CsvEvent::row);
    ASSERT_EQ(reader.next(), CsvEvent::row);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(reader.next(), CsvEvent::end);
    EXPECT_EQ(reader.row().row, 2);
  }
}

TEST(CsvReader, FindsTheDelimiter) {
  struct {
    const char* bytes;
    char delimiter;
  } const cases[] = {
      {"", ','},
      {"a\nb\n", ','},
      {"a,b\n1,2\n", ','},
      {"a;b\n1;2\n", ';'},
      {"a\tb\n1\t2\n", '\t'},
      {"a|b\n1|2\n", '|'},
      {"a;b\n1,5;2,5\n", ';'},
      {"\"a,b,c\";d\n\"1,2,3\";4\n", ';'},
      {"name, first;amount\nx;5\ny;6\n", ';'},
      {"\"a \"\"x\"\" ,\";b\n1;2\n", ';'},
      {"a;b\n\"x\n,,,\n\";1\n", ';'},
      {"a;b", ';'},
      {"a,b;c,d;e,f\n1,2;3,4;5,6\n", ','},
      {"id|text\n1|a, b\n2|c, d, e\n", '|'},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(read_csv(c.bytes, {kDelimiterAuto, false}).delimiter, c.delimiter) << c.bytes;
  }
}

TEST(CsvReader, ReadsTheLineThatSpreadsheetsPutInFront) {
  for (const char* bytes : {"sep=;\r\na,b;c\r\n1;2\r\n", "sep=;\na,b;c\n1;2\n"}) {
    for (const size_t chunk : {1, 1000}) {
      const ReadFile file = read_csv(bytes, {kDelimiterAuto, true}, chunk);
      EXPECT_EQ(file.header, (std::vector<std::string>{"a,b", "c"}));
      EXPECT_EQ(file.summary(), "3:1,2");
    }
  }
}

TEST(CsvReader, NamesOfDelimiters) {
  EXPECT_EQ(*parse_delimiter(";"), ';');
  EXPECT_EQ(*parse_delimiter("Tab"), '\t');
  EXPECT_EQ(*parse_delimiter("\t"), '\t');
  EXPECT_EQ(*parse_delimiter("spaces"), kDelimiterSpaces);
  EXPECT_EQ(*parse_delimiter("auto"), kDelimiterAuto);
  EXPECT_EQ(parse_delimiter(":").error().code, "unknown-delimiter");
}

// Gives `head`, then `filler` again and again until `size` bytes in all, then `tail`.
class LongSource final : public ByteSource {
 public:
  LongSource(std::string head, std::string filler, size_t size, std::string tail)
      : piece_(std::move(head)), filler_(std::move(filler)), left_(size), tail_(std::move(tail)) {}
  Result<size_t> read(std::span<char> out) override {
    if (at_ == piece_.size()) {
      at_ = 0;
      const bool more = left_ >= filler_.size();
      piece_ = more ? filler_ : std::exchange(tail_, "");
      if (more) left_ -= filler_.size();
    }
    const size_t n = piece_.copy(out.data(), out.size(), at_);
    at_ += n;
    return n;
  }

 private:
  std::string piece_, filler_;
  size_t left_, at_ = 0;
  std::string tail_;
};

size_t resident_bytes() {
  size_t total = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * 4096;
}

struct Extreme {
  const char* name;
  std::string head, filler;
  size_t size;
  std::string tail;
  const char* outcome;  // events and codes in order
};

TEST(CsvReader, F2_ExtremesAreRefusedWithTheirRowInLittleMemory) {
  const std::string cell(1024, 'x');
  const Extreme cases[] = {
      {"a million columns", "a,b\n1,2\n", "x,", 2'000'000, "\n3,4\n",
       "row 1:2 / csv-too-many-fields 2:3 (1000001) / row 3:4 / end"},
      {"a cell of 100 MB", "a,b\n1,2\n3,", cell, 100'000'000, "\n5,6\n",
       "row 1:2 / csv-row-too-long 2:3 (none)"},
      {"a quoted cell of 100 MB", "a,b\n1,2\n3,\"", cell, 100'000'000, "\"\n5,6\n",
       "row 1:2 / csv-row-too-long 2:3 (none)"},
      {"an open quote and 100 MB", "a,b\n1,2\n\"3,4\n", "5,6\n", 100'000'000, "",
       "row 1:2 / csv-row-too-long 2:3 (none)"},
      {"a header of a million columns", "", "x,", 2'000'000, "\n",
       "csv-too-many-fields 0:1 (1000001)"},
      {"a header of 100 MB", "", cell, 100'000'000, "\n", "csv-row-too-long 0:1 (none)"},
      {"the longest row", "a,b\n1,", cell, limits::kCsvRowBytes - 1024,
       std::string(1022, 'x') + "\n", "row 1:2 / end"},
      {"a byte more", "a,b\n1,", cell, limits::kCsvRowBytes - 1024, std::string(1023, 'x') + "\n",
       "csv-row-too-long 1:2 (none)"},
      {"a byte more at the end", "a,b\n1,", cell, limits::kCsvRowBytes - 1024,
       std::string(1023, 'x'), "csv-row-too-long 1:2 (none)"},
  };
  for (const Extreme& c : cases) {
    const size_t before = resident_bytes();
    LongSource source(c.head, c.filler, c.size, c.tail);
    TextSource text(source, Encoding::automatic);
    CsvReader reader(text, {',', true});
    std::string outcome;
    const auto fault = [&] {
      outcome += reader.error().code + " " + argument(reader.error(), "row") + ":" +
                 argument(reader.error(), "line") + " (" +
                 (reader.error().code == "csv-too-many-fields" ? argument(reader.error(), "found")
                                                               : "none") +
                 ")";
    };
    bool more = reader.open().has_value();
    if (!more) fault();
    while (more) {
      if (!outcome.empty()) outcome += " / ";
      switch (reader.next()) {
        case CsvEvent::row:
          outcome +=
              "row " + std::to_string(reader.row().row) + ":" + std::to_string(reader.row().line);
          break;
        case CsvEvent::bad_row:
          EXPECT_EQ(reader.row().fields.size(), limits::kCsvFields);
          fault();
          break;
        case CsvEvent::end:
          outcome += "end";
          more = false;
          break;
        case CsvEvent::failure:
          fault();
          more = false;
      }
    }
    EXPECT_EQ(outcome, c.outcome) << c.name;
    const size_t after = resident_bytes();
    EXPECT_LT(after, before + 64 * 1024 * 1024) << c.name;
  }
}

TEST(CsvReader, F4_AMillionBadRowsAreReportedOneByOne) {
  LongSource source("a,b\n", "1\n", 2'000'000, "3,4\n");
  TextSource text(source, Encoding::automatic);
  CsvReader reader(text, {',', true});
  ASSERT_TRUE(reader.open());
  int64_t bad = 0;
  CsvEvent event = CsvEvent::bad_row;
  while ((event = reader.next()) == CsvEvent::bad_row) ++bad;
  EXPECT_EQ(bad, 1'000'000);
  EXPECT_EQ(event, CsvEvent::row);
  EXPECT_EQ(reader.row().line, 1'000'002);
}

std::string slurp(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

TEST(CsvReader, CsvSpectrum) {
  const std::filesystem::path suite = TENURE_SHARED_DIR "/data/suites/csv-spectrum";
  if (!std::filesystem::exists(suite)) GTEST_SKIP() << "there is no ../shared/data/suites/csv-spectrum beside the repository";
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(suite / "csvs")) {
    ++files;
    const auto name = entry.path().stem().string();
    std::string bytes = slurp(entry.path());
    if (name.ends_with("_crlf") && bytes.find('\r') == std::string::npos) {
      // This copy has lost the CRs that its JSON reading speaks of.
      for (size_t at = 0; (at = bytes.find('\n', at)) != std::string::npos; at += 2) {
        bytes.insert(at, 1, '\r');
      }
    }
    const auto expected = json::parse(slurp(suite / "json" / (name + ".json")));
    ASSERT_TRUE(expected) << name;
    for (const char delimiter : {',', kDelimiterAuto}) {
      const ReadFile file = read_csv(bytes, {delimiter, true}, 7);
      EXPECT_FALSE(file.failure) << name;
      List rows;
      for (const ReadRow& row : file.rows) {
        EXPECT_EQ(row.fault, "") << name;
        Object object;
        for (size_t i = 0; i < row.fields.size(); ++i) {
          object.members.emplace_back(file.header[i], Value(row.fields[i]));
        }
        rows.items.emplace_back(std::make_shared<const Object>(std::move(object)));
      }
      EXPECT_EQ(Value(std::make_shared<const List>(std::move(rows))), *expected) << name;
    }
  }
  EXPECT_EQ(files, 11);
}

TEST(CsvReader, TheRealOrderFiles) {
  const std::string orders = TENURE_SHARED_DIR "/data/orders/";
  struct {
    const char* path;
    char delimiter;
    size_t columns;
    int64_t rows;
  } const files[] = {
      {"cdnow/CDNOW_master.txt.gz", kDelimiterSpaces, 4, 69'659},
      {"cdnow/cdnow.csv.gz", kDelimiterAuto, 5, 69'659},
      {"online_retail_2010_2011/online_retail_2010_2011.csv.gz", kDelimiterAuto, 8, 541'909},
      {"r_rfm/rfm_data_orders.csv", kDelimiterAuto, 3, 4'906},
  };
  for (const auto& file : files) {
    if (!std::filesystem::exists(orders + file.path))
      GTEST_SKIP() << "the order files are not here";
    FileSource source(orders + file.path);
    TextSource text(source, Encoding::automatic);
    CsvReader reader(text, {file.delimiter, true});
    ASSERT_TRUE(reader.open()) << file.path;
    int64_t rows = 0;
    CsvEvent event = CsvEvent::row;
    while ((event = reader.next()) == CsvEvent::row) ++rows;
    EXPECT_EQ(event, CsvEvent::end) << file.path << " row " << reader.row().row;
    EXPECT_EQ(rows, file.rows) << file.path;
    EXPECT_EQ(source.consumed(), source.size());
    EXPECT_GE(reader.columns(), file.columns - 1) << file.path;
  }
}

}  // namespace
}  // namespace tenure::transfer
