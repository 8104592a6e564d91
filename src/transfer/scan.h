#pragma once
// Looking at 16 or 64 bytes at once; plain loops where the machine has no SSE2.
#include <cstddef>
#include <cstdint>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tenure::transfer {

// How many of the leading bytes are ASCII and not NUL, in steps of 16: never too many.
inline size_t plain_ascii_prefix(const char* text, size_t size) {
  size_t i = 0;
#ifdef __SSE2__
  for (; i + 16 <= size; i += 16) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i));
    // As signed bytes, plain ASCII is exactly what is greater than zero.
    if (_mm_movemask_epi8(_mm_cmpgt_epi8(v, _mm_setzero_si128())) != 0xFFFF) break;
  }
#else
  while (i<size&& static_cast<signed char>(text[i])> 0) ++i;
#endif
  return i;
}

// A set of four bytes to look for (repeat one to look for fewer).
class ByteSet {
 public:
  ByteSet(char a, char b, char c, char d) : bytes_{a, b, c, d} {
#ifdef __SSE2__
    for (int i = 0; i < 4; ++i) lanes_[i] = _mm_set1_epi8(bytes_[i]);
#endif
  }

  // Bit i is set where text[i] is one of them. Reads 64 bytes.
  uint64_t find(const char* text) const {
    uint64_t found = 0;
#ifdef __SSE2__
    for (int i = 0; i < 4; ++i) {
      const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + 16 * i));
      const __m128i hit =
          _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, lanes_[0]), _mm_cmpeq_epi8(v, lanes_[1])),
                       _mm_or_si128(_mm_cmpeq_epi8(v, lanes_[2]), _mm_cmpeq_epi8(v, lanes_[3])));
      found |= static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(hit))) << (16 * i);
    }
#else
    for (int i = 0; i < 64; ++i) {
      const char c = text[i];
      const bool hit = c == bytes_[0] || c == bytes_[1] || c == bytes_[2] || c == bytes_[3];
      found |= static_cast<uint64_t>(hit) << i;
    }
#endif
    return found;
  }

 private:
  char bytes_[4];
#ifdef __SSE2__
  __m128i lanes_[4];
#endif
};

}  // namespace tenure::transfer
