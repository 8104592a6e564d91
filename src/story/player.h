#pragma once
// Plays one script on a stage and holds every expectation against what happened.
#include "story/script.h"
#include "story/stage.h"
#include "story/story.h"

namespace tenure::story {

class Player {
 public:
  Player(const std::vector<lifecycle::PackFile>& files, std::string_view file, const Script& script);
  Outcome play();

 private:
  void line(const Line&);
  bool setting(std::string_view first, std::string_view rest, const Line&);
  bool ready(const Line&);  // loads the definition when the first line needs it
  void event(const Line&, std::string_view rest);
  void fact(const Line&, Instant at, std::string kind, std::string_view fields, std::string_view role, bool late);
  void by_hand(const Line&, Instant at, std::string_view rest, std::string_view role, bool script);
  void declare(const Line&, Instant at, std::string_view rest, std::string_view role);
  void correct(const Line&, Instant at, std::string_view rest);
  void retract(const Line&, Instant at, std::string_view rest);
  void happened(const Line&, Happened);
  void expectation(const Line&, std::string_view first, std::string_view rest);
  void expect(const Line&, std::string_view rest);
  void expect_value(const Line&, const std::string& name, std::string_view wanted);
  void expect_effect(const Line&, std::string_view rest);
  void expect_ids(const Line&, std::string_view rest, const std::vector<engine::Refusal>& answers);
  void compare_log();
  void fail(const Line&, std::string expected, std::string found);
  void close_event();  // a refusal that nobody expected fails the line that caused it

  Instant instant(const When&) const;
  std::string show(Instant) const;
  std::string standing_text(size_t lifecycle) const;
  bool holds_now(const std::optional<expression::Program>&) const;
  Value property(const std::string& name, bool& known) const;
  std::vector<std::string> names() const;

  const std::vector<lifecycle::PackFile>& files_;
  const Script& script_;
  Outcome outcome_;
  lifecycle::Settings settings_;
  lifecycle::DefinitionPtr definition_;
  std::unique_ptr<Stage> stage_;
  bool broken_ = false;  // the definition or a setting was not taken: what follows has no meaning

  Line last_;            // the event the expectations speak of
  Happened result_;
  bool refusal_expected_ = true;
  Line log_line_;        // a `log` under way
  size_t log_lifecycle_ = 0;
  std::vector<std::string> log_expected_;
  bool in_log_ = false;
};

}  // namespace tenure::story
