#pragma once
// Staged rows and kept lines as bytes: LEB128 numbers, zigzag where signed, length before text, as
// the engine's codec reads them; cells with their kind in front.
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/codec.h"
#include "expression/cell.h"

namespace tenure::transfer::packed {

inline void put_number(std::string& out, uint64_t n) {
  for (; n >= 0x80; n >>= 7) out.push_back(static_cast<char>(n | 0x80));
  out.push_back(static_cast<char>(n));
}
inline void put_signed(std::string& out, int64_t n) {
  put_number(out, (static_cast<uint64_t>(n) << 1) ^ static_cast<uint64_t>(n >> 63));
}
inline void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}
// Most significant byte first: orders as the number does.
template <typename Number>
void put_ordered(std::string& out, Number n) {
  for (int shift = 8 * (static_cast<int>(sizeof n) - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(n >> shift));
  }
}
template <typename Number>
Number get_ordered(std::string_view bytes) {
  Number n = 0;
  for (size_t i = 0; i < sizeof n; ++i) {
    n = static_cast<Number>(n << 8 | static_cast<unsigned char>(bytes[i]));
  }
  return n;
}

void put_cell(std::string& out, const expression::Cell&);
// Null, with good() false, where the bytes are none of ours. Text shows into them.
expression::Cell get_cell(engine::codec::Reader&);

}  // namespace tenure::transfer::packed
