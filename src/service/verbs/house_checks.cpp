#include "service/verbs/house_checks.h"

#include "service/verbs/forms.h"
#include "service/verbs/reading.h"

namespace tenure::service::acts {
namespace {

using records::Record;

const Record* find_set(std::string_view set) {
  for (const Record& record : records::schema()) {
    if (record.set == set) return &record;
  }
  return nullptr;
}

void check_condition(Work& work, std::string_view record, std::string_view field,
                     const query::Options& options) {
  const Result<void> sound = check_query(work.context(), record, options);
  if (sound) return;
  work.refuse("filter-invalid", std::string(field),
              {{"field", std::string(field)},
               {"reason", say(work.context().caller().language, sound.error())}});
}

void check_view(Work& work, const Values& values) {
  const std::string set = text_of(values, "set");
  if (set.empty()) return;
  const Record* record = find_set(set);
  if (!record) return work.refuse("unknown-set", "set", {{"set", set}});
  if (const std::string filter = text_of(values, "filter"); !filter.empty()) {
    check_condition(work, record->name, "filter", {.filter = filter});
  }
  if (const std::string order = text_of(values, "order_by"); !order.empty()) {
    check_condition(work, record->name, "order_by", {.orderby = order});
  }
  if (const std::string columns = text_of(values, "columns"); !columns.empty()) {
    check_condition(work, record->name, "columns", {.select = columns});
  }
}

void check_form(Work& work, const Values& values) {
  const std::string text = text_of(values, "fields");
  if (text.empty()) return;
  const Result<std::vector<FormField>> fields = parse_form_fields(text);
  if (!fields) work.refuse(fields.error().code, "fields", fields.error().arguments);
}

}  // namespace

void check_house(Work& work, const Record& record, const Values& values) {
  if (record.name == "view") check_view(work, values);
  if (record.name == "form") check_form(work, values);
  if (record.name != "segment") return;
  if (const std::string filter = text_of(values, "filter"); !filter.empty()) {
    check_condition(work, "account", "filter", {.filter = filter});
  }
}

}  // namespace tenure::service::acts
