/// Estimates quantiles of a stream with a bounded error in rank, in little memory.
///
/// - Source: Cormode, Korn, Muthukrishnan, Srivastava, "Effective Computation of Biased Quantiles over Data Streams",
///   2005, section 4.3 (targeted quantiles).
struct QuantileStream: Sendable {
    /// A kept value: the ranks it stands for and the uncertainty of its own rank.
    private struct Entry {
        var value: Double
        var width: Double
        var slack: Double
    }

    private let targets: [SummaryObjectives.Target]
    private var entries: [Entry] = []
    /// The number of observations.
    private(set) var count = 0.0

    init(_ targets: [SummaryObjectives.Target]) { self.targets = targets }

    /// Forgets everything.
    mutating func reset() {
        entries.removeAll(keepingCapacity: true)
        count = 0
    }

    /// Takes ascending values.
    mutating func merge(sorted values: [Double]) {
        guard !values.isEmpty else { return }
        var merged: [Entry] = []
        merged.reserveCapacity(entries.count + values.count)
        var next = 0
        var rank = 0.0
        for value in values {
            while next < entries.count, entries[next].value <= value {
                rank += entries[next].width
                merged.append(entries[next])
                next += 1
            }
            let isExtreme = merged.isEmpty || next == entries.count
            let slack = isExtreme ? 0 : max(0, allowedError(at: rank).rounded(.down) - 1)
            merged.append(Entry(value: value, width: 1, slack: slack))
            rank += 1
            count += 1
        }
        merged.append(contentsOf: entries[next...])
        entries = merged
        compress()
    }

    /// The estimate for `quantile`, NaN when nothing was observed.
    func value(at quantile: Double) -> Double {
        guard let first = entries.first else { return .nan }
        let wanted = (quantile * count).rounded(.up)
        let limit = wanted + (allowedError(at: wanted) / 2).rounded(.up)
        var previous = first
        var rank = 0.0
        for entry in entries.dropFirst() {
            rank += previous.width
            if rank + entry.width + entry.slack > limit { return previous.value }
            previous = entry
        }
        return previous.value
    }

    /// Joins neighbours that one entry may stand for, from the top down.
    private mutating func compress() {
        guard entries.count > 2, var current = entries.last else { return }
        var kept: [Entry] = []
        var rank = count - 1 - current.width
        for entry in entries.dropLast().reversed() {
            if entry.width + current.width + current.slack <= allowedError(at: rank) {
                current.width += entry.width
            } else {
                kept.append(current)
                current = entry
            }
            rank -= entry.width
        }
        kept.append(current)
        entries = kept.reversed()
    }

    /// The uncertainty that the targets allow at a rank.
    private func allowedError(at rank: Double) -> Double {
        var smallest = Double.greatestFiniteMagnitude
        for target in targets {
            let error =
                target.quantile * count <= rank
                ? 2 * target.error * rank / target.quantile
                : 2 * target.error * (count - rank) / (1 - target.quantile)
            smallest = min(smallest, error)
        }
        return smallest
    }
}
