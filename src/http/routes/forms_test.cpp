// Public forms: a page without a script in both languages, JSON for programs, and nothing for machines.
#include "base/limits_of_doors.h"
#include "http/routes/forms.h"
#include "http/routes/route_test_support.h"
#include "service/perform.h"
#include "service/reading.h"
#include "service/settings.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;
using testing::Not;

class FormRoutesTest : public RouteTest {
 protected:
  void SetUp() override {
    RouteTest::SetUp();
    const Result<service::Done> made = form(
        {{"key", Value("contact")},
         {"title", Value("Contact <us>")},
         {"fields", Value(R"([{"name":"name"},{"name":"email","title":{"en":"Your e-mail","he":"הדוא״ל שלך"},"required":true},{"name":"note"}])")}});
    ASSERT_TRUE(made && !made->refused) << (made ? "" : made.error().code);
  }
  void add_routes(Router& router) override { add_form_routes(router, *service_, clock_); }
  Result<service::Done> form(std::vector<std::pair<std::string, Value>> values) {
    const service::Caller who = console();
    const service::Call call{who, "default", "", std::move(values), {}, false};
    return service::create_record(*service_, call, "form");
  }
  TestResponse send(std::string_view body, std::string_view type = "application/x-www-form-urlencoded",
                    std::string_view query = "") {
    return post("/w/default/forms/contact" + std::string(query), "", body,
                "Content-Type: " + std::string(type) + "\r\n");
  }
  int64_t enquiries() {
    const Result<service::Reading> reading = service_->reading(console(), "default");
    const auto query = query::bind(reading->model, *reading->model->find_set("enquiries"), {}, reading->setting(clock_.now()));
    return reading->run(*query, [](const query::Row&) { return true; })->rows;
  }
};

TEST_F(FormRoutesTest, PS52_a_page_that_needs_no_script_in_both_languages) {
  const TestResponse english = get("/w/default/forms/contact", "");
  EXPECT_EQ(english.status, 200);
  EXPECT_THAT(english.body, HasSubstr("<html lang=\"en\" dir=\"ltr\">"));
  EXPECT_THAT(english.body, HasSubstr("Your e-mail *</label><input type=\"email\" id=\"f-email\" name=\"email\""));
  EXPECT_THAT(english.body, HasSubstr("<textarea id=\"f-note\" name=\"note\""));
  EXPECT_THAT(english.body, Not(HasSubstr("<script")));
  const TestResponse hebrew = get("/w/default/forms/contact?lang=he", "");
  EXPECT_THAT(hebrew.body, HasSubstr("<html lang=\"he\" dir=\"rtl\">"));
  EXPECT_THAT(hebrew.body, HasSubstr("הדוא״ל שלך"));
  EXPECT_THAT(hebrew.body, HasSubstr(">שליחה</button>"));
  EXPECT_EQ(get("/w/default/forms/contact", "", "Accept-Language: he\r\n").body, hebrew.body);
}

TEST_F(FormRoutesTest, HY3_HY32_what_is_posted_is_an_enquiry_and_a_lead) {
  const TestResponse answer = send("name=&email=dana%40example.com&note=Hello+there");
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("Thank you."));
  EXPECT_EQ(enquiries(), 1);
  const auto accounts = [&] {
    std::string names;
    EXPECT_TRUE(service_->accounts("default", [&](const service::Service::AccountRow& row) {
      for (const auto& [name, value] : row.properties) {
        if (name == "name" || name == "channel" || name == "status") names += to_text(value) + ";";
      }
    }));
    return names;
  }();
  EXPECT_THAT(accounts, HasSubstr("Web enquiry from dana@example.com"));
  EXPECT_THAT(accounts, HasSubstr("suspect"));
}

TEST_F(FormRoutesTest, what_is_missing_is_said_beside_the_field) {
  const TestResponse page = send("name=%22%3E%3Cscript%3Ex&email=nonsense", "application/x-www-form-urlencoded");
  EXPECT_EQ(page.status, 422);
  EXPECT_THAT(page.body, HasSubstr("aria-invalid=\"true\" aria-describedby=\"f-email-fault\""));
  EXPECT_THAT(page.body, HasSubstr("value=\"&quot;&gt;&lt;script&gt;x\""));  // kept, and as text
  EXPECT_THAT(page.body, Not(HasSubstr("<script")));
  EXPECT_EQ(enquiries(), 0);
  const TestResponse json = send(R"({"name":"Dana"})", "application/json");
  EXPECT_EQ(json.status, 422);
  EXPECT_EQ(at_path(json.body, "code"), "form-refused");
  EXPECT_EQ(at_path(json.body, "errors/0/target"), "email");
}

TEST_F(FormRoutesTest, U3_titles_are_text) {
  EXPECT_THAT(get("/w/default/forms/contact", "").body, HasSubstr("<title>Contact &lt;us&gt;</title>"));
}

