#include "http/body_pipe.h"

namespace tenure::http {

Result<bool> BodyPipe::read(std::string& out) {
  bool was_full = false;
  {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [this] { return !data_.empty() || ended_ || error_; });
    if (error_) return std::unexpected(*error_);  // what came before it is not whole
    if (data_.empty()) return false;
    if (out.empty()) {
      out.swap(data_);
    } else {
      out += data_;
    }
    data_.clear();
    was_full = full_;
    full_ = false;
  }
  if (was_full) drained_();
  return true;
}

bool BodyPipe::push(std::string& piece) {
  if (piece.empty()) return true;
  {
    std::lock_guard lock(mutex_);
    if (data_.empty()) {
      data_.swap(piece);
    } else {
      data_ += piece;
    }
    full_ = data_.size() >= room_;
    if (full_) {
      came_.notify_one();
      return false;
    }
  }
  came_.notify_one();
  return true;
}

void BodyPipe::finish() {
  std::lock_guard lock(mutex_);
  ended_ = true;
  came_.notify_one();
}

void BodyPipe::fail(Error error) {
  std::lock_guard lock(mutex_);
  if (!ended_ && !error_) error_ = std::move(error);
  came_.notify_one();
}

}  // namespace tenure::http
