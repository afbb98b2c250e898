import PrometheusBytes
import PrometheusModel

/// Which labels of a label set count: those of a list, or all but those of a list. Works on packed bytes.
struct LabelChoice: Sendable {
    /// Whether the labels of the list are those that do not count.
    let isExcluding: Bool
    /// Sorted as bytes, distinct.
    let names: [[UInt8]]

    init(only names: [String]) {
        isExcluding = false
        self.names = Self.sorted(names)
    }

    init(allBut names: [String]) {
        isExcluding = true
        self.names = Self.sorted(names)
    }

    /// All labels that say what a series is about and not which metric it is.
    static let allButNames = LabelChoice(allBut: [Label.metricName, "__type__", "__unit__"])

    private static func sorted(_ names: [String]) -> [[UInt8]] {
        Set(names.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Appends the packed form of the labels that count.
    func append(_ labels: Labels, to key: inout [UInt8]) {
        var cursor = labels.cursor()
        let bytes = labels.packed.rawSpan
        var start = 0
        var next = 0
        while cursor.next() {
            let end = cursor.value.upperBound
            let name = bytes.extracting(cursor.name)
            var isListed = false
            while next < names.count {
                let order = names[next].rawSpan.compareBytes(with: name)
                if order > 0 { break }
                isListed = order == 0
                if isListed { break }
                next += 1
            }
            if isListed != isExcluding { key.append(contentsOf: labels.packed[start..<end]) }
            start = end
        }
    }

    /// The labels that count.
    func labels(of labels: Labels) -> Labels {
        var key: [UInt8] = []
        key.reserveCapacity(labels.packed.count)
        append(labels, to: &key)
        return Labels(packed: key)
    }
}
