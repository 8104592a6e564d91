// The functions of the language: what they take, what they give. Texts are counted in characters
// (code points), never in bytes.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/assert.h"
#include "expression/program.h"

namespace tenure::expression {
namespace {

// Longer texts than this have no use in a condition; what would make one is null.
constexpr size_t kMadeText = 1 << 20;

size_t characters(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}
// The byte at which the n-th character begins; the size where there are fewer.
size_t offset_of(std::string_view text, size_t n) {
  size_t i = 0;
  while (i < text.size() && n > 0) {
    ++i;
    while (i < text.size() && (text[i] & 0xC0) == 0x80) ++i;
    --n;
  }
  return i;
}

using Cells = std::span<const Cell>;

Cell concat(const Node&, Cells in, Context& context) {
  std::string_view a = in[0].as_text(), b = in[1].as_text();
  if (a.size() + b.size() > kMadeText) return Cell::null();
  char* out = context.frame.arena->bytes(a.size() + b.size());
  std::copy(a.begin(), a.end(), out);
  std::copy(b.begin(), b.end(), out + a.size());
  return Cell::text({out, a.size() + b.size()});
}
Cell contains(const Node&, Cells in, Context&) {
  return Cell::boolean(in[0].as_text().find(in[1].as_text()) != std::string_view::npos);
}
Cell starts_with(const Node&, Cells in, Context&) {
  return Cell::boolean(in[0].as_text().starts_with(in[1].as_text()));
}
Cell ends_with(const Node&, Cells in, Context&) {
  return Cell::boolean(in[0].as_text().ends_with(in[1].as_text()));
}
Cell index_of(const Node&, Cells in, Context&) {
  std::string_view text = in[0].as_text();
  size_t at = text.find(in[1].as_text());
  return Cell::int64(at == std::string_view::npos
                         ? -1
                         : static_cast<int64_t>(characters(text.substr(0, at))));
}
Cell length(const Node&, Cells in, Context&) {
  return Cell::int64(static_cast<int64_t>(characters(in[0].as_text())));
}

// Where a piece of `size` things begins and ends. A negative start counts from the end; a negative
// length is no answer.
struct Piece {
  size_t begin, length;
};
std::optional<Piece> piece(Cells in, size_t size) {
  int64_t start = in[1].as_int64();
  auto count = static_cast<int64_t>(size);
  if (start < 0) start = start < -count ? 0 : count + start;
  start = std::min(start, count);
  int64_t wanted = in.size() > 2 ? in[2].as_int64() : count;
  if (wanted < 0) return std::nullopt;
  return Piece{static_cast<size_t>(start), static_cast<size_t>(std::min(wanted, count - start))};
}

Cell substring(const Node&, Cells in, Context&) {
  std::string_view text = in[0].as_text();
  auto part = piece(in, characters(text));
  if (!part) return Cell::null();
  text.remove_prefix(offset_of(text, part->begin));
  return Cell::text(text.substr(0, offset_of(text, part->length)));
}
Cell upper(const Node&, Cells in, Context& context) {
  return Cell::text(to_upper(in[0].as_text(), *context.frame.arena));
}
Cell lower(const Node&, Cells in, Context& context) {
  return Cell::text(to_lower(in[0].as_text(), *context.frame.arena));
}
Cell trim(const Node&, Cells in, Context&) { return Cell::text(trimmed(in[0].as_text())); }

Cell matches_pattern(const Node& node, Cells in, Context&) {
  if (node.pattern != nullptr) return Cell::boolean(matches(*node.pattern, in[0].as_text()));
  auto pattern = compile_pattern(in[1].as_text());
  return pattern ? Cell::boolean(matches(**pattern, in[0].as_text())) : Cell::null();
}

// ---- dates and times, in the frame's time zone ---------------------------------------------------
int64_t floored(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

Date local_date(const Cell& cell, const Context& context) {
  if (cell.kind == Kind::date) return cell.as_date();
  if (context.frame.zone != nullptr) return context.frame.zone->local_date(cell.as_instant());
  return {static_cast<int32_t>(floored(cell.low, kMicrosPerDay))};
}
TimeOfDay local_time(const Cell& cell, const Context& context) {
  if (cell.kind == Kind::time_of_day) return cell.as_time_of_day();
  if (context.frame.zone != nullptr) return context.frame.zone->local_time(cell.as_instant());
  return {cell.low - floored(cell.low, kMicrosPerDay) * kMicrosPerDay};
}

Cell year(const Node&, Cells in, Context& context) {
  return Cell::int64(civil_from_days(local_date(in[0], context).days).year);
}
Cell month(const Node&, Cells in, Context& context) {
  return Cell::int64(civil_from_days(local_date(in[0], context).days).month);
}
Cell day(const Node&, Cells in, Context& context) {
  return Cell::int64(civil_from_days(local_date(in[0], context).days).day);
}
Cell hour(const Node&, Cells in, Context& context) {
  return Cell::int64(local_time(in[0], context).micros / (3600 * kMicrosPerSecond));
}
Cell minute(const Node&, Cells in, Context& context) {
  return Cell::int64(local_time(in[0], context).micros / (60 * kMicrosPerSecond) % 60);
}
Cell second(const Node&, Cells in, Context& context) {
  return Cell::int64(local_time(in[0], context).micros / kMicrosPerSecond % 60);
}
Cell fractional_seconds(const Node&, Cells in, Context& context) {
  int64_t micros = local_time(in[0], context).micros % kMicrosPerSecond;
  return Cell::decimal(Decimal::from_parts(micros, 6).normalized());
}
Cell total_seconds(const Node&, Cells in, Context&) {
  return Cell::decimal(Decimal::from_parts(in[0].low, 6).normalized());
}
Cell date(const Node&, Cells in, Context& context) { return Cell::date(local_date(in[0], context)); }
Cell time(const Node&, Cells in, Context& context) {
  return Cell::time_of_day(local_time(in[0], context));
}
Cell total_offset_minutes(const Node&, Cells in, Context& context) {
  const TimeZone* zone = context.frame.zone;
  return Cell::int64(zone != nullptr ? zone->offset_seconds(in[0].as_instant()) / 60 : 0);
}
Cell now(const Node&, Cells, Context& context) { return Cell::instant(context.frame.now); }
Cell min_instant(const Node&, Cells, Context&) { return Cell::instant(kMinInstant); }
Cell max_instant(const Node&, Cells, Context&) { return Cell::instant(kMaxInstant); }

// ---- numbers -------------------------------------------------------------------------------------
template <double (*real)(double), typename Exact>
Cell rounding(const Cell& cell, Exact exact) {
  if (cell.kind == Kind::double_) return Cell::double_(real(cell.as_double()));
  return cell.kind == Kind::decimal ? Cell::decimal(exact(cell.as_decimal())) : cell;
}
Cell round(const Node&, Cells in, Context&) {
  return rounding<std::round>(in[0], [](const Decimal& d) { return d.rounded(); });
}
Cell floor(const Node&, Cells in, Context&) {
  return rounding<std::floor>(in[0], [](const Decimal& d) { return d.floored(); });
}
Cell ceiling(const Node&, Cells in, Context&) {
  return rounding<std::ceil>(in[0], [](const Decimal& d) { return d.ceiled(); });
}

// ---- collections ---------------------------------------------------------------------------------
bool same_row(const Rows& a, size_t i, const Rows& b, size_t j) {
  if (a.width != b.width) return false;
  for (size_t k = 0; k < a.width; ++k) {
    if (!same(a.cells[i * a.width + k], b.cells[j * b.width + k])) return false;
  }
  return true;
}
bool same_at(const Rows& a, size_t offset, const Rows& b) {
  for (size_t j = 0; j < b.count; ++j) {
    if (!same_row(a, offset + j, b, j)) return false;
  }
  return true;
}
int64_t position_in(const Rows& a, const Rows& b) {
  for (size_t i = 0; i + b.count <= a.count; ++i) {
    if (same_at(a, i, b)) return static_cast<int64_t>(i);
  }
  return -1;
}
Cell collection(const Cell& like, const Cell* cells, size_t count, Context& context) {
  auto* rows = std::construct_at(reinterpret_cast<Rows*>(context.frame.arena->bytes(sizeof(Rows))),
                                 Rows{cells, static_cast<uint32_t>(count), like.as_rows()->width});
  return Cell::rows(rows, like.kind, true);
}

Cell concat_lists(const Node&, Cells in, Context& context) {
  const Rows &a = *in[0].as_rows(), &b = *in[1].as_rows();
  if (a.count == 0) return in[1];
  if (b.count == 0 || a.width != b.width) return b.count == 0 ? in[0] : Cell::null();
  size_t first = static_cast<size_t>(a.count) * a.width, second = static_cast<size_t>(b.count) * b.width;
  if ((first + second) * sizeof(Cell) > kMadeText) return Cell::null();
  auto* cells = reinterpret_cast<Cell*>(context.frame.arena->bytes((first + second) * sizeof(Cell)));
  std::uninitialized_copy_n(a.cells, first, cells);
  std::uninitialized_copy_n(b.cells, second, cells + first);
  return collection(in[0], cells, static_cast<size_t>(a.count) + b.count, context);
}
Cell contains_list(const Node&, Cells in, Context&) {
  return Cell::boolean(position_in(*in[0].as_rows(), *in[1].as_rows()) >= 0);
}
Cell index_of_list(const Node&, Cells in, Context&) {
  return Cell::int64(position_in(*in[0].as_rows(), *in[1].as_rows()));
}
Cell starts_with_list(const Node&, Cells in, Context&) {
  const Rows &a = *in[0].as_rows(), &b = *in[1].as_rows();
  return Cell::boolean(b.count <= a.count && same_at(a, 0, b));
}
Cell ends_with_list(const Node&, Cells in, Context&) {
  const Rows &a = *in[0].as_rows(), &b = *in[1].as_rows();
  return Cell::boolean(b.count <= a.count && same_at(a, a.count - b.count, b));
}
Cell length_list(const Node&, Cells in, Context&) { return Cell::int64(in[0].as_rows()->count); }
Cell substring_list(const Node&, Cells in, Context& context) {
  const Rows& rows = *in[0].as_rows();
  auto part = piece(in, rows.count);
  if (!part) return Cell::null();
  return collection(in[0], rows.cells + part->begin * rows.width, part->length, context);
}
// Every member of the second is in the first, at least as often.
Cell has_subset(const Node&, Cells in, Context&) {
  const Rows &a = *in[0].as_rows(), &b = *in[1].as_rows();
  for (size_t j = 0; j < b.count; ++j) {
    size_t wanted = 0, found = 0;
    for (size_t k = 0; k < b.count; ++k) wanted += same_row(b, k, b, j) ? 1 : 0;
    for (size_t i = 0; i < a.count; ++i) found += same_row(a, i, b, j) ? 1 : 0;
    if (found < wanted) return Cell::boolean(false);
  }
  return Cell::boolean(true);
}
Cell has_subsequence(const Node&, Cells in, Context&) {
  const Rows &a = *in[0].as_rows(), &b = *in[1].as_rows();
  size_t j = 0;
  for (size_t i = 0; i < a.count && j < b.count; ++i) j += same_row(a, i, b, j) ? 1 : 0;
  return Cell::boolean(j == b.count);
}

constexpr uint32_t kDay = bit(Kind::date) | bit(Kind::instant);
constexpr uint32_t kTime = bit(Kind::time_of_day) | bit(Kind::instant);
constexpr uint32_t kInt = bit(Kind::int64), kInstant = bit(Kind::instant);

constexpr auto kSignatures = std::to_array<Signature>({
    {"concat", 2, 2, false, {kTexts, kTexts}, Kind::string, concat, "concat(text, text)"},
    {"contains", 2, 2, false, {kTexts, kTexts}, Kind::boolean, contains, "contains(text, text)"},
    {"startswith", 2, 2, false, {kTexts, kTexts}, Kind::boolean, starts_with, "startswith(text, text)"},
    {"endswith", 2, 2, false, {kTexts, kTexts}, Kind::boolean, ends_with, "endswith(text, text)"},
    {"indexof", 2, 2, false, {kTexts, kTexts}, Kind::int64, index_of, "indexof(text, text)"},
    {"length", 1, 1, false, {kTexts}, Kind::int64, length, "length(text)"},
    {"substring", 2, 3, false, {kTexts, kInt, kInt}, Kind::string, substring,
     "substring(text, start, length)"},
    {"tolower", 1, 1, false, {kTexts}, Kind::string, lower, "tolower(text)"},
    {"toupper", 1, 1, false, {kTexts}, Kind::string, upper, "toupper(text)"},
    {"trim", 1, 1, false, {kTexts}, Kind::string, trim, "trim(text)"},
    {"matchespattern", 2, 2, false, {kTexts, kTexts}, Kind::boolean, matches_pattern,
     "matchespattern(text, pattern)"},
    {"year", 1, 1, false, {kDay}, Kind::int64, year, "year(date)"},
    {"month", 1, 1, false, {kDay}, Kind::int64, month, "month(date)"},
    {"day", 1, 1, false, {kDay}, Kind::int64, day, "day(date)"},
    {"hour", 1, 1, false, {kTime}, Kind::int64, hour, "hour(instant)"},
    {"minute", 1, 1, false, {kTime}, Kind::int64, minute, "minute(instant)"},
    {"second", 1, 1, false, {kTime}, Kind::int64, second, "second(instant)"},
    {"fractionalseconds", 1, 1, false, {kTime}, Kind::decimal, fractional_seconds,
     "fractionalseconds(instant)"},
    {"totalseconds", 1, 1, false, {bit(Kind::duration)}, Kind::decimal, total_seconds,
     "totalseconds(duration)"},
    {"date", 1, 1, false, {kInstant}, Kind::date, date, "date(instant)"},
    {"time", 1, 1, false, {kInstant}, Kind::time_of_day, time, "time(instant)"},
    {"totaloffsetminutes", 1, 1, false, {kInstant}, Kind::int64, total_offset_minutes,
     "totaloffsetminutes(instant)"},
    {"now", 0, 0, false, {}, Kind::instant, now, "now()"},
    {"mindatetime", 0, 0, false, {}, Kind::instant, min_instant, "mindatetime()"},
    {"maxdatetime", 0, 0, false, {}, Kind::instant, max_instant, "maxdatetime()"},
    {"round", 1, 1, false, {kNumbers}, Kind::unknown, round, "round(number)"},
    {"floor", 1, 1, false, {kNumbers}, Kind::unknown, floor, "floor(number)"},
    {"ceiling", 1, 1, false, {kNumbers}, Kind::unknown, ceiling, "ceiling(number)"},
    {"concat", 2, 2, true, {kCollection, kCollection}, Kind::unknown, concat_lists,
     "concat(list, list)"},
    {"contains", 2, 2, true, {kCollection, kCollection}, Kind::boolean, contains_list,
     "contains(list, list)"},
    {"startswith", 2, 2, true, {kCollection, kCollection}, Kind::boolean, starts_with_list,
     "startswith(list, list)"},
    {"endswith", 2, 2, true, {kCollection, kCollection}, Kind::boolean, ends_with_list,
     "endswith(list, list)"},
    {"indexof", 2, 2, true, {kCollection, kCollection}, Kind::int64, index_of_list,
     "indexof(list, list)"},
    {"length", 1, 1, true, {kCollection}, Kind::int64, length_list, "length(list)"},
    {"substring", 2, 3, true, {kCollection, kInt, kInt}, Kind::unknown, substring_list,
     "substring(list, start, length)"},
    {"hassubset", 2, 2, true, {kCollection, kCollection}, Kind::boolean, has_subset,
     "hassubset(list, list)"},
    {"hassubsequence", 2, 2, true, {kCollection, kCollection}, Kind::boolean, has_subsequence,
     "hassubsequence(list, list)"},
});

}  // namespace

std::span<const Signature> signatures() { return kSignatures; }

}  // namespace tenure::expression
