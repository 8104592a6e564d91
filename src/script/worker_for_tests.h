#pragma once
// For test programs alone: they too answer to "script-worker", before their own main begins.
#include <cstring>

#include "script/script.h"

namespace tenure::script {

__attribute__((constructor)) inline void answer_to_script_worker(int count, char** words) {
  if (count == 2 && kWorkerCommand == words[1]) serve_one_job();
}

}  // namespace tenure::script
