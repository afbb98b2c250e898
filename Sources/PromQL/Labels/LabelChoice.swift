import PrometheusBytes
import PrometheusModel

/// Which labels of a label set count: those of a list, or all but those of a list.
///
/// Works on packed bytes.
struct LabelChoice: Sendable {
    /// Whether the labels of the list are those that do not count.
    let isExcluding: Bool
    /// The listed names one after the other, sorted as bytes, distinct; `bounds` says where each lies.
    private let nameBytes: [UInt8]
    private let bounds: [Range<Int>]

    init(only names: [String]) {
        isExcluding = false
        (nameBytes, bounds) = Self.packed(names)
    }

    init(allBut names: [String]) {
        isExcluding = true
        (nameBytes, bounds) = Self.packed(names)
    }

    /// All labels that say what a series is about and not which metric it is.
    static let allButNames = LabelChoice(allBut: [Label.metricName, "__type__", "__unit__"])

    private static func packed(_ names: [String]) -> ([UInt8], [Range<Int>]) {
        var bytes: [UInt8] = []
        var bounds: [Range<Int>] = []
        for name in Set(names.map { Array($0.utf8) }).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            bounds.append(bytes.count..<bytes.count + name.count)
            bytes += name
        }
        return (bytes, bounds)
    }

    /// Appends the packed form of the labels that count.
    func append(_ labels: Labels, to key: inout [UInt8]) {
        var cursor = labels.cursor()
        let bytes = labels.packed.rawSpan
        let listed = nameBytes.rawSpan
        var start = 0
        var next = 0
        while cursor.next() {
            let end = cursor.value.upperBound
            let name = bytes.extracting(cursor.name)
            var isListed = false
            while next < bounds.count {
                let order = listed.extracting(bounds[next]).compareBytes(with: name)
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
