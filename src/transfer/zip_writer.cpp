#include "transfer/zip_writer.h"

#include <zlib.h>

#include <array>

#include "base/assert.h"
#include "base/environment.h"

namespace tenure::transfer {

namespace {

constexpr uint64_t kMost = 0xffffffff;  // of the sizes and places of a zip without extensions
constexpr int kRaw = -15;               // deflate without a header of its own
constexpr uint16_t kVersion = 20, kFlags = 0x0808;  // sizes behind the bytes, names in UTF-8
constexpr uint16_t kDeflated = 8, kDay = 0x21;      // 1 January 1980: no clock

}  // namespace

ZipWriter::ZipWriter(std::string& out) : out_(out) {}

ZipWriter::~ZipWriter() {
  if (stream_) deflateEnd(stream_.get());
}

void ZipWriter::put(std::string_view bytes) {
  out_ += bytes;
  written_ += bytes.size();
}

void ZipWriter::number(uint64_t value, int bytes) {
  for (; bytes > 0; --bytes, value >>= 8) out_ += static_cast<char>(value & 0xff), ++written_;
}

void ZipWriter::begin(std::string_view name) {
  TENURE_ASSERT(stream_ == nullptr);
  entries_.push_back({.name = std::string(name), .offset = written_});
  number(0x04034b50, 4);
  number(kVersion, 2), number(kFlags, 2), number(kDeflated, 2), number(0, 2), number(kDay, 2);
  number(0, 4), number(0, 4), number(0, 4);
  number(name.size(), 2), number(0, 2);
  put(name);
  stream_ = std::make_unique<z_stream>();
  TENURE_ASSERT(deflateInit2(stream_.get(), Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRaw, 8, Z_DEFAULT_STRATEGY) == Z_OK);
}

void ZipWriter::deflate(std::string_view bytes, bool last) {
  std::array<char, 16384> buffer;  // NOLINT(*-member-init): zlib fills it
  // zlib does not write what it reads.
  stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream_->avail_in = static_cast<uInt>(bytes.size());
  int done = Z_OK;
  do {
    stream_->next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream_->avail_out = static_cast<uInt>(buffer.size());
    done = ::deflate(stream_.get(), last ? Z_FINISH : Z_NO_FLUSH);
    TENURE_ASSERT(done != Z_STREAM_ERROR);
    const size_t packed = buffer.size() - stream_->avail_out;
    entries_.back().packed += packed;
    put({buffer.data(), packed});
  } while (stream_->avail_out == 0 || (last && done != Z_STREAM_END));
}

void ZipWriter::write(std::string_view bytes) {
  TENURE_ASSERT(stream_ != nullptr);
  Entry& entry = entries_.back();
  entry.plain += bytes.size();
  if (entry.plain > kMost || written_ + bytes.size() > kMost)
    throw EnvironmentError("file-too-large", {{"limit", std::to_string(kMost)}});
  entry.crc = static_cast<uint32_t>(
      crc32(entry.crc, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
  deflate(bytes, false);
}

void ZipWriter::end() {
  deflate({}, true);
  deflateEnd(stream_.get());
  stream_.reset();
  const Entry& entry = entries_.back();
  number(0x08074b50, 4), number(entry.crc, 4), number(entry.packed, 4), number(entry.plain, 4);
}

void ZipWriter::finish() {
  const uint64_t begin = written_;
  for (const Entry& entry : entries_) {
    number(0x02014b50, 4);
    number(kVersion, 2), number(kVersion, 2), number(kFlags, 2), number(kDeflated, 2), number(0, 2), number(kDay, 2);
    number(entry.crc, 4), number(entry.packed, 4), number(entry.plain, 4);
    number(entry.name.size(), 2), number(0, 2), number(0, 2), number(0, 2), number(0, 2), number(0, 4);
    number(entry.offset, 4);
    put(entry.name);
  }
  const uint64_t size = written_ - begin;
  number(0x06054b50, 4);
  number(0, 2), number(0, 2), number(entries_.size(), 2), number(entries_.size(), 2);
  number(size, 4), number(begin, 4), number(0, 2);
}

}  // namespace tenure::transfer
