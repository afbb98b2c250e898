internal import LabelMatching
internal import PrometheusModel
internal import PrometheusWire

/// The series of the log as one queue sends them: labels encoded once, found by reference.
///
/// Not for more than one thread.
struct RemoteSeriesTable {
    /// Where a reference is not known.
    static let unknown: Int32 = -1
    private static let free = UInt64.max

    private let isSecondVersion: Bool
    private let externalLabels: [Label]
    private let rules: [RelabelRule]
    private let takesTypesFromLabels: Bool

    // By position.
    private var references: [UInt64] = []
    private var segments: [Int] = []
    /// Where the labels lie in `bytes` or `symbols`; empty for series that rules dropped.
    private var ranges: [Range<Int>] = []
    private var types: [UInt8] = []
    private var helps: [UInt32] = []
    private var units: [UInt32] = []

    private var bytes: [UInt8] = []
    private var symbols: [UInt32] = []
    private(set) var texts = WriteSymbolTable()

    // References to positions: open addressing.
    private var keys: [UInt64] = []
    private var positions: [Int32] = []
    private var packed: [UInt8] = []

    init(isSecondVersion: Bool, externalLabels: Labels, rules: [RelabelRule], takesTypesFromLabels: Bool) {
        self.isSecondVersion = isSecondVersion
        self.externalLabels = externalLabels.array
        self.rules = rules
        self.takesTypesFromLabels = takesTypesFromLabels
        _ = texts.intern("")
    }

    /// The number of series.
    var count: Int { references.count }

    /// The position of a reference; `unknown` if there is none.
    @inline(__always)
    func position(of reference: UInt64) -> Int32 {
        guard !keys.isEmpty else { return Self.unknown }
        let mask = keys.count &- 1
        var at = Self.slot(reference, mask)
        while true {
            let key = keys[at]
            if key == reference { return positions[at] }
            if key == Self.free { return Self.unknown }
            at = (at &+ 1) & mask
        }
    }

    /// Whether rules dropped the series.
    @inline(__always)
    func isDropped(_ position: Int32) -> Bool { ranges[Int(position)].isEmpty }

    /// The encoded labels of a series of the first version.
    func labels(_ position: Int32) -> ArraySlice<UInt8> { bytes[ranges[Int(position)]] }

    /// The labels and metadata of a series of the second version.
    func symbols(_ position: Int32) -> WriteRequestWriter.Symbols {
        let index = Int(position)
        return .init(labels: symbols[ranges[index]], type: types[index], help: helps[index], unit: units[index])
    }

    /// Learns a series, or says that one is in a later segment too.
    mutating func add(_ reference: UInt64, _ labels: Labels, segment: Int) {
        guard reference != Self.free else { return }
        let known = position(of: reference)
        let position = known >= 0 ? Int(known) : append(reference)
        segments[position] = segment
        var builder = LabelsBuilder(labels)
        for label in externalLabels where builder[label.name].isEmpty { builder.set(label.name, label.value) }
        guard rules.apply(to: &builder), !builder.current.isEmpty else {
            ranges[position] = 0..<0
            return
        }
        store(builder.labels(), at: position)
    }

    /// Says that a known series is in a segment.
    mutating func note(_ reference: UInt64, segment: Int) {
        let known = position(of: reference)
        if known >= 0 { segments[Int(known)] = segment }
    }

    /// Learns the metadata of a series.
    mutating func set(_ metadata: SeriesMetadata, of reference: UInt64) {
        let known = position(of: reference)
        guard known >= 0, isSecondVersion else { return }
        let type = WriteRequestWriter.number(of: metadata.type)
        if type != 0 || !takesTypesFromLabels { types[Int(known)] = type }
        helps[Int(known)] = texts.intern(metadata.help)
        if !metadata.unit.isEmpty || !takesTypesFromLabels { units[Int(known)] = texts.intern(metadata.unit) }
    }

    /// Forgets the series that are in no segment from `segment` on; positions change.
    mutating func removeSeries(before segment: Int) {
        guard segments.contains(where: { $0 < segment }) else { return }
        var next = RemoteSeriesTable(
            isSecondVersion: isSecondVersion,
            externalLabels: Labels(externalLabels),
            rules: rules,
            takesTypesFromLabels: takesTypesFromLabels
        )
        for index in references.indices where segments[index] >= segment {
            let position = next.append(references[index])
            next.segments[position] = segments[index]
            if isSecondVersion {
                let start = next.symbols.count
                for symbol in symbols[ranges[index]] { next.symbols.append(next.texts.intern(texts[symbol])) }
                next.ranges[position] = start..<next.symbols.count
                next.types[position] = types[index]
                next.helps[position] = next.texts.intern(texts[helps[index]])
                next.units[position] = next.texts.intern(texts[units[index]])
            } else {
                let start = next.bytes.count
                next.bytes += bytes[ranges[index]]
                next.ranges[position] = start..<next.bytes.count
            }
        }
        self = next
    }

    // MARK: Parts

    private mutating func store(_ labels: Labels, at position: Int) {
        guard isSecondVersion else {
            let start = bytes.count
            bytes += WriteRequestWriter.encodedLabels(labels)
            ranges[position] = start..<bytes.count
            return
        }
        let start = symbols.count
        for label in labels.array {
            symbols.append(texts.intern(label.name))
            symbols.append(texts.intern(label.value))
        }
        ranges[position] = start..<symbols.count
        guard takesTypesFromLabels else { return }
        if let type = labels["__type__"].flatMap(MetricType.init(rawValue:)) {
            types[position] = WriteRequestWriter.number(of: type)
        }
        if let unit = labels["__unit__"] { units[position] = texts.intern(unit) }
    }

    private mutating func append(_ reference: UInt64) -> Int {
        if (references.count + 1) * 2 > keys.count { grow() }
        let position = references.count
        references.append(reference)
        segments.append(0)
        ranges.append(0..<0)
        if isSecondVersion {
            types.append(0)
            helps.append(0)
            units.append(0)
        }
        insert(reference, Int32(truncatingIfNeeded: position))
        return position
    }

    private mutating func insert(_ reference: UInt64, _ position: Int32) {
        let mask = keys.count - 1
        var at = Self.slot(reference, mask)
        while keys[at] != Self.free { at = (at + 1) & mask }
        keys[at] = reference
        positions[at] = position
    }

    private mutating func grow() {
        let size = max(256, keys.count * 2)
        keys = [UInt64](repeating: Self.free, count: size)
        positions = [Int32](repeating: Self.unknown, count: size)
        for (position, reference) in references.enumerated() { insert(reference, Int32(truncatingIfNeeded: position)) }
    }

    private static func slot(_ reference: UInt64, _ mask: Int) -> Int {
        // Consecutive numbers lie side by side, which suits the order of scrapes; high bits are folded in.
        Int(truncatingIfNeeded: reference ^ (reference >> 32)) & mask
    }
}
