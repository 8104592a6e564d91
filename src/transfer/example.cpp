#include "transfer/example.h"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/embedded.h"
#include "base/environment.h"
#include "base/json.h"
#include "service/start.h"

namespace tenure::transfer {

namespace fs = std::filesystem;

namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(500);  // a person watches
constexpr std::string_view kFiles = "examples/example/";
constexpr const char* kParts[] = {"customers", "calls", "quotes", "opportunities", "orders"};

// The files of the example, where an import can read them.
class Unpacked {
 public:
  explicit Unpacked(const std::string& store_path) : folder_(store_path + ".example." + std::to_string(getpid())) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    for (const EmbeddedFile& file : embedded_files(kFiles)) {
      const std::string_view bytes = file.bytes();
      const std::string target = path(std::string(std::string_view(file.path).substr(kFiles.size())));
      std::ofstream out(target, std::ios::binary);
      out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      out.close();
      if (!out) throw EnvironmentError("file-not-written", {{"path", target}, {"reason", std::generic_category().message(errno)}});
    }
  }
  Unpacked(const Unpacked&) = delete;
  ~Unpacked() {
    std::error_code none;
    fs::remove_all(folder_, none);
  }
  std::string path(const std::string& name) const { return folder_ / name; }

 private:
  fs::path folder_;
};

Result<std::optional<std::string>> run_example(service::JobRun& run, const std::string& store_path) {
  const std::string pack = service::example_pack();
  if (run.realm->definition->pack != pack) return refuse("example-needs-pack", {{"pack", pack}});
  std::atomic<bool> stop = false;
  auto looked = std::chrono::steady_clock::now();
  const ExampleOptions options{.workspace = run.realm->name,
                               .actor = run.caller.actor,
                               .language = run.caller.language,
                               .stop = &stop,
                               .progress = [&](int64_t hundredths) {
                                 if (run.stop()) stop = true;
                                 const auto now = std::chrono::steady_clock::now();
                                 if (now - looked < kBetweenLooks) return;
                                 looked = now;
                                 run.piece([&](service::Context&) {
                                   run.job.total = 100;
                                   run.job.done = hundredths;
                                 });
                               }};
  TENURE_TRY(const bool whole, import_example(run.service, store_path, options));
  if (!whole) return std::optional<std::string>();
  run.job.total = run.job.done = 100;
  std::string result;
  json::Writer(result).begin_object().field("pack", pack).end_object();
  return std::optional(result);
}

}  // namespace

Result<bool> import_example(service::Service& service, const std::string& store_path, const ExampleOptions& options) {
  const Unpacked files(store_path);
  int64_t part = 0;
  for (const char* name : kParts) {
    // Each is read, then recorded; the five count alike.
    const auto progress = [&](const ImportProgress& now) {
      const int64_t half = std::min<int64_t>(now.done * 10 / std::max<int64_t>(now.total, 1), 10);
      const int64_t before = now.phase == ImportProgress::Phase::reading ? 0 : 10;
      if (options.progress) options.progress(part * 20 + before + half);
    };
    TENURE_TRY(const ImportReport report,
               import_file(service, store_path,
                           {.file = files.path(std::string(name) + ".csv"),
                            .mapping_path = files.path(std::string(name) + ".map.yaml"),
                            .workspace = options.workspace,
                            .rejects_path = files.path(std::string(name) + ".rejects.csv"),
                            .actor = options.actor,
                            .language = options.language,
                            .stop = options.stop,
                            .progress = progress}));
    if (report.stopped) return false;
    ++part;
  }
  return true;
}

service::JobKind example_job_kind(const std::string& store_path) {
  return {.name = std::string(service::kExampleJob),
          .run = [store_path](service::JobRun& run) { return run_example(run, store_path); }};
}

}  // namespace tenure::transfer
