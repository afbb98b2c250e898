internal import PrometheusBytes
internal import PrometheusModel

/// Writes JSON as bytes, without an intermediate tree, in the spelling of Go's encoder.
struct JSONWriter {
    var bytes: [UInt8] = []
    /// Whether the next element of the innermost array or object needs a comma before it.
    private var needsComma = false
    /// The times of the last points, which mostly are those of the next ones too.
    private var times = TimeColumnText()

    /// Writes what is JSON already.
    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Writes what is JSON already.
    mutating func append(_ json: [UInt8]) { bytes += json }

    /// Everything that was written since the last time.
    mutating func take() -> [UInt8] {
        let taken = bytes
        bytes = []
        return taken
    }

    /// Writes `{`, what `body` writes, and `}`.
    mutating func object(_ body: (inout JSONWriter) -> Void) { nested("{", "}", body) }

    /// Writes `[`, what `body` writes, and `]`.
    mutating func array(_ body: (inout JSONWriter) -> Void) { nested("[", "]", body) }

    /// Writes an array of one element for each of `elements`.
    mutating func array<Element>(_ elements: some Sequence<Element>, _ body: (inout JSONWriter, Element) -> Void) {
        array { writer in
            for element in elements {
                writer.element()
                body(&writer, element)
            }
        }
    }

    /// Writes an array of texts.
    mutating func strings(_ texts: some Sequence<String>) { array(texts) { $0.string($1) } }

    /// Begins the elements of an array that is not written with `array`.
    mutating func beginElements() { needsComma = false }

    /// Begins the next element of an array.
    mutating func element() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Writes the name of the next member of an object; its value follows.
    mutating func key(_ name: String) {
        element()
        string(name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Writes a member with a text.
    mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    /// Writes a member with a number as Go's `encoding/json` prints a float.
    mutating func member(_ name: String, number: Double) {
        key(name)
        FloatText.append(number.isFinite ? number : 0, to: &bytes, .json)
    }

    /// Writes a member with a whole number.
    mutating func member(_ name: String, _ value: Int) {
        key(name)
        FloatText.append(Int64(value), to: &bytes)
    }

    /// Writes a member that is true or false.
    mutating func member(_ name: String, _ value: Bool) {
        key(name)
        raw(value ? "true" : "false")
    }

    /// Writes a member without a value.
    mutating func null(_ name: String) {
        key(name)
        raw("null")
    }

    /// Writes a label set as an object.
    mutating func labels(_ labels: Labels) {
        bytes.append(UInt8(ascii: "{"))
        let packed = labels.packed.rawSpan
        var cursor = labels.cursor()
        var isFirst = true
        while cursor.next() {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            string(packed.extracting(cursor.name))
            bytes.append(UInt8(ascii: ":"))
            string(packed.extracting(cursor.value))
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Writes `[time, "value"]`, the time in seconds.
    mutating func point(_ milliseconds: Int64, _ value: Double) {
        bytes.append(addingCapacity: Self.pointBytes) { span in Self.append(milliseconds, value, to: &span) }
    }

    /// Writes an array of points.
    mutating func points(_ timestamps: [Int64], _ values: [Double]) {
        precondition(timestamps.count == values.count, "a point has a time and a value")
        let isKnown = times.isKnown(timestamps)
        let text = times
        var seconds = SecondsText()
        bytes.append(addingCapacity: 2 + timestamps.count * (Self.pointBytes + 1)) { span in
            span.append(UInt8(ascii: "["))
            for index in timestamps.indices {
                if index > 0 { span.append(UInt8(ascii: ",")) }
                if isKnown {
                    text.append(index, to: &span)
                } else {
                    seconds.beginPoint(timestamps[index], to: &span)
                }
                FloatText.append(values[index], to: &span, .json)
                span.append(UInt8(ascii: "\""))
                span.append(UInt8(ascii: "]"))
            }
            span.append(UInt8(ascii: "]"))
        }
        needsComma = true
    }

    /// Writes a time in seconds, with three digits behind the point if it is not whole.
    mutating func time(_ milliseconds: Int64) {
        bytes.append(addingCapacity: Self.timeBytes) { span in Self.append(milliseconds, to: &span) }
    }

    /// The most bytes of a time: a sign, 17 digits, a point and three digits.
    static let timeBytes = 24
    private static let pointBytes = timeBytes + FloatText.maximumBytes + 5

    /// Writes a point up to its value: at most `timeBytes` and three.
    static func beginPoint(_ milliseconds: Int64, to span: inout OutputSpan<UInt8>) {
        span.append(UInt8(ascii: "["))
        append(milliseconds, to: &span)
        span.append(UInt8(ascii: ","))
        span.append(UInt8(ascii: "\""))
    }

    private static func append(_ milliseconds: Int64, _ value: Double, to span: inout OutputSpan<UInt8>) {
        beginPoint(milliseconds, to: &span)
        FloatText.append(value, to: &span, .json)
        span.append(UInt8(ascii: "\""))
        span.append(UInt8(ascii: "]"))
    }

    private static func append(_ milliseconds: Int64, to span: inout OutputSpan<UInt8>) {
        if milliseconds < 0 { span.append(UInt8(ascii: "-")) }
        let magnitude = milliseconds.magnitude
        FloatText.append(magnitude / 1000, to: &span)
        let rest = magnitude % 1000
        guard rest != 0 else { return }
        let zero = UInt8(ascii: "0")
        span.append(UInt8(ascii: "."))
        span.append(zero + UInt8(truncatingIfNeeded: rest / 100))
        span.append(zero + UInt8(truncatingIfNeeded: rest / 10 % 10))
        span.append(zero + UInt8(truncatingIfNeeded: rest % 10))
    }

    private mutating func nested(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void) {
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }
}
