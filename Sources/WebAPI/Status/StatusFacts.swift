/// What the status endpoints tell about the program and its settings.
package struct StatusFacts: Sendable {
    /// Name and value, in upstream's order: version, revision, branch, buildUser, buildDate, goVersion.
    package var build: [(name: String, value: String)]
    /// All flags with their values.
    package var flags: [(name: String, value: String)]
    package var startTimeMilliseconds: Int64
    package var workingDirectory: String
    package var hostname: String
    /// The retention as upstream prints it: `15d`.
    package var storageRetention: String
    /// Scheme and host of the URL under which users reach the server.
    package var externalOrigin: String
    /// The port that the server listens on first.
    package var listenPort: Int
    /// How far the replay of the write-ahead log is: the first and the last segment, and the one being replayed.
    package var replay: @Sendable () -> (min: Int, max: Int, current: Int)
    /// Whether the last reload worked, and when the last one that worked was.
    package var reload: @Sendable () -> (succeeded: Bool, lastSuccessMilliseconds: Int64)
    package var runtime: @Sendable () -> RuntimeFacts
    /// What the operator should know now.
    package var notifications: @Sendable () -> [ServerNotification]

    package init(
        build: [(name: String, value: String)],
        flags: [(name: String, value: String)],
        startTimeMilliseconds: Int64,
        workingDirectory: String,
        hostname: String,
        storageRetention: String,
        externalOrigin: String,
        listenPort: Int,
        replay: @escaping @Sendable () -> (min: Int, max: Int, current: Int),
        reload: @escaping @Sendable () -> (succeeded: Bool, lastSuccessMilliseconds: Int64),
        runtime: @escaping @Sendable () -> RuntimeFacts,
        notifications: @escaping @Sendable () -> [ServerNotification]
    ) {
        self.build = build
        self.flags = flags
        self.startTimeMilliseconds = startTimeMilliseconds
        self.workingDirectory = workingDirectory
        self.hostname = hostname
        self.storageRetention = storageRetention
        self.externalOrigin = externalOrigin
        self.listenPort = listenPort
        self.replay = replay
        self.reload = reload
        self.runtime = runtime
        self.notifications = notifications
    }
}
