private import CCRC32C
internal import PrometheusBytes

extension WALReader {
    /// A part of a record within one page.
    struct Fragment {
        let position: WALFormat.Position
        let flags: UInt8
        /// Where its data lies in the page.
        let range: Range<Int>
    }

    /// Moves behind the next fragment, whose checksum is right, and returns it; `nil` at the end of the log.
    mutating func nextFragment(isInsideRecord: Bool) throws(WALError) -> Fragment? {
        while true {
            if pageOffset == WALFormat.pageBytes {
                guard try loadPage(isInsideRecord: isInsideRecord) else { return nil }
            }
            fragmentStart = pageOffset
            isFragmentDamaged = true
            let type = page[pageOffset]
            let isTooShort = WALFormat.pageBytes - pageOffset < WALFormat.headerBytes
            if isTooShort || type & WALFormat.positionMask == WALFormat.Position.pageTerminator.rawValue {
                try skipPadding()
                continue
            }
            let fragment = try readFragment(type: type)
            isFragmentDamaged = false
            return fragment
        }
    }

    private mutating func skipPadding() throws(WALError) {
        let isZero = page[pageOffset...].allSatisfy { $0 == 0 }
        pageOffset = WALFormat.pageBytes
        guard isZero else { throw corruption("unexpected non-zero byte in padded page") }
    }

    private mutating func readFragment(type: UInt8) throws(WALError) -> Fragment {
        let header = pageOffset
        let length = Int(page[header + 1]) << 8 | Int(page[header + 2])
        let expected = page[(header + 3)..<(header + 7)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let start = header + WALFormat.headerBytes
        pageOffset = start
        guard let position = WALFormat.Position(rawValue: type & WALFormat.positionMask),
            type & WALFormat.unknownFlags == 0
        else { throw corruption("unexpected record type \(type)") }
        guard length <= WALFormat.pageBytes - start else { throw corruption("invalid record size \(length)") }
        pageOffset = start + length
        // Safe: the span is valid for its count while the closure runs.
        let actual = unsafe page.rawSpan.extracting(start..<(start + length)).withUnsafeBytes {
            unsafe prometheus_crc32c(0, $0.baseAddress, $0.count)
        }
        guard actual == expected else {
            throw corruption("unexpected checksum \(hexadecimal(actual)), expected \(hexadecimal(expected))")
        }
        return Fragment(
            position: position,
            flags: type & ~WALFormat.positionMask,
            range: start..<(start + length)
        )
    }

    private func hexadecimal(_ number: UInt32) -> String { String(number, radix: 16) }
}
