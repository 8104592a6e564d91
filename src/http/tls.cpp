#include "http/tls.h"

#include "base/environment.h"

namespace tenure::http {

std::unique_ptr<boost::asio::ssl::context> make_tls_context(const std::string& certificate_file,
                                                            const std::string& key_file) {
  namespace ssl = boost::asio::ssl;
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  boost::system::error_code ec;
  const auto check = [&ec](const std::string& file) {
    if (ec) throw EnvironmentError("tls-unreadable", {{"file", file}, {"reason", ec.message()}});
  };
  SSL_CTX* raw = context->native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  // No compression, no renegotiation, ours before the client's order, forward secrecy only.
  SSL_CTX_set_options(raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(raw, "ECDHE+AESGCM:ECDHE+CHACHA20");
  SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);  // 34 kB less per idle connection
  context->use_certificate_chain_file(certificate_file, ec);
  check(certificate_file);
  context->use_private_key_file(key_file, ssl::context::pem, ec);
  check(key_file);
  return context;
}

}  // namespace tenure::http
