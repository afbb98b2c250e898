internal import PrometheusModel

/// Reads the values of a series.
struct SeriesValueReader {
    private let bytes: [UInt8]
    private var offset = 0
    private let line: Int
    private let column: Int

    /// All values; `column` is the place of the first byte in messages.
    static func values(
        _ text: String,
        line: Int,
        column: Int
    ) throws(SeriesNotation.Failure) -> [SeriesValue?] {
        var reader = SeriesValueReader(bytes: Array(text.utf8), line: line, column: column)
        var result: [SeriesValue?] = []
        reader.skipSpace()
        while reader.offset < reader.bytes.count {
            result += try reader.item()
            guard reader.offset == reader.bytes.count || reader.skipSpace() else {
                throw reader.unexpected("expected number or \"stale\"")
            }
        }
        return result
    }

    private init(bytes: [UInt8], line: Int, column: Int) {
        self.bytes = bytes
        self.line = line
        self.column = column
    }

    private mutating func item() throws(SeriesNotation.Failure) -> [SeriesValue?] {
        if accept("_") { return [SeriesValue?](repeating: nil, count: try repetitions() ?? 1) }
        if accept("stale") {
            let count = try repetitions().map { $0 + 1 } ?? 1
            return [SeriesValue?](repeating: .number(StaleMarker.value), count: count)
        }
        if bytes[offset...].starts(with: "{{".utf8) { return try histograms() }
        let start = try number()
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
            let step = try number()
            guard let count = try repetitions() else { throw unexpected(nil) }
            var values: [SeriesValue?] = [.number(start)]
            var value = start
            for _ in 0..<count {
                value += step
                values.append(.number(value))
            }
            return values
        }
        let count = try repetitions().map { $0 + 1 } ?? 1
        return [SeriesValue?](repeating: .number(start), count: count)
    }

    private mutating func histograms() throws(SeriesNotation.Failure) -> [SeriesValue?] {
        let first = try histogram()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") else {
            let count = try repetitions().map { $0 + 1 } ?? 1
            return [SeriesValue?](repeating: .histogram(first), count: count)
        }
        let isSum = bytes[offset] == UInt8(ascii: "+")
        offset += 1
        let step = try histogram()
        guard let count = try repetitions() else { throw unexpected(nil) }
        var values: [SeriesValue?] = [.histogram(first)]
        var current = first
        for _ in 0..<count {
            do throws(HistogramArithmeticError) {
                current = isSum ? try current.adding(step).0 : try current.subtracting(step).0
            } catch {
                throw failure("error combining histograms: \(error)")
            }
            values.append(.histogram(current))
        }
        return values
    }

    private mutating func histogram() throws(SeriesNotation.Failure) -> FloatHistogram {
        let rest = String(decoding: bytes[offset...], as: UTF8.self)
        guard let end = rest.firstRange(of: "}}") else {
            offset = bytes.count
            throw failure("histogram description incomplete unexpected: '\u{FFFD}'")
        }
        let text = rest[..<end.upperBound]
        do throws(HistogramLiteralError) {
            let literal = try HistogramLiteral(text)
            offset += text.utf8.count
            return literal.histogram
        } catch {
            throw failure("\(error)")
        }
    }

    private func failure(_ reason: String) -> SeriesNotation.Failure {
        SeriesNotation.Failure(description: "\(line):\(column + offset): parse error: \(reason)")
    }

    /// A number with an optional sign, up to what cannot belong to it.
    private mutating func number() throws(SeriesNotation.Failure) -> Double {
        let start = offset
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
            offset += 1
        }
        let digits = offset
        while offset < bytes.count {
            let byte = bytes[offset]
            let isExponentSign =
                (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")) && offset > digits
                && bytes[offset - 1] | 0x20 == UInt8(ascii: "e")
            // An x always repeats; there are no hexadecimal numbers here.
            guard byte != UInt8(ascii: "x") else { break }
            guard byte == UInt8(ascii: ".") || isExponentSign || isLetterOrDigit(byte) else { break }
            offset += 1
        }
        let text = String(decoding: bytes[digits..<offset], as: UTF8.self)
        let sign = digits > start && bytes[start] == UInt8(ascii: "-") ? -1.0 : 1
        if let value = try? FloatText.parse(text) { return sign * value }
        if let duration = try? DurationText.parse(text) { return sign * Double(duration) / 1000 }
        offset = start
        throw unexpected("expected number or \"stale\"")
    }

    private mutating func repetitions() throws(SeriesNotation.Failure) -> Int? {
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: "x") else { return nil }
        let digits = bytes[(offset + 1)...].prefix { $0 &- UInt8(ascii: "0") < 10 }
        // More would not fit into memory.
        guard let count = Int(String(decoding: digits, as: UTF8.self)), count <= 100_000_000 else {
            offset += 1
            throw unexpected("expected number")
        }
        offset = digits.endIndex
        return count
    }

    // MARK: Bytes

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = offset
        while offset < bytes.count, bytes[offset] == 0x20 || bytes[offset] &- 9 < 5 { offset += 1 }
        return offset > start
    }

    private mutating func accept(_ word: String) -> Bool {
        guard bytes[offset...].starts(with: word.utf8) else { return false }
        let end = offset + word.utf8.count
        if end < bytes.count, isLetterOrDigit(bytes[end]), bytes[end] != UInt8(ascii: "x") { return false }
        offset = end
        return true
    }

    private func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
    }

    private func unexpected(_ expectation: String?) -> SeriesNotation.Failure {
        let place = "\(line):\(column + offset): parse error: unexpected "
        let suffix = " in series values" + (expectation.map { ", \($0)" } ?? "")
        let word = bytes[min(offset, bytes.count)...].prefix { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A }
        guard !word.isEmpty else {
            return SeriesNotation.Failure(description: place + "end of input in series values")
        }
        let text = String(decoding: word, as: UTF8.self)
        let isIdentifier = text.isLegacyLabelName
        return SeriesNotation.Failure(description: place + (isIdentifier ? "identifier " : "") + text.quoted + suffix)
    }
}
