// The wiring: the process around the command line.
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

#include "base/embedded.h"
#include "cli/session.h"
#include "script/script.h"

namespace tenure {
extern const EmbeddedFile kPageFiles[];  // web/CMakeLists.txt
}

namespace {

// What can stop by itself ends its part of the work first; a second Ctrl-C waits for nothing. What is
// committed stays committed either way.
void interrupted(int) {
  if (tenure::cli::stops_by_itself && !tenure::cli::stop_requested) {
    tenure::cli::stop_requested = true;
  } else {
    _exit(tenure::cli::kInterrupted);
  }
}

std::optional<std::string> environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::optional<std::string>(value) : std::nullopt;
}

int terminal_width() {
  winsize size{};
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    if (ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  }
  return 80;
}

}  // namespace

int main(int argc, char** argv) {
  // A process for one script (script/script.h): before anything else is opened or read.
  if (argc == 2 && argv[1] == tenure::script::kWorkerCommand) tenure::script::serve_one_job();
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);
  struct sigaction action {};
  action.sa_handler = interrupted;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  tenure::add_embedded_files(tenure::kPageFiles);
  tenure::cli::World world{.in = std::cin,
                           .out = std::cout,
                           .err = std::cerr,
                           .environment = environment,
                           .width = terminal_width(),
                           .out_is_terminal = isatty(STDOUT_FILENO) == 1,
                           .err_is_terminal = isatty(STDERR_FILENO) == 1};
  return tenure::cli::run({argv + 1, argv + argc}, world);
}
