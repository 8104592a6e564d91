#include "records/match.h"

#include <gtest/gtest.h>

namespace tenure::records {
namespace {

TEST(Match, All_4_OneAddressHoweverItIsWritten) {
  EXPECT_EQ(email_match(" Dana@Example.COM "), "dana@example.com");
  EXPECT_NE(email_match("dana@example.com"), email_match("dana@example.org"));
  EXPECT_EQ(email_match("  "), "");
}

TEST(Match, All_4_OneNumberHoweverItIsDialled) {
  for (const char* number : {"052-123 4567", "+972 52 123-4567", "00972521234567", "(052) 1234567"})
    EXPECT_EQ(phone_match(number), "21234567") << number;
  EXPECT_NE(phone_match("052-1234567"), phone_match("052-1234568"));
  EXPECT_EQ(phone_match("*2345"), "2345");
  EXPECT_EQ(phone_match("none"), "");
}

}  // namespace
}  // namespace tenure::records
