#pragma once
// A body on its way from the socket to the handler that reads it. Internal to the room.
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "http/message.h"

namespace tenure::http {

class BodyPipe final : public BodyReader {
 public:
  // `drained` is called on the handler's thread when the pipe was full and has room again.
  BodyPipe(size_t room, std::function<void()> drained) : room_(room), drained_(std::move(drained)) {}

  Result<bool> read(std::string& out) override;

  // By the connection. push gives false when the pipe is full: read no more until it is drained.
  bool push(std::string& piece);
  void finish();
  void fail(Error);

 private:
  const size_t room_;
  std::function<void()> drained_;
  std::mutex mutex_;
  std::condition_variable came_;
  std::string data_;
  bool ended_ = false, full_ = false;
  std::optional<Error> error_;
};

}  // namespace tenure::http
