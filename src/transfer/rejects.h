#pragma once
// The rows that did not go in, as they stood, each with its line and the reason: a CSV file that
// can be put right and imported again with the same mapping.
#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "transfer/csv_reader.h"
#include "transfer/external_sort.h"

namespace tenure::transfer {

class Rejects {
 public:
  struct Options {
    std::string path;  // made with the first reject; what an earlier run left there is gone when
                       // there is none
    std::vector<std::string> header;
    char delimiter = ',';
    Language language = Language::english;
    std::string temp_prefix;
  };
  explicit Rejects(Options);

  // A row that was just read. Throws EnvironmentError "file-unwritable" {file, reason}, as all do.
  void add(const CsvRow&, const std::vector<Error>&);
  // A row of which only the number is known by now. It is looked up at the end.
  void add_later(int64_t row, std::string_view code, std::string_view sentence);
  bool any_later() const { return later_.size() > 0; }
  // Reads the file once more, from its first row, for the rows that were added later.
  void look_up(CsvReader&);

  // All is written. The path, or "" when there was nothing to reject.
  std::string finish();
  // As if nothing had been rejected: the import itself failed.
  void discard();

  int64_t rows() const { return rows_; }
  std::vector<std::pair<std::string, int64_t>> reasons() const;  // most often first

 private:
  void write(const CsvRow&, std::string_view code, std::string_view sentence);
  void flush();

  Options options_;
  ExternalSort later_;
  std::ofstream file_;
  std::string buffer_;
  int64_t rows_ = 0;
  std::map<std::string, int64_t, std::less<>> reasons_;
};

}  // namespace tenure::transfer
