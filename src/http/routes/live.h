#pragma once
// /w/{workspace}/live: what happens, as server-sent events, to whoever may see it.
//
//   id: 4711                     the move's sequence in the log: Last-Event-ID goes on behind it
//   event: account.stage.changed
//   data: {"sequence":4711,"account":"C-1","lifecycle":"…","from":"…","to":"…","at":"…", …}
//
//   event: record.changed        without an id: a hint that is not repeated
//   data: {"record":"order","key":"SO-1","verb":"place","actor":"anna"}
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

void add_live_routes(Router&, service::Service&, const Clock&);

}  // namespace tenure::http
