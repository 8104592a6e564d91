// An enquiry becomes only what its caller may make.
#include "service/perform.h"
#include "service/service_test_support.h"
#include "service/verb.h"

namespace tenure::service {
namespace {

class EnquiriesTest : public ServiceTest {
 protected:
  Result<Done> convert(const char* to) {
    return perform(*service_, {.caller = {.actor = "ann", .role = "rep"}, .workspace = "default", .key = "E1",
                               .values = {{to, Value(true)}}},
                   *find_verb("enquiry", "convert"));
  }
  void hide_from_reps(const char* record, bool read) {
    store_->write([&](store::Transaction& t) {
      t.directory().put_field_permission(1, {.role = "rep", .record = record, .field = "*", .read = read, .write = false});
    });
    open();
  }
};

TEST_F(EnquiriesTest, A11_what_one_may_not_make_no_conversion_makes) {
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

}  // namespace
}  // namespace tenure::service
