// Importing over HTTP: sent, looked at, mapped, tried, taken in; by its owner alone, and not past what they may.
#include "http/routes/imports.h"
#include "http/routes/jobs.h"
#include "http/routes/route_test_support.h"
#include "service/settings.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;

constexpr const char* kFile = "Customer ID,Company,E-mail,Colour\nC-1,Acme,a@example.com,red\nC-2,Bolt,b@example.com,\n";

class ImportRoutesTest : public RouteTest {
 protected:
  void add_routes(Router& router) override {
    add_import_routes(router, *service_, std::make_shared<transfer::Uploads>(*service_, clock_, path()));
    add_job_routes(router, *service_);
  }
  std::string send(std::string_view file, std::string_view user = "manager") {
    const TestResponse sent = post("/w/default/imports?name=customers.csv", user, file, "Content-Type: text/csv\r\n");
    EXPECT_EQ(sent.status, 201) << sent.body.substr(0, 300);
    sent_ = sent.body;
    return "/w/default/imports/" + at_path(sent.body, "import");
  }
  TestResponse map(const std::string& import, std::string_view mapping, std::string_view user = "manager") {
    return ask("PUT", import + "/mapping", user, mapping, "Content-Type: application/yaml\r\n");
  }
  // The job of this answer, at its end.
  std::string work(const TestResponse& begun) {
    EXPECT_EQ(begun.status, 202) << begun.body.substr(0, 300);
    service::Jobs jobs(*service_, {transfer::import_job_kind(path())}, {});
    const std::string number = at_path(begun.body, "job");
    (void)jobs.run("default", std::atoll(number.c_str()));
    return get("/w/default/jobs/" + number).body;
  }
  std::string sent_;
};

TEST_F(ImportRoutesTest, what_stands_in_the_file_and_what_it_may_mean) {
  const std::string import = send(kFile);
  EXPECT_EQ(at_path(sent_, "header"), R"(["Customer ID","Company","E-mail","Colour"])");
  EXPECT_EQ(at_path(sent_, "rows/#"), "2");
  EXPECT_EQ(at_path(sent_, "rows/1/1"), "Bolt");
  EXPECT_EQ(at_path(sent_, "unmatched"), R"(["Colour"])");
  EXPECT_EQ(at_path(sent_, "owner"), "manager");
  EXPECT_EQ(at_path(sent_, "proposal"),
            "import: \"customers\"\ncolumns:\n  customer_id: {column: \"Customer ID\", type: string}\n"
            "  company: {column: \"Company\", type: string}\n  e_mail: {column: \"E-mail\", type: string}\n"
            "account:\n  key: customer_id\n  fields: {name: company, email: e_mail}\n");
  EXPECT_EQ(at_path(get("/w/default/imports", "manager").body, "value/0/name"), "customers.csv");
}

TEST_F(ImportRoutesTest, HY3_PS11_the_proposal_is_tried_and_taken_in) {
  const std::string import = send(kFile);
  EXPECT_EQ(post(import + "/start", "manager", "").status, 400);  // no mapping yet
  ASSERT_EQ(map(import, at_path(sent_, "proposal")).status, 204);
  const std::string tried = work(post(import + "/check", "manager", ""));
  EXPECT_EQ(at_path(tried, "state"), "done");
  EXPECT_EQ(at_path(tried, "result/dry_run"), "true");
  EXPECT_EQ(at_path(tried, "result/accounts_created"), "2");
  const auto accounts = [&] {
    std::string all;
    EXPECT_TRUE(service_->accounts("default", [&](const auto& row) { all += row.key + ";"; }));
    return all;
  };
  EXPECT_EQ(accounts(), "");
  const std::string done = work(post(import + "/start", "manager", ""));
  EXPECT_EQ(at_path(done, "result/rows"), "2");
  EXPECT_EQ(at_path(done, "result/rejected"), "0");
  EXPECT_EQ(at_path(done, "done"), at_path(done, "total"));
  EXPECT_EQ(accounts(), "C-1;C-2;");
  EXPECT_EQ(get(import + "/rejects", "manager").status, 404);
  // The same again changes nothing.
  EXPECT_EQ(at_path(work(post(import + "/start", "manager", "")), "result/accounts_created"), "0");
}

TEST_F(ImportRoutesTest, F4_rows_that_do_not_go_in_come_back_with_the_reason) {
  const std::string import = send("key,credit\nC-1,5\nC-2,many\nC-3\n");
  ASSERT_EQ(map(import, "import: x\ncolumns:\n  key: string\n  credit: decimal\naccount:\n  key: key\n"
                        "  fields: {credit: credit}\n").status, 204);
  const std::string done = work(post(import + "/start", "manager", ""));
  EXPECT_EQ(at_path(done, "result/rejected"), "2");
  EXPECT_EQ(at_path(done, "refused"), "2");
  const TestResponse rejects = get(import + "/rejects", "manager");
  EXPECT_EQ(rejects.header("Content-Disposition"), "attachment; filename=\"rejects.csv\"");
  EXPECT_THAT(rejects.body, HasSubstr("C-2,many"));
  EXPECT_THAT(rejects.body, testing::Not(HasSubstr("C-1")));
}

