internal import PrometheusModel

/// The results of tests in the form that build servers read.
struct JUnitReport {
    /// The results of one file.
    struct Suite {
        var name: String
        var errors = 0
        var timestampMilliseconds: Int64
        var cases: [(name: String, failures: [String])] = []
    }

    var suites: [Suite] = []

    /// The document.
    var text: String {
        "<testsuites>" + suites.map(Self.text).joined() + "</testsuites>"
    }

    private static func text(_ suite: Suite) -> String {
        let failures = suite.cases.reduce(0) { $0 + $1.failures.count }
        let time = TimestampText.string(milliseconds: suite.timestampMilliseconds / 1000 * 1000).dropLast()
        return "<testsuite name=\"\(escaped(suite.name))\" tests=\"\(suite.cases.count)\" failures=\"\(failures)\" "
            + "errors=\"\(suite.errors)\" skipped=\"0\" timestamp=\"\(time)\">"
            + suite.cases.map { item in
                "<testcase name=\"\(escaped(item.name))\">"
                    + item.failures.map { "<failure>\(escaped($0))</failure>" }.joined() + "</testcase>"
            }.joined() + "</testsuite>"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "&#34;"
            case "'": result += "&#39;"
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\t": result += "&#x9;"
            case "\n": result += "&#xA;"
            case "\r": result += "&#xD;"
            case _ where scalar.value < 0x20: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
