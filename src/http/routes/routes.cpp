#include "http/routes/routes.h"

#include "http/page.h"
#include "http/routes/backups.h"
#include "http/routes/definition.h"
#include "http/routes/docs.h"
#include "http/routes/exports.h"
#include "http/routes/facts.h"
#include "http/routes/forms.h"
#include "http/routes/gate.h"
#include "http/routes/imports.h"
#include "http/routes/jobs.h"
#include "http/routes/live.h"
#include "http/routes/me.h"
#include "http/routes/odata.h"
#include "http/routes/oidc.h"
#include "http/routes/providers.h"
#include "http/routes/reports.h"
#include "http/routes/roles.h"
#include "http/routes/settings.h"
#include "http/routes/sign_in.h"
#include "http/routes/start.h"
#include "http/routes/tokens.h"
#include "http/routes/users.h"

namespace tenure::http {

Router make_router(const Parts& parts) {
  Router router;
  add_health_routes(router, parts.metrics, parts.readiness);
  add_page_routes(router);
  add_sign_in_routes(router, parts.identity);
  add_me_routes(router, parts.identity, parts.service);
  add_users_routes(router, parts.identity, parts.base_url);
  add_oidc_routes(router, parts.identity, parts.send, parts.base_url, parts.clock);
  add_providers_routes(router, parts.identity);
  add_tokens_routes(router, parts.identity);
  add_roles_routes(router, parts.service);
  add_settings_routes(router, parts.service);
  add_start_routes(router, parts.service);
  add_odata_routes(router, parts.api, parts.base_url);
  add_facts_routes(router, parts.service);
  add_live_routes(router, parts.service, parts.clock);
  add_definition_routes(router, parts.service);
  add_job_routes(router, parts.service);
  add_import_routes(router, parts.service,
                    std::make_shared<transfer::Uploads>(parts.service, parts.clock, parts.store_path));
  add_backup_routes(router, parts.backups);
  add_export_routes(router, parts.service, parts.clock);
  add_report_routes(router, parts.service, parts.clock);
  add_form_routes(router, parts.service, parts.clock);
  add_docs_routes(router, parts.service);
  router.set_gate(make_gate(parts.identity));
  return router;
}

}  // namespace tenure::http
