import FoundationEssentials
import HTTPClients
import NIOSSL
import StrictYAML
import TestSupport
import Testing
@testable import AsyncHTTPClients

@Suite struct TLSClientTests {
    /// A server that speaks TLS with the certificate of the tests.
    private func server(
        certificate: String = TestCertificates.server,
        wantsClientCertificate: Bool = false,
        versions: ClosedRange<Int> = 12...13
    ) async throws -> ScriptedServer {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(TestCertificates.serverKey.utf8), format: .pem))
        )
        configuration.minimumTLSVersion = versions.lowerBound == 12 ? .tlsv12 : .tlsv13
        configuration.maximumTLSVersion = versions.upperBound == 12 ? .tlsv12 : .tlsv13
        if wantsClientCertificate {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(
                try NIOSSLCertificate.fromPEMBytes(Array(TestCertificates.authority.utf8))
            )
        }
        return try await ScriptedServer.start(tls: try NIOSSLContext(configuration: configuration)) { _ in
            .send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
    }

    /// The status, or the reason of the failure.
    private func ask(_ client: any HTTPClient, _ server: ScriptedServer, host: String = "127.0.0.1") async -> String {
        do throws(HTTPClientError) {
            let url = "https://\(host):\(server.port)/metrics"
            return "\(try await client.send(HTTPClientRequest(url: url, timeout: .seconds(10))).status)"
        } catch {
            return error.description
        }
    }

    private func settings(_ change: (inout TLSSettings) -> Void = { _ in }) -> HTTPClientSettings {
        var settings = HTTPClientSettings()
        settings.tls.authority.inline = TestCertificates.authority
        change(&settings.tls)
        return settings
    }

    private func outcome(
        _ settings: HTTPClientSettings,
        _ server: ScriptedServer,
        host: String = "127.0.0.1"
    ) async throws -> String {
        let factory = HTTPClientFactory(environment: [:])
        let result = await ask(try factory.client(settings), server, host: host)
        await factory.shutdown()
        return result
    }

    @Test func `a certificate of a known authority for the host is trusted, another is not`() async throws {
        let server = try await server()
        #expect(try await outcome(settings(), server) == "200")
        let unknown = settings { $0.authority.inline = TestCertificates.otherAuthority }
        #expect(try await outcome(unknown, server).contains("tls: failed to verify certificate: x509: "))
        try await server.stop()
        // A certificate for the address would do for any name: NIO takes either.
        let named = try await self.server(certificate: TestCertificates.named)
        for host in ["127.0.0.1", "localhost"] {
            #expect(try await outcome(settings(), named, host: host).contains("x509: certificate is not valid"))
            #expect(try await outcome(settings { $0.skipsVerification = true }, named, host: host) == "200")
        }
        try await named.stop()
    }

    @Test func `another name is verified where server_name says so, and the server is told the real one`() async throws
    {
        let server = try await server(certificate: TestCertificates.named)
        #expect(try await outcome(settings { $0.serverName = "prometheus.test" }, server, host: "localhost") == "200")
        #expect(server.requests.first?.contains("\r\nHost: localhost:\(server.port)\r\n") == true)
        let wrong = try await outcome(settings { $0.serverName = "other.test" }, server)
        #expect(wrong.contains("x509: certificate is not valid"))
        try await server.stop()
    }

    @Test func `versions out of bounds are refused`() async throws {
        let server = try await server(versions: 12...12)
        #expect(try await outcome(settings { $0.maximumVersion = .tls12 }, server) == "200")
        #expect(try await outcome(settings { $0.minimumVersion = .tls13 }, server) != "200")
        try await server.stop()
    }

    @Test func `a client shows its certificate`() async throws {
        let server = try await server(wantsClientCertificate: true)
        #expect(try await outcome(settings(), server) != "200")
        let known = settings {
            $0.certificate.inline = TestCertificates.client
            $0.key.inline = Secret(TestCertificates.clientKey)
        }
        #expect(try await outcome(known, server) == "200")
        try await server.stop()
    }

    @Test func `a renewed file of authorities counts at the next request`() async throws {
        let server = try await server()
        let path = "/tmp/vencejo-ca-\(UInt64.random(in: 0 ... .max)).pem"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try TestCertificates.otherAuthority.write(toFile: path, atomically: true, encoding: .utf8)
        let factory = HTTPClientFactory(environment: [:])
        let client = try factory.client(
            settings {
                $0.authority.inline = ""
                $0.authority.file = path
            }
        )
        #expect(await ask(client, server).contains("x509"))
        try TestCertificates.authority.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(await ask(client, server) == "200")
        try "garbage".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(await ask(client, server).hasSuffix("unable to use specified CA cert file \(path)"))
        try TestCertificates.authority.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(await ask(client, server) == "200")
        await factory.shutdown()
        try await server.stop()
    }

    @Test func `bad material and references are told when the client is made`() async {
        let factory = HTTPClientFactory(environment: [:])
        let cases: [(String, (inout TLSSettings) -> Void)] = [
            (
                "unable to read CA cert: unable to read file /no/ca: open /no/ca: no such file or directory",
                {
                    $0.authority.inline = ""
                    $0.authority.file = "/no/ca"
                }
            ),
            ("unable to use specified CA cert inline", { $0.authority.inline = "x" }),
            (
                "unable to use specified client cert (inline) & key (inline): tls: private key does not match public key",
                {
                    $0.certificate.inline = TestCertificates.client
                    $0.key.inline = Secret(TestCertificates.serverKey)
                }
            ),
            ("cannot use secret ref without manager", { $0.key.reference = "r" }),
        ]
        for (text, change) in cases {
            do throws(HTTPClientSettingsError) {
                _ = try factory.client(settings(change))
                Issue.record("no error: \(text)")
            } catch {
                #expect(error.description == text)
            }
        }
        await factory.shutdown()
    }
}
