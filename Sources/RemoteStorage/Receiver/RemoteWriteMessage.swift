/// The protobuf messages that remote write knows, by the name that a content type gives them.
package enum RemoteWriteMessage: String, Sendable, CaseIterable {
    case version1 = "prometheus.WriteRequest"
    case version2 = "io.prometheus.write.v2.Request"

    /// Why a content type does not name a message.
    struct ContentTypeError: Error, Hashable, CustomStringConvertible {
        let description: String
    }

    private static let mediaType = "application/x-protobuf"

    /// The message that a `Content-Type` names; without any, version 1.
    static func named(by contentType: String) throws(ContentTypeError) -> RemoteWriteMessage {
        guard !contentType.isEmpty else { return .version1 }
        // As upstream, which knows no blanks within: a parameter behind one is another parameter.
        let parts = trimmed(contentType[...]).split(separator: ";", omittingEmptySubsequences: false)
        guard let first = parts.first, first == mediaType else {
            throw ContentTypeError(
                description: "expected \(mediaType) as the first (media) part, got \(contentType) content-type"
            )
        }
        for part in parts.dropFirst() {
            guard let equals = part.firstIndex(of: "=") else {
                throw ContentTypeError(
                    description: "as per https://www.rfc-editor.org/rfc/rfc9110#parameter expected parameters to be "
                        + "key-values, got \(part) in \(contentType) content-type"
                )
            }
            guard part[..<equals] == "proto" else { continue }
            let name = String(part[part.index(after: equals)...])
            guard let message = RemoteWriteMessage(rawValue: name) else {
                let known = allCases.map(\.rawValue).joined(separator: ", ")
                throw ContentTypeError(
                    description: "got \(contentType) content type; unknown remote write protobuf message \(name), "
                        + "supported: \(known)"
                )
            }
            return message
        }
        return .version1
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        let rest = text.drop(while: isSpace)
        guard let last = rest.lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(rest[...last])
    }
}
