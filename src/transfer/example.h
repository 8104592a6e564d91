#pragma once
// The history in examples/example, which travels in the program, taken into a workspace of its pack.
#include <functional>
#include <string>

#include "service/jobs.h"
#include "transfer/import.h"

namespace tenure::transfer {

struct ExampleOptions {
  std::string workspace = "default";
  std::string actor = "import";
  Language language = Language::english;
  const std::atomic<bool>* stop = nullptr;
  std::function<void(int64_t hundredths)> progress;
};
// What is in already stays as it is: it may be begun again. False: it was stopped. Errors: those of import_file;
// rows that no import can use stay out, the example has a few, as every real file does.
Result<bool> import_example(service::Service&, const std::string& store_path, const ExampleOptions&);

// The job service::kExampleJob. Its failure "example-needs-pack" {pack}: another is in force.
service::JobKind example_job_kind(const std::string& store_path);

}  // namespace tenure::transfer
