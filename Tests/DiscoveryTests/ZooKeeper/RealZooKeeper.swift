import Foundation

/// A real ZooKeeper server, from the folder of Java archives that the environment names.
struct RealZooKeeper {
    let port: Int
    private let process: Process
    private let directory: URL

    private static var archives: String? { ProcessInfo.processInfo.environment["ZOOKEEPER_JARS"] }

    /// Whether there is one.
    static var isPresent: Bool { archives != nil && FileManager.default.isExecutableFile(atPath: "/usr/bin/java") }

    init(port: Int) throws {
        self.port = port
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("zookeeper-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let file = directory.appendingPathComponent("zoo.cfg")
        try """
        tickTime=200
        dataDir=\(directory.path)
        clientPort=\(port)
        clientPortAddress=127.0.0.1
        admin.enableServer=false
        """.write(to: file, atomically: true, encoding: .utf8)
        process = try Self.start(file)
    }

    private init(port: Int, process: Process, directory: URL) {
        (self.port, self.process, self.directory) = (port, process, directory)
    }

    private static func start(_ file: URL) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/java")
        process.arguments = [
            "-cp", "\(archives ?? "")/*", "org.apache.zookeeper.server.quorum.QuorumPeerMain", file.path,
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Ends the server and starts it again on the same data.
    func restarted() throws -> RealZooKeeper {
        process.terminate()
        process.waitUntilExit()
        let file = directory.appendingPathComponent("zoo.cfg")
        return RealZooKeeper(port: port, process: try Self.start(file), directory: directory)
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }
}
