import AsyncHTTPClient
import FoundationEssentials
import HTTPServing
import LabelMatching
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import PrometheusClient
import TestSupport
import Testing

@testable import HummingbirdServing

/// A server behind TLS, as the web configuration file sets it up.
@Suite(.timeLimit(.minutes(1))) struct SecureServerTests {
    /// What a client shows of itself.
    enum Shown: Sendable {
        case nothing
        case certificate
    }

    private static func block(_ pem: String) -> String {
        pem.split(separator: "\n").map { "\n    " + $0 }.joined()
    }

    private static func file(_ more: String = "", certificate: String = TestCertificates.server) -> String {
        """
        tls_server_config:
          cert: |\(block(certificate))
          key: |\(block(TestCertificates.serverKey))
        \(more)
        """
    }

    private static func clients(_ kind: String, authority: String? = nil) -> String {
        (kind.isEmpty ? "" : "  client_auth_type: \(kind)\n") + (authority.map { "  client_ca: |\(block($0))\n" } ?? "")
    }

    /// Runs a server with a web configuration file; `body` gets its URL and the file's path.
    private func withServer(_ file: String, _ body: (String, String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "web-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "web.yml").path()
        try Data(file.utf8).write(to: URL(filePath: path))
        let gate = WebGate(path, try WebConfiguration.check(path)) { _ in }
        let registry = Registry()
        let site = WebSite(
            routePrefix: "/",
            origins: try CrossOriginPolicy(".*"),
            readiness: Readiness(),
            metrics: try RequestMetrics(registry),
            gate: gate,
            routes: [
                Route(["GET"], "/small", .always, .never) { .text("small " + $0.query) },
                Route(["POST"], "/echo", .always, .never) { request in
                    let body = try? await request.body(upTo: 1 << 20)
                    return OutgoingResponse(status: 200, body: .bytes(body ?? []))
                },
            ]
        )
        let (addresses, report) = AsyncStream<[ListenAddress]>.makeStream()
        let server = WebServer(
            site: site,
            settings: WebServerSettings(addresses: [ListenAddress(host: "127.0.0.1", port: 0)]),
            metrics: try ConnectionMetrics(registry),
            security: try ServerSecurity(gate),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { report.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            for await address in addresses {
                try await body("https://\(address[0])", path)
                break
            }
            group.cancelAll()
        }
    }

    /// The answer to a request over a connection of its own, `nil` if there is none.
    private func ask(
        _ url: String,
        _ shown: Shown = .nothing,
        versions: ClosedRange<Int> = 12...13,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> (status: Int, version: String, body: String)? {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(TestCertificates.authority.utf8)))
        tls.minimumTLSVersion = versions.lowerBound == 12 ? .tlsv12 : .tlsv13
        tls.maximumTLSVersion = versions.upperBound == 12 ? .tlsv12 : .tlsv13
        if shown == .certificate {
            let chain = try NIOSSLCertificate.fromPEMBytes(Array(TestCertificates.client.utf8))
            tls.certificateChain = chain.map { .certificate($0) }
            tls.privateKey = .privateKey(
                try NIOSSLPrivateKey(bytes: Array(TestCertificates.clientKey.utf8), format: .pem)
            )
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.timeout.connect = .seconds(3)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        var request = HTTPClientRequest(url: url)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.method = .POST
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        var answer: (Int, String, String)?
        do {
            let response = try await client.execute(request, timeout: .seconds(10))
            let text = String(buffer: try await response.body.collect(upTo: 1 << 21))
            answer = (Int(response.status.code), "\(response.version)", text)
        } catch {
            answer = nil
        }
        try await client.shutdown()
        return answer
    }

    @Test(arguments: [("", "HTTP/2.0"), ("http_server_config: {http2: false}", "HTTP/1.1")])
    func `HTTP 2 is spoken unless it is off`(more: String, version: String) async throws {
        try await withServer(Self.file(more)) { url, _ in
            let answer = try #require(try await ask(url + "/small?a=b"))
            #expect(answer.status == 200)
            #expect(answer.body == "small a=b")
            #expect(answer.version == version)
            let long = [UInt8](repeating: UInt8(ascii: "x"), count: 300_000)
            #expect(try await ask(url + "/echo", body: long)?.body.utf8.count == 300_000)
        }
    }

    @Test(arguments: [
        ("", nil, Shown.nothing, true), ("RequestClientCert", nil, .nothing, true),
        ("RequestClientCert", TestCertificates.otherAuthority, .certificate, true),
        ("RequireAnyClientCert", nil, .nothing, false),
        ("RequireAnyClientCert", TestCertificates.otherAuthority, .certificate, true),
        ("VerifyClientCertIfGiven", TestCertificates.authority, .nothing, true),
        ("VerifyClientCertIfGiven", TestCertificates.authority, .certificate, true),
        ("VerifyClientCertIfGiven", TestCertificates.otherAuthority, .certificate, false),
        ("RequireAndVerifyClientCert", TestCertificates.authority, .nothing, false),
        ("RequireAndVerifyClientCert", TestCertificates.authority, .certificate, true),
        ("RequireAndVerifyClientCert", TestCertificates.otherAuthority, .certificate, false),
    ])
    func `clients show what is asked of them`(
        kind: String,
        authority: String?,
        shown: Shown,
        isServed: Bool
    ) async throws {
        try await withServer(Self.file(Self.clients(kind, authority: authority))) { url, _ in
            let status = try await ask(url + "/small", shown)?.status
            #expect(status == (isServed ? 200 : nil))
        }
    }

    @Test(arguments: [
        ("min_version: TLS13", 12...12, false), ("min_version: TLS13", 12...13, true),
        ("max_version: TLS12", 13...13, false), ("max_version: TLS12", 12...13, true),
    ])
    func `versions of TLS are kept to`(setting: String, versions: ClosedRange<Int>, isServed: Bool) async throws {
        try await withServer(Self.file("  \(setting)")) { url, _ in
            let answer = try await ask(url + "/small", versions: versions)
            #expect((answer != nil) == isServed)
        }
    }

    @Test func `another certificate counts from the next connection on`() async throws {
        try await withServer(Self.file()) { url, path in
            #expect(try await ask(url + "/small")?.status == 200)
            // This one is for a name, not for the address.
            try Data(Self.file(certificate: TestCertificates.named).utf8).write(to: URL(filePath: path))
            #expect(try await ask(url + "/small") == nil)
            try Data("tls_server_config: {nonsense: 1}".utf8).write(to: URL(filePath: path))
            #expect(try await ask(url + "/small") == nil)
            try Data(Self.file().utf8).write(to: URL(filePath: path))
            #expect(try await ask(url + "/small")?.status == 200)
        }
    }

    @Test func `nobody without a password comes in over TLS either`() async throws {
        let users = "basic_auth_users: {u: $2y$04$abcdefghijklmnopqrstuuMFg2IYDfvKPDjdDVNcq4oiI9VUaFxnW}"
        try await withServer(Self.file(users)) { url, _ in
            let refused = try #require(try await ask(url + "/small"))
            #expect(refused.status == 401)
            #expect(refused.body == "Unauthorized\n")
            #expect(try await ask(url + "/small", headers: [("Authorization", "Basic dTp3cm9uZw==")])?.status == 401)
        }
    }
}
