import Foundation

/// A server of ours in a directory of its own, ended when it goes out of use.
final class ServerProcess: @unchecked Sendable {
    // SAFETY: a test uses it from one task at a time; `Process` does its own locking.
    let directory: URL
    let port: UInt16
    private let process = Process()
    private let ownsDirectory: Bool

    /// Where the program was built: beside the tests, or where the environment says.
    static var program: URL {
        if let path = ProcessInfo.processInfo.environment["VENCEJO_PROGRAM"] { return URL(fileURLWithPath: path) }
        let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("prometheus")
    }

    /// Starts the server with `configuration`, in which `PORT` stands for its own port, and `files` beside it.
    init(
        _ configuration: String,
        arguments: [String] = [],
        files: [String: String] = [:],
        isAgent: Bool = false,
        in former: ServerProcess? = nil
    ) throws {
        port = try former?.port ?? FreePort.find()
        ownsDirectory = former == nil
        directory =
            former?.directory
            ?? FileManager.default.temporaryDirectory.appendingPathComponent("vencejo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try write(configuration)
        for (name, text) in files { try write(text, to: name) }
        process.executableURL = Self.program
        process.currentDirectoryURL = directory
        process.arguments =
            [
                "--config.file=prometheus.yml", "--web.listen-address=127.0.0.1:\(port)",
                "--web.enable-lifecycle",
            ] + (isAgent ? ["--agent", "--storage.agent.path=data"] : ["--storage.tsdb.path=data"]) + arguments
        let log = directory.appendingPathComponent("log")
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: log)
        try handle.seekToEnd()
        process.standardError = handle
        process.standardOutput = handle
        try process.run()
    }

    deinit {
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// Removes the directory.
    func remove() { try? FileManager.default.removeItem(at: directory) }

    /// Replaces the configuration's file.
    func write(_ configuration: String, to name: String = "prometheus.yml") throws {
        let text = configuration.replacingOccurrences(of: "PORT", with: String(port))
        try text.write(to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    /// Everything that the server has logged.
    var log: String {
        (try? String(contentsOf: directory.appendingPathComponent("log"), encoding: .utf8)) ?? ""
    }

    /// Sends a signal.
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for the end, for at most 30 s.
    /// - Returns: The exit code; of a signal its number.
    func exitCode() async throws -> Int32 {
        try await wait("the end") { !process.isRunning }
        return process.terminationStatus
    }

    /// Sends a request to the server.
    func send(_ method: String, _ path: String) throws -> (status: Int, body: String) {
        try LoopbackRequest.send(method, path, port: port)
    }

    /// The values of an instant query's result; `nil` while the server does not answer.
    func query(_ expression: String) -> [Double]? {
        let escaped = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        guard let answer = try? send("GET", "/api/v1/query?query=\(escaped)"), answer.status == 200,
            let body = try? JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any],
            let data = body["data"] as? [String: Any], let result = data["result"] as? [[String: Any]]
        else { return nil }
        return result.compactMap { ($0["value"] as? [Any])?.last as? String }.compactMap { Double($0) }
    }

    /// Waits until the server is ready.
    func waitUntilReady() async throws {
        try await wait("ready") { (try? self.send("GET", "/-/ready"))?.status == 200 }
    }

    /// Asks until `isTrue` holds, for at most 30 s.
    func wait(_ what: String, seconds: Int = 30, until isTrue: () -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            // The last look comes after the deadline: a busy machine may have left no time for another.
            let isLate = ContinuousClock.now >= deadline
            if isTrue() { return }
            if isLate { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw TimeOut(
            description: "\(what) did not happen within \(seconds) s; the log ends with:\n\(log.suffix(2000))"
        )
    }
}
