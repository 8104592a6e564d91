#include "cli/demo.h"

#include <filesystem>

#include "base/assert.h"
#include "service/start.h"
#include "transfer/example.h"

namespace tenure::cli {

namespace fs = std::filesystem;

Result<void> make_demo(Session& session) {
  std::error_code none;
  if (fs::exists(session.db, none)) return {};
  // Under its name when it is whole.
  const std::string making = session.db + ".demo";
  for (const char* ending : {"", "-wal", "-shm", ".lock"}) fs::remove(making + ending, none);
  auto store = store::open_sqlite(making, {.create = true});
  service::Service service(*store, session.clock());
  TENURE_CHECK_OK(service.create_workspace({.name = session.workspace, .pack = service::example_pack()}));
  TENURE_TRY(const bool whole, transfer::import_example(service, making, {.workspace = session.workspace,
                                                                          .language = session.language}));
  TENURE_ASSERT(whole);
  store.reset();
  fs::remove(making + ".lock", none);
  fs::rename(making, session.db);
  session.note("cli.serve.demo", {{"db", session.db}});
  return {};
}

}  // namespace tenure::cli
