internal import PrometheusBytes
package import PrometheusModel

/// Reads the samples and metadata of one exposition, in the order in which they were written.
///
/// `next` parses whatever comes. `nextKnown` is the way around it: where the caller expects a series that it has seen
/// before, it compares a hash of the bytes and reads the value only. Labels are not taken apart before
/// `copyLabels` asks for it.
package struct ExpositionParser: ExpositionReading, ~Copyable, ~Escapable {
    @usableFromInline let bytes: RawSpan
    package let format: ExpositionFormat
    @usableFromInline let hasher: SeriesHash
    @usableFromInline let powersOfTen: InlineArray<23, Double> = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
    /// Where the last newline lies: a scan that stops at newlines and starts before it needs no other bound.
    @usableFromInline let lastNewline: Int
    /// The next byte to read; after an invalid token the byte that made it invalid.
    @usableFromInline var position = 0

    /// Where the series of the current sample lies: its name and labels as written.
    package var series: Range<Int> = 0..<0
    /// The value of the current sample; every NaN is the normal one.
    package var value = 0.0
    /// The timestamp of the current sample in milliseconds, if `hasTimestamp`.
    package var timestamp: Int64 = 0
    /// Whether the current sample was written with a timestamp.
    package var hasTimestamp = false

    /// Where the current entry and token began, for error texts.
    var entryStart = 0
    var tokenStart = 0
    /// Whether the quoted string that was read last holds a backslash.
    var hasEscapes = false
    /// The metric name and labels of the current sample as ranges of `bytes`.
    var name = ExposedPart()
    var hasName = false
    var labels: [ExposedLabel] = []
    /// Whether all names of the current sample are bare ones.
    var hasBareNames = false
    /// The exemplar of the current sample, if `hasExemplar`.
    @usableFromInline var hasExemplar = false
    var exemplarLabels: [ExposedLabel] = []
    var exemplarValue = 0.0
    var exemplarTimestamp: Int64?
    /// The name and text of the current metadata entry as ranges of `bytes`.
    var metadataNamePart = ExposedPart()
    var metadataTextRange = 0..<0
    /// The type of the last `TYPE` line: bucket bounds and quantiles after it are normalised by it.
    @usableFromInline var currentType = MetricType.unknown

    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan, _ format: ExpositionFormat, _ hasher: SeriesHash) {
        self.bytes = bytes
        self.format = format
        self.hasher = hasher
        var newline = bytes.byteCount - 1
        // Safe: `newline` counts down from the last byte.
        while newline >= 0, unsafe bytes.unsafeLoad(fromUncheckedByteOffset: newline, as: UInt8.self) != 0x0A {
            newline -= 1
        }
        lastNewline = newline
    }

    /// Moves to the next entry.
    /// - Throws: where the text does not follow its format. The parser is of no use afterwards.
    @_lifetime(self: copy self)
    package mutating func next() throws(ExpositionError) -> ExpositionEntry {
        switch format {
        case .text: try nextText()
        case .openMetrics: try nextOpenMetrics()
        }
    }

    /// The hash of the current series.
    package var seriesHash: UInt64 { hasher.hash(bytes, series.lowerBound, series.count) }

    /// The current sample.
    package var sample: ExposedSample {
        var sample = ExposedSample()
        (sample.hash, sample.length, sample.value) = (seriesHash, series.count, value)
        sample.timestamp = hasTimestamp ? timestamp : nil
        sample.hasExemplars = hasExemplar
        return sample
    }

    /// Text has no native histograms.
    package var histogram: NativeHistogram { .integer(IntegerHistogram()) }

    /// The exemplars of the current sample: one at most.
    package func exemplars() -> [ExposedExemplar] {
        guard hasExemplar else { return [] }
        var builder = LabelsBuilder()
        for label in exemplarLabels {
            builder.set(
                String(decoding: unescaped(label.name), as: UTF8.self),
                String(decoding: unescaped(label.value), as: UTF8.self)
            )
        }
        return [ExposedExemplar(labels: builder.labels(), value: exemplarValue, timestamp: exemplarTimestamp)]
    }

    /// The length and hash of the line of the current metadata entry, without its newline.
    package var metadataLine: (hash: UInt64, length: Int) {
        let length = position - 1 - entryStart
        return (hasher.hash(bytes, entryStart, length), length)
    }

    /// The current metadata entry.
    package var metadata: ExposedMetadata {
        let (hash, length) = metadataLine
        return ExposedMetadata(family: metadataName, text: metadataText, hash: hash, length: length)
    }

    /// The name of the family that the current metadata entry is about.
    package var metadataName: String { String(decoding: unescaped(metadataNamePart), as: UTF8.self) }

    /// The text of the current metadata entry.
    package var metadataText: String {
        String(decoding: unescaped(metadataTextRange, quotes: format == .openMetrics), as: UTF8.self)
    }

    /// Replaces `result` by the metric name and labels of the current sample.
    ///
    /// Bounds of buckets and quantiles are normalised where the family's type is known.
    package func copyLabels(into result: inout ExposedLabels) {
        result.removeAll()
        if !name.range.isEmpty {
            result.appendName(Label.metricName)
            appendPart(name, to: &result)
            result.finishValue()
        }
        for label in labels {
            appendPart(label.name, to: &result)
            result.finishName()
            appendPart(label.value, to: &result)
            if isNormalised(label.name.range) { result.normaliseValue() }
            result.finishValue()
        }
        result.sort()
        result.hasBareNames = hasBareNames
    }

    private func appendPart(_ part: ExposedPart, to result: inout ExposedLabels) {
        if part.hasEscapes {
            result.append(unescaped(part))
        } else {
            result.append(bytes.extracting(part.range))
        }
    }

    private func isNormalised(_ range: Range<Int>) -> Bool {
        switch currentType {
        case .histogram: holds(Label.bucketBound, range)
        case .summary: holds(Label.quantile, range)
        default: false
        }
    }

    private func holds(_ text: String, _ range: Range<Int>) -> Bool {
        range.count == text.utf8.count && text.withRawSpan { bytes.extracting(range).hasSameBytes(as: $0) }
    }

    private func unescaped(_ part: ExposedPart) -> [UInt8] {
        part.hasEscapes ? unescaped(part.range, quotes: true) : array(part.range)
    }
}
