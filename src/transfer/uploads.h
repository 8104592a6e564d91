#pragma once
// Files that people send to be imported: kept in a folder beside the store until they are imported and forgotten, each
// with its mapping, and seen only by who sent it and by administrators. To all others it is not there.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/caller.h"
#include "service/jobs.h"
#include "service/service.h"

namespace tenure::transfer {

struct Upload {
  std::string id;     // 32 hexadecimal digits
  std::string name;   // as its sender called it; for people alone, never a path
  std::string owner;  // by whom it was sent
  Instant at;
  int64_t bytes = 0;
  int64_t job = 0;    // the last one that was started for it; 0 = none
  bool has_mapping = false, has_rejects = false;
};

// What stands in the file, and what it may mean.
struct UploadLook {
  std::vector<std::string> header;
  char delimiter = ',';
  std::vector<std::vector<std::string>> rows;  // the first ones
  std::string fault;     // why the file cannot be read any further, as a code; "" = it can
  std::string proposal;  // a mapping, in YAML, by the names of the columns
  std::vector<std::string> unmatched;  // columns that the proposal does not use
};

// Errors of all: "unknown-workspace"; those of Access::check for the record "import"; "unknown-upload" {upload}.
// What the disk does is thrown as EnvironmentError.
class Uploads {
 public:
  Uploads(service::Service&, const Clock&, const std::string& store_path);

  // Takes the file from `read`, which appends to its argument until it says false. Also refuses "too-many-uploads"
  // {most}, "body-too-large" {limit}, "upload-empty", what is no text ("file-is-workbook", "encoding-nul" {offset}), and
  // what `read` refuses.
  using Read = std::function<Result<bool>(std::string&)>;
  Result<Upload> receive(const service::Caller&, std::string_view workspace, std::string_view name, const Read&);
  Result<std::vector<Upload>> list(const service::Caller&, std::string_view workspace);  // newest first
  Result<Upload> find(const service::Caller&, std::string_view workspace, std::string_view id);
  Result<UploadLook> look(const service::Caller&, std::string_view workspace, std::string_view id);
  Result<std::string> mapping(const service::Caller&, std::string_view workspace, std::string_view id);
  // Kept only when nothing is wrong with it: else the faults, as sentences. Also refuses what the mapping would write
  // and its caller may not: "not-allowed", "field-not-allowed", "no-such-field".
  Result<std::vector<std::string>> set_mapping(const service::Caller&, std::string_view workspace, std::string_view id,
                                               std::string_view text);
  // Makes the job "import"; its number is Done::key. With `dry_run` it decides every row and writes nothing. Also refuses
  // "upload-without-mapping", "upload-busy" {job}: one for this file is not at its end, and the caller's Idempotency-Key
  // is not that of its start.
  Result<service::Done> start(const service::Caller&, std::string_view workspace, std::string_view id, bool dry_run);
  // The rows that did not go in when it was last run, each with the reason; "" = all did.
  Result<std::string> rejects(const service::Caller&, std::string_view workspace, std::string_view id);
  Result<void> remove(const service::Caller&, std::string_view workspace, std::string_view id);

 private:
  struct Kept;
  Result<Kept> open(const service::Caller&, std::string_view workspace, std::string_view id);
  // One that can be started; the refusals of open() and "upload-without-mapping", "mapping-invalid" {path, count}.
  Result<Kept> ready(const service::Caller&, std::string_view workspace, std::string_view id);
  std::optional<Kept> read(const std::string& id) const;
  void write(const Kept&) const;
  std::vector<Kept> all() const;
  void forget_old() const;
  std::string path(std::string_view id, std::string_view file) const;

  service::Service& service_;
  const Clock& clock_;
  std::string folder_;
};

// Its result is {"rows": …, "rejected": …, "recorded": …, "reasons": {code: number}, …}. An import that was cut off goes
// on from its beginning after the next start: what is in stays as it is.
service::JobKind import_job_kind(const std::string& store_path);

}  // namespace tenure::transfer
