package import Logging

/// Writes each log event as one line.
///
/// The order of a line is time, level, source, message, the logger's own metadata with `component` first, the event's
/// metadata, its error; metadata by key.
package struct LogLineWriter: LogHandler {
    /// Keys that every line has; metadata of the same name is renamed.
    private static let reservedKeys: Set<String> = ["time", "level", "source", "msg"]

    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let output: LogOutput

    package init(_ output: LogOutput) {
        self.output = output
        logLevel = output.level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let time = output.now()
        var line = LogLine(output.format)
        line.append("time", output.format == .json ? time.withNanoseconds : time.withMilliseconds)
        line.append("level", Self.name(of: event.level))
        line.append("source", Self.source(event.file, event.line))
        line.append("msg", event.message.description)
        var own = metadata
        if let component = own.removeValue(forKey: "component") { line.append("component", component.description) }
        append(own.filter { event.metadata?[$0.key] == nil }, to: &line)
        append(event.metadata ?? [:], to: &line)
        if let error = event.error { line.append("err", "\(error)") }
        output.writeLine(line.finished())
    }

    private func append(_ metadata: Logger.Metadata, to line: inout LogLine) {
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            line.append(Self.reservedKeys.contains(key) ? "logged_" + key : key, value.description)
        }
    }

    private static func name(of level: Logger.Level) -> String {
        switch level {
        case .trace, .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARN"
        case .error, .critical: "ERROR"
        }
    }

    private static func source(_ file: String, _ line: UInt) -> String {
        "\(file.split(separator: "/").last ?? ""):\(line)"
    }
}
