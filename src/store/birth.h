#pragma once
// Which store a file is a copy of, without opening it as one: for whoever must tell copies apart.
#include <string>

namespace tenure::store {

// What a store keeps from its first moment on, and so does every copy of it: its first workspace, and when that was
// made. "": the file is no store, not a whole one, or somebody works with it (a log or a lock stands beside it).
std::string birth_of(const std::string& path);

}  // namespace tenure::store
