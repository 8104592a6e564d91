#pragma once
// What the documents of an account have in common: each is made by one fact, changed by another, and ended or
// decided by a third.
#include <initializer_list>

#include "service/verbs/work.h"

namespace tenure::service::acts {

// Adds the facts that make a document of these values (by the record's field names) for the account; its key.
// Refuses on the work what is missing or points nowhere. `key` "": the call's, or a new one. `waiting`: a row with
// this key waits for its account, and becomes it.
std::string add_document(Work&, const records::Record&, std::string_view account, const Values&,
                         std::string key = "", bool waiting = false);

// A document for the account that the call is bound to, of the call's values and of `constants`.
Result<Done> make(Context&, const Call&, std::string_view record,
                  std::initializer_list<std::pair<std::string_view, std::string_view>> constants = {});

// … within a verb that does more: the new document's key.
Result<std::string> add_made(
    Work&, const Row& account, std::string_view record,
    std::initializer_list<std::pair<std::string_view, std::string_view>> constants = {});

// The next fact of the document that the call is bound to, with those of the call's values. `over`: fields that
// must still be empty, else it is refused ("already-done" {record, key, field, at}).
Result<Done> step(Context&, const Call&, std::string_view record, std::string_view kind,
                  std::initializer_list<std::string_view> over,
                  std::initializer_list<std::string_view> values = {});
// … within a verb that does more.
FactInput& add_step(Work&, std::string_view record, const Row&, std::string_view kind,
                    std::initializer_list<std::string_view> over);

// What ended it never happened: takes back the facts of these kinds that tell of the document. Refused with
// "not-ended" {record, key} where there is none.
Result<Done> reopen(Context&, const Call&, std::string_view record,
                    std::initializer_list<std::string_view> kinds);

// Adds the fact that changes these fields of a document; null empties one. Refuses those that do not change.
FactInput& add_change(Work&, std::string_view record, const Row&, const Values&);

// create, change and remove, of every record; called by perform.h.
Result<Done> create(Context&, const Call&, const records::Record&);
Result<Done> change(Context&, const Call&, const records::Record&);
Result<Done> remove(Context&, const Call&, const records::Record&);

}  // namespace tenure::service::acts
