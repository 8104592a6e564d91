#include "transfer/byte_source.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <new>

#include "base/assert.h"
#include "base/environment.h"
#include "base/limits_of_doors.h"

namespace tenure::transfer {

namespace {

constexpr size_t kInputBytes = 128 * 1024;
constexpr size_t kDigestBytes = 32;
constexpr uint64_t kIdentityBytes = 64 * 1024;

[[noreturn]] void throw_unreadable(const std::string& path, int reason) {
  throw EnvironmentError("file-unreadable", {{"file", path}, {"reason", std::strerror(reason)}});
}

}  // namespace

std::string to_string(const FileIdentity& identity) {
  return std::to_string(identity.size) + "-" + identity.digest;
}

void FileSource::InflateEnd::operator()(z_stream_s* stream) const {
  inflateEnd(stream);
  delete stream;
}

FileSource::FileSource(std::string path) : path_(std::move(path)) {
  file_ = path_ == "-" ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                       : open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) throw_unreadable(path_, errno);
  struct stat about {};
  if (fstat(file_, &about) != 0 || S_ISDIR(about.st_mode)) {
    const int reason = S_ISDIR(about.st_mode) ? EISDIR : errno;
    close(file_);  // the destructor of a half-built object does not run
    throw_unreadable(path_, reason);
  }
  if (S_ISREG(about.st_mode)) {
    size_ = static_cast<uint64_t>(about.st_size);
    from_beginning_ = lseek(file_, 0, SEEK_CUR) == 0;
    posix_fadvise(file_, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
}

FileSource::~FileSource() {
  close(file_);
}

std::optional<FileIdentity> FileSource::identity() const {
  if (!size_ || !from_beginning_) return std::nullopt;
  TENURE_ASSERT(sodium_init() >= 0);
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, kDigestBytes);
  std::vector<unsigned char> buffer(std::min(kIdentityBytes, *size_));
  for (const uint64_t offset : {uint64_t{0}, *size_ - buffer.size()}) {
    for (size_t done = 0; done < buffer.size();) {
      const ssize_t n = pread(file_, buffer.data() + done, buffer.size() - done,
                              static_cast<off_t>(offset + done));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) throw_unreadable(path_, errno);
      if (n == 0) throw_unreadable(path_, EIO);  // it shrank since we asked for its size
      done += static_cast<size_t>(n);
    }
    crypto_generichash_update(&state, buffer.data(), buffer.size());
  }
  unsigned char size_bytes[8];
  for (int i = 0; i < 8; ++i) size_bytes[i] = static_cast<unsigned char>(*size_ >> (8 * i));
  crypto_generichash_update(&state, size_bytes, sizeof size_bytes);
  unsigned char digest[kDigestBytes];
  crypto_generichash_final(&state, digest, sizeof digest);
  char hex[2 * kDigestBytes + 1];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return FileIdentity{*size_, hex};
}

size_t FileSource::read_raw(char* out, size_t size) {
  for (;;) {
    const ssize_t n = ::read(file_, out, size);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_unreadable(path_, errno);
    taken_ += static_cast<uint64_t>(n);
    if (n == 0) file_ended_ = true;
    return static_cast<size_t>(n);
  }
}

void FileSource::refill() {
  TENURE_ASSERT(in_begin_ == in_end_);
  in_begin_ = 0;
  in_end_ = read_raw(in_.data(), in_.size());
}

void FileSource::look_for_gzip() {
  started_ = true;
  in_.resize(kInputBytes);
  while (in_end_ < 2 && !file_ended_)
    in_end_ += read_raw(in_.data() + in_end_, in_.size() - in_end_);
  if (in_end_ < 2 || in_[0] != '\x1f' || in_[1] != '\x8b') return;
  auto stream = std::make_unique<z_stream>();
  if (inflateInit2(stream.get(), 15 + 16) != Z_OK) throw std::bad_alloc();
  inflater_.reset(stream.release());
}

Result<size_t> FileSource::read(std::span<char> out) {
  TENURE_ASSERT(!out.empty());
  if (failure_) return std::unexpected(*failure_);
  if (!started_) look_for_gzip();
  if (inflater_) return inflate_some(out);
  if (in_begin_ == in_end_) return file_ended_ ? 0 : read_raw(out.data(), out.size());
  const size_t n = std::min(out.size(), in_end_ - in_begin_);
  std::memcpy(out.data(), in_.data() + in_begin_, n);
  in_begin_ += n;
  return n;
}

std::unexpected<Error> FileSource::fail(std::string code, bool with_offset) {
  const auto offset = static_cast<int64_t>(consumed());
  failure_ = Error{std::move(code), {{"file", path_}}, offset};
  if (with_offset) failure_->arguments.emplace_back("offset", std::to_string(offset));
  return std::unexpected(*failure_);
}

Result<size_t> FileSource::inflate_some(std::span<char> out) {
  z_stream& z = *inflater_;
  for (;;) {
    if (in_begin_ == in_end_ && !file_ended_) refill();
    if (between_members_) {
      // Tapes and block devices pad with zeros; gzip itself passes over them.
      while (in_begin_ < in_end_ && in_[in_begin_] == '\0') ++in_begin_;
      if (in_begin_ == in_end_) {
        if (file_ended_) return 0;
        continue;
      }
      if (in_[in_begin_] != '\x1f') return fail("gzip-trailing-data", true);
      inflateReset(&z);
      between_members_ = false;
    }
    z.next_in = reinterpret_cast<Bytef*>(in_.data() + in_begin_);
    z.avail_in = static_cast<uInt>(in_end_ - in_begin_);
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(std::min<size_t>(out.size(), std::numeric_limits<uInt>::max()));
    const uInt room = z.avail_out;
    const int outcome = inflate(&z, Z_NO_FLUSH);
    const size_t made = room - z.avail_out;
    in_begin_ = in_end_ - z.avail_in;
    unpacked_ += made;
    if (unpacked_ > limits::kPackedFree && unpacked_ / limits::kPackedRatio > consumed()) {
      failure_ = Error{"packed-too-tight", {{"file", path_}, {"times", std::to_string(limits::kPackedRatio)}}};
      return std::unexpected(*failure_);
    }
    if (outcome == Z_STREAM_END) {
      between_members_ = true;
    } else if (outcome == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (outcome != Z_OK && outcome != Z_BUF_ERROR) {
      auto refusal = fail("gzip-damaged", true);
      if (made == 0) return refusal;  // else: first what was still good
    } else if (made == 0 && in_begin_ == in_end_ && file_ended_) {
      return fail("gzip-truncated", false);
    }
    if (made > 0) return made;
  }
}

Result<size_t> MemorySource::read(std::span<char> out) {
  const size_t n = std::min({out.size(), rest_.size(), chunk_});
  std::copy_n(rest_.data(), n, out.data());
  rest_.remove_prefix(n);
  return n;
}

}  // namespace tenure::transfer
