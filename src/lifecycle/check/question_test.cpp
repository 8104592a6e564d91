// The solver's encoding against the evaluator: what holds for some account is never called impossible,
// and a moment that the solver shows, with nothing left open, is one in which the condition holds.
#include "lifecycle/check/question.h"

#include <gtest/gtest.h>

#include <random>

#include "lifecycle/loader.h"

namespace tenure::lifecycle::check_detail {
namespace {

using expression::Cell;
using expression::Program;

constexpr const char* kPack = R"(pack: q
title: {en: Q}
languages: [en]
lists: {tiers: {gold: {en: G}, silver: {en: S}}}
properties:
  tier: {type: choice, list: tiers, title: {en: T}}
  budget: {type: decimal, title: {en: B}}
  rate: {type: double, title: {en: R}}
)";
constexpr const char* kLife = R"yaml(lifecycle: life
title: {en: L}
parameters:
  most: {type: int, min: 1, max: 9, default: 4, title: {en: M}}
  part: {type: decimal, min: 0, max: 2.5, default: 1, title: {en: P}}
stages: {new: {title: {en: N}}, old: {title: {en: O}}}
initial: none
rules: [{id: words, on: call.logged, when: "email in ('a','b')", to: new}]
)yaml";  // the texts of the random conditions are in sight


class QuestionTest : public testing::Test {
 protected:
  QuestionTest()
      : d_(load({{"pack.yaml", kPack}, {"life.yaml", kLife}}).definition),
        kind_(*d_->find_kind("call.logged")), solver_(*d_) {}

  // ---- random conditions, as text ------------------------------------------------------------
  template <size_t N>
  std::string one_of(const char* const (&items)[N]) {
    return items[random_() % N];
  }
  std::string number(int depth) {
    if (depth > 0 && random_() % 3 == 0) {
      switch (random_() % 5) {
        case 0: return "(" + number(depth - 1) + " add " + number(depth - 1) + ")";
        case 1: return "(" + number(depth - 1) + " sub " + number(depth - 1) + ")";
        case 2: return "(" + number(depth - 1) + " mul 2)";
        case 3: return "(" + number(depth - 1) + " mod 3)";
        default:
          return "case(" + condition(depth - 1) + ":" + number(0) + ",true:" + number(0) + ")";
      }
    }
    return one_of({"order_count", "quote_count", "fact/minutes", "@most", "0", "1", "3", "4", "-2",
                   "9223372036854775807"});
  }
  std::string money(int depth) {
    if (depth > 0 && random_() % 3 == 0)
      return "(" + money(depth - 1) + one_of({" add ", " sub "}) + money(depth - 1) + ")";
    return one_of({"budget", "order_total", "@part", "1.5", "0.0", "2.50", "order_count"});
  }
  std::string text() { return one_of({"email", "fact/outcome", "'a'", "'b'", "'gold'", "null"}); }
  std::string comparison() {
    return one_of({" eq ", " ne ", " gt ", " ge ", " lt ", " le "});
  }
  std::string condition(int depth) {
    if (depth > 0) {
      switch (random_() % 6) {
        case 0: return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
        case 1: return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
        case 2: return "not (" + condition(depth - 1) + ")";
        default: break;
      }
    }
    switch (random_() % 11) {
      case 0: return number(1) + comparison() + number(1);
      case 1: return money(1) + comparison() + money(1);
      case 2: return text() + comparison() + text();
      case 3: return one_of({"tier eq 'gold'", "tier ne 'silver'", "tier eq null", "tier in ('gold','silver')"});
      case 4: return one_of({"is_person", "is_person eq null", "is_person eq true", "supplier_only ne is_person"});
      case 5: return "last_order_at" + comparison() + one_of({"2026-01-01T00:00:00Z", "first_order_at", "null"});
      case 6: return "renewal_date" + comparison() + one_of({"2026-01-01", "2026-01-02", "null"});
      case 7: return one_of({"life eq 'new'", "life ne null", "life in ('new','old')"});
      case 8: return one_of({"contains(email,'a')", "length(email) gt 1", "rate gt 1.5", "rate ne rate"});
      case 9: return number(0) + " in (1,3,@most)";
      default: return number(1) + comparison() + "null";
    }
  }

