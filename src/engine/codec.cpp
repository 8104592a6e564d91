#include "engine/codec.h"

namespace tenure::engine::codec {

using expression::Cell;
using expression::Kind;

void Writer::cell(const Cell& cell) {
  byte(static_cast<uint8_t>(cell.kind));
  switch (cell.kind) {
    case Kind::string:
    case Kind::choice:
    case Kind::binary:
      text(cell.as_text());
      break;
    case Kind::decimal:
      byte(static_cast<uint8_t>(cell.scale));
      [[fallthrough]];
    case Kind::guid:
      fixed(static_cast<uint64_t>(cell.low));
      fixed(static_cast<uint64_t>(cell.high));
      break;
    case Kind::double_:
      fixed(static_cast<uint64_t>(cell.low));
      break;
    default:
      signed_number(cell.low);
  }
}

Cell Reader::cell() {
  Cell cell;
  const uint8_t kind = byte();
  if (kind >= static_cast<uint8_t>(Kind::record)) {
    good_ = false;
    return cell;
  }
  cell.kind = static_cast<Kind>(kind);
  switch (cell.kind) {
    case Kind::string:
    case Kind::choice:
    case Kind::binary:
      return Cell::text(text(), cell.kind);
    case Kind::decimal:
      cell.scale = static_cast<int8_t>(byte());
      [[fallthrough]];
    case Kind::guid:
      cell.low = static_cast<int64_t>(fixed());
      cell.high = static_cast<int64_t>(fixed());
      break;
    case Kind::double_:
      cell.low = static_cast<int64_t>(fixed());
      break;
    default:
      cell.low = signed_number();
  }
  return cell;
}

}  // namespace tenure::engine::codec
