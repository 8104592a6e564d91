#pragma once
#include <string_view>

namespace tenure::transfer {

// The delimiter that explains the first rows best: one that the first row has, and that cuts as
// many of the others as possible into as many fields. ',' where nothing speaks for any. `whole`
// says that the text does not go on behind the window.
char sniff_delimiter(std::string_view window, bool whole);

}  // namespace tenure::transfer
