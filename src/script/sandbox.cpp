#include "script/sandbox.h"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <initializer_list>

#include "base/limits.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TENURE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TENURE_SANITIZED 1
#endif
#endif

namespace tenure::script {
namespace {

bool limit(__rlimit_resource what, rlim_t soft, rlim_t hard) {
  const rlimit bound{soft, hard};
  return setrlimit(what, &bound) == 0;
}

bool limit_all() {
#ifndef TENURE_SANITIZED  // their shadow memory is larger than any bound, and they probe memory through a pipe
  if (!limit(RLIMIT_AS, limits::kScriptAddressSpace, limits::kScriptAddressSpace) || !limit(RLIMIT_NOFILE, 0, 0)) {
    return false;
  }
#endif
  return limit(RLIMIT_CPU, limits::kScriptCpuSeconds, limits::kScriptCpuSeconds + 1) &&
         limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_NPROC, 0, 0);
}

bool filter_calls() {
#ifdef TENURE_SANITIZED
  // The sanitizers ask for more than a script may: what would lead out is closed all the same.
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return false;
  bool good = true;
  for (const int call : {SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(creat), SCMP_SYS(socket),
                         SCMP_SYS(connect), SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork),
                         SCMP_SYS(vfork), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(ptrace),
                         SCMP_SYS(kill)}) {
    good = good && seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, call, 0) == 0;
  }
#else
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return false;
  bool good = true;
  for (const int call : {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(brk),
                         SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(rt_sigreturn),
                         SCMP_SYS(futex), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom)}) {
    good = good && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  }
  // Memory, but none that can be run.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    good = good && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                                    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
  }
#endif
  good = good && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return good;
}

}  // namespace

bool lock_in() {
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_DUMPABLE, 0) == 0 && limit_all() && filter_calls();
}

}  // namespace tenure::script