TEST_F(FormRoutesTest, programs_get_and_send_json) {
  const TestResponse shown = get("/w/default/forms/contact", "", "Accept: application/json\r\n");
  EXPECT_EQ(at_path(shown.body, "fields/1"),
            R"({"name":"email","title":{"en":"Your e-mail","he":"הדוא״ל שלך"},"required":true})");
  EXPECT_EQ(at_path(shown.body, "fields/2/title/he"), "הודעה");
  EXPECT_EQ(send(R"({"email":"a@example.com"})", "application/json").status, 201);
  EXPECT_EQ(send("[]", "application/json").status, 400);
  EXPECT_EQ(send("x", "text/plain").status, 415);
}

TEST_F(FormRoutesTest, a_machine_is_thanked_and_forgotten) {
  EXPECT_THAT(get("/w/default/forms/contact", "").body, HasSubstr("name=\"website\" tabindex=\"-1\""));
  EXPECT_EQ(send("email=a%40example.com&website=http://spam").status, 200);
  EXPECT_EQ(enquiries(), 0);
}

TEST_F(FormRoutesTest, one_address_may_post_so_often) {
  for (int64_t i = 0; i < limits::kFormPosts; ++i) EXPECT_EQ(send("email=a%40example.com").status, 200);
  const TestResponse no = send("email=a%40example.com");
  EXPECT_EQ(no.status, 429);
  EXPECT_EQ(no.header("Retry-After"), std::to_string(limits::kFormPostsSeconds + 1));
  EXPECT_EQ(at_path(no.body, "code"), "rate-limited");
  EXPECT_EQ(enquiries(), limits::kFormPosts);
  pass(limits::kFormPostsSeconds);
  EXPECT_EQ(send("email=a%40example.com").status, 200);
}

TEST_F(FormRoutesTest, it_stands_in_frames_of_the_sites_that_were_named) {
  EXPECT_THAT(get("/w/default/forms/contact", "").header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
  const auto set = [&](const char* sites) {
    return service::change_setting(*service_, console(), "default", "form_sites", std::string(sites)).has_value();
  };
  EXPECT_FALSE(set("*"));
  EXPECT_FALSE(set("https://a.example; script-src *"));
  EXPECT_FALSE(set("https://a.example/path"));
  ASSERT_TRUE(set("https://www.example.com https://shop.example.com"));
  const std::string policy = get("/w/default/forms/contact", "").header("Content-Security-Policy");
  EXPECT_THAT(policy, HasSubstr("frame-ancestors https://www.example.com https://shop.example.com"));
  EXPECT_THAT(policy, HasSubstr("default-src 'none'; style-src 'sha256-"));
}

TEST_F(FormRoutesTest, A1_what_is_closed_or_elsewhere_is_not_there) {
  ASSERT_TRUE(form({{"key", Value("closed")}, {"title", Value("Closed")}, {"fields", Value(R"([{"name":"email"}])")},
                    {"active", Value(false)}}));
  EXPECT_EQ(get("/w/default/forms/closed", "").status, 404);
  EXPECT_EQ(get("/w/default/forms/none", "").status, 404);
  EXPECT_EQ(get("/w/other/forms/contact", "").body, [&] {
    std::string same = get("/w/default/forms/none", "").body;
    return same.replace(same.find("none"), 4, "contact");
  }());
  EXPECT_EQ(send(std::string(limits::kFormBody + 1, 'x')).status, 413);
}

// A form's address is the only one that is given to everybody: it opens that form and nothing else.
TEST_F(FormRoutesTest, A12_a_public_address_with_any_other_value_is_not_there) {
  const auto with_name = [](std::string body, const std::string& value) {
    const size_t at = body.find(value);
    return at == std::string::npos ? body : body.replace(at, value.size(), "none");
  };
  const std::string none = get("/w/default/forms/none", "").body;
  for (const char* value : {"contac", "contact1", "CONTACT", "contact%20", "contact%25", "_ontact", "*", "1", "-1", "contact;a", "contact'"}) {
    const TestResponse answer = get("/w/default/forms/" + std::string(value), "");
    EXPECT_TRUE(answer.status == 404 || answer.status == 400) << value << " " << answer.status;
    EXPECT_THAT(answer.body, Not(HasSubstr("Contact &lt;us"))) << value;
    EXPECT_EQ(post("/w/default/forms/" + std::string(value), "", "email=a%40example.com",
                   "Content-Type: application/x-www-form-urlencoded\r\n").status, answer.status) << value;
  }
  EXPECT_EQ(with_name(get("/w/default/forms/contac", "").body, "contac"), none);
  EXPECT_EQ(enquiries(), 0);
}

TEST_F(FormRoutesTest, afterwards_it_leads_on) {
  ASSERT_TRUE(form({{"key", Value("on")}, {"title", Value("On")}, {"fields", Value(R"([{"name":"email"}])")},
                    {"redirect", Value("https://www.example.com/thanks")}}));
  const TestResponse answer = post("/w/default/forms/on", "", "email=a%40example.com",
                                   "Content-Type: application/x-www-form-urlencoded\r\n");
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "https://www.example.com/thanks");
}

}  // namespace
}  // namespace tenure::http
