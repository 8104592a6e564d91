#include "cli/secret_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "base/limits.h"

namespace tenure::cli {

namespace {

std::string first_line(std::istream& in) {
  std::string text(limits::kTokenBytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  text.resize(std::min(text.find('\n'), text.size()));
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

Result<std::string> read_secret_file(const std::string& path) {
  std::string secret;
  if (path == "-") {
    secret = first_line(std::cin);
  } else {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (in) secret = first_line(in);
    if (!in && !in.eof())
      return refuse("secret-file-unreadable", {{"file", path}, {"reason", std::strerror(errno)}});
  }
  if (secret.empty()) return refuse("secret-file-empty", {{"file", path}});
  return secret;
}

}  // namespace tenure::cli
