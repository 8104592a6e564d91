#pragma once
// How a public form looks.
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "http/message.h"
#include "service/verbs/forms.h"

namespace tenure::http {

struct FormPage {
  const service::PublicForm& form;
  Language language;
  std::vector<std::pair<std::string, Value>> values = {};        // as they were sent
  std::vector<std::pair<std::string, std::string>> faults = {};  // field → sentence; "" = of the whole form
};
// The form to be filled in, with what is wrong beside each field.
Response form_page(int status, const FormPage&);
// What is said when it was sent.
Response thanks_page(const service::PublicForm&, Language);

}  // namespace tenure::http
