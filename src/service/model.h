#pragma once
// What somebody may read of a workspace, as the query room takes it: the records' fields, the definition's own
// properties, measures, stages and spells, and the links between them. What the access does not let them see is
// not in it.
#include "query/model.h"
#include "service/access.h"
#include "service/realm.h"

namespace tenure::service {

// Entities: every record of the schema, fact, transition, stage_spell, user; the account also where nobody may
// name it, for rules that go through it. Made once per realm and Access::hash(); see Service::reading.
query::ModelPtr make_model(const Realm&, const Access&);

// A workspace without a pack: what every workspace has.
const Realm& plain_realm();

}  // namespace tenure::service
