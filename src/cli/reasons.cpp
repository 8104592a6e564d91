#include "cli/reasons.h"

#include <algorithm>

namespace tenure::cli {

using expression::Op;
using expression::Reason;

namespace {

Op operation(const Reason& reason) {
  const auto ast = expression::parse(reason.text);
  return ast ? (*ast)->op : Op::literal;
}

bool is_true(const Reason& reason) {
  const bool* value = reason.value.get<bool>();
  return reason.evaluated && value && *value;
}

std::optional<Decimal> number(const Value& value) {
  if (const auto* whole = value.get<int64_t>()) return Decimal(*whole);
  if (const auto* decimal = value.get<Decimal>()) return *decimal;
  return std::nullopt;
}

void collect_false(const Reason& reason, std::vector<const Reason*>& parts) {
  if (is_true(reason)) return;
  if (!reason.parts.empty() && operation(reason) == Op::and_) {
    for (const Reason& part : reason.parts) collect_false(part, parts);
    return;
  }
  if (reason.evaluated) parts.push_back(&reason);
}

void collect_seen(const Reason& reason, std::vector<std::pair<std::string, Value>>& values) {
  if (!reason.evaluated) return;
  for (const Reason& part : reason.parts) collect_seen(part, values);
  if (!reason.parts.empty()) return;
  const Op op = operation(reason);
  if (op != Op::path && op != Op::parameter_alias) return;
  if (std::ranges::find(values, reason.text, &std::pair<std::string, Value>::first) != values.end()) return;
  values.emplace_back(reason.text, reason.value);
}

}  // namespace

std::vector<const Reason*> false_parts(const Reason& reason) {
  std::vector<const Reason*> parts;
  collect_false(reason, parts);
  return parts;
}

std::vector<std::pair<std::string, Value>> seen(const Reason& reason) {
  std::vector<std::pair<std::string, Value>> values;
  collect_seen(reason, values);
  return values;
}

std::string value_text(Session& session, const Value& value) {
  if (value.is_null()) return session.say("cli.nothing");
  if (value.get<std::string>()) return "'" + to_text(value) + "'";
  return session.show(value);
}

std::string seen_text(Session& session, const Reason& reason) {
  std::string text;
  for (const auto& [name, value] : seen(reason)) {
    text += (text.empty() ? "" : ", ") + name + " = " + value_text(session, value);
  }
  return text;
}

std::string shortfall(Session& session, const Reason& reason) {
  if (is_true(reason) || reason.parts.size() != 2) return "";
  const auto left = number(reason.parts[0].value), right = number(reason.parts[1].value);
  if (!left || !right) return "";
  const Op op = operation(reason);
  const bool up = op == Op::ge || op == Op::gt, down = op == Op::le || op == Op::lt;
  if (!up && !down) return "";
  auto gap = up ? right->minus(*left) : left->minus(*right);
  if (!gap) return "";
  // Whole numbers have a next one; of others, anything beyond will do.
  const bool whole = reason.parts[0].value.get<int64_t>() && reason.parts[1].value.get<int64_t>();
  const bool beyond = op == Op::gt || op == Op::lt;
  if (beyond && whole) gap = gap->plus(Decimal(1)).value_or(*gap);
  const std::string code = beyond && !whole ? (up ? "cli.more-than-needed" : "cli.more-than-too-much")
                                            : (up ? "cli.needed" : "cli.too-much");
  return session.say(code, {{"count", to_string(gap->normalized())}});
}

std::string reason_text(Session& session, const Reason& reason) {
  const std::string values = seen_text(session, reason), gap = shortfall(session, reason);
  std::string text = reason.text;
  if (values.empty() && gap.empty()) return text;
  return text + " (" + values + (values.empty() || gap.empty() ? "" : "; ") + gap + ")";
}

}  // namespace tenure::cli
