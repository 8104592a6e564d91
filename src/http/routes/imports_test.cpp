// Importing over HTTP: sent, looked at, mapped, tried, taken in; by its owner alone, and not past what they may.
#include "http/routes/imports.h"

#include <filesystem>

#include "http/routes/jobs.h"
#include "http/routes/route_test_support.h"
#include "service/settings.h"
#include "transfer/import_rights.h"
#include "transfer/xlsx_writer.h"

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

// A workbook, an archive or whatever else is no text is refused by its bytes, whatever it says it is, and nothing of it is
// kept; gzip alone is unpacked (ByteSourceTest.F6).
TEST_F(ImportRoutesTest, F3_F6_a_workbook_is_refused_by_its_bytes) {
  const std::string packed("PK\x03\x04\x14\x00\x00\x00\x08\x00../../etc/passwd\x00\x00", 28);
  std::string book;
  {
    transfer::XlsxWriter xlsx(book, TimeZone::utc(), false);
    xlsx.value(Value("key"));
    xlsx.end_row();
    xlsx.finish();
  }
  const std::string old_book = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(504, '\0');
  const struct {
    std::string_view bytes, code;
  } files[] = {{packed, "file-is-workbook"}, {book, "file-is-workbook"}, {old_book, "file-is-workbook"},
               {std::string_view("key,na\0me\n", 10), "encoding-nul"}};
  for (const char* type : {"text/csv", "text/tab-separated-values", "text/plain", "application/octet-stream"}) {
    for (const auto& [bytes, code] : files) {
      const TestResponse sent =
          post("/w/default/imports?name=book.csv", "manager", bytes, "Content-Type: " + std::string(type) + "\r\n");
      EXPECT_EQ(sent.status, 422) << type << sent.body.substr(0, 300);
      EXPECT_EQ(at_path(sent.body, "code"), code) << type;
      EXPECT_NE(at_path(sent.body, "position"), "?") << type;
    }
  }
  EXPECT_EQ(at_path(get("/w/default/imports", "manager").body, "value/#"), "0");
  EXPECT_TRUE(std::filesystem::is_empty(transfer::upload_folder(path())));
  for (const char* type : {"application/zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
    EXPECT_EQ(post("/w/default/imports?name=book.xlsx", "manager", packed, "Content-Type: " + std::string(type) + "\r\n").status, 415) << type;
  EXPECT_EQ(post("/w/default/imports", "manager", packed, "Content-Type: text/csv\r\nContent-Encoding: gzip\r\n").status, 415);
  // What somebody may yet say the encoding of is kept, with its fault.
  const TestResponse hebrew = post("/w/default/imports", "manager", "key,name\nC-1,a\nC-2,\xF9\xED\n", "Content-Type: text/csv\r\n");
  EXPECT_EQ(hebrew.status, 201) << hebrew.body;
}

TEST_F(ImportRoutesTest, C1_C2_an_import_that_is_started_twice_with_one_key_is_started_once) {
  const std::string import = send(kFile);
  ASSERT_EQ(map(import, at_path(sent_, "proposal")).status, 204);
  const auto start = [&](const char* key, const char* what = "/start") {
    return post(import + what, "manager", "", "Idempotency-Key: " + std::string(key) + "\r\n");
  };
  const TestResponse first = start("k1");
  ASSERT_EQ(first.status, 202) << first.body;
  const TestResponse again = start("k1");
  EXPECT_EQ(again.status, 202) << again.body;
  EXPECT_EQ(at_path(again.body, "job"), at_path(first.body, "job"));
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(first.header("Idempotency-Replayed"), "");
  EXPECT_EQ(at_path(start("k2").body, "code"), "upload-busy");
  EXPECT_EQ(start("k1", "/check").status, 422);  // the same key for something else
  work(first);
  // Also when it is long done, and another was started since.
  const TestResponse later = start("k3");
  EXPECT_EQ(later.status, 202) << later.body;
  EXPECT_EQ(at_path(start("k1").body, "job"), at_path(first.body, "job"));
  EXPECT_EQ(at_path(get(import, "manager").body, "job"), at_path(later.body, "job"));
  EXPECT_EQ(at_path(get("/w/default/jobs", "manager").body, "value/#"), "2");
  // And when there is no upload any more.
  work(later);
  EXPECT_EQ(ask("DELETE", import, "manager").status, 204);
  EXPECT_EQ(start("k4").status, 404);
  const TestResponse gone = start("k1");
  EXPECT_EQ(gone.status, 202) << gone.body;
  EXPECT_EQ(gone.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(at_path(gone.body, "job"), at_path(first.body, "job"));
}

TEST_F(ImportRoutesTest, H20_what_is_no_file_is_refused) {
  EXPECT_EQ(post("/w/default/imports", "manager", "{}", "Content-Type: application/json\r\n").status, 415);
  EXPECT_EQ(post("/w/default/imports", "manager", "", "Content-Type: text/csv\r\n").status, 400);
}

}  // namespace
}  // namespace tenure::http
