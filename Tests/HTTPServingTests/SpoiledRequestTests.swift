import TestSupport
import Testing

@testable import HTTPServing

/// Whatever clients send is read without harm.
struct SpoiledRequestTests {
    private static let form = "query=up%7Bjob%3D%22a%22%7D&start=1.5&end=2&step=15s&match[]=x&match[]=%C3%A9+y&;=&%zz=%"
    private static let multipart = [
        "--bound\r\nContent-Disposition: form-data; name=\"query\"\r\n\r\nup\r\n",
        "--bound\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\nfile\r\n--bound--\r\n",
    ].joined()

    @Test func `spoiled forms are read or refused, and what is read was sent`() async throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<20_000 {
            let body = Mutation.of(Array(Self.form.utf8), &random)
            let request = IncomingRequest(
                "POST",
                "/api/v1/query",
                headers: [("Content-Type", "application/x-www-form-urlencoded")],
                body: body
            )
            let values = try await request.formValues()
            for name in values.names { #expect(values.all(name).allSatisfy { $0.utf8.count <= 3 * body.count }) }
        }
    }

    @Test func `spoiled forms in parts are read without harm`() async throws {
        var random = SeededGenerator(seed: 2)
        for round in 0..<20_000 {
            let boundary =
                round % 7 == 0 ? String(decoding: Mutation.of(Array("bound".utf8), &random), as: UTF8.self) : "bound"
            let body = Mutation.of(Array(Self.multipart.utf8), &random)
            let request = IncomingRequest(
                "POST",
                "/",
                headers: [("Content-Type", "multipart/form-data; boundary=\(boundary)")],
                body: body
            )
            let values = try await request.formValues()
            #expect(values.names.count <= 8)
        }
    }

    @Test func `spoiled credentials let nobody in`() {
        var random = SeededGenerator(seed: 3)
        let sound = Array("Basic dXNlcjpwYXNzd29yZA==".utf8)
        for _ in 0..<50_000 {
            let header = String(decoding: Mutation.of(sound, &random), as: UTF8.self)
            guard let credentials = BasicCredentials(header) else { continue }
            let isSame = credentials.user == "user" && credentials.password == "password"
            // Some changes undo each other, some are of case in the scheme, and the last bits of base64 do not count.
            #expect(!isSame || header.lowercased().hasPrefix("basic "))
        }
    }

    @Test func `spoiled preferences are read without harm`() {
        var random = SeededGenerator(seed: 4)
        let sound = Array(
            "text/plain;version=0.0.4;q=0.5, application/openmetrics-text; version=1.0.0;q=0.9,*/*;q=".utf8
        )
        for _ in 0..<20_000 {
            let header = AcceptHeader(String(decoding: Mutation.of(sound, &random), as: UTF8.self))
            #expect(header.ranges.count <= 64)
        }
    }
}
