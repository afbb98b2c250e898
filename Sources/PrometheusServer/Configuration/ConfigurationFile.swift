import PrometheusClient
import PrometheusConfiguration

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The configuration's file: read and validated as a whole.
struct ConfigurationFile: Sendable {
    let path: String

    /// The path from the root of the file system.
    var absolutePath: String {
        guard !path.hasPrefix("/") else { return path }
        return ConfigurationFile.workingDirectory + "/" + path
    }

    /// Decodes the file.
    func load() throws(ConfigurationError) -> ServerConfiguration {
        try ServerConfiguration(decoding: SystemFile.text(path) ?? "", file: path)
    }

    /// Where relative paths begin.
    static var workingDirectory: String {
        // Safe: the call allocates the text, which is copied and freed.
        guard let path = unsafe getcwd(nil, 0) else { return "/" }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }
}
