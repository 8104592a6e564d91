// The fast road of holds(): a condition as a list of tests, each a slot against a constant or
// another slot where that is all there is to it, each saying where to go on yes and on no. Null
// counts as false at the top, and "not" turns the question around, so every test has two answers.
#include <algorithm>

#include "expression/program.h"

namespace tenure::expression {
namespace {

constexpr Op mirrored(Op op) {
  switch (op) {
    case Op::gt: return Op::lt;
    case Op::ge: return Op::le;
    case Op::lt: return Op::gt;
    case Op::le: return Op::ge;
    default: return op;
  }
}

// The six comparisons stand in one order in Op and in each family of TestOp.
TestOp family(TestOp first, Op op) {
  return static_cast<TestOp>(static_cast<int>(first) + static_cast<int>(op) -
                             static_cast<int>(Op::eq));
}

bool is_slot(const Node& node) { return node.eval == &eval_slot; }

class Jumps {
 public:
  explicit Jumps(std::vector<Test>& tests) : tests_(tests) {}

  // Adds the tests that ask whether `node` is `wanted`; labels are filled in by resolve().
  void add(const Node& node, bool wanted, int yes, int no) {
    if (node.op == Op::not_) return add(*node.parts[0], !wanted, yes, no);
    if (node.op == Op::and_ || node.op == Op::or_) {
      // "a and b is true" needs both, and so does "a or b is false"; the others need one.
      bool both = (node.op == Op::and_) == wanted;
      int next = label();
      add(*node.parts[0], wanted, both ? next : yes, both ? no : next);
      place(next);
      add(*node.parts[1], wanted, yes, no);
      return;
    }
    Test test;
    bool two_valued = fused(node, test);
    if (!two_valued) {
      bool slot = is_slot(node);
      test = {.op = slot ? (wanted ? TestOp::is_true : TestOp::is_false)
                         : (wanted ? TestOp::node_true : TestOp::node_false),
              .source = node.source,
              .slot = node.slot,
              .node = &node};
    }
    if (two_valued && !wanted) std::swap(yes, no);
    test.next[0] = static_cast<int16_t>(no);
    test.next[1] = static_cast<int16_t>(yes);
    tests_.push_back(test);
  }

  void resolve() {
    for (Test& test : tests_) {
      for (int16_t& next : test.next) {
        if (next >= 0) next = labels_[static_cast<size_t>(next)];
      }
    }
  }

 private:
  int label() {
    labels_.push_back(0);
    return static_cast<int>(labels_.size()) - 1;
  }
  void place(int label) { labels_[static_cast<size_t>(label)] = static_cast<int16_t>(tests_.size()); }

  // A test that needs no cell built and is never null.
  static bool fused(const Node& node, Test& test) {
    if (node.eval == &eval_in && node.members != nullptr && is_slot(*node.parts[0])) {
      test = {.op = TestOp::member,
              .source = node.parts[0]->source,
              .slot = node.parts[0]->slot,
              .node = &node};
      return true;
    }
    if (node.eval != &eval_comparison) return false;
    const Node *left = node.parts[0], *right = node.parts[1];
    Op op = node.op;
    if (left->is_constant() && is_slot(*right)) {
      std::swap(left, right);
      op = mirrored(op);
    }
    if (!is_slot(*left)) return false;
    test = {.op = TestOp::low_eq,
            .kind = left->type.kind,
            .source = left->source,
            .slot = left->slot,
            .node = &node};
    if (is_slot(*right)) {
      test.source2 = right->source;
      test.slot2 = right->slot;
      if (is_text(left->type.kind) && is_text(right->type.kind)) {
        test.op = op == Op::eq ? TestOp::slot_text_eq : TestOp::slot_text_ne;
        return op == Op::eq || op == Op::ne;
      }
      if (left->type.kind != right->type.kind || !is_word(left->type.kind)) return false;
      test.op = family(TestOp::slot_eq, op);
      return true;
    }
    if (!right->is_constant()) return false;
    return against_constant(op, *left, right->constant, test);
  }

  static bool against_constant(Op op, const Node& left, Cell constant, Test& test) {
    bool equality = op == Op::eq || op == Op::ne;
    if (constant.is_null()) {
      if (!equality) return false;
      test.op = op == Op::eq ? TestOp::is_null : TestOp::not_null;
      return true;
    }
    test.constant = constant;
    if (left.type.collection || left.type.kind == Kind::unknown) return false;
    if (is_word(left.type.kind) && constant.kind == left.type.kind) {
      test.op = family(TestOp::low_eq, op);
      return true;
    }
    if (is_text(left.type.kind) && is_text(constant.kind)) {
      test.op = op == Op::eq ? TestOp::text_eq : TestOp::text_ne;
      return equality;
    }
    if (left.type.kind == Kind::decimal && is_number(constant.kind) &&
        constant.kind != Kind::double_) {
      if (constant.kind == Kind::int64) test.constant = Cell::decimal(Decimal(constant.low));
      test.op = family(TestOp::decimal_eq, op);
      return true;
    }
    if (left.type.kind == Kind::double_ && is_number(constant.kind)) {
      if (constant.kind == Kind::int64) {
        test.constant = Cell::double_(static_cast<double>(constant.low));
      } else if (constant.kind == Kind::decimal) {
        test.constant = Cell::double_(constant.as_decimal().to_double());
      }
      test.op = family(TestOp::double_eq, op);
      return true;
    }
    return false;
  }

