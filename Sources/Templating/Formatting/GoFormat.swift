/// A format of `printf` while it is carried out.
struct GoFormat {
    /// The largest width or precision; larger ones are mistakes.
    private static let maximumNumber = 1_000_000

    private let format: [Unicode.Scalar]
    private let values: [TemplateValue]
    private var printer: GoPrinter
    private var position = 0
    private var next = 0
    private var isReordered = false
    private var hasGoodIndex = true
    /// Whether the last thing read was an index in brackets.
    private var isBehindIndex = false

    /// `printf`: the format with its verbs replaced by the values.
    static func print(_ format: String, _ values: [TemplateValue], limit: Int) -> GoPrinter {
        var work = GoFormat(format, values, limit)
        work.run()
        return work.printer
    }

    private init(_ format: String, _ values: [TemplateValue], _ limit: Int) {
        self.format = Array(format.unicodeScalars)
        self.values = values
        printer = GoPrinter(limit: limit)
    }

    private mutating func run() {
        while position < format.count, !printer.isOverflowing {
            let start = position
            while position < format.count, format[position] != "%" { position += 1 }
            if position > start {
                printer.write(String(String.UnicodeScalarView(format[start..<position])))
            }
            guard position < format.count else { break }
            position += 1
            verb()
        }
        guard !isReordered, next < values.count else { return }
        printer.options = GoPrinter.Options()
        printer.write("%!(EXTRA ")
        for (i, value) in values[next...].enumerated() {
            if i > 0 { printer.write(", ") }
            if case .none = value {
                printer.write("<nil>")
            } else {
                printer.write(value.typeName + "=")
                printer.print(value, "v")
            }
        }
        printer.write(")")
    }

    private mutating func verb() {
        printer.options = GoPrinter.Options()
        (hasGoodIndex, isBehindIndex) = (true, false)
        flags()
        index()
        width()
        if position < format.count, format[position] == "." { precision() }
        if !isBehindIndex { index() }
        guard position < format.count else { return printer.write("%!(NOVERB)") }
        let verb = format[position]
        position += 1
        if verb == "%" { return printer.write("%") }
        if !hasGoodIndex { return printer.write("%!\(verb)(BADINDEX)") }
        guard next < values.count else { return printer.write("%!\(verb)(MISSING)") }
        if verb == "v" {
            (printer.options.showsNames, printer.options.showsSign) = (printer.options.showsSign, false)
            (printer.options.showsSource, printer.options.isAlternate) = (printer.options.isAlternate, false)
        }
        printer.print(values[next], verb)
        next += 1
    }

    private mutating func flags() {
        while position < format.count {
            switch format[position] {
            case "#": printer.options.isAlternate = true
            case "0": printer.options.padsWithZeros = true
            case "+": printer.options.showsSign = true
            case "-": printer.options.isLeftAligned = true
            case " ": printer.options.leavesSpaceForSign = true
            default: return
            }
            position += 1
        }
    }

    private mutating func width() {
        if position < format.count, format[position] == "*" {
            position += 1
            if let number = starValue() {
                printer.options.width = abs(number)
                if number < 0 { printer.options.isLeftAligned = true }
            } else {
                printer.write("%!(BADWIDTH)")
            }
            isBehindIndex = false
        } else {
            let number = number()
            printer.options.width = number
            if isBehindIndex, number != nil { hasGoodIndex = false }
        }
    }

    private mutating func precision() {
        position += 1
        if isBehindIndex { hasGoodIndex = false }
        index()
        if position < format.count, format[position] == "*" {
            position += 1
            let number = starValue()
            if let number, number >= 0 { printer.options.precision = number }
            if number == nil { printer.write("%!(BADPREC)") }
            isBehindIndex = false
        } else {
            printer.options.precision = number() ?? 0
        }
    }

    /// Takes the next value as a width or precision.
    private mutating func starValue() -> Int? {
        guard next < values.count else { return nil }
        defer { next += 1 }
        guard case .integer(let number, _) = values[next], number.magnitude <= Self.maximumNumber else { return nil }
        return Int(number)
    }

    private mutating func number() -> Int? {
        var result: Int?
        while position < format.count, ("0"..."9").contains(format[position]) {
            result = (result ?? 0) * 10 + Int(format[position].value - 48)
            if let number = result, number > Self.maximumNumber {
                while position < format.count, ("0"..."9").contains(format[position]) { position += 1 }
                return nil
            }
            position += 1
        }
        return result
    }

    /// Reads an index in brackets, counted from 1: the value that comes next.
    private mutating func index() {
        guard position < format.count, format[position] == "[" else { return }
        isReordered = true
        guard let close = format[position...].firstIndex(of: "]") else {
            hasGoodIndex = false
            position += 1
            return
        }
        let digits = String(String.UnicodeScalarView(format[(position + 1)..<close]))
        position = close + 1
        guard let number = Int(digits), number >= 1, number <= values.count else {
            hasGoodIndex = false
            return
        }
        next = number - 1
        isBehindIndex = true
    }
}
