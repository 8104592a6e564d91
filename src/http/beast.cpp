// Boost.Beast, compiled once; BOOST_BEAST_SEPARATE_COMPILATION keeps it out of the other files.
#include <boost/beast/src.hpp>
