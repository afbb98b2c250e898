#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What the operating system knows about this process; values that it does not tell are `nil`.
struct ProcessStatistics: Sendable {
    var cpuSeconds: Double?
    var openFileDescriptors: Double?
    var maximumFileDescriptors: Double?
    var virtualMemoryBytes: Double?
    var virtualMemoryMaximumBytes: Double?
    var residentMemoryBytes: Double?
    var startTimeSeconds: Double?
    var networkReceivedBytes: Double?
    var networkTransmittedBytes: Double?

    /// Reads everything from `/proc`.
    static func current() -> ProcessStatistics {
        var result = ProcessStatistics()
        result.readStatus(SystemFile.text("/proc/self/stat"))
        result.openFileDescriptors = SystemFile.entryCount("/proc/self/fd").map { Double($0) }
        result.maximumFileDescriptors = limit(Int32(RLIMIT_NOFILE.rawValue))
        result.virtualMemoryMaximumBytes = limit(Int32(RLIMIT_AS.rawValue))
        result.readNetwork(SystemFile.text("/proc/self/net/netstat"))
        return result
    }

    /// Reads `/proc/PID/stat`; the fields after the command's closing parenthesis are separated by spaces.
    private mutating func readStatus(_ text: String?) {
        guard let text, let parenthesis = text.lastIndex(of: ")") else { return }
        let fields = text[text.index(after: parenthesis)...].split(separator: " ")
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        // Field numbers of proc(5), minus the three that precede and include the state.
        guard fields.count > 21, ticks > 0 else { return }
        if let user = Double(fields[11]), let system = Double(fields[12]) { cpuSeconds = (user + system) / ticks }
        if let started = Double(fields[19]), let booted = Self.bootTimeSeconds() {
            startTimeSeconds = booted + started / ticks
        }
        virtualMemoryBytes = Double(fields[20])
        residentMemoryBytes = Double(fields[21]).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
    }

    private static func bootTimeSeconds() -> Double? {
        for line in (SystemFile.text("/proc/stat") ?? "").split(separator: "\n") where line.hasPrefix("btime ") {
            return Double(line.dropFirst("btime ".count))
        }
        return nil
    }

    /// Reads the totals of IP: a line of names is followed by a line of values with the same prefix.
    private mutating func readNetwork(_ text: String?) {
        let lines = (text ?? "").split(separator: "\n").filter { $0.hasPrefix("IpExt:") }
        guard lines.count == 2 else { return }
        let names = lines[0].split(separator: " ")
        let values = lines[1].split(separator: " ")
        for (name, value) in zip(names, values) {
            if name == "InOctets" { networkReceivedBytes = Double(value) }
            if name == "OutOctets" { networkTransmittedBytes = Double(value) }
        }
    }

    private static func limit(_ resource: Int32) -> Double? {
        var limits = rlimit()
        // Safe: the system call fills the structure that it is given.
        guard unsafe getrlimit(__rlimit_resource_t(resource), &limits) == 0 else { return nil }
        return Double(limits.rlim_cur)
    }
}
