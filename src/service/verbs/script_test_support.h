#pragma once
// Scripts of what users do (tests/verbs/*.verbs): a line a verb, and under it what must have come of it.
//
//   case ID TITLE
//     pack NAME [PARAMETER=VALUE…]            once, first
//     at 2026-06-01 10:00                     the clock
//     as ROLE [NAME] [own] [via CHANNEL]      who acts from here on
//     create RECORD FIELD=VALUE… [-> $name]   $name: the key that was made
//     change RECORD KEY FIELD=VALUE…
//     remove RECORD KEY
//     do RECORD KEY VERB NAME=VALUE…
//     post FORM FIELD=VALUE…
//     fact ACCOUNT KIND FIELD=VALUE…          by the door of facts
//     set NAME VALUE                          a setting of the workspace
//     user NAME                               somebody who answers to it
//     tick                                    timers until now
//   and of the line above:
//     refused ID, ID…                         all of them, in any order
//     warned ID, ID…                          … of the warnings
//     error CODE
//     moved FROM -> TO by RULE, …             all moves, in order
//     answers TEXT                            the result as JSON holds this
//   at any time:
//     expect RECORD KEY FIELD VALUE           null = nothing
//     facts ACCOUNT KIND, KIND…               its facts that hold, in fold order
//     count RECORD ACCOUNT NUMBER             documents of the account
//     log ACCOUNT LIFECYCLE FROM -> TO at INSTANT, …  what is believed of it, in order
//     sound                                   verify finds nothing
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "service/perform.h"
#include "service/service.h"

namespace tenure::service {

struct ScriptCase {
  std::string file, id, title;
  int line = 0;
  std::vector<std::pair<int, std::string>> lines;  // number, text
};
std::vector<ScriptCase> read_scripts(const std::string& folder);

class ScriptRun {
 public:
  ScriptRun();
  ~ScriptRun();
  void run(const ScriptCase&);

  Service& service() { return *service_; }
  FixedClock& clock() { return clock_; }

 private:
  using Values = std::vector<std::pair<std::string, Value>>;
  void line(const std::string& text);
  void start(const std::vector<std::string>& words);
  void act(const std::vector<std::string>& words);
  void fact(const std::vector<std::string>& words);
  void finish_last();
  void expect_answer(const Verb&);  // looks as verbs/answers.cpp says
  void expect_field(const std::vector<std::string>& words);
  void expect_facts(const std::string& account, const std::string& kinds);
  void expect_count(const std::vector<std::string>& words);
  void expect_log(const std::vector<std::string>& words, const std::string& wanted);
  Values values(const std::vector<std::string>& words, size_t from);
  std::string named(const std::string& word) const;
  void fault(const std::string& what);

  std::string folder_;
  FixedClock clock_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Service> service_;
  Caller caller_;
  std::map<std::string, std::string> names_;
  std::optional<Result<Done>> last_;
  bool looked_at_ = true;  // was anything said of the last line?
  std::string at_hand_;    // file:line
};

}  // namespace tenure::service
