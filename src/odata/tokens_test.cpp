#include "odata/tokens.h"

#include <gtest/gtest.h>

namespace tenure::odata {
namespace {

TEST(Tokens, O16_APageTokenIsGoodForItsQueryAndItsUserOnly) {
  const Tokens tokens("secret");
  const Tokens::Page page{{{Value("Harbour, Stores"), Value(Null{}), Value(int64_t{-7}), Value(true),
                            Value(*Decimal::parse("12345678901234567.10")), Value(Instant{5})}},
                          250,
                          {7, 9}};
  const std::string token = tokens.page(page, "anna /accounts");
  const Result<Tokens::Page> back = tokens.read_page(token, "anna /accounts");
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->position, page.position);
  EXPECT_EQ(back->left, 250);
  EXPECT_EQ(back->since, (service::Since{7, 9}));
  EXPECT_EQ(tokens.read_page(token, "ben /accounts").error().code, "invalid-token");
  EXPECT_EQ(Tokens("other").read_page(token, "anna /accounts").error().code, "invalid-token");
}

TEST(Tokens, O16_AForgedTokenIsRefusedWhereverItWasChanged) {
  const Tokens tokens("secret");
  const std::string token = tokens.delta({42, 43}, "x");
  EXPECT_EQ(tokens.read_delta(token, "x").value(), (service::Since{42, 43}));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string forged = token;
    forged[i] = forged[i] == 'A' ? 'B' : 'A';
    // The last character holds two bits that stand for nothing.
    if (i + 1 == token.size()) continue;
    EXPECT_FALSE(tokens.read_delta(forged, "x").has_value()) << i;
  }
  EXPECT_FALSE(tokens.read_delta("", "x").has_value());
  EXPECT_FALSE(tokens.read_page(token, "x").has_value());  // a delta token is no page token
}

}  // namespace
}  // namespace tenure::odata
