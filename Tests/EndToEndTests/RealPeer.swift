import Foundation

/// A real program beside ours, from the directory that the environment names.
struct RealPeer {
    let port: UInt16
    private let process: Process
    private let directory: URL

    /// The real Alertmanager, `nil` if there is none.
    static var alertmanager: URL? {
        guard let directory = ProcessInfo.processInfo.environment["PEERS_DIR"] else { return nil }
        let program = URL(fileURLWithPath: directory).appendingPathComponent("usr/bin/prometheus-alertmanager")
        return FileManager.default.isExecutableFile(atPath: program.path) ? program : nil
    }

    static func startAlertmanager() throws -> RealPeer {
        let port = try FreePort.find()
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n"
            .write(to: directory.appendingPathComponent("alertmanager.yml"), atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = alertmanager
        process.currentDirectoryURL = directory
        process.arguments = [
            "--config.file=alertmanager.yml", "--storage.path=data", "--web.listen-address=127.0.0.1:\(port)",
            "--cluster.listen-address=",
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return RealPeer(port: port, process: process, directory: directory)
    }

    /// The real Prometheus, `nil` if there is none.
    static var prometheus: URL? {
        guard let directory = ProcessInfo.processInfo.environment["PEERS_DIR"] else { return nil }
        let program = URL(fileURLWithPath: directory).appendingPathComponent("usr/bin/prometheus")
        return FileManager.default.isExecutableFile(atPath: program.path) ? program : nil
    }

    /// The real Prometheus with its remote write receiver on.
    static func startPrometheus(_ configuration: String = "scrape_configs: []\n") throws -> RealPeer {
        let port = try FreePort.find()
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try configuration.write(
            to: directory.appendingPathComponent("prometheus.yml"),
            atomically: true,
            encoding: .utf8
        )
        let process = Process()
        process.executableURL = prometheus
        process.currentDirectoryURL = directory
        process.arguments = [
            "--config.file=prometheus.yml", "--storage.tsdb.path=data", "--web.listen-address=127.0.0.1:\(port)",
            "--web.enable-remote-write-receiver",
        ]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return RealPeer(port: port, process: process, directory: directory)
    }

    /// Ends the program and removes its directory.
    func end() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }
}
