#include "store/sqlite/query/fragment.h"

#include "base/assert.h"

namespace tenure::store::sqlite {

Fragment Fragment::name(std::string_view name) {
  TENURE_ASSERT(!name.empty());
  for (char c : name) {
    TENURE_ASSERT((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }
  Fragment fragment;
  fragment.text_.append("\"").append(name).append("\"");
  return fragment;
}

Fragment Fragment::row(int alias) {
  Fragment fragment;
  fragment.text_ = "t" + std::to_string(alias);
  return fragment;
}

Fragment Fragment::column(int alias, std::string_view column) {
  Fragment fragment = row(alias);
  return fragment << "." << name(column);
}

Fragment Fragment::parameter(int number) {
  Fragment fragment;
  fragment.text_ = "?" + std::to_string(number);
  return fragment;
}

Fragment Fragment::result(size_t column) {
  Fragment fragment;
  fragment.text_ = "c" + std::to_string(column);
  return fragment;
}

}  // namespace tenure::store::sqlite
