internal import LabelMatching
internal import PrometheusBytes
internal import PrometheusConfiguration
internal import PrometheusExposition
internal import PrometheusModel

/// Makes the labels of a stored series from those that a target exposed.
struct SeriesLabelling {
    let target: Labels
    let honorsLabels: Bool
    let rules: [RelabelRule]
    let validation: NameValidation
    let limits: ScrapeLimits
    /// Whether nothing can be wrong with the labels of a target, so that only those of the series need be looked at.
    private let hasPlainTarget: Bool

    init(_ target: Labels, _ settings: ScrapeSettings) {
        self.target = target
        honorsLabels = settings.honorsLabels
        rules = settings.metricRelabelRules
        validation = settings.nameValidation
        limits = settings.limits
        hasPlainTarget = validation != .legacy && rules.isEmpty && Self.areText(target)
    }

    /// The labels of the series, `nil` if relabelling drops it.
    ///
    /// - Throws: what fails the whole scrape.
    func labels(_ exposed: ExposedLabels) throws(ScrapeFailure) -> Labels? {
        if let duplicate = exposed.duplicate {
            throw .duplicateLabel(Array(exposed.bytes[exposed.entries[duplicate].name]))
        }
        let merged = merge(exposed)
        if exposed.hasBareNames, hasPlainTarget {
            try checkLimits(merged)
            return merged
        }
        guard Self.areText(merged) else { throw merged.nameRange == nil ? .missingName : .invalidNames(merged) }
        guard let labels = rules.apply(to: merged), !labels.isEmpty else { return nil }
        guard let name = labels.nameRange else { throw .missingName }
        if validation == .legacy {
            let accepted = labels.array.allSatisfy { validation.acceptsLabelName($0.name) }
            let metric = String(decoding: labels.packed[name], as: UTF8.self)
            guard accepted, validation.acceptsMetricName(metric) else { throw .invalidNames(labels) }
        }
        try checkLimits(labels)
        return labels
    }

    /// Joins two sorted label sets.
    ///
    /// Labels of one name need rules, which are slow and seldom needed.
    private func merge(_ exposed: ExposedLabels) -> Labels {
        var hasConflict = false
        let room = exposed.bytes.count + exposed.entries.count * PackedLabelWriter.mostLengthBytes + target.packed.count
        // Safe: each label is written once at most, and there is room for all of them with their lengths.
        let result = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            var writer = unsafe PackedLabelWriter(buffer)
            hasConflict = !write(exposed, exposed.bytes.rawSpan, target.packed.rawSpan, &writer)
            count = writer.count
        }
        return hasConflict ? mergeConflicting(exposed) : Labels(packed: result)
    }

    /// Writes both label sets; `false` if the target has a label of the same name as the series, and wins.
    private func write(
        _ exposed: ExposedLabels,
        _ exposedBytes: RawSpan,
        _ targetBytes: RawSpan,
        _ writer: inout PackedLabelWriter
    ) -> Bool {
        var cursor = target.cursor()
        var hasTarget = cursor.next()
        var start = 0
        for entry in exposed.entries {
            let name = exposedBytes.extracting(entry.name)
            var order = -1
            while hasTarget {
                order = targetBytes.extracting(cursor.name).compareBytes(with: name)
                guard order < 0 else { break }
                hasTarget = cursor.next()
            }
            // What was passed of the target's labels lies together.
            let passed = hasTarget ? cursor.start : targetBytes.byteCount
            writer.append(targetBytes.extracting(start..<passed))
            start = passed
            if hasTarget, order == 0 {
                guard honorsLabels || entry.value.isEmpty else { return false }
                if honorsLabels {
                    hasTarget = cursor.next()
                    start = hasTarget ? cursor.start : targetBytes.byteCount
                }
            }
            guard !entry.value.isEmpty else { continue }
            writer.append(lengthPrefixed: name)
            writer.append(lengthPrefixed: exposedBytes.extracting(entry.value))
        }
        writer.append(targetBytes.extracting(start..<targetBytes.byteCount))
        return true
    }

    /// The target's labels win; those of the series that they hide are renamed `exported_…`, short names first.
    private func mergeConflicting(_ exposed: ExposedLabels) -> Labels {
        var builder = LabelsBuilder(exposed.packed)
        var hidden: [Label] = []
        for label in target.array {
            let existing = builder[label.name]
            if !existing.isEmpty { hidden.append(Label(label.name, existing)) }
            builder.set(label.name, label.value)
        }
        for label in hidden.sorted(by: { $0.name.utf8.count < $1.name.utf8.count }) {
            var name = "exported_" + label.name
            while !builder[name].isEmpty { name = "exported_" + name }
            builder.set(name, label.value)
        }
        return builder.labels()
    }

    /// Whether all names and the metric's name are non-empty UTF-8; values are when they come from the parser.
    private static func areText(_ labels: Labels) -> Bool {
        var cursor = labels.cursor()
        while cursor.next() {
            guard !cursor.name.isEmpty, isText(labels.packed[cursor.name]) else { return false }
        }
        guard let name = labels.nameRange else { return true }
        return isText(labels.packed[name])
    }

    private static func isText(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
    }

    private func checkLimits(_ labels: Labels) throws(ScrapeFailure) {
        guard limits.labels > 0 || limits.labelNameLength > 0 || limits.labelValueLength > 0 else { return }
        let all = labels.array
        let metric = labels[Label.metricName] ?? ""
        if limits.labels > 0, all.count > Int(clamping: limits.labels) {
            throw .labelLimit(metric: metric, count: all.count, limit: limits.labels)
        }
        for label in all {
            if limits.labelNameLength > 0, label.name.utf8.count > Int(clamping: limits.labelNameLength) {
                throw .labelNameLength(metric: metric, name: label.name, limit: limits.labelNameLength)
            }
            if limits.labelValueLength > 0, label.value.utf8.count > Int(clamping: limits.labelValueLength) {
                throw .labelValueLength(metric: metric, label: label, limit: limits.labelValueLength)
            }
        }
    }
}

extension Labels {
    /// Where the metric's name lies.
    fileprivate var nameRange: Range<Int>? { Label.metricName.withRawSpan { valueRange(of: $0) } }
}

extension LabelCursor {
    /// Where the current label begins, its length byte included.
    fileprivate var start: Int {
        // The length of a name is a varint of as many bytes as seven fit into.
        var rest = name.count >> 7
        var start = name.lowerBound - 1
        while rest > 0 {
            start -= 1
            rest >>= 7
        }
        return start
    }
}
