// What must hold whichever door is used, beside the matrix of TempWorks: where new customers begin, who is told of
// duplicates, who of another's change, and what each pack's documents promise of the API.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "house.h"
#include "service/settings.h"

namespace tenure::doors {
namespace {

using service::Channel;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kAccountMap = R"map(import: accounts
account: {key: who, fields: {name: name, email: email, phone: phone}}
)map";

std::string get(House& house, const std::string& address) {
  const size_t mark = address.find('?');
  odata::Request request{.method = "GET",
                         .path = address.substr(0, mark),
                         .query = mark == std::string::npos ? "" : address.substr(mark + 1),
                         .base = "https://crm.test/w/default/odata/",
                         .workspace = "default"};
  std::string encoded;
  for (char c : request.query) {
    if (c == ' ') encoded += "%20";
    else encoded += c;
  }
  request.query = encoded;
  odata::Response response = house.api().handle(house.caller("manager"), request);
  while (response.stream && response.stream(response.body)) {
  }
  EXPECT_LT(response.status, 300) << address << " " << response.body.substr(0, 400);
  return response.body;
}

// ---- HY-3: 0 on every channel

struct Door {
  const char* name;
  Answer (*add)(House&, const std::string& name);  // makes a customer of that name
};
const Door kNewDoors[] = {
    {"New button", [](House& house, const std::string& name) {
       return house.create("account", {{"name", Value(name)}}, Channel::page);
     }},
    {"POST", [](House& house, const std::string& name) { return house.odata("POST", "/accounts", R"({"name":")" + name + R"("})"); }},
    {"POST with null", nullptr},
    {"change set", [](House& house, const std::string& name) { return house.change_set({{"accounts", R"({"name":")" + name + R"("})"}}); }},
    {"fact", [](House& house, const std::string& name) {
       return house.fact({.account = "F-1", .kind = "account.created", .key = "F-1", .values = {{"name", Value(name)}}, .create_account = true});
     }},
    {"import", [](House& house, const std::string& name) {
       return Answer{.refused = house.import("who,name,email,phone\nI-1," + name + ",,\n", kAccountMap).totals.accounts_created != 1};
     }},
    {"web form", [](House& house, const std::string& name) { return house.post("F", {{"name", Value(name)}, {"phone", Value("03-7654321")}}); }},
};

void expect_new_on_every_door(const char* pack, const std::string& lifecycle, const std::string& stage) {
  House house({.pack = pack});
  const std::string form = R"({"key":"F","title":"Contact us","fields":"[{\"name\":\"name\"},{\"name\":\"phone\"}]"})";
  ASSERT_LT(house.send("POST", "/forms", form, {}, "manager").status, 300);
  int number = 0;
  for (const Door& door : kNewDoors) {
    // Letters that are not alike, so that no name is like another.
    const std::string name(8, static_cast<char>('A' + number++));
    Answer made;
    if (!door.add) {
      made = house.odata("POST", "/accounts", R"({"name":")" + name + R"(",")" + lifecycle + R"(":null})");
    } else {
      made = door.add(house, name);
    }
    EXPECT_FALSE(made.refused) << door.name << " " << made.said.substr(0, 300);
    EXPECT_THAT(get(house, "/accounts?$select=name," + lifecycle + "&$filter=name eq '" + name + "'"),
                HasSubstr("\"" + lifecycle + "\":\"" + stage + "\""))
        << door.name;
  }
  house.expect_sound();
}

TEST(Doors, HY_3_EveryNewCustomerIsNewOnEveryChannel) { expect_new_on_every_door("hyper", "customer_status", "new"); }
TEST(Doors, PS_10_11_12_EveryNewRecordIsSuspectOnEveryChannel) {
  expect_new_on_every_door("prospectsoft", "customer_lifecycle", "suspect");
}
TEST(Doors, TW_31_EveryNewCustomerIsProspectOnEveryChannel) { expect_new_on_every_door("tempworks", "customer_status", "prospect"); }

TEST(Doors, PS_12_NullIsNeverStoredAfterwardsEither) {
  House house({.pack = "prospectsoft"});
  house.create("account", {{"key", Value("A")}, {"name", Value("Acme")}});
  EXPECT_TRUE(house.odata("PATCH", "/accounts('A')", R"({"customer_lifecycle":null})").refused);
  EXPECT_EQ(house.property("A", "customer_lifecycle"), "suspect");
}

// ---- HY: the API

TEST(Doors, HY_30_TheApiRefusesToSetTheStatusHoweverItIsAsked) {
  House house({.pack = "hyper"});
  house.create("account", {{"key", Value("L")}, {"name", Value("Levi Bros")}});
  const auto refused = [&](const Answer& answer) {
    EXPECT_TRUE(answer.refused) << answer.said.substr(0, 300);
    EXPECT_EQ(house.property("L", "customer_status"), "new");
  };
  refused(house.odata("PATCH", "/accounts('L')", R"({"customer_status":"real"})"));
  refused(house.odata("POST", "/accounts('L')/tenure.set_stage", R"({"stage":"real"})"));
  refused(house.change_set({{"accounts('L')/tenure.set_stage", R"({"stage":"real"})"}}));
  refused(house.bulk("L", R"({"stages":{"customer_status":"real"}})"));
  refused(house.fact({.account = "L", .kind = "stage.set", .values = {{"lifecycle", Value("customer_status")}, {"stage", Value("real")}}}));
  refused(house.odata("POST", "/accounts", R"({"key":"M","name":"Mizrahi","customer_status":"real"})"));
  EXPECT_EQ(house.send("PATCH", "/accounts('L')", R"({"customer_status":"real"})").status, 409);
}

TEST(Doors, HY_22_25_ThePoolIsAListOfItsOwnAndAllItsInformationStaysReadable) {
  House house({.pack = "hyper"});
  house.create("account", {{"key", Value("L")}, {"name", Value("Levi Bros")}, {"phone", Value("03-1234567")}});
  house.create("account", {{"key", Value("M")}, {"name", Value("Mizrahi")}});
  house.act("account", "L", "issue_quote", {{"key", Value("Q")}, {"amount", Value("10")}});
  ASSERT_FALSE(house.odata("POST", "/accounts('L')/tenure.declare",
                           R"({"declaration":"fictitious","note":"A test","fictitious_reason":"test_record"})").refused);
  const std::string pool = get(house, "/accounts?$filter=archived eq true&$expand=quotes");
  EXPECT_THAT(pool, HasSubstr("\"key\":\"L\""));
  EXPECT_THAT(pool, HasSubstr("\"key\":\"Q\""));
  EXPECT_THAT(pool, HasSubstr("03-1234567"));
  EXPECT_THAT(pool, Not(HasSubstr("\"key\":\"M\"")));
  EXPECT_THAT(get(house, "/accounts?$filter=archived ne true"), Not(HasSubstr("\"key\":\"L\"")));
  ASSERT_FALSE(house.odata("POST", "/accounts('L')/tenure.restore", "{}").refused);
  EXPECT_EQ(house.property("L", "customer_status"), "meeting_or_quote");
}

TEST(Doors, HY_28_TheWizardsActionActsOnTheRowsOfTheSearchLessThoseTakenOff) {
  House house({.pack = "hyper"});
  for (const char* key : {"A", "B", "C", "D"}) {
    house.create("account", {{"key", Value(key)}, {"name", Value(std::string(9, key[0]))}, {"city", Value(*key == 'D' ? "Haifa" : "Eilat")}});
    house.act("account", key, "log_call", {});
  }
  const odata::Response done = house.send("POST", "/accounts/tenure.allocate",
                                          R"({"filter":"city eq 'Eilat'","except":["B"],"campaign":"spring"})", {}, "manager");
  EXPECT_LT(done.status, 300) << done.body;
  EXPECT_THAT(done.body, HasSubstr("\"allocated\":2"));
  EXPECT_EQ(house.property("A", "customer_status"), "new");
  EXPECT_EQ(house.property("B", "customer_status"), "in_follow_up");
  EXPECT_EQ(house.property("C", "customer_status"), "new");
  EXPECT_EQ(house.property("D", "customer_status"), "in_follow_up");
}

// ---- LS

TEST(Doors, LS_2_5_EveryPathStampsTheStageThatIsEnteredAndNoOther) {
  House house({.pack = "leanscale"});
  const auto ways = std::vector<std::pair<std::string, std::function<Answer(const std::string&)>>>{
      {"PATCH", [&](const std::string& key) { return house.odata("PATCH", "/accounts('" + key + "')", R"({"customer_stage":"implementation"})"); }},
      {"action", [&](const std::string& key) {
         return house.odata("POST", "/accounts('" + key + "')/tenure.set_stage", R"({"stage":"implementation"})");
       }},
      {"bulk", [&](const std::string& key) { return house.bulk(key, R"({"stages":{"customer_stage":"implementation"}})"); }},
      {"change set", [&](const std::string& key) {
         return house.change_set({{"accounts('" + key + "')/tenure.set_stage", R"({"stage":"implementation"})"}});
       }},
      {"fact", [&](const std::string& key) {
         return house.fact({.account = key, .kind = "stage.set", .values = {{"lifecycle", Value("customer_stage")}, {"stage", Value("implementation")}}});
       }}};
  for (const auto& [name, set] : ways) {
    const std::string key = "K" + name.substr(0, 2);
    house.create("account", {{"key", Value(key)}, {"name", Value(std::string(9, name[0]))}});
    house.pass(3600);
    const Answer answer = set(key);
    EXPECT_FALSE(answer.refused) << name << answer.said.substr(0, 300);
    const std::string row = get(house, "/accounts('" + key + "')?$select=customer_stage_implementation_entered_at,customer_stage_onboarding_entered_at");
    EXPECT_THAT(row, HasSubstr("\"customer_stage_implementation_entered_at\":\"2026-06-01T")) << name;
    EXPECT_THAT(row, HasSubstr("\"customer_stage_onboarding_entered_at\":null")) << name;
  }
  house.expect_sound();
}

// ---- PS

TEST(Doors, PS_2_LeadsByStageAsAReportOfTheApiAndTheCallingList) {
  House house({.pack = "prospectsoft"});
  for (const char* key : {"A", "B", "C"}) house.create("account", {{"key", Value(key)}, {"name", Value(std::string(9, key[0]))}});
  house.odata("PATCH", "/accounts('C')", R"({"customer_lifecycle":"lead"})");
  const std::string report = get(house, "/accounts?$apply=groupby((customer_lifecycle),aggregate($count as accounts))");
  EXPECT_THAT(report, HasSubstr(R"("customer_lifecycle":"suspect","accounts":2)"));
  EXPECT_THAT(report, HasSubstr(R"("customer_lifecycle":"lead","accounts":1)"));
  EXPECT_THAT(get(house, "/accounts/tenure.calling_list()"), HasSubstr("\"key\":\"C\""));
}

TEST(Doors, PS_40_41_OneBulkRunSplitsProspectSupermarketIntoTypeAndStage) {
  House house({.pack = "prospectsoft"});
  house.create("account", {{"key", Value("A")}, {"name", Value("Acme")}, {"company_type", Value("prospect_supermarket")}});
  const Answer done = house.bulk("A", R"({"set":{"company_type":"supermarket"},"stages":{"customer_lifecycle":"prospect"}})");
  EXPECT_FALSE(done.refused) << done.said;
  EXPECT_EQ(house.property("A", "company_type"), "supermarket");
  EXPECT_EQ(house.property("A", "customer_lifecycle"), "prospect");
  house.expect_sound();
}

TEST(Doors, PS_44_WhereASurnameIsRequiredAQuestionMarkIsStoredByEveryDoor) {
  House house({.pack = "prospectsoft"});
  const service::Caller owner{.actor = "owner", .role = "owner"};
  ASSERT_TRUE(service::change_setting(house.service(), owner, "default", "surname_required", "true").has_value());
  house.create("account", {{"key", Value("A")}, {"name", Value("Acme")}});
  EXPECT_FALSE(house.create("contact", {{"key", Value("K1")}, {"account", Value("A")}, {"first_name", Value("Dana")}}, Channel::page).refused);
  EXPECT_FALSE(house.odata("POST", "/contacts", R"({"key":"K2","account":"A","first_name":"Dana"})").refused);
  EXPECT_FALSE(house.odata("POST", "/accounts('A')/contacts", R"({"key":"K3","first_name":"Dana","last_name":""})").refused);
  EXPECT_FALSE(house.change_set({{"contacts", R"({"key":"K4","account":"A","email":"x@acme.example"})"}}).refused);
  EXPECT_FALSE(house.fact({.account = "A", .kind = "contact.created", .key = "K5", .values = {{"contact", Value("K5")}, {"first_name", Value("Dana")}}}).refused);
  EXPECT_EQ(house.import("who,no,first,at\nA,K6,Dana,2026-05-01\n", R"map(import: contacts
columns: {at: date}
account: {key: who, create: false}
facts: [{kind: contact.created, key: no, at: at, fields: {contact: no, first_name: first}}]
)map").totals.recorded, 1);
  EXPECT_FALSE(house.odata("POST", "/enquiries", R"({"key":"E","account":"A","name":"Dana","phone":"03-5555555"})").refused);
  EXPECT_FALSE(house.odata("POST", "/enquiries('E')/tenure.convert", R"({"contact":true})").refused);
  for (const char* key : {"K1", "K2", "K3", "K4", "K5", "K6"}) EXPECT_EQ(house.field("contact", key, "last_name"), "?") << key;
  EXPECT_EQ(house.field("contact", house.field("enquiry", "E", "contact"), "last_name"), "?");
  house.expect_sound();
}

TEST(Doors, PS_45_APersonIsConvertedToACompanyAndBackByTheApiKeepingIdAndHistory) {
  House house({.pack = "prospectsoft"});
  house.odata("POST", "/accounts", R"({"key":"A","name":"Dana Levi","is_person":true,"email":"dana@levi.example"})");
  house.odata("POST", "/orders", R"({"key":"O","account":"A","amount":5})");
  EXPECT_FALSE(house.odata("POST", "/accounts('A')/tenure.convert_to_company", R"({"name":"Levi Ltd","contact":"K"})").refused);
  EXPECT_THAT(get(house, "/accounts('A')?$select=name,is_person,customer_lifecycle"),
              HasSubstr(R"("name":"Levi Ltd","is_person":false,"customer_lifecycle":"onboarding")"));
  EXPECT_EQ(house.field("contact", "K", "last_name"), "Levi");
  EXPECT_FALSE(house.odata("POST", "/accounts('A')/tenure.convert_to_person", R"({"name":"Dana Levi"})").refused);
  EXPECT_THAT(get(house, "/accounts('A')?$select=name,is_person&$expand=orders($select=key),transitions($select=to)"),
              HasSubstr(R"("is_person":true)"));
  EXPECT_EQ(house.field("order", "O", "account"), "A");
  EXPECT_EQ(house.property("A", "customer_lifecycle"), "onboarding");
  house.expect_sound();
}

TEST(Doors, PS_42_TheLifecycleLogIsReadWithTheDivision) {
  House house({.pack = "prospectsoft"});
  house.odata("POST", "/accounts", R"({"key":"A","name":"Acme"})");
  house.odata("POST", "/orders", R"({"key":"O","account":"A"})");
  EXPECT_THAT(get(house, "/accounts('A')?$expand=transitions"), HasSubstr(R"("to":"onboarding")"));
}

TEST(Doors, PS_53_54_55_TheActionConvertLinksAllOfThemInOneTransaction) {
  House house({.pack = "prospectsoft"});
  house.odata("POST", "/accounts", R"({"key":"A","name":"Acme"})");
  house.odata("POST", "/enquiries", R"({"key":"E","account":"A","subject":"A shop","name":"Dana Levi"})");
  const Answer done = house.odata("POST", "/enquiries('E')/tenure.convert", R"({"contact":true,"opportunity":true,"case":true})");
  EXPECT_FALSE(done.refused) << done.said.substr(0, 300);
  for (const char* record : {"contact", "opportunity", "case"}) {
    const std::string key = house.field("enquiry", "E", record);
    EXPECT_NE(key, "") << record;
    EXPECT_EQ(house.field(record, key, "account"), "A") << record;
  }
  EXPECT_EQ(house.field("case", house.field("enquiry", "E", "case"), "enquiry"), "E");
  house.expect_sound();
}

// ---- TW

TEST(Doors, TW_32_AnExceptionWithItsReasonByTheApi) {
  House house({.pack = "tempworks"});
  house.odata("POST", "/accounts", R"({"key":"C","name":"Mill","customer_status":"inactive"})");
  const std::string body = R"({"key":"O","account":"C","exception_reason":"Signed before"})";
  EXPECT_EQ(house.send("POST", "/orders", body).status, 409);
  const odata::Response made = house.send("POST", "/orders", body, {}, "manager");
  EXPECT_EQ(made.status, 201) << made.body.substr(0, 300);
  EXPECT_THAT(get(house, "/orders('O')?$select=gate_verdict,gate_reason"), HasSubstr(R"("gate_verdict":"excepted","gate_reason":"Signed before")"));
}

TEST(Doors, TW_37_StatusIsSearchableAndReportableAndLiveAssignmentsOfOthersThanActiveAreListed) {
  House house({.pack = "tempworks"});
  for (const char* key : {"C", "D"}) {
    house.odata("POST", "/accounts", std::string(R"({"key":")") + key + R"(","name":")" + std::string(9, *key) + R"(","customer_status":"active"})");
    house.odata("POST", "/assignments", std::string(R"({"account":")") + key + R"("})");
  }
  house.odata("PATCH", "/accounts('D')", R"({"customer_status":"lost"})");
  EXPECT_THAT(get(house, "/accounts?$filter=customer_status eq 'lost'&$count=true"), HasSubstr("\"@odata.count\":1"));
  EXPECT_THAT(get(house, "/accounts?$apply=groupby((customer_status),aggregate($count as n))"), HasSubstr(R"("customer_status":"lost","n":1)"));
  const std::string live = get(house, "/accounts?$filter=live_assignment_count gt 0 and customer_status ne 'active'&$select=key");
  EXPECT_THAT(live, HasSubstr("\"key\":\"D\""));
  EXPECT_THAT(live, Not(HasSubstr("\"key\":\"C\"")));
}

TEST(Doors, TW_39_45_DeleteRemovesNothingAndPastDataStaysReadable) {
  House house({.pack = "tempworks"});
  house.odata("POST", "/accounts", R"({"key":"C","name":"Mill","customer_status":"active"})");
  house.odata("POST", "/orders", R"({"key":"O","account":"C","amount":100})");
  for (const char* status : {"inactive", "lost"}) {
    EXPECT_FALSE(house.odata("PATCH", "/accounts('C')", std::string(R"({"customer_status":")") + status + R"("})").refused);
    EXPECT_THAT(get(house, "/accounts('C')?$expand=orders"), HasSubstr("\"key\":\"O\"")) << status;
  }
  EXPECT_LT(house.send("DELETE", "/accounts('C')", "", {{"If-Match", "*"}}, "manager").status, 300);
  const std::string row = get(house, "/accounts('C')?$expand=orders,transitions");
  EXPECT_THAT(row, HasSubstr("\"archived\":true"));
  EXPECT_THAT(row, HasSubstr("\"name\":\"Mill\""));
  EXPECT_THAT(row, HasSubstr("\"key\":\"O\""));
  EXPECT_THAT(row, HasSubstr("\"to\":\"lost\""));
  house.expect_sound();
}

TEST(Doors, TW_43_DoNotServiceIsLeftOutOfCallingAndMailingLists) {
  House house({.pack = "tempworks"});
  for (const char* key : {"C", "D"})
    house.odata("POST", "/accounts", std::string(R"({"key":")") + key + R"(","name":")" + std::string(9, *key) + R"(","email":")" + key + R"(@mill.example","phone":"03-123456)" + (*key == 'C' ? "1" : "9") + R"("})");
  house.odata("PATCH", "/accounts('D')", R"({"customer_status":"do_not_service"})");
  for (const char* list : {"/accounts/tenure.calling_list()", "/accounts/tenure.mailing_list()"}) {
    const std::string rows = get(house, list);
    EXPECT_THAT(rows, HasSubstr("\"key\":\"C\"")) << list;
    EXPECT_THAT(rows, Not(HasSubstr("\"key\":\"D\""))) << list;
  }
}

// ---- All-4: told at every door, and never merged by themselves

TEST(Doors, All_4_DuplicatesAreToldAtEveryDoorAndNeverMerged) {
  House house({.pack = "prospectsoft"});
  house.odata("POST", "/accounts", R"({"key":"A","name":"Acme","email":"info@acme.example","phone":"03-1234567"})");
  const std::string twin = R"("name":"Other","email":"INFO@acme.example")";
  // Capture: refused until it is confirmed.
  Answer asked = house.create("account", {{"name", Value("Other")}, {"email", Value("INFO@acme.example")}}, Channel::page);
  EXPECT_TRUE(asked.refused && asked.says("possible-duplicate(A)")) << asked.said;
  const odata::Response refused = house.send("POST", "/accounts", "{" + twin + "}");
  EXPECT_EQ(refused.status, 409) << refused.body;
  EXPECT_THAT(refused.body, HasSubstr("possible-duplicate"));
  EXPECT_TRUE(house.change_set({{"accounts", "{" + twin + "}"}}).refused);
  EXPECT_EQ(house.send("POST", "/accounts", R"({"key":"B",)" + twin + R"(,"confirm":true})").status, 201);
  EXPECT_EQ(house.send("POST", "/accounts", R"({"key":"C",)" + twin + R"(,"confirm":true})").status, 201);
  // Import: both stay, and the report names the two.
  const auto report = house.import("who,name,email,phone\nD,Dairy,,+972 3 123 4567\nE,Echo,echo@echo.example,\n", kAccountMap);
  EXPECT_EQ(report.totals.accounts_created, 2);
  EXPECT_EQ(report.totals.possible_duplicates, 1);
  ASSERT_FALSE(report.totals.duplicates.empty());
  EXPECT_EQ(report.totals.duplicates[0].account, "D");
  EXPECT_EQ(report.totals.duplicates[0].match, "A");
  EXPECT_EQ(report.totals.duplicates[0].by, "phone");
  // Form: the contact is logged with the one that is known, and makes no other.
  const std::string form = R"({"key":"F","title":"Contact us","fields":"[{\"name\":\"name\"},{\"name\":\"email\"}]"})";
  ASSERT_LT(house.send("POST", "/forms", form, {}, "manager").status, 300);
  const Answer posted = house.post("F", {{"name", Value("Echo again")}, {"email", Value("Echo@echo.example")}});
  EXPECT_FALSE(posted.refused) << posted.said;
  EXPECT_EQ(house.field("enquiry", posted.key, "account"), "E");
  EXPECT_EQ(house.property("E", "name"), "Echo");
  for (const char* key : {"A", "B", "C", "D", "E"}) EXPECT_EQ(house.property(key, "merged_into"), "") << key;
  house.expect_sound();
}

// ---- All-5: the second of two is told, at every door

TEST(Doors, All_5_TheSecondOfTwoIsToldAndNothingIsLost) {
  House house({.pack = "tempworks"});
  house.odata("POST", "/accounts", R"({"key":"C","name":"Mill","branch":"North"})");
  house.odata("POST", "/contacts", R"({"key":"K","account":"C","first_name":"Noa"})");
  const auto etag = [&](const std::string& path) {
    const odata::Response response = house.send("GET", path, "");
    const std::string* tag = odata::find_header(response.headers, "ETag");
    return tag ? *tag : std::string();
  };
  const std::string seen = etag("/accounts('C')"), seen_contact = etag("/contacts('K')");
  ASSERT_NE(seen, "");
  EXPECT_LT(house.send("PATCH", "/accounts('C')", R"({"branch":"South"})", {{"If-Match", seen}}).status, 300);
  EXPECT_LT(house.send("PATCH", "/contacts('K')", R"({"role":"Buyer"})", {{"If-Match", seen_contact}}).status, 300);
  // The second of them: PATCH, action, DELETE, PATCH of a document.
  EXPECT_EQ(house.send("PATCH", "/accounts('C')", R"({"branch":"East"})", {{"If-Match", seen}}).status, 412);
  EXPECT_EQ(house.send("POST", "/accounts('C')/tenure.log_call", "{}", {{"If-Match", seen}}).status, 412);
  EXPECT_EQ(house.send("DELETE", "/accounts('C')", "", {{"If-Match", seen}}, "manager").status, 412);
  EXPECT_EQ(house.send("PATCH", "/contacts('K')", R"({"role":"Owner"})", {{"If-Match", seen_contact}}).status, 412);
  // Facts with the version that was seen.
  service::FactInput late{.account = "C", .kind = "account.changed", .values = {{"branch", Value("West")}}};
  late.expected_version = 1;
  const Answer fact = house.fact(late);
  EXPECT_TRUE(fact.refused && fact.says("stale-version")) << fact.said;
  EXPECT_EQ(house.property("C", "branch"), "South");
  EXPECT_EQ(house.field("contact", "K", "role"), "Buyer");
  house.expect_sound();
}

}  // namespace
}  // namespace tenure::doors
