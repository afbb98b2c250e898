import Foundation

/// Upstream's `promtool`, where the environment variable `PEERS_DIR` says that there is one.
enum RealPromtool {
    static let path: String? = {
        guard let directory = ProcessInfo.processInfo.environment["PEERS_DIR"] else { return nil }
        return ["\(directory)/usr/bin/promtool", "\(directory)/promtool"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }()

    /// Runs it and returns what it prints; its exit status and both outputs if it fails.
    static func run(_ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: bytes, as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failure(status: process.terminationStatus, output: text) }
        return text
    }

    struct Failure: Error {
        var status: Int32
        var output: String
    }
}
