internal import PrometheusBytes
internal import PrometheusModel

/// Signs requests with Amazon's Signature Version 4.
///
/// - Source: Amazon's reference of the general API, "Create a signed AWS API request".
package struct SigV4Signer: Sendable {
    private static let algorithm = "AWS4-HMAC-SHA256"

    private let region: String
    private let service: String

    package init(region: String, service: String) {
        self.region = region
        self.service = service
    }

    /// The request with `X-Amz-Date`, `Authorization` and, for keys that expire, `X-Amz-Security-Token`.
    ///
    /// Headers that are added later are not covered by the signature.
    package func signed(
        _ request: HTTPClientRequest,
        _ credentials: SigV4Credentials,
        atMilliseconds time: Int64
    ) -> HTTPClientRequest {
        guard let url = HTTPURL(request.url) else { return request }
        var request = request
        let date = Self.date(time)
        request.headers.removeAll {
            ["x-amz-date", "x-amz-security-token", "authorization"].contains($0.name.lowercased())
        }
        request.headers.append(("X-Amz-Date", date))
        if !credentials.sessionToken.isEmpty {
            request.headers.append(("X-Amz-Security-Token", credentials.sessionToken))
        }
        let headers = Self.headersToSign(request, url)
        let names = headers.map(\.name).joined(separator: ";")
        let canonical = [
            request.method,
            Self.canonicalPath(url),
            Self.canonicalQuery(url),
            headers.map { "\($0.name):\($0.value)\n" }.joined(),
            names,
            SHA256.hexadecimal(of: request.body),
        ].joined(separator: "\n")
        let day = String(date.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text = [Self.algorithm, date, scope, SHA256.hexadecimal(canonical)].joined(separator: "\n")
        var key = Array("AWS4\(credentials.secretKey)".utf8)
        for part in [day, region, service, "aws4_request", text] {
            key = SHA256.authenticationCode(Array(part.utf8), key: key)
        }
        request.headers.append(
            (
                "Authorization",
                "\(Self.algorithm) Credential=\(credentials.accessKey)/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(SHA256.digits(key))"
            )
        )
        return request
    }

    /// The host, the type and everything of Amazon's own: nothing that a proxy may change on the way.
    private static func headersToSign(
        _ request: HTTPClientRequest,
        _ url: HTTPURL
    ) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if request.header("Host") == nil { headers.append(("host", url.authority)) }
        for (name, value) in request.headers {
            let name = name.lowercased()
            guard name == "host" || name == "content-type" || name.hasPrefix("x-amz-") else { continue }
            headers.append((name, value.split(separator: " ").joined(separator: " ")))
        }
        return headers.sorted { $0.name < $1.name }
    }

    /// The path as it is sent, with its bytes escaped once more.
    private static func canonicalPath(_ url: HTTPURL) -> String {
        url.path.isEmpty ? "/" : PercentEscapes.escaped(url.path, keeping: "/")
    }

    private static func canonicalQuery(_ url: HTTPURL) -> String {
        (url.query ?? "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { part in
                PercentEscapes.escaped(PercentEscapes.undone(String(part.map { $0 == "+" ? " " : $0 })))
            }
            return "\(texts[0])=\(texts.count > 1 ? texts[1] : "")"
        }.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.joined(separator: "&")
    }

    /// A time as `20150830T123600Z`.
    private static func date(_ milliseconds: Int64) -> String {
        let seconds = milliseconds / 1000
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        // Howard Hinnant's days-to-civil, for days since 1970.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let parts = [month, day].map(Self.twoDigits).joined()
        let time = [rest / 3_600, rest / 60 % 60, rest % 60].map(Self.twoDigits).joined()
        return "\(year)\(parts)T\(time)Z"
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
