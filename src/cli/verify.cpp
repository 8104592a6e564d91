// tenure verify: proves that the store is what it says.
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

int verify(Session& session, const Given&) {
  Result<std::vector<service::Service::Finding>> findings;
  {
    Progress progress(session, "cli.progress.verify");
    findings = session.service().verify(session.workspace, [&](int64_t done, int64_t total) {
      progress.update(done, total);
    });
  }
  if (!findings) return session.fail(findings.error());
  if (session.format == Format::table) {
    for (const auto& finding : *findings) session.tell(finding.code, finding.arguments);
    session.tell(findings->empty() ? "cli.verify.sound" : "cli.verify.unsound",
                 {{"count", std::to_string(findings->size())}, {"db", session.db}});
  } else {
    RowPrinter printer(session, {{"code"}, {"message"}});
    for (const auto& finding : *findings) printer.row({finding.code, session.say(finding.code, finding.arguments)});
    printer.finish();
  }
  return findings->empty() ? kDone : kNo;
}

}  // namespace

Command verify_command() {
  return {.name = "verify", .shared = kOutput, .options = {}, .examples = {"tenure verify"}, .run = verify};
}

}  // namespace tenure::cli
