#pragma once
// For the proofs: files as rows, and a workspace of its own that files are imported into.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "service/service.h"
#include "transfer/import.h"

namespace tenure::proof {

struct Sheet {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  size_t column(std::string_view name) const;  // asserts that it is there
};
Sheet read_sheet(const std::string& path);
void write_sheet(const std::string& path, const Sheet&);
std::string read_text(const std::string& path);

// What is known of one history: where it lies, and what is right.
struct Known {
  const char* name;
  const char* raw;      // below the shared data
  const char* mapping;  // below examples/
  const char* oracle;   // folder of the right answers, below the shared data
  const char* end;      // the latest time in the raw file
};
const std::vector<Known>& histories();
void PrintTo(const Known&, std::ostream*);

std::string shared_file(
    std::string_view path);  // of the shared data; plain or with .gz, as it is there
bool have_data();
inline constexpr const char* kNoData = "the shared data is not here; set it up to prove this";

class Workspace {
 public:
  // Pack prospectsoft as it is, in UTC, with the clock at `end`.
  explicit Workspace(const std::string& end);
  ~Workspace();
  Workspace(const Workspace&) = delete;

  // Nothing may be refused. `mapping` is the text of one.
  transfer::ImportReport import(const std::string& file, const std::string& mapping);
  // Today's belief as `log -o csv` has it: account, lifecycle, from, to, at, recorded_at, rule,
  // fact, superseded_at.
  std::string log();
  // Rows "a,b,c" of today's belief about where customers stand, one per line of the oracle's file.
  std::vector<std::string> timeline();
  std::vector<std::string> orders();
  std::vector<std::string> final_stages();
  // "suspect,onboarding,customer,churned" at that instant.
  std::string counts(Instant at);
  std::vector<std::string> findings();

  service::Service& service() { return *service_; }
  std::string path(std::string_view name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_;
  FixedClock clock_;
  std::unique_ptr<store::Store> store_;
  std::optional<service::Service> service_;
};

// The same rows, in whatever order; says the first few that differ.
void expect_same_rows(std::vector<std::string> found, std::vector<std::string> right);
std::string joined(const std::vector<std::string>& cells);

}  // namespace tenure::proof
