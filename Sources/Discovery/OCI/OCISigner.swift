internal import HTTPClients
internal import PrometheusBytes
internal import PrometheusModel

/// Signs requests for Oracle's cloud: some headers, with an RSA key.
///
/// - Source: Oracle's documentation, "Request Signatures"; the scheme is an early draft of HTTP Message Signatures.
struct OCISigner: Sendable {
    /// Names the key: an account with a fingerprint, or a token.
    let keyID: String
    let pem: String
    let passphrase: String
    let rsa: any RSASigning

    /// The headers that authorise a request without a body.
    func headers(get url: String, atMilliseconds now: Int64) throws -> [(name: String, value: String)] {
        let host = HTTPURL(url)?.authority ?? ""
        return try signed([("date", Self.date(now))], "get", url, ["date", "(request-target)", "host"], ["host": host])
    }

    /// The headers that authorise a request with a body of JSON.
    func headers(post url: String, body: [UInt8], atMilliseconds now: Int64) throws -> [(name: String, value: String)] {
        let own = [
            (name: "date", value: Self.date(now)), ("content-type", "application/json"),
            ("x-content-sha256", Base64Text.encoded(SHA256.hash(body))),
        ]
        // The client adds the length itself.
        return try signed(
            own,
            "post",
            url,
            ["date", "(request-target)", "content-length", "content-type", "x-content-sha256"],
            ["content-length": "\(body.count)"]
        )
    }

    /// `own` with the signature over the headers `names`; `others` has the values of those that are not sent by us.
    private func signed(
        _ own: [(name: String, value: String)],
        _ method: String,
        _ url: String,
        _ names: [String],
        _ others: [String: String]
    ) throws -> [(name: String, value: String)] {
        let parsed = HTTPURL(url)
        let target = (parsed?.path ?? "") + (parsed?.query.map { "?" + $0 } ?? "")
        let lines = names.map { name in
            let value = name == "(request-target)" ? "\(method) \(target)" : others[name]
            return "\(name): \(value ?? own.first { $0.name == name }?.value ?? "")"
        }
        let text = Array(lines.joined(separator: "\n").utf8)
        let signature = Base64Text.encoded(try rsa.signature(of: text, pem: pem, passphrase: passphrase, .sha256))
        let value =
            "Signature version=\"1\",keyId=\"\(keyID)\",algorithm=\"rsa-sha256\","
            + "headers=\"\(names.joined(separator: " "))\",signature=\"\(signature)\""
        return own + [("Authorization", value)]
    }

    /// A time as `Thu, 05 Jan 2014 21:31:40 GMT`.
    static func date(_ milliseconds: Int64) -> String {
        let seconds = milliseconds.floorDiv(1000)
        let days = seconds.floorDiv(86_400)
        let (year, month, day) = civil(fromDays: days)
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let rest = seconds.floorMod(86_400)
        let time = [rest / 3600, rest / 60 % 60, rest % 60].map(two).joined(separator: ":")
        return "\(weekdays[Int(days.floorMod(7))]), \(two(day)) \(months[Int(month - 1)]) \(year) \(time) GMT"
    }
}