  // ---- random accounts -------------------------------------------------------------------------
  Cell random_cell(const expression::Type& type, bool nullable) {
    using expression::Kind;
    if (nullable && random_() % 4 == 0) return Cell::null();
    switch (type.kind) {
      case Kind::boolean: return Cell::boolean(random_() % 2 == 0);
      case Kind::int64: return Cell::int64(static_cast<int64_t>(random_() % 6));
      case Kind::decimal: return Cell::decimal(Decimal::from_parts(static_cast<int>(random_() % 8) * 5, 1));
      case Kind::double_: return Cell::double_(random_() % 2 == 0 ? 2.5 : std::nan(""));
      case Kind::string: {
        static constexpr std::string_view words[] = {"a", "b", "aa", "gold", "", "zz"};
        return Cell::text(words[random_() % 6]);
      }
      case Kind::choice:
        return Cell::text(type.choices == nullptr
                              ? std::string_view("any")
                              : std::string_view((*type.choices)[random_() % type.choices->size()]),
                          Kind::choice);
      case Kind::date: return Cell::date({days_from_civil(2026, 1, 1) + static_cast<int>(random_() % 3) - 1});
      case Kind::instant:
        return Cell::instant({(days_from_civil(2026, 1, 1) + static_cast<int64_t>(random_() % 3) - 1) * kMicrosPerDay});
      default: return Cell::null();
    }
  }
  struct Frame {
    std::vector<Cell> account, fact, parameters;
  };
  Frame random_frame() {
    Frame frame;
    for (size_t i = 0; i < d_->slots.size(); ++i) {
      bool measure = d_->slots[i].role == SlotRole::measure;
      Form form = measure ? d_->measures[d_->slots[i].index].form : Form::last;
      bool total = form == Form::count || form == Form::open || form == Form::sum;
      frame.account.push_back(random_cell(d_->account.fields[i].type, !total));
    }
    // There is a first and a last order when there is one at all.
    auto slot = [&](const char* name) -> Cell& { return frame.account[*d_->find_slot(name)]; };
    expression::Type instant{expression::Kind::instant};
    for (const char* name : {"first_order_at", "last_order_at"})
      slot(name) = slot("order_count").low == 0 ? Cell::null() : random_cell(instant, false);
    for (const auto& field : d_->kinds[kind_].fields.fields)
      frame.fact.push_back(random_cell(field.type, field.name != "at" && field.name != "key"));
    frame.parameters = {Cell::int64(1 + static_cast<int64_t>(random_() % 9)),
                        Cell::decimal(Decimal::from_parts(static_cast<int>(random_() % 6) * 5, 1))};
    return frame;
  }
  bool holds(const Program& program, const Frame& frame) {
    const Cell* sources[] = {frame.account.data(), frame.fact.data(), frame.parameters.data()};
    arena_.reset();
    return program.holds({.sources = sources, .now = {}, .zone = nullptr, .arena = &arena_});
  }

  std::optional<Program> random_condition(std::string& text) {
    text = condition(2);
    ConditionScope scope(&d_->account, &d_->kinds[kind_].fields, &d_->parameter_type);
    auto program = expression::compile_condition(text, scope);
    if (!program) return std::nullopt;  // such as null lt null
    return std::move(*program);
  }

  DefinitionPtr d_;
  uint16_t kind_;
  Solver solver_;
  std::mt19937 random_{20261121};
  expression::Arena arena_;
};

TEST_F(QuestionTest, WhatHoldsSomewhereIsNeverCalledImpossible) {
  int held = 0, impossible = 0;
  for (int round = 0; round < 600; ++round) {
    std::string text;
    auto program = random_condition(text);
    if (!program) continue;
    Question question(solver_, 0, kind_);
    question.stage_in(~StageSet{0});
    question.holds(program);
    Answer answer = question.ask();
    bool somewhere = false;
    for (int i = 0; i < 40 && !somewhere; ++i) somewhere = holds(*program, random_frame());
    held += somewhere;
    impossible += answer == Answer::no;
    if (somewhere) {
      EXPECT_NE(answer, Answer::no) << text;
    }
  }
  EXPECT_GT(held, 200);
  EXPECT_GT(impossible, 20);
}

TEST_F(QuestionTest, AMomentThatIsShownIsOne) {
  int shown = 0;
  for (int round = 0; round < 600; ++round) {
    std::string text;
    auto program = random_condition(text);
    if (!program) continue;
    Question question(solver_, 0, kind_);
    question.stage_in(~StageSet{0});
    question.holds(program);
    if (question.ask() != Answer::yes || !question.exact()) continue;
    auto moment = question.moment();
    Frame frame = random_frame();
    std::vector<Value> kept;
    kept.reserve(moment.size());
    for (const auto& chosen : moment) {
      auto& cells = chosen.source == 0 ? frame.account : chosen.source == 1 ? frame.fact : frame.parameters;
      const auto& fields = chosen.source == 0   ? d_->account.fields
                           : chosen.source == 1 ? d_->kinds[kind_].fields.fields
                                                : d_->parameter_type.fields;
      kept.push_back(chosen.value);
      cells[chosen.slot] = to_cell(kept.back(), fields[chosen.slot].type, arena_);
    }
    const Cell* sources[] = {frame.account.data(), frame.fact.data(), frame.parameters.data()};
    expression::Arena arena;
    EXPECT_TRUE(program->holds({.sources = sources, .now = {}, .zone = nullptr, .arena = &arena})) << text;
    ++shown;
  }
  EXPECT_GT(shown, 100);
}

TEST_F(QuestionTest, TheFewestAreBlamed) {
  auto compiled = [&](const char* text) -> std::optional<Program> {
    ConditionScope scope(&d_->account, &d_->kinds[kind_].fields, &d_->parameter_type);
    auto program = expression::compile_condition(text, scope);
    EXPECT_TRUE(program);
    return std::move(*program);
  };
  Question question(solver_, 0, kind_);
  question.stage_in(~StageSet{0});
  question.holds(compiled("quote_count gt 2"));
  question.passed_over(~StageSet{0}, compiled("is_person"), 1);
  question.passed_over(~StageSet{0}, compiled("quote_count gt 5"), 2);
  question.passed_over(~StageSet{0}, compiled("quote_count lt 9"), 3);
  question.passed_over(~StageSet{0}, compiled("quote_count gt 7"), 4);
  ASSERT_EQ(question.ask(), Answer::no);
  auto blamed = question.blamed();
  EXPECT_EQ(blamed.size(), 2u);
  EXPECT_EQ(std::count(blamed.begin(), blamed.end(), 3), 1);
  EXPECT_EQ(std::count(blamed.begin(), blamed.end(), 1), 0);
}

}  // namespace
}  // namespace tenure::lifecycle::check_detail
