#pragma once
// Files → facts, by a mapping (docs/import.md). Memory does not grow with the file: rows are staged
// on disk beside the store, sorted by account, and recorded account by account, so that each
// account is folded once and an import in any order leaves no litter in the log.
#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "base/text.h"
#include "service/service.h"

namespace tenure::transfer {

struct ImportProgress {
  enum class Phase : uint8_t { reading, recording } phase = Phase::reading;
  int64_t done = 0,
          total = 0;  // bytes while reading, staged facts while recording; total 0 = not known
  int64_t rows = 0;
};
struct ImportOptions {
  std::string file;  // "-" = standard input
  std::string mapping_path;
  std::string workspace = "default";
  std::string
      rejects_path;  // default: FILE.rejects.csv beside the file, made only when there is a reject
  std::string actor = "import";
  Language language = Language::english;  // of the reasons in the rejects file, and of faults
  bool dry_run = false;
  const std::atomic<bool>* stop =
      nullptr;  // Ctrl-C: what is committed stays, the rest waits for the next run
  std::function<void(const ImportProgress&)> progress;
};
struct ImportReport {
  int64_t rows = 0, left_out = 0, rejected = 0;  // rows of the file
  service::Totals totals;                        // facts
  bool stopped = false;
  std::string rejects_path;                              // "" when nothing was rejected
  std::vector<std::pair<std::string, int64_t>> reasons;  // code → how often, most often first
};

// Where the rejects of this import go. Errors: "import-rejects-is-file" {file}: it is one that is read.
Result<std::string> rejects_path(const ImportOptions&);

// Errors: "unknown-workspace", "mapping-invalid" (with its faults in `faults` when given),
// "import-rejects-is-file", and why the file cannot be read to its end (csv_reader.h, encoding.h,
// byte_source.h); then nothing was recorded. Throws EnvironmentError for what the machine does.
Result<ImportReport> import_file(service::Service&, const std::string& store_path,
                                 const ImportOptions&, std::vector<std::string>* faults = nullptr);

}  // namespace tenure::transfer