  std::vector<Test>& tests_;
  std::vector<int16_t> labels_;
};

// The cell is not of the declared kind: null, or a number of another kind.
[[gnu::noinline]] bool slowly(Op op, const Cell& left, const Cell& right) {
  return decide(op, left, right);
}

[[gnu::noinline]] Cell evaluate_node(const Node& node, const Frame& frame) {
  Context context{.frame = frame, .mismatch = nullptr, .rows = {}};
  return node(context);
}

__int128 coefficient(const Cell& cell) {
  return static_cast<__int128>(cell.high) << 64 | static_cast<uint64_t>(cell.low);
}

}  // namespace

std::vector<Test> compile_tests(const Node& condition) {
  std::vector<Test> tests;
  Jumps jumps(tests);
  jumps.add(condition, true, kTrue, kFalse);
  jumps.resolve();
  return tests;
}

bool run_tests(const std::vector<Test>& list, const Frame& frame) {
  const Test* tests = list.data();
  const Cell* const* sources = frame.sources.data();
  int at = 0;
  do {
    const Test& t = tests[at];
    if (t.op >= TestOp::node_true) {
      Cell result = evaluate_node(*t.node, frame);
      bool wanted = t.op == TestOp::node_true;
      at = t.next[result.kind == Kind::boolean && (result.low != 0) == wanted];
      continue;
    }
    const Cell& cell = sources[t.source][t.slot];
    bool yes = false;
    switch (t.op) {
#define TENURE_LOW(name, sign)                                              \
  case TestOp::low_##name:                                                  \
    yes = cell.kind == t.kind ? cell.low sign t.constant.low                \
                              : slowly(Op::name, cell, t.constant);         \
    break;                                                                  \
  case TestOp::slot_##name: {                                               \
    const Cell& other = sources[t.source2][t.slot2];                        \
    yes = cell.kind == t.kind && other.kind == t.kind ? cell.low sign other.low \
                                                      : slowly(Op::name, cell, other); \
    break;                                                                  \
  }                                                                         \
  case TestOp::decimal_##name:                                              \
    yes = cell.kind == Kind::decimal && cell.scale == t.constant.scale      \
              ? coefficient(cell) sign coefficient(t.constant)              \
              : slowly(Op::name, cell, t.constant);                         \
    break;                                                                  \
  case TestOp::double_##name:                                               \
    yes = cell.kind == Kind::double_ ? cell.as_double() sign t.constant.as_double() \
                                     : slowly(Op::name, cell, t.constant);  \
    break;
      TENURE_LOW(eq, ==)
      TENURE_LOW(ne, !=)
      TENURE_LOW(gt, >)
      TENURE_LOW(ge, >=)
      TENURE_LOW(lt, <)
      TENURE_LOW(le, <=)
#undef TENURE_LOW
      case TestOp::text_eq:
      case TestOp::text_ne:
        yes = is_text(cell.kind) && cell.size == t.constant.size &&
              std::memcmp(cell.as_text().data(), t.constant.as_text().data(), cell.size) == 0;
        yes = yes == (t.op == TestOp::text_eq);
        break;
      case TestOp::slot_text_eq:
      case TestOp::slot_text_ne: {
        const Cell& other = sources[t.source2][t.slot2];
        yes = is_text(cell.kind) && is_text(other.kind)
                  ? cell.size == other.size &&
                        std::memcmp(cell.as_text().data(), other.as_text().data(), cell.size) == 0
                  : cell.is_null() && other.is_null();
        yes = yes == (t.op == TestOp::slot_text_eq);
        break;
      }
      case TestOp::is_null: yes = cell.is_null(); break;
      case TestOp::not_null: yes = !cell.is_null(); break;
      case TestOp::is_true: yes = cell.kind == Kind::boolean && cell.low != 0; break;
      case TestOp::is_false: yes = cell.kind == Kind::boolean && cell.low == 0; break;
      case TestOp::member: yes = t.node->members->contains(cell); break;
      case TestOp::node_true:
      case TestOp::node_false: break;
    }
    at = t.next[yes];  // no branch to guess: the answers are the data's
  } while (at >= 0);
  return at == kTrue;
}

}  // namespace tenure::expression
