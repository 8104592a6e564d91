// The same server over TLS, with a certificate made on the spot.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <filesystem>

#include "http/server_test_support.h"

namespace tenure::http {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class TlsTest : public ServerTest {
 protected:
  void SetUp() override {
    ServerTest::SetUp();
    folder = testing::TempDir() + "tenure_tls_" + std::to_string(::getpid());
    std::filesystem::create_directories(folder);
    config.certificate_file = folder + "/certificate.pem";
    config.key_file = folder + "/key.pem";
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3'600);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    std::FILE* file = std::fopen(config.certificate_file.c_str(), "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
    file = std::fopen(config.key_file.c_str(), "w");
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  void TearDown() override {
    ServerTest::TearDown();
    std::filesystem::remove_all(folder);
  }

  struct Session {
    explicit Session(uint16_t port, int most = 0) {
      context = SSL_CTX_new(TLS_client_method());
      if (most != 0) SSL_CTX_set_min_proto_version(context, 0), SSL_CTX_set_max_proto_version(context, most);
      if (most != 0) SSL_CTX_set_security_level(context, 0);
      bio = BIO_new_ssl_connect(context);
      BIO_set_conn_hostname(bio, ("127.0.0.1:" + std::to_string(port)).c_str());
      shaken = BIO_do_connect(bio) == 1 && BIO_do_handshake(bio) == 1;
    }
    ~Session() {
      BIO_free_all(bio);
      SSL_CTX_free(context);
    }
    std::string ask(const std::string& bytes, size_t at_least = 1) {
      if (!bytes.empty()) BIO_write(bio, bytes.data(), static_cast<int>(bytes.size()));
      std::string out;
      char buffer[16 * 1024];
      for (int n; out.size() < at_least && (n = BIO_read(bio, buffer, sizeof buffer)) > 0;)
        out.append(buffer, static_cast<size_t>(n));
      return out;
    }
    SSL_CTX* context;
    BIO* bio;
    bool shaken;
  };
  static constexpr const char* kHello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

  std::string folder;
};

TEST_F(TlsTest, serves_and_says_so) {
  start();
  EXPECT_THAT(server->base_url(), StartsWith("https://"));
  Session session(port());
  ASSERT_TRUE(session.shaken);
  for (int i = 0; i < 3; ++i) {
    const std::string answer = session.ask(kHello);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK"));
    EXPECT_THAT(answer, HasSubstr("Strict-Transport-Security: max-age=31536000"));
  }
  const std::string body(100'000, 'x');
  EXPECT_GT(session.ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n" + body, 100'000).size(),
            100'000u);
  EXPECT_THAT(session.ask("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", SIZE_MAX),
              testing::EndsWith("hello"));
}

TEST_F(TlsTest, nothing_older_than_1_2_and_nothing_in_the_clear) {
  start();
  EXPECT_FALSE(Session(port(), TLS1_1_VERSION).shaken);
  EXPECT_TRUE(Session(port(), TLS1_2_VERSION).shaken);
  EXPECT_TRUE(Session(port(), TLS1_3_VERSION).shaken);
  EXPECT_EQ(say_raw(kHello).status, 0);
  EXPECT_TRUE(Session(port()).shaken);
}

TEST_F(TlsTest, H9_a_handshake_that_does_not_come_is_given_up) {
  config.limits.head_ms = 200;
  start();
  TestClient silent(port());
  EXPECT_TRUE(silent.is_closed());
}

TEST_F(TlsTest, stop_closes_idle_connections) {
  start();
  Session session(port());
  EXPECT_THAT(session.ask(kHello), StartsWith("HTTP/1.1 200 OK"));
  server->stop();
  EXPECT_EQ(session.ask(""), "");
}

}  // namespace
}  // namespace tenure::http
