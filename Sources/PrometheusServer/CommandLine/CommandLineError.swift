/// Why the command line was not accepted, in upstream's words and with its exit codes.
enum CommandLineError: Error, Hashable, CustomStringConvertible {
    /// The arguments have no meaning: unknown flags, extra arguments, missing values.
    case malformed(String)
    /// A flag has a bad value or is given too often; the usage is shown.
    case badValue(String)
    /// A check after the parsing failed.
    case refused(exitCode: Int32, String)

    /// The text for standard error, without a line feed at the end.
    var description: String {
        switch self {
        case .malformed(let text):
            "Error parsing command line arguments: \(text)\nprometheus: error: \(text)"
        case .badValue(let text): "Error parsing command line arguments: \(text)"
        case .refused(_, let text): text
        }
    }

    var exitCode: Int32 {
        switch self {
        case .malformed: 1
        case .badValue: 2
        case .refused(let code, _): code
        }
    }
}
