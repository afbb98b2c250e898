import PrometheusBytes
import PrometheusExposition
import PrometheusModel
import Testing

@Suite struct KnownSeriesTests {
    /// Parses `text` by expecting at each line the series that the slow way finds there.
    private func fastLines(_ text: String, _ format: ExpositionFormat) throws -> [String] {
        let bytes = Array(text.utf8)
        var slow = ExpositionParser(bytes.rawSpan, format, hasher)
        var fast = ExpositionParser(bytes.rawSpan, format, hasher)
        var lines: [String] = []
        while true {
            let entry = try slow.next()
            if entry == .sample, fast.nextKnown(slow.seriesHash, slow.series.count) {
                #expect(fast.series == slow.series)
                #expect(fast.value.bitPattern == slow.value.bitPattern)
                #expect(fast.hasTimestamp == slow.hasTimestamp)
                #expect(!fast.hasTimestamp || fast.timestamp == slow.timestamp)
                lines.append(String(decoding: bytes[fast.series], as: UTF8.self))
            } else {
                let other = try fast.next()
                #expect(other == entry)
            }
            if entry == .end { return lines }
        }
    }

    private let hasher = SeriesHash()

    @Test func `a known series is read without being parsed`() throws {
        let text = """
            # TYPE a counter
            a 1
            a_longer_name{with="labels",and="more"} 1.5e-07
            b NaN
            c +Inf
            d -2.25 1700000000000
            e 1234567890123456789
            f 0.30000000000000004
            g 9007199254740993
            h 1e23
            i 5 x
            """
        let upToError = text.split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
        // 1234567890123456789, 9007199254740993 and 1e23 are left to the exact parser, 0.30000000000000004 too.
        let lines = try fastLines(upToError, .text)
        #expect(lines == ["a", "a_longer_name{with=\"labels\",and=\"more\"}", "b", "c", "d"])
    }

    @Test func `every printed double is read like the exact parser reads it`() throws {
        var generator = SplitMix(state: 7)
        var text = ""
        for index in 0..<20_000 {
            let bits = UInt64.random(in: 0 ... .max, using: &generator)
            let value: Double =
                switch index % 4 {
                case 0: Double(bitPattern: bits)
                case 1: Double(bits >> 40) / 1000
                case 2: Double(bits >> 12)
                default: Double(bits >> 44) * 1e-9
                }
            text += "m\(index % 10){a=\"\(index)\"} \(FloatText.generalString(value))\n"
        }
        #expect(try fastLines(text, .text).count > 5_000)
    }

    @Test func `another series of the same beginning is not taken for a known one`() {
        let bytes = Array("foo {a=\"b\"} 1\nfoobar 2\nfoo\t3\nfoo 4".utf8)
        var parser = ExpositionParser(bytes.rawSpan, .text, hasher)
        let hash = hasher.hash(bytes.rawSpan, 0, 3)
        let taken = [3, 1 << 40, 0, -1].filter { parser.nextKnown(hash, $0) }
        #expect(taken.isEmpty)
    }

    @Test(arguments: 0..<80)
    func `the hash depends on every byte and on the length`(count: Int) {
        var bytes = (0..<80).map { UInt8($0) }
        let base = hasher.hash(bytes.rawSpan, 0, count)
        #expect(count == 80 || base != hasher.hash(bytes.rawSpan, 0, count + 1))
        for index in 0..<80 {
            bytes[index] ^= 0x10
            #expect((hasher.hash(bytes.rawSpan, 0, count) == base) == (index >= count))
            bytes[index] ^= 0x10
        }
    }
}
