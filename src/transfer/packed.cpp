#include "transfer/packed.h"

namespace tenure::transfer::packed {

using engine::codec::Reader;
using expression::Cell;
using expression::Kind;

namespace {

constexpr uint8_t kWide = 0x40;  // in a decimal's scale: the coefficient takes two words

void put_fixed(std::string& out, uint64_t n) {
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<char>(n >> (8 * i)));
}

}  // namespace

void put_cell(std::string& out, const Cell& cell) {
  out.push_back(static_cast<char>(cell.kind));
  switch (cell.kind) {
    case Kind::string:
    case Kind::choice:
    case Kind::binary:
      put_text(out, cell.as_text());
      break;
    case Kind::decimal: {
      const bool wide = cell.high != cell.low >> 63;
      out.push_back(static_cast<char>(cell.scale | (wide ? kWide : 0)));
      if (!wide) {
        put_signed(out, cell.low);
        break;
      }
      [[fallthrough]];
    }
    case Kind::guid:
      put_fixed(out, static_cast<uint64_t>(cell.low));
      put_fixed(out, static_cast<uint64_t>(cell.high));
      break;
    case Kind::double_:
      put_fixed(out, static_cast<uint64_t>(cell.low));
      break;
    case Kind::null:
      break;
    default:
      put_signed(out, cell.low);
  }
}

Cell get_cell(Reader& in) {
  Cell cell;
  const auto kind = static_cast<Kind>(in.byte());
  cell.kind = kind;
  switch (kind) {
    case Kind::string:
    case Kind::choice:
    case Kind::binary:
      return Cell::text(in.text(), kind);
    case Kind::decimal: {
      const uint8_t scale = in.byte();
      cell.scale = static_cast<int8_t>(scale & ~kWide);
      if ((scale & kWide) == 0) {
        cell.low = in.signed_number();
        cell.high = cell.low >> 63;
        break;
      }
      [[fallthrough]];
    }
    case Kind::guid:
      cell.low = static_cast<int64_t>(in.fixed());
      cell.high = static_cast<int64_t>(in.fixed());
      break;
    case Kind::double_:
      cell.low = static_cast<int64_t>(in.fixed());
      break;
    case Kind::null:
      break;
    case Kind::boolean:
    case Kind::int64:
    case Kind::date:
    case Kind::instant:
    case Kind::time_of_day:
    case Kind::duration:
      cell.low = in.signed_number();
      break;
    default:
      return Cell::null();
  }
  return in.good() ? cell : Cell::null();
}

}  // namespace tenure::transfer::packed
