/// What libyaml's emitter looks at to choose the quotes of a scalar.
struct YAMLScalarTraits {
    private(set) var allowsFlowPlain = true
    private(set) var allowsBlockPlain = true
    private(set) var allowsSingleQuotes = true
    private(set) var allowsBlock = true

    init(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        guard let first = scalars.first, let last = scalars.last else {
            allowsFlowPlain = false
            allowsBlock = false
            return
        }
        let isMarker = text.hasPrefix("---") || text.hasPrefix("...")
        var hasFlowIndicator = isMarker
        var hasBlockIndicator = isMarker
        for index in scalars.indices {
            let isAfterBlank = index == 0 || Self.isBlank(scalars[index - 1])
            let isBeforeBlank = index + 1 == scalars.count || Self.isBlank(scalars[index + 1])
            let indicator =
                index == 0
                ? Self.firstIndicator(scalars[0], isBeforeBlank: isBeforeBlank)
                : Self.laterIndicator(scalars[index], isAfterBlank: isAfterBlank, isBeforeBlank: isBeforeBlank)
            hasFlowIndicator = hasFlowIndicator || indicator.flow
            hasBlockIndicator = hasBlockIndicator || indicator.block
        }
        note(breaks: scalars, first: first, last: last)
        if hasFlowIndicator { allowsFlowPlain = false }
        if hasBlockIndicator { allowsBlockPlain = false }
    }

    private mutating func note(breaks scalars: [Unicode.Scalar], first: Unicode.Scalar, last: Unicode.Scalar) {
        let hasOuterBlank = first == " " || last == " " || Self.isBreak(first) || Self.isBreak(last)
        let pairs = zip(scalars, scalars.dropFirst())
        let hasBreakThenSpace = pairs.contains { Self.isBreak($0) && $1 == " " }
        let hasSpaceThenBreak = pairs.contains { $0 == " " && Self.isBreak($1) }
        let hasSpecial = scalars.contains { !Self.isPrintable($0) }
        if hasOuterBlank || scalars.contains(where: Self.isBreak) { disallowPlain() }
        if last == " " { allowsBlock = false }
        if hasBreakThenSpace {
            disallowPlain()
            allowsSingleQuotes = false
        }
        if hasSpaceThenBreak || hasSpecial {
            disallowPlain()
            allowsSingleQuotes = false
            allowsBlock = false
        }
    }

    private mutating func disallowPlain() {
        allowsFlowPlain = false
        allowsBlockPlain = false
    }

    private static func firstIndicator(_ scalar: Unicode.Scalar, isBeforeBlank: Bool) -> (flow: Bool, block: Bool) {
        switch scalar {
        case "#", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`": (true, true)
        case "?", ":": (true, isBeforeBlank)
        case "-": (isBeforeBlank, isBeforeBlank)
        default: (false, false)
        }
    }

    private static func laterIndicator(
        _ scalar: Unicode.Scalar,
        isAfterBlank: Bool,
        isBeforeBlank: Bool
    ) -> (flow: Bool, block: Bool) {
        switch scalar {
        case ",", "?", "[", "]", "{", "}": (true, false)
        case ":": (true, isBeforeBlank)
        case "#": (isAfterBlank, isAfterBlank)
        default: (false, false)
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || isBreak(scalar)
    }

    /// The other line breaks of YAML 1.1 count as special, so that they are escaped and read back.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2028, 0x2029: false
        case 0x0A, 0x20...0x7E, 0xA0...0xD7FF: true
        case 0xE000...0xFFFD: scalar.value != 0xFEFF
        case 0x10000...0x10FFFF: true
        default: false
        }
    }
}
