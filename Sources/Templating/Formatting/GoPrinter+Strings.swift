extension GoPrinter {
    mutating func print(_ text: String, _ verb: Unicode.Scalar, _ value: TemplateValue) {
        switch Character(verb) {
        case "v" where options.showsSource: pad(GoQuoting.quoted(cut(text)))
        case "v", "s": pad(cut(text))
        case "q":
            let text = cut(text)
            if options.isAlternate, GoQuoting.canBackquote(text) { return pad("`\(text)`") }
            pad(GoQuoting.quoted(text, isASCII: options.showsSign))
        case "x": hex(text, uppercase: false)
        case "X": hex(text, uppercase: true)
        default: bad(value, verb)
        }
    }

    private func cut(_ text: String) -> String {
        guard let precision = options.precision, text.unicodeScalars.count > precision else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(precision)))
    }

    private mutating func hex(_ text: String, uppercase: Bool) {
        let prefix = uppercase ? "0X" : "0x"
        let bytes = text.utf8.prefix(options.precision ?? .max)
        guard !bytes.isEmpty else { return pad("") }
        let pairs = bytes.map { byte in
            let digits = String(byte, radix: 16, uppercase: uppercase)
            return digits.utf8.count < 2 ? "0" + digits : digits
        }
        guard options.leavesSpaceForSign else {
            return pad((options.isAlternate ? prefix : "") + pairs.joined())
        }
        pad(pairs.map { (options.isAlternate ? prefix : "") + $0 }.joined(separator: " "))
    }
}
