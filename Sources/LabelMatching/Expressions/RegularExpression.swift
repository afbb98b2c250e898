internal import CRE2

/// A compiled RE2 pattern: the same syntax and linear time as Go's `regexp`.
@safe
package final class RegularExpression: Sendable {
    /// The most memory, in bytes, that one compiled pattern and its automata may take.
    package static let memoryLimit: Int64 = 64 << 20

    /// The pattern as it was compiled.
    package let pattern: String
    // SAFETY: the object behind the pointer is immutable after `init` and RE2 documents matching as thread-safe; it is
    // freed once, in `deinit`.
    private nonisolated(unsafe) let expression: OpaquePointer

    /// Compiles `pattern`.
    package init(_ pattern: String) throws(RegularExpressionError) {
        self.pattern = pattern
        var text = try GoPattern.translated(pattern)
        // Safe: the shim copies what it needs of the pattern before it returns, and never returns NULL.
        let compiled = text.withUTF8 { unsafe vencejo_re2_compile($0.baseAddress, $0.count, Self.memoryLimit) }
        guard let compiled = unsafe compiled else { throw RegularExpressionError(reason: "out of memory") }
        unsafe expression = compiled
        let code = unsafe vencejo_re2_error_code(compiled)
        guard code == 0 else {
            throw RegularExpressionError(reason: unsafe Self.goReason(code: code, compiled))
        }
    }

    /// Compiles `pattern` as matchers and relabelling use it: anchored at both ends, `.` matches a newline.
    package convenience init(anchoring pattern: String) throws(RegularExpressionError) {
        try self.init("^(?s:\(GoPattern.translated(pattern)))$")
    }

    deinit { unsafe vencejo_re2_free(expression) }

    /// Whether the pattern matches all of `text`.
    package func matchesWhole(_ text: RawSpan) -> Bool {
        // Safe: the bytes are only read while the closure runs.
        unsafe text.withUnsafeBytes { bytes in
            let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return unsafe vencejo_re2_matches_whole(expression, base, bytes.count) != 0
        }
    }

    /// How many instructions the pattern was compiled to, of 16 bytes each.
    package var programSize: Int { Int(unsafe vencejo_re2_program_size(expression)) }

    /// The number of capturing groups.
    package var groupCount: Int { Int(unsafe vencejo_re2_group_count(expression)) }

    /// The name of group `index`, counted from 1; `nil` if it has none.
    package func groupName(_ index: Int) -> String? {
        let name = unsafe Self.text { unsafe vencejo_re2_group_name(expression, Int32(index), $0, $1) }
        return name.isEmpty ? nil : name
    }

    /// Finds the leftmost match at or after byte `start`: the ranges of group 0, 1, …, `nil` where a group took no part.
    package func firstMatch(in text: RawSpan, from start: Int = 0, whole: Bool = false) -> [Range<Int>?]? {
        let slots = groupCount + 1
        var offsets = [Int64](repeating: -1, count: 2 * slots)
        // Safe: `offsets` has room for two numbers a slot, the text is only read while the closure runs.
        let found = unsafe text.withUnsafeBytes { bytes in
            let base = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return unsafe offsets.withUnsafeMutableBufferPointer {
                unsafe vencejo_re2_find(
                    expression,
                    base,
                    bytes.count,
                    start,
                    whole ? 1 : 0,
                    $0.baseAddress,
                    Int32(slots)
                )
            }
        }
        guard found != 0 else { return nil }
        return (0..<slots).map { slot in
            offsets[2 * slot] < 0 ? nil : Int(offsets[2 * slot])..<Int(offsets[2 * slot + 1])
        }
    }

    /// RE2's reason in the words of Go's `regexp/syntax`.
    @unsafe
    private static func goReason(code: Int32, _ expression: OpaquePointer) -> String {
        let argument = unsafe text { unsafe vencejo_re2_error_argument(expression, $0, $1) }
        let message = unsafe text { unsafe vencejo_re2_error(expression, $0, $1) }
        // The codes are re2.h's; the words Go's.
        switch code {
        case 2: return "invalid escape sequence: `\(argument)`"
        case 3: return "invalid character class: `\(argument)`"
        case 4: return "invalid character class range: `\(argument)`"
        case 5: return "missing closing ]: `\(argument)`"
        case 6: return "missing closing ): `\(argument)`"
        case 7: return "unexpected ): `\(argument)`"
        case 8: return "trailing backslash at end of expression: ``"
        case 9: return "missing argument to repetition operator: `\(argument)`"
        case 10: return "invalid repeat count: `\(argument)`"
        case 11: return "invalid nested repetition operator: `\(argument)`"
        case 12: return "invalid or unsupported Perl syntax: `\(argument)`"
        case 13: return "invalid UTF-8: `\(argument)`"
        case 14: return "invalid named capture: `\(argument)`"
        case 15: return "expression too large"
        default: return message
        }
    }

    @unsafe
    private static func text(_ copy: (UnsafeMutablePointer<UInt8>?, Int) -> Int) -> String {
        var buffer = [UInt8](repeating: 0, count: 1024)
        // Safe: the shim writes at most the given capacity.
        let count = unsafe buffer.withUnsafeMutableBufferPointer { unsafe copy($0.baseAddress, $0.count) }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
