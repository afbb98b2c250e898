extension GoPrinter {
    mutating func print(_ number: Double, _ verb: Unicode.Scalar, _ value: TemplateValue) {
        var form = Character(verb)
        var precision = options.precision
        switch form {
        case "v": form = "g"
        case "b", "g", "G", "x", "X": break
        case "f", "F", "e", "E":
            if form == "F" { form = "f" }
            precision = precision ?? 6
        default: return bad(value, verb)
        }
        var text = GoFloat.string(number, form, precision: precision, isAlternate: options.isAlternate)
        if let first = text.first, first != "-", first != "+" { text = "+" + text }
        if options.leavesSpaceForSign, text.hasPrefix("+"), !options.showsSign { text = " " + text.dropFirst() }
        let saved = options
        defer { options = saved }
        if !number.isFinite {
            // Infinity keeps its sign.
            options.padsWithZeros = false
            let hidesSign = number.isNaN && !options.leavesSpaceForSign && !options.showsSign
            return pad(hidesSign ? "NaN" : text)
        }
        guard options.showsSign || !text.hasPrefix("+") else { return padNumber(sign: "", text.dropFirst()) }
        padNumber(sign: text.prefix(1), text.dropFirst())
    }

    /// The sign comes before zeros that fill up.
    private mutating func padNumber(sign: Substring, _ digits: Substring) {
        let missing = (options.width ?? 0) - sign.count - digits.count
        guard options.padsWithZeros, !options.isLeftAligned, missing > 0 else { return pad(String(sign + digits)) }
        write(sign + String(repeating: "0", count: missing) + digits)
    }

    mutating func print(_ number: Int64, _ verb: Unicode.Scalar, _ value: TemplateValue) {
        switch Character(verb) {
        case "v", "d": digits(number, radix: 10, prefix: "")
        case "b": digits(number, radix: 2, prefix: options.isAlternate ? "0b" : "")
        case "o": digits(number, radix: 8, prefix: options.isAlternate ? "0" : "")
        case "O": digits(number, radix: 8, prefix: "0o")
        case "x": digits(number, radix: 16, prefix: options.isAlternate ? "0x" : "")
        case "X": digits(number, radix: 16, prefix: options.isAlternate ? "0X" : "", uppercase: true)
        case "c": pad(String(Self.scalar(number)))
        case "q": pad(GoQuoting.quoted(Self.scalar(number), isASCII: options.showsSign))
        case "U": unicode(number)
        default: bad(value, verb)
        }
    }

    private static func scalar(_ number: Int64) -> Unicode.Scalar {
        UInt32(exactly: number).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}"
    }

    private mutating func unicode(_ number: Int64) {
        let hex = String(UInt64(bitPattern: number), radix: 16, uppercase: true)
        let width = max(4, options.precision ?? 0)
        var text = "U+" + String(repeating: "0", count: max(0, width - hex.utf8.count)) + hex
        let scalar = Self.scalar(number)
        if options.isAlternate, number <= 0x10FFFF, GoQuoting.isPrintable(scalar) { text += " '\(scalar)'" }
        let saved = options
        options.padsWithZeros = false
        pad(text)
        options = saved
    }

    private mutating func digits(_ number: Int64, radix: Int, prefix: String, uppercase: Bool = false) {
        var text = String(number.magnitude, radix: radix, uppercase: uppercase)
        let sign = number < 0 ? "-" : options.showsSign ? "+" : options.leavesSpaceForSign ? " " : ""
        let saved = options
        defer { options = saved }
        options.padsWithZeros = false
        var count = 0
        if let precision = options.precision {
            count = precision
            if precision == 0, number == 0 { return write(String(repeating: " ", count: options.width ?? 0)) }
        } else if saved.padsWithZeros, !options.isLeftAligned, let width = options.width {
            count = width - sign.utf8.count
        }
        text = String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        if prefix == "0" { return pad(sign + (text.hasPrefix("0") ? text : "0" + text)) }
        pad(sign + prefix + text)
    }
}
