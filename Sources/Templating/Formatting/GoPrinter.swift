internal import PrometheusModel

/// Prints values in the manner of Go's `fmt`, up to a limit.
struct GoPrinter {
    /// The flags, width and precision of a verb.
    struct Options {
        var isAlternate = false
        var showsSign = false
        var isLeftAligned = false
        var padsWithZeros = false
        var leavesSpaceForSign = false
        /// The names of fields are shown: `%+v`.
        var showsNames = false
        /// Values are shown as Go's source has them: `%#v`.
        var showsSource = false
        var width: Int?
        var precision: Int?
    }

    private(set) var output = ""
    /// The most bytes that are printed.
    let limit: Int
    var options = Options()

    init(limit: Int) { self.limit = limit }

    /// Whether more was printed than is allowed; what goes beyond is left out.
    var isOverflowing: Bool { output.utf8.count > limit }

    mutating func write(_ text: String) {
        guard !isOverflowing else { return }
        output += text
    }

    // MARK: Whole functions

    /// `print`: spaces between operands of which neither is a string.
    static func print(_ values: [TemplateValue], limit: Int) -> GoPrinter {
        var printer = GoPrinter(limit: limit)
        var previousWasString = true
        for (i, value) in values.enumerated() {
            var isString = false
            if case .string = value { isString = true }
            if i > 0, !isString, !previousWasString { printer.write(" ") }
            printer.print(value, "v")
            previousWasString = isString
        }
        return printer
    }

    /// `println`: spaces between all operands, and a new line.
    static func printLine(_ values: [TemplateValue], limit: Int) -> GoPrinter {
        var printer = GoPrinter(limit: limit)
        for (i, value) in values.enumerated() {
            if i > 0 { printer.write(" ") }
            printer.print(value, "v")
        }
        printer.write("\n")
        return printer
    }

    // MARK: Values

    /// Prints a value with a verb.
    mutating func print(_ value: TemplateValue, _ verb: Unicode.Scalar) {
        guard !isOverflowing else { return }
        if verb == "T" { return pad(value.typeName) }
        print(value, verb, isOutermost: true)
    }

    private mutating func print(_ value: TemplateValue, _ verb: Unicode.Scalar, isOutermost: Bool) {
        guard !isOverflowing else { return }
        switch value {
        case .none: verb == "v" ? pad(options.showsSource ? "interface {}(nil)" : "<nil>") : write("%!\(verb)(<nil>)")
        case .bool(let bool): verb == "t" || verb == "v" ? pad(bool ? "true" : "false") : bad(value, verb)
        case .integer(let number, .month): name(value, TemplateTime.months, number - 1, verb)
        case .integer(let number, .weekday): name(value, TemplateTime.weekdays, number, verb)
        case .integer(let number, _): print(number, verb, value)
        case .float(let number): print(number, verb, value)
        case .string(let text), .html(let text), .histogram(let text): print(text, verb, value)
        case .duration(let nanoseconds):
            "vsqxX".unicodeScalars.contains(verb)
                ? print(GoDurationValue.string(nanoseconds), verb, value) : print(nanoseconds, verb, value)
        case .time(let time): print(time.description, verb, value)
        case .labels(let labels):
            entries(labels.array.map { ($0.name, .string($0.value)) }, of: value.typeName, verb)
        case .map(let map): entries(map.entries.map { ($0.key, $0.value) }, of: map.typeName, verb)
        case .list(let list):
            write("[")
            for (i, element) in list.elements.enumerated() {
                if i > 0 { write(" ") }
                print(element, verb, isOutermost: false)
            }
            write("]")
        case .sample(let sample):
            if isOutermost { write("&") }
            fields([("Labels", .labels(sample.labels)), ("Value", sample.value)], verb)
        case .structure(let structure): fields(structure.fields.map { ($0.name, $0.value) }, verb)
        }
    }

    private mutating func entries(
        _ entries: [(String, TemplateValue)],
        of typeName: String,
        _ verb: Unicode.Scalar
    ) {
        write(options.showsSource ? typeName + "{" : "map[")
        for (i, (key, value)) in entries.enumerated() {
            if i > 0 { write(options.showsSource ? ", " : " ") }
            print(.string(key), verb, isOutermost: false)
            write(":")
            print(value, verb, isOutermost: false)
        }
        write(options.showsSource ? "}" : "]")
    }

    private mutating func fields(_ fields: [(String, TemplateValue)], _ verb: Unicode.Scalar) {
        write("{")
        for (i, (name, value)) in fields.enumerated() {
            if i > 0 { write(" ") }
            if options.showsNames { write(name + ":") }
            print(value, verb, isOutermost: false)
        }
        write("}")
    }

    private mutating func name(
        _ value: TemplateValue,
        _ names: [String],
        _ index: Int64,
        _ verb: Unicode.Scalar
    ) {
        guard "vsqxX".unicodeScalars.contains(verb) else {
            if case .integer(let number, _) = value { print(number, verb, value) }
            return
        }
        print(names.indices.contains(Int(index)) ? names[Int(index)] : "%!Month(\(index))", verb, value)
    }

    /// A verb that the value's type does not have.
    mutating func bad(_ value: TemplateValue, _ verb: Unicode.Scalar) {
        write("%!\(verb)(\(value.typeName)=")
        let saved = options
        options = Options()
        print(value, "v", isOutermost: true)
        options = saved
        write(")")
    }

    // MARK: Padding

    /// Writes `text`, filled up to the width.
    mutating func pad(_ text: String) {
        guard let width = options.width, width > text.unicodeScalars.count else { return write(text) }
        let count = width - text.unicodeScalars.count
        if options.isLeftAligned {
            write(text + String(repeating: " ", count: count))
        } else {
            write(String(repeating: options.padsWithZeros ? "0" : " ", count: count) + text)
        }
    }
}
