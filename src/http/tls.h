#pragma once
// TLS 1.2 and later with a certificate chain and key from files. Internal to the room; heavy.
#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>

namespace tenure::http {

// Throws EnvironmentError "tls-unreadable" {file, reason}.
std::unique_ptr<boost::asio::ssl::context> make_tls_context(const std::string& certificate_file,
                                                            const std::string& key_file);

}  // namespace tenure::http
