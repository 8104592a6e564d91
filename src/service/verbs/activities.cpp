// The contact log: calls, e-mails, notes and other contacts, each a line of it.
#include "service/verbs/callbacks.h"
#include "service/verbs/documents.h"
#include "service/verbs/parameters.h"
#include "service/verbs/table.h"

namespace tenure::service::acts {
namespace {

using namespace parameter;
using records::Record;

constexpr VerbParameter kCall[] = {
    kContact,
    {"direction", string, false, false, "Direction", "כיוון"},
    kOutcome,
    {"minutes", int64, false, false, "Minutes", "דקות"},
    kNote,
    {"callback_at", instant, false, false, "Call back at", "מועד לשיחה חוזרת"},
    kKey, kAt, kException};
constexpr VerbParameter kMail[] = {kContact, kSubject,
                                   {"mass", boolean, false, false, "Mass mailing", "דיוור המוני"},
                                   kNote, kKey, kAt, kException};
constexpr VerbParameter kLogNote[] = {required(kNote), kKey, kAt, kException};
constexpr VerbParameter kLogContact[] = {kContact, kChannel, kOutcome, kNote, kKey, kAt, kException};

bool is_callback(std::string_view task) { return task.starts_with(kCallbackPrefix); }

// Whoever was called need not be called back any more.
void close_callbacks(Work& work, const Row& account) {
  Context& context = work.context();
  const Record& task = *records::find_record("task");
  const auto id = context.reads().find_account(context.workspace(), account.key);
  std::vector<std::string> open;
  context.reads().records(context.workspace(), task, *id, [&](const store::RecordRow& row) {
    std::string key;
    bool is_open = true;
    for (size_t i = 0; i < task.fields.size(); ++i) {
      if (task.fields[i].flags & records::kKey) key = to_text(row.cells[i]);
      if (task.fields[i].name == "done_at") is_open = row.cells[i].is_null();
    }
    if (is_open && is_callback(key)) open.push_back(key);
  });
  for (const std::string& key : open) {
    add_step(work, "task", {.key = key, .account = account.key}, "task.done", {});
  }
}

void open_callback(Work& work, const Row& account, const Value& at) {
  const Caller& caller = work.context().caller();
  const std::string owner = account.text("owner");
  add_document(work, *records::find_record("task"), account.key,
               {{"subject", Value(say(caller.language, "callback-subject", {{"account", account.text("name")}}))},
                {"owner", Value(owner.empty() ? caller.actor : owner)},
                {"due_at", at}},
               work.new_key("task", kCallbackPrefix));
}

// A call; and, where it is to be called back, the task to do so. What was to be called back by now is done.
Result<Done> log_call(Context& context, const Call& call) {
  TENURE_TRY(const Row account, load(context, "account", call.key));
  Work work(context, call);
  TENURE_TRY(const std::string key, add_made(work, account, "activity", {{"kind", "call"}}));
  close_callbacks(work, account);
  if (const Value* at = call.find("callback_at"); at && !at->is_null()) {
    TENURE_CHECK_OK(context.access().check(kMayCreate, "task"));
    open_callback(work, account, *at);
  }
  return work.finish("activity", key, true);
}

constexpr Verb kVerbs[] = {
    {.name = "log_call", .record = "account", .parameters = kCall, .run = log_call,
     .english = "Log a call", .hebrew = "תיעוד שיחה"},
    {.name = "log_email", .record = "account", .parameters = kMail,
     .run = [](Context& context, const Call& call) {
       return make(context, call, "activity", {{"kind", "email"}});
     },
     .english = "Log an e-mail", .hebrew = "תיעוד דוא״ל"},
    {.name = "log_note", .record = "account", .parameters = kLogNote,
     .run = [](Context& context, const Call& call) {
       return make(context, call, "activity", {{"kind", "note"}});
     },
     .english = "Log a note", .hebrew = "תיעוד הערה"},
    {.name = "log_contact", .record = "account", .parameters = kLogContact,
     .run = [](Context& context, const Call& call) {
       return make(context, call, "activity", {{"kind", "contact_record"}});
     },
     .english = "Log a contact record", .hebrew = "תיעוד רשומת מגע"},
};

}  // namespace

std::span<const Verb> activity() { return kVerbs; }

}  // namespace tenure::service::acts
