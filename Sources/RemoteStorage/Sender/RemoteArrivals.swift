internal import PrometheusClient
package import Storage
internal import Synchronization

/// What came into the storage since remote write is there: tells the queues that there is something to read.
package final class RemoteArrivals: Sendable {
    private let metrics: RemoteWriteMetricFamilies
    private let samples = Atomic<Int>(0)
    private let newest = Atomic<Int64>(0)
    private let listeners = Mutex<[Doorbell]>([])

    package init(_ metrics: RemoteWriteMetricFamilies) { self.metrics = metrics }

    /// Float samples and histograms that were committed.
    var sampleCount: Int { samples.load(ordering: .relaxed) }

    /// The time of the newest one, in milliseconds; 0 before the first.
    var newestMilliseconds: Int64 { newest.load(ordering: .relaxed) }

    /// Notes a batch that was committed.
    package func note(_ batch: borrowing SampleBatch) {
        let (floats, histograms, exemplars) = (batch.count, batch.histograms.count, batch.exemplars.count)
        samples.wrappingAdd(floats + histograms, ordering: .relaxed)
        metrics.samplesIn.increment(by: floats)
        if histograms > 0 { metrics.histogramsIn.increment(by: histograms) }
        if exemplars > 0 { metrics.exemplarsIn.increment(by: exemplars) }
        // The samples of a batch are mostly of one time: the last one tells it.
        let last = max(batch.timestamps.last ?? 0, batch.histograms.last?.timestamp ?? 0)
        if last > newest.load(ordering: .relaxed) {
            newest.store(last, ordering: .relaxed)
            metrics.highestTimestamp.set(Double(last / 1000))
        }
        for bell in listeners.withLock({ $0 }) { bell.ring() }
    }

    func add(_ bell: Doorbell) { listeners.withLock { $0.append(bell) } }

    func remove(_ bell: Doorbell) { listeners.withLock { $0.removeAll { $0 === bell } } }
}
