// A verb makes only what its caller may make, also where that is not what it is named after.
#include "service/perform.h"
#include "service/service_test_support.h"
#include "service/verb.h"

namespace tenure::service {
namespace {

class MakesTest : public ServiceTest {
 protected:
  Result<Done> convert(const char* to) {
    return perform(*service_, {.caller = {.actor = "ann", .role = "rep"}, .workspace = "default", .key = "E1",
                               .values = {{to, Value(true)}}},
                   *find_verb("enquiry", "convert"));
  }
  Result<Done> act(const char* verb, std::vector<std::pair<std::string, Value>> values) {
    return perform(*service_, {.caller = {.actor = "ann", .role = "rep"}, .workspace = "default", .key = "A",
                               .values = std::move(values)},
                   *find_verb("account", verb));
  }
  void hide_from_reps(const char* record, bool read) {
    store_->write([&](store::Transaction& t) {
      t.directory().put_field_permission(1, {.role = "rep", .record = record, .field = "*", .read = read, .write = false});
    });
    open();
  }
};

TEST_F(MakesTest, A11_what_one_may_not_make_no_conversion_makes) {
  record({.account = "A", .kind = "account.created", .at = at("2026-04-01T09:00:00Z")});
  const Verdict received = record({.account = "A", .kind = "enquiry.received", .key = "E1", .at = at("2026-05-01T09:00:00Z"),
          .values = {{"name", Value("Dana Levi")}, {"subject", Value("help")}}});
  ASSERT_EQ(received.outcome, Outcome::recorded) << (received.refusals.empty() ? "" : received.refusals[0].code);
  hide_from_reps("opportunity", true);
  hide_from_reps("case", false);
  const auto opportunity = convert("opportunity"), problem = convert("case");
  ASSERT_FALSE(opportunity);
  EXPECT_EQ(opportunity.error(), (Error{"not-allowed", {{"role", "rep"}, {"what", "opportunity"}}}));
  ASSERT_FALSE(problem);
  EXPECT_EQ(problem.error().code, "not-allowed");
  const auto contact = convert("contact");
  ASSERT_TRUE(contact) << say(Language::english, contact.error());
  EXPECT_TRUE(contact->refusals.empty());
}

TEST_F(MakesTest, A11_a_call_makes_no_task_for_who_may_make_none) {
  record({.account = "A", .kind = "account.created", .at = at("2026-04-01T09:00:00Z")});
  hide_from_reps("task", true);
  const auto again = act("log_call", {{"callback_at", Value(at("2026-12-01T09:00:00Z"))}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error(), (Error{"not-allowed", {{"role", "rep"}, {"what", "task"}}}));
  const auto call = act("log_call", {{"note", Value("no answer")}});
  ASSERT_TRUE(call) << say(Language::english, call.error());
  EXPECT_TRUE(call->refusals.empty());
}

TEST_F(MakesTest, A11_a_declaration_writes_no_note_for_who_may_write_none) {
  record({.account = "A", .kind = "account.created", .at = at("2026-04-01T09:00:00Z")});
  const std::vector<std::pair<std::string, Value>> closing{{"declaration", Value("closing")}, {"note", Value("moved abroad")}, {"reason", Value("other")}};
  hide_from_reps("activity", true);
  const auto refused = act("declare", closing);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), (Error{"not-allowed", {{"role", "rep"}, {"what", "activity"}}}));
}

}  // namespace
}  // namespace tenure::service
