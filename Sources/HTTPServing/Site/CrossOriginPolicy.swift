package import LabelMatching
import PrometheusBytes

/// Which other sites' pages may read the API: `--web.cors.origin`.
package struct CrossOriginPolicy: Sendable {
    private let allowed: RegularExpression

    /// `pattern` matches whole origins.
    package init(_ pattern: String) throws(RegularExpressionError) { allowed = try RegularExpression(pattern) }

    /// The headers to add to an answer for a page of `origin`; `nil` if the request named none.
    func headers(for origin: String?) -> [(name: String, value: String)] {
        var headers = [(name: "Vary", value: "Origin")]
        guard let origin, !origin.isEmpty else { return headers }
        headers.append(("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin"))
        headers.append(("Access-Control-Allow-Methods", "GET, POST, OPTIONS"))
        if origin.withRawSpan({ allowed.matchesWhole($0) }) { headers.append(("Access-Control-Allow-Origin", origin)) }
        headers.append(("Access-Control-Expose-Headers", "Date"))
        return headers
    }
}
