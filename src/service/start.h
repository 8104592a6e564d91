#pragma once
// The first start: as long as a workspace is empty, its owner chooses what it begins with: a pack of the program, or
// the example, which is a pack with a history.
#include <string>
#include <string_view>
#include <vector>

#include "service/jobs.h"

namespace tenure::service {

struct StartChoice {
  std::string name;          // of the pack
  std::string title, about;  // in the caller's language
};
struct Start {
  bool is_empty = false;  // no customer yet, and no example on its way: one may choose
  std::string pack;       // in force
  int64_t example = 0;    // the job that brings the example; 0: none does now
  std::vector<StartChoice> packs;  // of the program, by name
  StartChoice with_example;        // `name`: the pack that it needs
};
// Errors of all: "unknown-workspace", "not-allowed": not the owner, "insufficient-scope".
Result<Start> start_of(Service&, const Caller&, std::string_view workspace);

// The pack with its defaults takes the place of the definition in force; the job that does it, or 0: it is in force
// already. Errors besides: "workspace-not-empty", "unknown-pack" {name, nearest}; those of queue_define.
Result<int64_t> start_with_pack(Service&, const Caller&, std::string_view workspace, std::string_view pack);
// The pack of the example, and then its history: the job "example", also one that is on its way already. Errors
// besides: "workspace-not-empty"; those of queue_define.
inline constexpr std::string_view kExampleJob = "example";
Result<int64_t> start_with_example(Service&, const Caller&, std::string_view workspace);

// The packs of the program that say what they are for, by name.
std::vector<StartChoice> packs_on_offer(Language);

// The pack that the example was written for.
std::string example_pack();

}  // namespace tenure::service
