internal import Logging
internal import NativeThreads
internal import PrometheusClient
internal import PrometheusModel

/// Looks all names up; what could not be looked up stays as it was.
struct DNSTargetSource: TargetSource {
    let settings: DNSDiscovery
    let read: @Sendable () throws(DNSError) -> ResolverSettings
    let lookups: Counter
    let failures: Counter
    let logger: Logger
    private var known: [String: TargetGroup] = [:]

    init(
        settings: DNSDiscovery,
        read: @escaping @Sendable () throws(DNSError) -> ResolverSettings,
        lookups: Counter,
        failures: Counter,
        logger: Logger
    ) {
        self.settings = settings
        self.read = read
        self.lookups = lookups
        self.failures = failures
        self.logger = logger
    }

    mutating func groups() async throws -> [TargetGroup] {
        let names = Array(Set(settings.names)).sorted()
        let cancellation = LookupCancellation()
        let (read, type) = (read, settings.type)
        let results = await withTaskCancellationHandler {
            await withTaskGroup(of: (Int, Result<[DNSRecord], DNSError>).self) { tasks in
                for (index, name) in names.enumerated() {
                    tasks.addTask { (index, await Self.look(up: name, type, read, cancellation)) }
                }
                return await tasks.reduce(into: [Int: Result<[DNSRecord], DNSError>]()) { $0[$1.0] = $1.1 }
            }
        } onCancel: {
            cancellation.cancel()
        }
        for (index, name) in names.enumerated() {
            lookups.increment()
            switch results[index] {
            case .success(let records)?: known[name] = group(name, records)
            case .failure(let error)?:
                failures.increment()
                logger.error("Error refreshing DNS targets", metadata: ["err": "\(error)"])
            case nil: continue
            }
        }
        return names.compactMap { known[$0] }
    }

    /// Looks one name up on a thread of its own, because that waits.
    private static func look(
        up name: String,
        _ type: DNSRecordType,
        _ read: @escaping @Sendable () throws(DNSError) -> ResolverSettings,
        _ cancellation: LookupCancellation
    ) async -> Result<[DNSRecord], DNSError> {
        await withCheckedContinuation { continuation in
            let hasStarted = NativeThread.start(stackBytes: 256 << 10) {
                let result = Result { () throws(DNSError) in
                    try DNSLookup(settings: try read(), type: type, cancellation: cancellation).records(name)
                }
                continuation.resume(returning: result)
            }
            if !hasStarted { continuation.resume(returning: .failure(.noThread)) }
        }
    }

    private func group(_ name: String, _ records: [DNSRecord]) -> TargetGroup {
        TargetGroup(source: name, targets: records.compactMap { target(name, $0) })
    }

    private func target(_ name: String, _ record: DNSRecord) -> Labels? {
        var meta = MetaLabels("__meta_dns_")
        meta["name"] = name
        var host: String
        var port = settings.port
        switch record {
        case .service(let target, let number):
            (host, port) = (target, number)
            meta["srv_record_target"] = target
            meta["srv_record_port"] = String(number)
        case .mail(let target):
            host = target
            meta["mx_record_target"] = target
        case .nameServer(let target):
            host = target
            meta["ns_record_target"] = target
        case .address(let address): host = address
        case .alias: return nil
        case .other(let type):
            logger.warning("Invalid record", metadata: ["record": "\(type)"])
            return nil
        }
        if host.hasSuffix(".") { host.removeLast() }
        meta.setPlain("__address__", joinedAddress(host, port))
        return meta.labels()
    }
}
