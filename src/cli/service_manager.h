#pragma once
// What systemd asks of a service of Type=notify.
#include <string_view>

#include "cli/session.h"

namespace tenure::cli {

// One line to NOTIFY_SOCKET, where there is one. That nobody hears it is no fault.
void tell_service_manager(const Session&, std::string_view line);

}  // namespace tenure::cli
