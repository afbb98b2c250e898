internal import PrometheusModel

/// The body of a request to an Alertmanager: a JSON array in the form of its API v2.
enum AlertPayload {
    /// The bytes of `alerts`.
    static func bytes(_ alerts: [AlertNotification]) -> [UInt8] {
        Array("[\(alerts.map(text).joined(separator: ","))]".utf8)
    }

    private static func text(_ alert: AlertNotification) -> String {
        var text = "{"
        if !alert.annotations.isEmpty { text += "\"annotations\":\(object(alert.annotations))," }
        text += "\"endsAt\":\"\(TimestampText.millisecondString(milliseconds: alert.endsAtMilliseconds))\""
        text += ",\"startsAt\":\"\(TimestampText.millisecondString(milliseconds: alert.startsAtMilliseconds))\""
        if !alert.generatorURL.isEmpty { text += ",\"generatorURL\":\(string(alert.generatorURL))" }
        return text + ",\"labels\":\(object(alert.labels))}"
    }

    private static func object(_ labels: Labels) -> String {
        "{\(labels.array.map { "\(string($0.name)):\(string($0.value))" }.joined(separator: ","))}"
    }

    private static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
