/// What this build is called, in the places where upstream names its version.
package enum ServerVersion {
    /// The version of Prometheus that this server is compatible with.
    package static let version = "3.5.3"
    package static let revision = "vencejo"
    package static let branch = "main"
    package static let buildUser = "vencejo"
    package static let buildDate = ""
    /// The compiler, where upstream names Go's version.
    package static let compiler = "swift6.3"
    #if arch(arm64)
    package static let architecture = "arm64"
    #else
    package static let architecture = "amd64"
    #endif

    /// The text of `--version`.
    static let text = """
        prometheus, version \(version) (branch: \(branch), revision: \(revision))
          build user:       \(buildUser)
          build date:       \(buildDate)
          go version:       \(compiler)
          platform:         linux/\(architecture)
          tags:             unknown

        """

    /// The text in the first log line.
    static let logText = "(version=\(version), branch=\(branch), revision=\(revision))"
}
