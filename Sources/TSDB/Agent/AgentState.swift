internal import PrometheusModel
internal import Storage

/// The series of an agent and its log; whoever has it may write.
struct AgentState: ~Copyable {
    var log: WriteAheadLog?
    var series: [UInt64: AgentSeries] = [:]
    var references: [Labels: UInt64] = [:]
    /// Series that are gone, and the segment that was written when they went.
    var deleted: [UInt64: Int] = [:]
    var nextReference: UInt64 = 1
    var records = WALRecordBatch()
    var statistics = AgentStatistics()

    init() {}

    /// Names a series by the number that the log has for it.
    mutating func add(_ labels: Labels, _ reference: UInt64) {
        nextReference = max(nextReference, reference &+ 1)
        deleted[reference] = nil
        if let known = references[labels] {
            if known != reference { series[known]?.otherReferences.append(reference) }
            return
        }
        references[labels] = reference
        series[reference] = AgentSeries(labels: labels)
    }

    /// Forgets the series whose newest sample is older than `time`.
    mutating func removeSeries(before time: Int64, segment: Int) {
        for (reference, entry) in series where entry.lastTimestamp < time {
            series[reference] = nil
            references[entry.labels] = nil
            for gone in [reference] + entry.otherReferences { deleted[gone] = segment }
        }
    }
}
