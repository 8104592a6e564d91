// CSV of any list, with what its reader may see, whole however long.
#include "base/limits_of_doors.h"
#include "http/routes/exports.h"
#include "http/routes/route_test_support.h"
#include "service/settings.h"
#include "transfer/unzip_for_test.h"

namespace tenure::http {
namespace {

using service::at;

using testing::HasSubstr;
using testing::Not;

class ExportRoutesTest : public RouteTest {
 protected:
  void add_routes(Router& router) override { add_export_routes(router, *service_, clock_); }
  void account(std::string key, std::string name) {
    record({.account = key, .kind = "account.created", .key = key, .at = at("2026-01-01"),
            .values = {{"name", Value(name)}}, .create_account = true});
  }
};

TEST_F(ExportRoutesTest, All_1_any_list_as_csv) {
  account("A", "Acme, \"the\" first");
  account("B", "Bolt");
  const TestResponse answer = get("/w/default/exports/accounts.csv?$select=key,name&$orderby=key");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(answer.header("Content-Disposition"), "attachment; filename=\"accounts.csv\"");
  EXPECT_EQ(answer.body, "key,name\nA,\"Acme, \"\"the\"\" first\"\nB,Bolt\n");
  EXPECT_EQ(get("/w/default/exports/accounts.csv?$select=key&$filter=name%20eq%20%27Bolt%27").body, "key\nB\n");
  EXPECT_THAT(get("/w/default/exports/facts.csv?$select=kind,account").body, HasSubstr("account.created,A\n"));
}

TEST_F(ExportRoutesTest, titles_in_the_readers_language) {
  account("A", "Acme");
  const std::string body =
      get("/w/default/exports/accounts.csv?$select=name&header=titles&bom=true", "admin", "Accept-Language: he\r\n").body;
  EXPECT_EQ(body, "\xef\xbb\xbfשם\nAcme\n");
}

TEST_F(ExportRoutesTest, F1_no_cell_is_a_formula) {
  account("A", "=1+1");
  account("B", "\t=HYPERLINK(\"http://evil\")");
  account("C", "-2");
  const std::string body = get("/w/default/exports/accounts.csv?$select=name&$orderby=key").body;
  EXPECT_EQ(body, "name\n'=1+1\n\"'\t=HYPERLINK(\"\"http://evil\"\")\"\n'-2\n");
}

TEST_F(ExportRoutesTest, All_1_any_list_as_a_workbook) {
  std::vector<service::FactInput> facts;
  for (int64_t i = 0; i < limits::kExportPage + 3; ++i) {
    const std::string key = "K" + std::to_string(100'000 + i);
    facts.push_back({.account = key, .kind = "account.created", .key = key, .at = at("2026-01-01"),
                     .values = {{"name", Value("=" + key)}}, .create_account = true});
  }
  record(facts);
  const TestResponse answer =
      get("/w/default/exports/accounts.xlsx?$select=key,name&header=titles", "admin", "Accept-Language: he\r\n");
  EXPECT_EQ(answer.header("Content-Disposition"), "attachment; filename=\"accounts.xlsx\"");
  const std::string sheet = transfer::unzip_for_test(answer.body)["xl/worksheets/sheet1.xml"];
  EXPECT_THAT(sheet, HasSubstr(">שם</t>"));
  EXPECT_THAT(sheet, HasSubstr("s=\"3\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=K100000</t>"));
  size_t rows = 0;
  for (size_t at = 0; (at = sheet.find("<row>", at)) != std::string::npos; ++at) ++rows;
  EXPECT_EQ(rows, static_cast<size_t>(limits::kExportPage + 4));
  EXPECT_EQ(get("/w/default/exports/accounts.xls").status, 404);
}

TEST_F(ExportRoutesTest, longer_than_a_page_and_all_of_it) {
  std::vector<service::FactInput> facts;
  for (int64_t i = 0; i < 2 * limits::kExportPage + 7; ++i) {
    const std::string key = "K" + std::to_string(100'000 + i);
    facts.push_back({.account = key, .kind = "account.created", .key = key, .at = at("2026-01-01"),
                     .create_account = true});
  }
  record(facts);
  const std::string body = get("/w/default/exports/accounts.csv?$select=key").body;
  EXPECT_EQ(std::count(body.begin(), body.end(), '\n'), 2 * limits::kExportPage + 8);
  EXPECT_THAT(body, testing::EndsWith("K" + std::to_string(100'000 + 2 * limits::kExportPage + 6) + "\n"));
  const std::string few = get("/w/default/exports/accounts.csv?$select=key&$top=2500").body;
  EXPECT_EQ(std::count(few.begin(), few.end(), '\n'), 2501);
}

TEST_F(ExportRoutesTest, O12_what_one_may_not_see_is_not_exported) {
  account("A", "Acme");
  ASSERT_TRUE(service::set_field_permission(*service_, console(), "default",
                                            {.role = "rep", .record = "account", .field = "email", .read = false}));
  EXPECT_THAT(get("/w/default/exports/accounts.csv", "rep").body, Not(HasSubstr(",email,")));
  EXPECT_THAT(get("/w/default/exports/accounts.csv", "manager").body, HasSubstr(",email,"));
  EXPECT_EQ(get("/w/default/exports/accounts.csv?$select=email", "rep").status, 400);
  EXPECT_EQ(get("/w/default/exports/accounts.csv?$filter=startswith(email,%27a%27)", "rep").status, 400);
  EXPECT_EQ(get("/w/default/exports/secrets.csv").status, 404);
  EXPECT_EQ(get("/w/default/exports/accounts").status, 404);
  EXPECT_EQ(get("/w/other/exports/accounts.csv").status, 404);
  EXPECT_EQ(get("/w/default/exports/accounts.csv?$select=a&$select=b").status, 400);
}

}  // namespace
}  // namespace tenure::http
