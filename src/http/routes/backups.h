#pragma once
// /w/{workspace}/backups: copies of the whole store, made while it works, into the server's own folder. None goes out
// over the network: it holds every workspace.
#include "http/router.h"
#include "service/backups.h"

namespace tenure::http {

void add_backup_routes(Router&, service::Backups&);

}  // namespace tenure::http
