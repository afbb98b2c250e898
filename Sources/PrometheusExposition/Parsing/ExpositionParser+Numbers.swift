internal import PrometheusBytes
internal import PrometheusModel

extension ExpositionParser {
    /// The float that a token spells, as Go reads it but without hexadecimal exponents and underscores.
    func float(_ range: Range<Int>) throws(ExpositionError) -> Double {
        let isPlain = !range.contains { byte($0) == 0x70 || byte($0) == 0x50 || byte($0) == 0x5F }
        guard isPlain else {
            throw .number(reason: "unsupported character in float", line: array(entryStart..<position))
        }
        if let value = FloatText.parse(bytes.extracting(range)) {
            return value.isNaN ? StaleMarker.normalNaN : value
        }
        throw .number(reason: "strconv.ParseFloat: parsing \(floatFault(range))", line: array(entryStart..<position))
    }

    /// The token, quoted, and what is wrong with it.
    ///
    /// A token of nothing but a number is too large.
    private func floatFault(_ range: Range<Int>) -> String {
        let token = array(range)
        do throws(FloatTextError) {
            _ = try FloatText.parse(String(decoding: token, as: UTF8.self))
        } catch .outOfRange {
            return "\(token.quoted): value out of range"
        } catch {}
        return "\(token.quoted): invalid syntax"
    }

    /// The number that a token of digits spells.
    func integer(_ range: Range<Int>) throws(ExpositionError) -> Int64 {
        var result: Int64 = 0
        for at in range {
            let (product, isTooLarge) = result.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = product.addingReportingOverflow(Int64(byte(at) - 0x30))
            guard !isTooLarge, !isOver else {
                let reason = "strconv.ParseInt: parsing \(array(range).quoted): value out of range"
                throw .number(reason: reason, line: array(entryStart..<position))
            }
            result = sum
        }
        return result
    }

    /// Seconds as milliseconds, cut off towards zero; what does not fit becomes the nearest that does.
    func milliseconds(_ seconds: Double, isExemplar: Bool) throws(ExpositionError) -> Int64 {
        guard seconds.isFinite else { throw .invalidTimestamp(seconds, isExemplar: isExemplar) }
        let scaled = (seconds * 1000).rounded(.towardZero)
        if let exact = Int64(exactly: scaled) { return exact }
        return scaled < 0 ? .min : .max
    }
}
