#include "service/verbs/reading.h"

#include <unordered_set>

#include "base/limits.h"
#include "service/model.h"

namespace tenure::service::acts {
namespace {

query::Setting setting(const Context& context) {
  query::Setting setting{.now = context.now(), .zone = &context.definition().zone, .page = INT64_MAX};
  if (context.access().own_only()) setting.owner = context.caller().actor;
  return setting;
}

Result<query::Query> bound(Context& context, std::string_view record, const query::Options& options) {
  const query::ModelPtr model = make_model(context.realm(), context.access());
  const std::optional<uint16_t> entity = model->find(record);
  if (!entity || model->entities[*entity].hidden) {
    return refuse("unknown-record-type", {{"record", std::string(record)}});
  }
  return query::bind(model, *entity, options, setting(context));
}

std::vector<std::string> texts(const Value* value) {
  std::vector<std::string> found;
  const auto* items = value ? value->get<std::shared_ptr<const List>>() : nullptr;
  if (!items) return found;
  for (const Value& item : (*items)->items) found.push_back(to_text(item));
  return found;
}

}  // namespace

Result<query::Answer> read_rows(Context& context, std::string_view record, const query::Options& options,
                                const std::function<void(const Values&)>& visit) {
  TENURE_TRY(const query::Query query, bound(context, record, options));
  const query::Entity& about = query.about();
  Values values;
  return context.reads().query(context.workspace(), query, [&](const query::Row& row) {
    values.clear();
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const query::Field& field = about.fields[query.select[i]];
      values.emplace_back(field.name, expression::to_value(row.cells[i], field.type));
    }
    visit(values);
    return true;
  });
}

Result<void> check_query(Context& context, std::string_view record, const query::Options& options) {
  TENURE_TRY([[maybe_unused]] const query::Query query, bound(context, record, options));
  return {};
}

Result<std::vector<std::string>> selected_accounts(Context& context, const Call& call) {
  std::vector<std::string> found;
  std::unordered_set<std::string> known;
  for (std::string& key : texts(call.find("except"))) known.insert(std::move(key));
  const auto take = [&](std::string key) {
    if (known.insert(key).second) found.push_back(std::move(key));
  };
  if (const std::string filter = call.text("filter"); !filter.empty()) {
    TENURE_TRY([[maybe_unused]] const query::Answer answer,
               read_rows(context, "account",
                         {.select = "key", .filter = filter,
                          .top = static_cast<int64_t>(limits::kAllocated + known.size() + 1)},
                         [&](const Values& row) { take(to_text(row[0].second)); }));
  } else if (call.find("keys")) {
    for (std::string& key : texts(call.find("keys"))) {
      TENURE_CHECK_OK(context.check_own(key));
      take(std::move(key));
    }
  } else {
    return refuse("selection-missing");
  }
  if (found.size() > limits::kAllocated) {
    return refuse("too-many", {{"most", std::to_string(limits::kAllocated)}});
  }
  return found;
}

}  // namespace tenure::service::acts
