#pragma once
// What a mapping would write, held against what its caller may.
#include <string>
#include <vector>

#include "service/caller.h"
#include "service/service.h"

namespace tenure::transfer {

// Where the files of a store's uploads stand.
std::string upload_folder(const std::string& store_path);

// Reads the columns of the file and compiles the mapping against them; what is wrong with it goes to `faults`, as
// sentences in the caller's language. Errors: "not-allowed" {role, what}, "field-not-allowed" {role, record, field},
// "no-such-field" {record, field}. Throws EnvironmentError "file-unreadable".
Result<void> check_mapping(service::Service&, const service::Caller&, std::string_view workspace,
                           const std::string& file, std::string text, std::vector<std::string>& faults);

}  // namespace tenure::transfer
