#pragma once
// The OData door of a workspace: a request in, an answer out. Knows addresses, bodies and their rules; what may be
// seen and done is the service's to say.
#include <string>

#include "odata/message.h"
#include "service/caller.h"
#include "service/service.h"

namespace tenure::odata {

class Api {
 public:
  // `secret`: signs what stands in next and delta links; links of another secret are refused.
  Api(service::Service&, const Clock&, std::string secret);

  // Never throws for what the request says; EnvironmentError comes from the store.
  Response handle(const service::Caller&, const Request&) const;

 private:
  service::Service& service_;
  const Clock& clock_;
  std::string secret_;
};

}  // namespace tenure::odata