TEST_F(ImportRoutesTest, a_mapping_with_faults_is_not_kept) {
  const std::string import = send(kFile);
  const TestResponse no = map(import, "import: x\naccount:\n  key: nothing\n");
  EXPECT_EQ(no.status, 422);
  EXPECT_EQ(at_path(no.body, "code"), "mapping-invalid");
  EXPECT_THAT(at_path(no.body, "faults/0"), HasSubstr("mapping.yaml:3:"));
  EXPECT_EQ(at_path(get(import, "manager").body, "has_mapping"), "false");
}

TEST_F(ImportRoutesTest, A6_another_users_file_is_not_there) {
  add("other", "manager");
  const std::string import = send(kFile);
  const TestResponse theirs = get(import, "other");
  EXPECT_EQ(theirs.status, 404);
  EXPECT_EQ(at_path(theirs.body, "code"), "unknown-upload");
  for (const char* what : {"/check", "/start"}) EXPECT_EQ(post(import + what, "other", "").status, 404);
  EXPECT_EQ(get(import + "/rejects", "other").status, 404);
  EXPECT_EQ(ask("DELETE", import, "other").status, 404);
  EXPECT_EQ(at_path(get("/w/default/imports", "other").body, "value/#"), "0");
  EXPECT_EQ(get(import, "admin").status, 200);
  EXPECT_EQ(get("/w/default/imports/..%2f..%2fetc", "admin").status, 400);
  EXPECT_EQ(get("/w/default/imports/00000000000000000000000000000000", "admin").status, 404);
  EXPECT_EQ(ask("DELETE", import, "manager").status, 204);
  EXPECT_EQ(get(import, "admin").status, 404);
}

TEST_F(ImportRoutesTest, A1_nobody_imports_what_they_may_not_write) {
  EXPECT_EQ(post("/w/default/imports", "rep", kFile, "Content-Type: text/csv\r\n").status, 403);
  EXPECT_EQ(post("/w/default/imports", "viewer", kFile, "Content-Type: text/csv\r\n").status, 403);
  ASSERT_TRUE(service::set_field_permission(*service_, console(), "default",
                                            {.role = "manager", .record = "account", .field = "email", .write = false}));
  const std::string import = send(kFile);
  const TestResponse no = map(import, at_path(sent_, "proposal"));
  EXPECT_EQ(no.status, 403);
  EXPECT_EQ(at_path(no.body, "code"), "field-not-allowed");
  // A stage that a file says would go past every rule.
  const char* stages = "import: x\ncolumns:\n  id: {column: \"Customer ID\", type: string}\naccount:\n  key: id\n"
                       "facts:\n  - kind: stage.set\n    key: id\n    at: 2026-01-01T00:00:00Z\n"
                       "    fields: {lifecycle: \"'status'\", stage: \"'closed'\"}\n";
  EXPECT_EQ(map(import, stages).status, 403) << map(import, stages).body;
  EXPECT_EQ(map(import, stages, "admin").status, 204);
}

// A workbook or an archive is bytes that are no text, whatever it says it is: it is kept with its fault, for the eye, and
// has no row; gzip alone is unpacked (ByteSourceTest.F6).
TEST_F(ImportRoutesTest, F6_a_workbook_is_refused_by_its_bytes) {
  const std::string packed("PK\x03\x04\x14\x00\x00\x00\x08\x00../../etc/passwd\x00\x00", 28);
  for (const char* type : {"text/csv", "text/plain"}) {
    const TestResponse sent = post("/w/default/imports?name=book.csv", "manager", packed, "Content-Type: " + std::string(type) + "\r\n");
    EXPECT_EQ(at_path(sent.body, "fault/code"), "encoding-nul") << type << sent.body;
    EXPECT_EQ(at_path(sent.body, "rows/#"), "0") << type << sent.body;
  }
  for (const char* type : {"application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    EXPECT_EQ(post("/w/default/imports?name=book.xlsx", "manager", packed, "Content-Type: " + std::string(type) + "\r\n").status, 415) << type;
  EXPECT_EQ(post("/w/default/imports", "manager", packed, "Content-Type: text/csv\r\nContent-Encoding: gzip\r\n").status, 415);
  EXPECT_EQ(at_path(get("/w/default/imports", "manager").body, "value/#"), "2");
}

TEST_F(ImportRoutesTest, H20_what_is_no_file_is_refused) {
  EXPECT_EQ(post("/w/default/imports", "manager", "{}", "Content-Type: application/json\r\n").status, 415);
  EXPECT_EQ(post("/w/default/imports", "manager", "", "Content-Type: text/csv\r\n").status, 400);
}

}  // namespace
}  // namespace tenure::http
