internal import HTTPClients

/// What an answer's headers say was written.
struct RemoteWrittenCounts: Sendable {
    private static let names = ["Samples", "Histograms", "Exemplars"]

    var counts = RemoteItemCounts()
    /// Whether there is such a header at all.
    var isGiven = false

    init(_ response: HTTPClientResponse) {
        let values = Self.names.map { response.header("X-Prometheus-Remote-Write-\($0)-Written") }
        isGiven = values.contains { $0 != nil }
        let numbers = values.map { $0.flatMap { Int($0) } ?? 0 }
        counts = RemoteItemCounts(samples: numbers[0], histograms: numbers[1], exemplars: numbers[2])
    }
}
