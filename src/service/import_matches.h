#pragma once
// Who of those that an import has just made may be somebody who is known already, by the finder that create and forms
// ask (service/matches.h).
#include "service/realm.h"
#include "service/service.h"
#include "store/store.h"

namespace tenure::service {

// Of one record_bulk: what comparing names may cost it is bounded; beyond that, whoever is called just the same is found.
class ImportMatches {
 public:
  ImportMatches(const Realm& realm, store::Reader& reads) : realm_(realm), reads_(reads) {}
  void note(const Service::BulkFact& created, Totals&);

 private:
  const Realm& realm_;
  store::Reader& reads_;
  int64_t names_ = 0;  // that were looked at
};

}  // namespace tenure::service
