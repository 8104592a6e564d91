#include "transfer/uploads.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/environment.h"
#include "base/json.h"
#include "base/limits_of_doors.h"
#include "base/new_file.h"
#include "service/impl.h"
#include "transfer/csv_reader.h"
#include "transfer/import_rights.h"
#include "transfer/mapping.h"
#include "transfer/mapping_proposal.h"

namespace tenure::transfer {

namespace fs = std::filesystem;
using service::Caller;
using service::Service;

struct Uploads::Kept {
  Upload upload;
  std::string workspace;
};

namespace {

std::string new_id() {
  std::array<unsigned char, 16> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  std::array<char, 33> hex{};
  sodium_bin2hex(hex.data(), hex.size(), bytes.data(), bytes.size());
  return hex.data();
}

// Ids are made here; what looks different is none, and no path.
bool is_id(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Error unknown(std::string_view id) { return {"unknown-upload", {{"upload", excerpt(id, 40)}}}; }

// Nothing of a file that did not come whole is left.
struct Unfinished {
  std::string folder;
  ~Unfinished() {
    std::error_code none;
    if (!folder.empty()) fs::remove_all(folder, none);
  }
};

// Who may import at all.
Result<void> check(Service& service, const Caller& caller, std::string_view workspace) {
  service::Service::Impl& impl = service.impl();
  TENURE_TRY(const service::RealmPtr realm, impl.realm(workspace));
  return impl.access(*realm, caller)->check(service::kMayCreate, "import");
}

std::string member(const Object& object, std::string_view name) {
  for (const auto& [known, value] : object.members) {
    if (known == name) return to_text(value);
  }
  return "";
}

std::string whole_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

[[noreturn]] void not_written(const std::string& path) {
  throw EnvironmentError(errno == ENOSPC ? "storage-full" : "file-not-written",
                         {{"path", path}, {"reason", std::generic_category().message(errno)}});
}

void write_file(const std::string& path, std::string_view text) {
  NewFile file(path, true);
  std::ofstream out(file.temporary(), std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (!out) not_written(path);
  file.keep();
}

// What is no text in any encoding is not for the eye either. Another fault may be put right by the mapping.
Result<void> check_is_text(const std::string& path) {
  FileSource source(path);
  TextSource text(source, Encoding::automatic);
  CsvReader reader(text, {});
  Result<void> opened = reader.open();
  const bool is_none = !opened && (opened.error().code == "file-is-workbook" || opened.error().code == "encoding-nul");
  return is_none ? opened : Result<void>();
}

}  // namespace

Uploads::Uploads(Service& service, const Clock& clock, const std::string& store_path)
    : service_(service), clock_(clock), folder_(upload_folder(store_path)) {}

std::string upload_folder(const std::string& store_path) { return store_path + ".uploads"; }

std::string Uploads::path(std::string_view id, std::string_view file) const {
  return folder_ + "/" + std::string(id) + "/" + std::string(file);
}

std::optional<Uploads::Kept> Uploads::read(const std::string& id) const {
  if (!is_id(id)) return std::nullopt;
  const Result<Value> json = json::parse(whole_file(path(id, "about.json")));
  const auto* object = json ? json->get<std::shared_ptr<const Object>>() : nullptr;
  if (!object) return std::nullopt;
  Kept kept{.upload = {.id = id, .name = member(**object, "name"), .owner = member(**object, "owner")},
            .workspace = member(**object, "workspace")};
  if (const auto at = parse_instant(member(**object, "at"))) kept.upload.at = *at;
  kept.upload.bytes = std::strtoll(member(**object, "bytes").c_str(), nullptr, 10);
  kept.upload.job = std::strtoll(member(**object, "job").c_str(), nullptr, 10);
  kept.upload.has_mapping = fs::exists(path(id, "mapping.yaml"));
  kept.upload.has_rejects = fs::exists(path(id, "rejects.csv"));
  return kept;
}

void Uploads::write(const Kept& kept) const {
  std::string text;
  json::Writer out(text);
  out.begin_object().field("workspace", kept.workspace).field("name", kept.upload.name);
  out.field("owner", kept.upload.owner).field("at", kept.upload.at).field("bytes", kept.upload.bytes);
  out.field("job", kept.upload.job).end_object();
  write_file(path(kept.upload.id, "about.json"), text);
}

std::vector<Uploads::Kept> Uploads::all() const {
  std::vector<Kept> found;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder_, none)) {
    if (auto kept = read(entry.path().filename().string())) found.push_back(std::move(*kept));
  }
  std::ranges::sort(found, [](const Kept& a, const Kept& b) { return b.upload.at < a.upload.at; });
  return found;
}

void Uploads::forget_old() const {
  const int64_t oldest = clock_.now().micros - limits::kUploadDays * kMicrosPerDay;
  for (const Kept& kept : all()) {
    if (kept.upload.at.micros < oldest) fs::remove_all(path(kept.upload.id, ""));
  }
}

Result<Uploads::Kept> Uploads::open(const Caller& caller, std::string_view workspace, std::string_view id) {
  TENURE_CHECK_OK(check(service_, caller, workspace));
  std::optional<Kept> kept = read(std::string(id));
  const bool mine = kept && kept->workspace == workspace &&
                    (caller.administers() || kept->upload.owner == caller.actor);
  if (!mine) return std::unexpected(unknown(id));
  return std::move(*kept);
}

Result<Upload> Uploads::receive(const Caller& caller, std::string_view workspace, std::string_view name,
                                const Read& next) {
  TENURE_CHECK_OK(check(service_, caller, workspace));
  forget_old();
  const auto here = [&](const Kept& kept) { return kept.workspace == workspace; };
  if (std::ranges::count_if(all(), here) >= static_cast<std::ptrdiff_t>(limits::kUploads))
    return refuse("too-many-uploads", {{"most", std::to_string(limits::kUploads)}});
  Kept kept{.upload = {.id = new_id(), .name = excerpt(name, 200), .owner = caller.actor, .at = clock_.now()},
            .workspace = std::string(workspace)};
  const std::string folder = path(kept.upload.id, "");
  fs::create_directories(folder);
  fs::permissions(folder_, fs::perms::owner_all);
  Unfinished unfinished{folder};
  const std::string data = path(kept.upload.id, "data");
  std::ofstream out(data, std::ios::binary);
  for (std::string piece;; piece.clear()) {
    TENURE_TRY(const bool more, next(piece));
    kept.upload.bytes += static_cast<int64_t>(piece.size());
    if (kept.upload.bytes > static_cast<int64_t>(limits::kUploadBytes))
      return refuse("body-too-large", {{"limit", std::to_string(limits::kUploadBytes)}});
    out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (!out) not_written(data);
    if (!more) break;
  }
  out.close();
  if (!out) not_written(data);
  if (kept.upload.bytes == 0) return refuse("upload-empty");
  TENURE_CHECK_OK(check_is_text(data));
  write(kept);
  unfinished.folder.clear();
  return kept.upload;
}

Result<std::vector<Upload>> Uploads::list(const Caller& caller, std::string_view workspace) {
  TENURE_CHECK_OK(check(service_, caller, workspace));
  std::vector<Upload> found;
  for (Kept& kept : all()) {
    const bool mine = caller.administers() || kept.upload.owner == caller.actor;
    if (mine && kept.workspace == workspace) found.push_back(std::move(kept.upload));
  }
  return found;
}

Result<Upload> Uploads::find(const Caller& caller, std::string_view workspace, std::string_view id) {
  TENURE_TRY(const Kept kept, open(caller, workspace, id));
  return kept.upload;
}

Result<UploadLook> Uploads::look(const Caller& caller, std::string_view workspace, std::string_view id) {
  TENURE_TRY(const Kept kept, open(caller, workspace, id));
  TENURE_TRY(const lifecycle::DefinitionPtr definition, service_.definition(workspace));
  UploadLook look;
  FileSource source(path(id, "data"));
  TextSource text(source, Encoding::automatic);
  CsvReader reader(text, {});
  if (const Result<void> opened = reader.open(); !opened) {
    look.fault = opened.error().code;
    return look;
  }
  look.header = reader.header();
  look.delimiter = reader.delimiter();
  while (look.rows.size() < limits::kUploadSample) {
    const CsvEvent event = reader.next();
    if (event == CsvEvent::failure) look.fault = reader.error().code;
    if (event == CsvEvent::end || event == CsvEvent::failure) break;
    std::vector<std::string>& row = look.rows.emplace_back();
    for (const std::string_view field : reader.row().fields) row.push_back(excerpt(field, 200));
  }
  Proposal proposal = propose_mapping(*definition, kept.upload.name, look.header, look.rows);
  look.proposal = std::move(proposal.text);
  look.unmatched = std::move(proposal.unmatched);
  return look;
}

Result<std::string> Uploads::mapping(const Caller& caller, std::string_view workspace, std::string_view id) {
  TENURE_TRY(const Kept kept, open(caller, workspace, id));
  return kept.upload.has_mapping ? whole_file(path(id, "mapping.yaml")) : std::string();
}

Result<std::vector<std::string>> Uploads::set_mapping(const Caller& caller, std::string_view workspace,
                                                      std::string_view id, std::string_view text) {
  TENURE_TRY(const Kept kept, open(caller, workspace, id));
  std::vector<std::string> faults;
  TENURE_CHECK_OK(check_mapping(service_, caller, workspace, path(id, "data"), std::string(text), faults));
  if (faults.empty()) write_file(path(id, "mapping.yaml"), text);
  return faults;
}

Result<Uploads::Kept> Uploads::ready(const Caller& caller, std::string_view workspace, std::string_view id) {
  TENURE_TRY(Kept kept, open(caller, workspace, id));
  if (!kept.upload.has_mapping) return refuse("upload-without-mapping");
  // The definition and the permissions may have changed since it was mapped.
  std::vector<std::string> faults;
  TENURE_CHECK_OK(check_mapping(service_, caller, workspace, path(id, "data"), whole_file(path(id, "mapping.yaml")), faults));
  if (!faults.empty()) return refuse("mapping-invalid", {{"path", kept.upload.name}, {"count", std::to_string(faults.size())}});
  return kept;
}

Result<service::Done> Uploads::start(const Caller& caller, std::string_view workspace, std::string_view id, bool dry_run) {
  const service::Attempt attempt{.name = dry_run ? "check_import" : "import", .record = "job", .key = std::string(id)};
  Result<Kept> found = ready(caller, workspace, id);
  // A repeated request is answered as it was the first time, also when the upload is gone since.
  if (!found && caller.idempotency)
    return service_.impl().transact(caller, workspace, attempt, [&](service::Context&) -> Result<service::Done> {
      return std::unexpected(found.error());
    });
  TENURE_TRY(Kept kept, std::move(found));
  std::string request;
  json::Writer out(request);
  out.begin_object().field("upload", kept.upload.id).field("dry_run", dry_run).end_object();
  TENURE_TRY(const service::Done done,
             service_.impl().transact(caller, workspace, attempt, [&](service::Context& context) -> Result<service::Done> {
               const auto last = context.reads().work().find_job(context.workspace(), kept.upload.job);
               if (last && !last->finished_at) return refuse("upload-busy", {{"job", std::to_string(kept.upload.job)}});
               const int64_t number = service::queue_job(context.transaction(), context.workspace(), caller, "import",
                                                         request, context.now(), "", kept.upload.bytes);
               return service::Done{.record = "job", .key = std::to_string(number), .created = true};
             }));
  if (done.replayed) return done;  // another may have been started since
  kept.upload.job = std::strtoll(done.key.c_str(), nullptr, 10);
  write(kept);
  return done;
}

Result<std::string> Uploads::rejects(const Caller& caller, std::string_view workspace, std::string_view id) {
  TENURE_TRY(const Kept kept, open(caller, workspace, id));
  return kept.upload.has_rejects ? path(id, "rejects.csv") : std::string();
}

Result<void> Uploads::remove(const Caller& caller, std::string_view workspace, std::string_view id) {
  TENURE_TRY(const Kept kept, open(caller, workspace, id));
  fs::remove_all(path(id, ""));
  return {};
}

}  // namespace tenure::transfer
