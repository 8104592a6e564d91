// F10–F12: what a script may not do, and what it can.
#include "script/script.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "script/sandbox.h"
#include "script/worker_for_tests.h"

namespace tenure::script {
namespace {

std::vector<Account> three() {
  return {{"A", {{"order_total", *Decimal::parse("1200.50")}, {"order_count", int64_t{3}}, {"vip", true}},
           {{"status", "customer"}}},
          {"B", {{"last_order_at", *parse_instant("2026-01-01T00:00:00Z")}, {"country", Value(Null{})}},
           {{"status", "suspect"}, {"rfm", ""}}},
          {"ג", {{"renewal_date", *parse_date("2026-07-01")}}, {}}};
}

Result<Answer> run_text(std::string_view text, int wall_millis = 0) {
  return run({.text = text,
              .now = *parse_instant("2026-06-01T00:00:00Z"),
              .accounts = [](const auto& give) { for (const Account& account : three()) give(account); },
              .wall_millis = wall_millis});
}
std::string code(std::string_view text, int wall_millis = 0) {
  const Result<Answer> answer = run_text(text, wall_millis);
  return answer ? "done" : answer.error().code;
}
std::string printed(std::string_view text) {
  const Result<Answer> answer = run_text(text);
  return answer ? answer->printed : say(Language::english, answer.error());
}

TEST(Script, HY_31_SeesPlainDataAndSaysWhichStageSomeShallHave) {
  const Result<Answer> answer = run_text(R"(
    local moves = {}
    for _, account in ipairs(accounts) do
      if account.stages.status == 'customer' and tonumber(account.properties.order_total) > 1000 then
        moves[#moves + 1] = {account = account.key, lifecycle = 'status', stage = 'loyal', reason = 'big'}
      end
    end
    print(#accounts, now, days(accounts[2].properties.last_order_at), days(accounts[3].properties.renewal_date))
    return moves)");
  ASSERT_TRUE(answer.has_value()) << say(Language::english, answer.error());
  EXPECT_EQ(answer->moves, (std::vector<Move>{{"A", "status", "loyal", "big"}}));
  EXPECT_EQ(answer->printed, "3\t2026-06-01T00:00:00Z\t20454\t20635\n");
}

TEST(Script, MoneyStaysExactAndNothingIsMadeUp) {
  EXPECT_EQ(printed("local p = accounts[1].properties; print(p.order_total, math.type(p.order_count), p.vip)"),
            "1200.50\tinteger\ttrue\n");
  EXPECT_EQ(printed("print(accounts[2].properties.country, accounts[2].stages.rfm, accounts[3].key)"), "nil\tnil\tג\n");
  EXPECT_EQ(printed(""), "");
}

TEST(Script, F10_OneThatDoesNotEndIsEnded) {
  EXPECT_EQ(code("while true do end", 300), "script-timeout");
  EXPECT_EQ(code("while true do pcall(function() while true do end end) end", 300), "script-timeout");
  EXPECT_EQ(code("while true do pcall(error) end", 300), "script-timeout");
  EXPECT_EQ(code("local function f() return f() end f()", 300), "script-timeout");
  EXPECT_EQ(code("coroutine.wrap(function() while true do end end)()", 300), "script-failed");  // none to be had
  // Its processor time is bounded too, by the kernel, however long we would wait.
  EXPECT_EQ(code("while true do end", 60'000), "script-timeout");
}

TEST(Script, F11_MemoryAndLibraryCallsAreBounded) {
  EXPECT_EQ(code("return string.rep('x', 1000000000)"), "script-memory");
  EXPECT_EQ(code("local t = {} while true do t[#t + 1] = string.rep('x', 100000) .. #t end"), "script-memory");
  EXPECT_EQ(code("pcall(string.rep, 'x', 1000000000) return {}"), "done");
  EXPECT_EQ(code("local s = string.rep('a', 100000) for i = 1, 1000 do string.find(s, string.rep('a*', 100) .. 'b') end", 500),
            "script-timeout");
  EXPECT_EQ(code("local function f(n) return 1 + f(n + 1) end f(1)"), "script-failed");
  EXPECT_EQ(code("local t = {} for i = 1, 200000 do t[i] = {account = 'A', lifecycle = 'x', stage = 'y'} end return t"),
            "script-answer");
  EXPECT_EQ(printed("for i = 1, 100000 do print('0123456789') end").size(), limits::kScriptPrintBytes);
}

TEST(Script, F12_NothingLeadsOut) {
  for (const char* name : {"os", "io", "package", "debug", "require", "load", "loadfile", "dofile", "loadstring",
                           "collectgarbage", "setmetatable", "getmetatable", "rawset", "rawget", "rawequal", "rawlen",
                           "coroutine", "warn", "_G", "string.dump", "math.random", "math.randomseed"}) {
    EXPECT_EQ(printed(std::string("print(") + name + ")"), "nil\n") << name;
  }
  EXPECT_EQ(code("return ('x'):rep(3)"), "script-failed");  // texts have no metatable
  EXPECT_EQ(code("\x1bLua"), "script-syntax");
  EXPECT_EQ(code(std::string("return {}\0", 10)), "script-not-text");
  EXPECT_EQ(code(std::string(limits::kScriptBytes + 1, ' ')), "script-too-long");
  // An error object is plain text, and a table stays inside.
  Result<Answer> answer = run_text("error({secret = 'x'})");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(say(Language::english, answer.error()), "The script failed: (table)");
  answer = run_text("error('no\\n<b>way</b>')");
  EXPECT_EQ(say(Language::english, answer.error()), "The script failed: script:1: no <b>way</b>");
  answer = run_text("local x =");
  EXPECT_EQ(answer.error().code, "script-syntax");
  EXPECT_NE(say(Language::english, answer.error()).find("script:1:"), std::string::npos);
}

TEST(Script, AnAnswerThatIsNoneIsRefusedWhole) {
  EXPECT_EQ(code("return 7"), "script-answer");
  EXPECT_EQ(code("return {1}"), "script-answer");
  EXPECT_EQ(code("return {{account = 'A', lifecycle = 'status'}}"), "script-answer");
  EXPECT_EQ(code("return {{account = 'A', lifecycle = 'status', stage = 7}}"), "script-answer");
  EXPECT_EQ(code("return {{account = 'A', lifecycle = 'status', stage = '\\xff'}}"), "script-answer");
  EXPECT_EQ(code("return {}"), "done");
  EXPECT_EQ(code("return nil"), "done");
}

TEST(Script, ManyAccountsFitAndTooManyAreRefused) {
  const auto many = [](size_t count) {
    return run({.text = "return {{account = accounts[#accounts].key, lifecycle = 'l', stage = 's', reason = 'r'}}",
                .now = Instant{0},
                .accounts = [&](const auto& give) {
                  for (size_t i = 0; i < count; ++i) {
                    give({"K" + std::to_string(i), {{"name", std::string(200, 'n')}}, {{"l", "t"}}});
                  }
                }});
  };
  const Result<Answer> answer = many(limits::kScriptAccounts);
  ASSERT_TRUE(answer.has_value()) << say(Language::english, answer.error());
  EXPECT_EQ(answer->moves[0].account, "K" + std::to_string(limits::kScriptAccounts - 1));
  EXPECT_EQ(many(limits::kScriptAccounts + 1).error().code, "script-too-many-accounts");
}

// The process itself, as a script would find it that had broken out of Lua.
TEST(Script, F12_TheProcessIsWalledIn) {
  const auto dies = [](const char* what, auto&& deed) {
    EXPECT_EXIT(
        {
          if (!lock_in()) _exit(3);
          deed();
          _exit(0);
        },
        testing::KilledBySignal(SIGSYS), "")
        << what;
  };
  GTEST_FLAG_SET(death_test_style, "fast");
  dies("open", [] { (void)!open("/etc/passwd", O_RDONLY); });
  dies("write a file", [] { (void)!creat("/tmp/out-of-the-box", 0600); });
  dies("socket", [] { (void)socket(AF_INET, SOCK_STREAM, 0); });
  dies("run", [] { execl("/bin/true", "true", nullptr); });
  dies("fork", [] { (void)!vfork(); });
  EXPECT_EXIT(
      {
        if (!lock_in()) _exit(3);
        _exit(0);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace tenure::script
