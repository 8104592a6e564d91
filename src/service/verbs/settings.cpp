#include "service/verbs/settings.h"

namespace tenure::service::acts {

bool user_exists(Context& context, std::string_view name) {
  store::PeopleReader& people = context.reads().people();
  return people.find_user(context.workspace(), name) || people.users(context.workspace()).empty();
}

}  // namespace tenure::service::acts
