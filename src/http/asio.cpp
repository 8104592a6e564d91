// Boost.Asio, compiled once; BOOST_ASIO_SEPARATE_COMPILATION keeps it out of the other files.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
