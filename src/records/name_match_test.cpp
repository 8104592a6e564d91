#include "records/name_match.h"

#include <gtest/gtest.h>

namespace tenure::records {
namespace {

TEST(NameMatch, All_4_CasePunctuationAndLegalFormsMakeNoDifference) {
  EXPECT_EQ(name_match("ACME Trading, Ltd."), "acme trading");
  EXPECT_EQ(name_match("  acme   trading "), "acme trading");
  EXPECT_EQ(name_match("Acme-Trading GmbH & Co. KG"), "acme trading");
  EXPECT_EQ(name_match("לוי ובניו בע״מ"), "לוי ובניו");
  EXPECT_EQ(name_match("לוי ובניו בע\"מ"), "לוי ובניו");
  EXPECT_EQ(name_match("Ärzte Straße"), name_match("ärzte straße"));
  EXPECT_EQ(name_match("The Company"), "the company");  // nothing would be left
  EXPECT_EQ(name_match(" -.- "), "");
}

TEST(NameMatch, All_4_LikeNamesAreLike) {
  const auto like = [](std::string_view a, std::string_view b) { return similarity(name_match(a), name_match(b)); };
  EXPECT_EQ(like("Acme Trading Ltd", "Trading ACME"), 1.0);
  EXPECT_GT(like("Acme Trading", "Acme Tradng"), 0.85);
  EXPECT_GT(like("לוי ובניו", "לוי ובנו"), 0.85);
  EXPECT_LT(like("Acme Trading", "Apex Trading"), 0.85);
  EXPECT_LT(like("Levi", "Cohen"), 0.5);
  EXPECT_EQ(like("", ""), 0.0);
}

TEST(NameMatch, ABlockIsTheFirstLetters) {
  EXPECT_EQ(name_block("acme trading"), "acm");
  EXPECT_EQ(name_block("לוי ובניו"), "לוי");
  EXPECT_EQ(name_block("ab"), "ab");
  EXPECT_EQ(name_block(""), "");
}

}  // namespace
}  // namespace tenure::records
