#pragma once
// The seam between what users do and where it is kept. sqlite/ is the house inside the program.
namespace tenure::store {

class Store {
 public:
  virtual ~Store() = default;
};

}  // namespace tenure::store
